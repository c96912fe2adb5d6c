import type { SpanDataLookup } from '../interpolation.ts';
import { extentOf, type Track } from '../track.ts';
import { composeTrack } from './keep-shown.ts';

/**
 * Exchanges everything two tracks say from `frame` on; both keep their headers, so identities stay where they are
 * and the labels change hands. Doing it twice gives back the same positions.
 */
export function swapTracks(a: Track, b: Track, frame: number, lookup: SpanDataLookup): [Track, Track] {
  const head = { startFrame: 0, endFrame: frame - 1 };
  const tail = {
    startFrame: frame,
    endFrame: Math.max(frame, extentOf(a)?.endFrame ?? 0, extentOf(b)?.endFrame ?? 0),
  };
  const join = (one: Track, other: Track): Track =>
    composeTrack(
      one,
      [
        { track: one, range: head },
        { track: other, range: tail },
      ],
      lookup,
    );
  return [join(a, b), join(b, a)];
}
