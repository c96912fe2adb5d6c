import { fiducialJson } from './fiducial-json/format.ts';
import type { Format } from './format.ts';
import { molmo2Points } from './molmo2/points-format.ts';
import { molmo2Tracks } from './molmo2/tracks-format.ts';

/** Every format there is: one folder and one line each. */
export const formats: readonly Format[] = [fiducialJson, molmo2Points, molmo2Tracks];

export function formatById(id: string): Format | undefined {
  return formats.find((format) => format.id === id);
}
