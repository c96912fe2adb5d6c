import { shownSpans } from '../shown-spans.ts';
import { copyRange, shiftPiece } from '../track-ranges.ts';
import type { Track } from '../track.ts';

/** How far a track can be moved in time of the `frames` wanted: its positions stay inside the video. */
export function clampShift(track: Track, frames: number, lastFrame: number): number {
  const shown = shownSpans(track);
  const start = shown[0]?.startFrame ?? 0;
  const end = shown.at(-1)?.endFrame ?? 0;
  return Math.min(Math.max(frames, -start), Math.max(0, lastFrame - end)) || 0;
}

/** Moves everything a track says in time. What leaves the video (labels without positions) is cut off. */
export function shiftTrack(track: Track, frames: number, lastFrame: number): Track {
  return {
    ...track,
    ...copyRange(shiftPiece(track, frames), { startFrame: 0, endFrame: lastFrame }),
  };
}
