import { hasAbsenceBetween } from './interpolation.ts';
import { clipSpans, intersectSpans, uniteSpans, type Span } from './spans.ts';
import type { Track } from './track.ts';

/**
 * The frames on which a track has a position (positionAt gives one), found from its rows alone: no positions are
 * computed and no span data is needed.
 */
export function shownSpans(track: Track): Span[] {
  const present = track.visibility.filter((span) => span.value !== 'absent');
  const endFrame = present.at(-1)?.endFrame ?? -1;
  const covered: Span[] = track.derived.map((span) => ({ ...span }));
  track.keyframes.forEach((keyframe, index) => {
    const next = track.keyframes[index + 1];
    const start = keyframe.frame;
    if (keyframe.gap === 'hold') {
      const range = { startFrame: start, endFrame: Math.max(start, next ? next.frame - 1 : endFrame) };
      const absence = clipSpans(track.visibility, range).find((span) => span.value === 'absent');
      covered.push({
        ...range,
        endFrame: absence ? Math.max(start, absence.startFrame - 1) : range.endFrame,
      });
    } else if (next && keyframe.gap !== 'none' && !hasAbsenceBetween(track, start, next.frame)) {
      covered.push({ startFrame: start, endFrame: next.frame });
    } else covered.push({ startFrame: start, endFrame: start });
  });
  return intersectSpans(uniteSpans(covered), uniteSpans(present));
}
