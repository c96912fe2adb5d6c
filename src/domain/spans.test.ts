import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clipSpans,
  frameCountOfSpans,
  intersectSpans,
  paintSpan,
  spanAt,
  spansOfFrames,
  subtractSpans,
  uniteSpans,
  type Span,
  type ValueSpan,
} from './spans.ts';

const size = 40;
const range = fc
  .tuple(fc.nat(size - 1), fc.nat(size - 1))
  .map(([a, b]) => ({ startFrame: Math.min(a, b), endFrame: Math.max(a, b) }));
const spans = fc.array(range, { maxLength: 6 }).map(uniteSpans);

function framesOf(list: readonly Span[]): number[] {
  return Array.from({ length: size }, (_, frame) => frame).filter(
    (frame) => spanAt(list, frame) !== undefined,
  );
}

describe('sets of frames', () => {
  it('unite, intersect and subtract frame by frame', () => {
    fc.assert(
      fc.property(spans, spans, (a, b) => {
        const inA = framesOf(a);
        const inB = new Set(framesOf(b));
        expect(framesOf(intersectSpans(a, b))).toEqual(inA.filter((frame) => inB.has(frame)));
        expect(framesOf(subtractSpans(a, b))).toEqual(inA.filter((frame) => !inB.has(frame)));
        expect(framesOf(uniteSpans([...a, ...b])).length).toBe(new Set([...inA, ...inB]).size);
        expect(spansOfFrames(inA)).toEqual(a);
        expect(frameCountOfSpans(a)).toBe(inA.length);
      }),
    );
  });
});

describe('painting', () => {
  const stroke = fc.tuple(range, fc.constantFrom('a', 'b', null));

  it('sets exactly the frames of each stroke, and leaves a sorted list without touching equals', () => {
    fc.assert(
      fc.property(fc.array(stroke, { maxLength: 10 }), (strokes) => {
        let painted: ValueSpan<string>[] = [];
        const frames: (string | undefined)[] = Array.from({ length: size });
        for (const [where, value] of strokes) {
          painted = paintSpan(painted, where, value);
          frames.fill(value ?? undefined, where.startFrame, where.endFrame + 1);
        }
        expect(frames.map((_, frame) => spanAt(painted, frame)?.value)).toEqual([...frames]);
        painted.slice(1).forEach((span, index) => {
          const left = painted[index];
          expect(left && left.endFrame < span.startFrame).toBe(true);
          expect(left?.endFrame === span.startFrame - 1 && left.value === span.value).toBe(false);
        });
      }),
    );
  });

  it('clips to the part inside a range', () => {
    const list = [
      { startFrame: 0, endFrame: 4, value: 'a' },
      { startFrame: 6, endFrame: 9, value: 'b' },
    ];
    expect(clipSpans(list, { startFrame: 3, endFrame: 7 })).toEqual([
      { startFrame: 3, endFrame: 4, value: 'a' },
      { startFrame: 6, endFrame: 7, value: 'b' },
    ]);
    expect(spanAt(list, 5)).toBeUndefined();
  });
});
