import type { Id } from './ids.ts';
import type { ProjectReader } from './reader.ts';

/** The next free display number of a video's objects. */
export function nextObjectNumber(reader: ProjectReader, videoId: Id): number {
  return reader.objectsOfVideo(videoId).reduce((max, object) => Math.max(max, object.number), 0) + 1;
}
