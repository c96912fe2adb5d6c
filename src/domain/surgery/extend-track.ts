import { cutDerived } from '../derived-spans.ts';
import { positionAt, type SpanDataLookup } from '../interpolation.ts';
import { shownSpans } from '../shown-spans.ts';
import { clipSpans, type Span } from '../spans.ts';
import { labelUnlabelled } from '../track-edits.ts';
import { positionOf, withKeyframe, type Track } from '../track.ts';
import { governingGap, keepShown, sourceOf } from './keep-shown.ts';
import { outsideOf } from './mark-visibility.ts';

export type Direction = 'forward' | 'backward';

/**
 * The frames that an extension would fill: up to `frames` of them beyond the last (or before the first) position,
 * within the video and up to the first frame marked absent. Undefined when there are none.
 */
export function extensionOf(
  track: Track,
  direction: Direction,
  frames: number,
  lastFrame: number,
): Span | undefined {
  const shown = shownSpans(track);
  const end = shown.at(-1)?.endFrame;
  const start = shown[0]?.startFrame;
  if (end === undefined || start === undefined) return undefined;
  const range =
    direction === 'forward'
      ? { startFrame: end + 1, endFrame: Math.min(end + frames, lastFrame) }
      : { startFrame: Math.max(start - frames, 0), endFrame: start - 1 };
  const absences = clipSpans(track.visibility, range).filter((span) => span.value === 'absent');
  const bounded =
    direction === 'forward'
      ? { ...range, endFrame: Math.min(range.endFrame, (absences[0]?.startFrame ?? Infinity) - 1) }
      : { ...range, startFrame: Math.max(range.startFrame, (absences.at(-1)?.endFrame ?? -1) + 1) };
  return bounded.startFrame <= bounded.endFrame ? bounded : undefined;
}

/** Holds the last (or first) position and its visibility over `range`, which extensionOf gave. */
export function extendTrack(track: Track, range: Span, direction: Direction, lookup: SpanDataLookup): Track {
  const edge = direction === 'forward' ? range.startFrame - 1 : range.endFrame + 1;
  const shown = positionAt(track, edge, lookup);
  if (!shown) return track;
  const held = { ...positionOf(shown), source: sourceOf(track, edge, shown) };
  const labelled = labelUnlabelled(track, range, shown.visibility);
  const gap = direction === 'forward' ? 'hold' : governingGap(track, edge);
  let keyframes = withKeyframe(labelled.keyframes, { ...held, frame: edge, gap });
  if (direction === 'backward') {
    keyframes = withKeyframe(keyframes, { ...held, frame: range.startFrame, gap: 'hold' });
  }
  const derived = cutDerived(track.derived, { startFrame: edge, endFrame: edge });
  return keepShown({ ...labelled, keyframes, derived }, outsideOf(track, range), lookup);
}
