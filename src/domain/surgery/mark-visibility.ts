import type { SpanDataLookup } from '../interpolation.ts';
import type { Span } from '../spans.ts';
import { setVisibility } from '../track-edits.ts';
import { extentOf, type Track, type Visibility } from '../track.ts';
import { keepShown } from './keep-shown.ts';

/**
 * Marks a range; null makes it unlabelled. Absent and unlabelled frames lose their positions, and positions derived
 * right before and after them are pinned, so that what is shown outside the range stays as it was.
 */
export function markVisibility(
  track: Track,
  range: Span,
  value: Visibility | null,
  lookup: SpanDataLookup,
): Track {
  const marked = setVisibility(track, range, value);
  if (value === 'visible' || value === 'occluded') return marked;
  return keepShown(marked, outsideOf(track, range), lookup);
}

/** Takes a range out of a track: its frames become unlabelled, everything else stays as it was shown. */
export function deleteRange(track: Track, range: Span, lookup: SpanDataLookup): Track {
  return markVisibility(track, range, null, lookup);
}

/** What a track shows before and after a range. */
export function outsideOf(track: Track, range: Span): { track: Track; range: Span }[] {
  const end = extentOf(track)?.endFrame ?? range.endFrame;
  return [
    { track, range: { startFrame: 0, endFrame: range.startFrame - 1 } },
    { track, range: { startFrame: range.endFrame + 1, endFrame: end } },
  ].filter((part) => part.range.startFrame <= part.range.endFrame);
}
