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

/** The frames in both of two sorted, disjoint lists. */
export function intersectSpans(a: readonly Span[], b: readonly Span[]): Span[] {
  const out: Span[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const p = a[i];
    const q = b[j];
    if (!p || !q) return out;
    const startFrame = Math.max(p.startFrame, q.startFrame);
    const endFrame = Math.min(p.endFrame, q.endFrame);
    if (startFrame <= endFrame) out.push({ startFrame, endFrame });
    if (p.endFrame < q.endFrame) i++;
    else j++;
  }
}

/** The frames of `a` that are not in `b`; both sorted and disjoint. */
export function subtractSpans(a: readonly Span[], b: readonly Span[]): Span[] {
  const out: Span[] = [];
  let j = 0;
  for (const span of a) {
    let startFrame = span.startFrame;
    while ((b[j]?.endFrame ?? Infinity) < startFrame) j++;
    for (let k = j; k < b.length; k++) {
      const hole = b[k];
      if (!hole || hole.startFrame > span.endFrame) break;
      if (hole.startFrame > startFrame) out.push({ startFrame, endFrame: hole.startFrame - 1 });
      startFrame = Math.max(startFrame, hole.endFrame + 1);
    }
    if (startFrame <= span.endFrame) out.push({ startFrame, endFrame: span.endFrame });
  }
  return out;
}

/** Spans in any order, overlapping or touching, as the shortest sorted and disjoint list of the same frames. */
export function uniteSpans(spans: readonly Span[]): Span[] {
  return joinSpans(spans.map(({ startFrame, endFrame }) => ({ startFrame, endFrame, value: null }))).map(
    ({ startFrame, endFrame }) => ({ startFrame, endFrame }),
  );
}

/** How many frames a disjoint list covers. */
export function frameCountOfSpans(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + span.endFrame - span.startFrame + 1, 0);
}

export function isInSpan(span: Span, frame: number): boolean {
  return frame >= span.startFrame && frame <= span.endFrame;
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
