import type { Span } from '#domain/spans.ts';
import { frameCentreX, frameToX, type TimeView } from './time-view.ts';

/** A span as it is drawn, in pixels; at least one wide. */
export interface DrawnSpan<S extends Span> {
  span: S;
  left: number;
  right: number;
}

/**
 * The spans to draw of a sorted list: those inside the width, and of spans closer together than a pixel only the
 * first. The work is bounded by the width, not by the length of the list.
 */
export function visibleSpans<S extends Span>(
  spans: readonly S[],
  view: TimeView,
  width: number,
): DrawnSpan<S>[] {
  const drawn: DrawnSpan<S>[] = [];
  let index = firstEndingAtOrAfter(spans, view.firstFrame - 1);
  while (index < spans.length) {
    const span = spans[index];
    if (!span) break;
    const left = frameToX(view, span.startFrame);
    if (left > width) break;
    const right = Math.max(frameToX(view, span.endFrame + 1), left + 1);
    drawn.push({ span, left, right });
    const nextFrame = view.firstFrame + right * view.framesPerPixel;
    index = right - left > 1 ? index + 1 : firstEndingAtOrAfter(spans, nextFrame, index + 1);
  }
  return drawn;
}

/** A keyframe as it is drawn; it stands for all others in its pixel column. */
export interface DrawnMark<M extends { frame: number }> {
  mark: M;
  x: number;
}

/** The marks to draw of a list sorted by frame: one a pixel column, inside the width and a little beside it. */
export function visibleMarks<M extends { frame: number }>(
  marks: readonly M[],
  view: TimeView,
  width: number,
  besidePx = 8,
): DrawnMark<M>[] {
  const drawn: DrawnMark<M>[] = [];
  let index = firstMarkAtOrAfter(marks, view.firstFrame - besidePx * view.framesPerPixel);
  while (index < marks.length) {
    const mark = marks[index];
    if (!mark) break;
    const x = frameCentreX(view, mark.frame);
    if (x > width + besidePx) break;
    drawn.push({ mark, x });
    const nextColumn = view.firstFrame + (Math.floor(x) + 1) * view.framesPerPixel - 0.5;
    index = view.framesPerPixel <= 1 ? index + 1 : firstMarkAtOrAfter(marks, nextColumn, index + 1);
  }
  return drawn;
}

/** Whether marks stand too close for diamonds and are drawn as strokes: less than 9 px apart on average. */
export function areCrowded(drawn: readonly { x: number }[]): boolean {
  const first = drawn[0];
  const last = drawn.at(-1);
  if (!first || !last || drawn.length < 4) return false;
  return (last.x - first.x) / (drawn.length - 1) < 9;
}

/** Index of the first span that ends at or after a frame. */
export function firstEndingAtOrAfter(spans: readonly Span[], frame: number, from = 0): number {
  let low = from;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.endFrame ?? Infinity) < frame) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the first mark at or after a frame. */
export function firstMarkAtOrAfter(marks: readonly { frame: number }[], frame: number, from = 0): number {
  let low = from;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.frame ?? Infinity) < frame) low = middle + 1;
    else high = middle;
  }
  return low;
}
