import type { ProjectDocument } from '#domain/document.ts';
import { centreOf, type Point } from '#domain/geometry.ts';
import { positionAt } from '#domain/interpolation.ts';
import { keyframeAt, type Track } from '#domain/track.ts';

export interface TrailPoint extends Point {
  /** Frames from the shown one: negative before it. */
  offset: number;
  isKeyframe: boolean;
}

/** Where a track's centre is on the frames around one, without that frame, as unbroken lines. */
export function trailOf(
  document: ProjectDocument,
  track: Track,
  frame: number,
  length: number,
): TrailPoint[][] {
  const lines: TrailPoint[][] = [[]];
  for (let offset = -length; offset <= length; offset++) {
    const position = positionAt(track, frame + offset, document.spanData);
    if (!position) {
      if (lines.at(-1)?.length !== 0) lines.push([]);
      continue;
    }
    const isKeyframe = keyframeAt(track, frame + offset) !== undefined;
    lines.at(-1)?.push({ ...centreOf(position), offset, isKeyframe });
  }
  return lines.filter((line) => line.length > 0);
}
