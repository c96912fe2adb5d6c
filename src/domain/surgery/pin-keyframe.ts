import { cutDerived } from '../derived-spans.ts';
import { positionAt, type SpanDataLookup } from '../interpolation.ts';
import { keyframeAt, positionOf, withKeyframe, type Track } from '../track.ts';
import { governingGap } from './keep-shown.ts';

/**
 * Makes the position shown on a frame a keyframe set by a person: they looked, and it is right. Derived spans on
 * both sides stay fresh, because nothing moved; removeKeyframe gives the frame back to them. The same track where
 * the frame has a keyframe already or no position.
 */
export function pinKeyframe(track: Track, frame: number, lookup: SpanDataLookup): Track {
  if (keyframeAt(track, frame)) return track;
  const shown = positionAt(track, frame, lookup);
  if (!shown) return track;
  const keyframe = {
    ...positionOf(shown),
    frame,
    gap: governingGap(track, frame),
    source: 'person' as const,
  };
  return {
    ...track,
    keyframes: withKeyframe(track.keyframes, keyframe),
    derived: cutDerived(track.derived, { startFrame: frame, endFrame: frame }),
  };
}
