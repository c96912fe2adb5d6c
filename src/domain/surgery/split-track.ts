import type { SpanDataLookup } from '../interpolation.ts';
import { extentOf, type Track } from '../track.ts';
import { composeTrack } from './keep-shown.ts';

/** A track parted before `frame`: two tracks that together show what it showed. Both keep its header. */
export function splitTrack(
  track: Track,
  frame: number,
  lookup: SpanDataLookup,
): { head: Track; tail: Track } {
  const end = Math.max(frame, extentOf(track)?.endFrame ?? frame);
  return {
    head: composeTrack(track, [{ track, range: { startFrame: 0, endFrame: frame - 1 } }], lookup),
    tail: composeTrack(track, [{ track, range: { startFrame: frame, endFrame: end } }], lookup),
  };
}
