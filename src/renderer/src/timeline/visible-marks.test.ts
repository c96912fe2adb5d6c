import { describe, expect, it } from 'vitest';
import type { TimeView } from './time-view.ts';
import { areCrowded, visibleMarks, visibleSpans } from './visible-marks.ts';

const wide: TimeView = { firstFrame: 0, framesPerPixel: 200 };
const close: TimeView = { firstFrame: 100, framesPerPixel: 0.1 };

describe('marks in sight', () => {
  const marks = Array.from({ length: 200_000 }, (_, frame) => ({ frame }));

  it('are one a pixel column when every frame has one', () => {
    const drawn = visibleMarks(marks, wide, 1000);
    expect(drawn.length).toBeLessThanOrEqual(1001);
    expect(drawn.length).toBeGreaterThanOrEqual(990);
    expect(areCrowded(drawn)).toBe(true);
  });

  it('are all there when zoomed in, and none outside', () => {
    const drawn = visibleMarks(marks, close, 100);
    expect(drawn.map(({ mark }) => mark.frame)).toEqual(
      [100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110].filter(
        (frame) => (frame + 0.5 - 100) / 0.1 <= 108,
      ),
    );
    expect(areCrowded(drawn)).toBe(false);
  });

  it('never lose a lone mark between empty columns', () => {
    const lone = [{ frame: 3 }, { frame: 99_999 }, { frame: 199_999 }];
    expect(visibleMarks(lone, wide, 1000).map(({ mark }) => mark.frame)).toEqual([3, 99_999, 199_999]);
  });
});

describe('spans in sight', () => {
  it('are bounded by the width, however many there are', () => {
    const spans = Array.from({ length: 100_000 }, (_, i) => ({ startFrame: i * 2, endFrame: i * 2 }));
    expect(visibleSpans(spans, wide, 1000).length).toBeLessThanOrEqual(1001);
  });

  it('begin left of the window when they reach into it', () => {
    const spans = [
      { startFrame: 0, endFrame: 50 },
      { startFrame: 60, endFrame: 104 },
      { startFrame: 108, endFrame: 300 },
      { startFrame: 400, endFrame: 500 },
    ];
    expect(visibleSpans(spans, close, 100).map(({ span }) => span.startFrame)).toEqual([60, 108]);
  });

  it('keep a long span that follows spans too short to draw', () => {
    const short = Array.from({ length: 90 }, (_, i) => ({ startFrame: i * 2, endFrame: i * 2 }));
    const long = { startFrame: 181, endFrame: 20_000 };
    expect(visibleSpans([...short, long], wide, 1000).some(({ span }) => span === long)).toBe(true);
  });
});
