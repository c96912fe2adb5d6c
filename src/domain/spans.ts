/** A run of frames, both ends included. */
export interface Span {
  startFrame: number;
  endFrame: number;
}

/** A value that holds over a run of frames. Lists of them are sorted and never overlap. */
export interface ValueSpan<V> extends Span {
  value: V;
}

/**
 * Sets `value` over [startFrame, endFrame] in a sorted, disjoint list; null clears. What was there is cut back,
 * and neighbours of equal value are joined.
 */
export function paintSpan<V>(spans: readonly ValueSpan<V>[], range: Span, value: V | null): ValueSpan<V>[] {
  const out: ValueSpan<V>[] = [];
  for (const span of spans) {
    if (span.endFrame < range.startFrame || span.startFrame > range.endFrame) {
      out.push(span);
      continue;
    }
    if (span.startFrame < range.startFrame) out.push({ ...span, endFrame: range.startFrame - 1 });
    if (span.endFrame > range.endFrame) out.push({ ...span, startFrame: range.endFrame + 1 });
  }
  if (value !== null) out.push({ startFrame: range.startFrame, endFrame: range.endFrame, value });
  return joinSpans(out);
}

/** Sorts and joins touching spans of equal value. */
export function joinSpans<V>(spans: readonly ValueSpan<V>[]): ValueSpan<V>[] {
  const sorted = [...spans].sort((a, b) => a.startFrame - b.startFrame);
  const out: ValueSpan<V>[] = [];
  for (const span of sorted) {
    const last = out.at(-1);
    if (last && last.value === span.value && last.endFrame + 1 >= span.startFrame) {
      out[out.length - 1] = { ...last, endFrame: Math.max(last.endFrame, span.endFrame) };
    } else out.push(span);
  }
  return out;
}

/** The span that covers `frame` in a sorted, disjoint list. */
export function spanAt<S extends Span>(spans: readonly S[], frame: number): S | undefined {
  let low = 0;
  let high = spans.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const span = spans[middle];
    if (!span) return undefined;
    if (frame < span.startFrame) high = middle - 1;
    else if (frame > span.endFrame) low = middle + 1;
    else return span;
  }
  return undefined;
}

/** The part of each span that lies inside `range`. */
export function clipSpans<S extends Span>(spans: readonly S[], range: Span): S[] {
  return spans
    .filter((span) => span.endFrame >= range.startFrame && span.startFrame <= range.endFrame)
    .map((span) => ({
      ...span,
      startFrame: Math.max(span.startFrame, range.startFrame),
      endFrame: Math.min(span.endFrame, range.endFrame),
    }));
}

/** Runs of consecutive numbers in a rising list. */
export function spansOfFrames(frames: Iterable<number>): Span[] {
  const out: Span[] = [];
  for (const frame of frames) {
    const last = out.at(-1);
    if (last && last.endFrame + 1 === frame) last.endFrame = frame;
    else out.push({ startFrame: frame, endFrame: frame });
  }
  return out;
}
