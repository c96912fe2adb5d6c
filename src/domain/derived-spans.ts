import type { Span } from './spans.ts';
import type { DerivedSpan } from './track.ts';

/** Derived spans are windows on immutable data: cutting, clipping and joining them moves windows, never data. */

/** Derived spans with `range` cut out of them; a span cut in the middle becomes two windows on the same data. */
export function cutDerived(derived: readonly DerivedSpan[], range: Span): DerivedSpan[] {
  return derived.flatMap((span) => {
    if (span.endFrame < range.startFrame || span.startFrame > range.endFrame) return [span];
    const parts: DerivedSpan[] = [];
    if (span.startFrame < range.startFrame) parts.push({ ...span, endFrame: range.startFrame - 1 });
    if (span.endFrame > range.endFrame) parts.push(windowFrom(span, range.endFrame + 1));
    return parts;
  });
}

/** The part of each derived span that lies inside `range`. */
export function clipDerived(derived: readonly DerivedSpan[], range: Span): DerivedSpan[] {
  return derived
    .filter((span) => span.endFrame >= range.startFrame && span.startFrame <= range.endFrame)
    .map((span) => ({
      ...windowFrom(span, Math.max(span.startFrame, range.startFrame)),
      endFrame: Math.min(span.endFrame, range.endFrame),
    }));
}

function windowFrom(span: DerivedSpan, startFrame: number): DerivedSpan {
  return { ...span, startFrame, dataOffset: span.dataOffset + startFrame - span.startFrame };
}

/** Sorted, with windows that continue each other on the same data made one. */
export function joinDerived(derived: readonly DerivedSpan[]): DerivedSpan[] {
  const out: DerivedSpan[] = [];
  for (const span of [...derived].sort((a, b) => a.startFrame - b.startFrame)) {
    const last = out.at(-1);
    if (last && last.endFrame + 1 === span.startFrame && continues(last, span)) {
      out[out.length - 1] = { ...last, endFrame: span.endFrame };
    } else out.push(span);
  }
  return out;
}

/** True where `right` shows the rows of the same data that `left` would show had it gone on. */
function continues(left: DerivedSpan, right: DerivedSpan): boolean {
  return (
    left.dataId === right.dataId &&
    left.runId === right.runId &&
    left.isStale === right.isStale &&
    right.dataOffset - left.dataOffset === right.startFrame - left.startFrame
  );
}

/** Closes the one-frame hole that a keyframe on `frame` left in a window, where both sides are still fresh. */
export function healDerived(derived: readonly DerivedSpan[], frame: number): DerivedSpan[] | undefined {
  const left = derived.find((span) => span.endFrame === frame - 1);
  const right = derived.find((span) => span.startFrame === frame + 1);
  if (!left || !right || left.isStale || !continues(left, right)) return undefined;
  return joinDerived(derived.map((span) => (span === left ? { ...left, endFrame: frame } : span)));
}
