import { fiducialJson } from './fiducial-json/format.ts';
import type { Format } from './format.ts';

/** Every format there is: one folder and one line each. */
export const formats: readonly Format[] = [fiducialJson];

export function formatById(id: string): Format | undefined {
  return formats.find((format) => format.id === id);
}
