import { cutDerived } from '../derived-spans.ts';
import { positionAt, type SpanDataLookup } from '../interpolation.ts';
import { shownSpans } from '../shown-spans.ts';
import type { Span } from '../spans.ts';
import { labelUnlabelled } from '../track-edits.ts';
import { positionOf, withKeyframe, type GapKind, type Track } from '../track.ts';
import { governingGap, keepShown, sourceOf } from './keep-shown.ts';
import { outsideOf } from './mark-visibility.ts';
import { mergeTracks, type Merged } from './merge-tracks.ts';

/** What the frames between the end of one track and the start of the next become. */
export type GapFill = 'unlabelled' | 'absent' | 'occluded' | 'interpolate';

/** Frames between the last position of whichever track ends first and the first of the other; if there are any. */
export function gapBetween(a: Track, b: Track): Span | undefined {
  const p = shownSpans(a);
  const q = shownSpans(b);
  for (const [earlier, later] of [
    [p, q],
    [q, p],
  ]) {
    const end = earlier?.at(-1)?.endFrame;
    const start = later?.[0]?.startFrame;
    if (end === undefined || start === undefined || end + 1 >= start) continue;
    return { startFrame: end + 1, endFrame: start - 1 };
  }
  return undefined;
}

/**
 * Joins an object that comes back to the track it had before, under the first track's header. The gap is labelled
 * where it had no label yet; positions appear in it only when it is to be interpolated.
 */
export function rejoinTracks(track: Track, other: Track, fill: GapFill, lookup: SpanDataLookup): Merged {
  const gap = gapBetween(track, other);
  const merged = mergeTracks(track, other, lookup);
  if (!gap || fill === 'unlabelled') return merged;
  const labelled = labelUnlabelled(merged.track, gap, fill === 'interpolate' ? 'visible' : fill);
  const outside = outsideOf(merged.track, gap);
  if (fill === 'interpolate') {
    const opened = interpolateOver(labelled, gap, lookup);
    return { ...merged, track: keepShown(opened, outside, lookup) };
  }
  const whole = [...outside, { track: merged.track, range: gap }];
  return { ...merged, track: keepShown(labelled, whole, lookup) };
}

/** Keyframes at both ends of a gap, with a straight line between them. */
function interpolateOver(track: Track, gap: Span, lookup: SpanDataLookup): Track {
  const pin = (result: Track, frame: number, kind: GapKind): Track => {
    const shown = positionAt(track, frame, lookup);
    if (!shown) return result;
    const keyframe = { ...positionOf(shown), frame, gap: kind, source: sourceOf(track, frame, shown) };
    return {
      ...result,
      keyframes: withKeyframe(result.keyframes, keyframe),
      derived: cutDerived(result.derived, { startFrame: frame, endFrame: frame }),
    };
  };
  const start = pin(track, gap.startFrame - 1, 'linear');
  return pin(start, gap.endFrame + 1, governingGap(track, gap.endFrame + 1));
}
