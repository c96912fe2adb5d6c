import { describe, expect, it } from 'vitest';
import { drawMarkPrefix, markDraw } from './draw-timing.ts';

const marksOf = (frame: number): PerformanceMark[] =>
  performance.getEntriesByName(`${drawMarkPrefix}${frame}`) as PerformanceMark[];

describe('marks of drawn frames', () => {
  it('say which picture of the frame was drawn', () => {
    markDraw(7, 'soft');
    markDraw(7, 'sharp');
    expect(marksOf(7).map((mark) => mark.detail as string)).toEqual(['soft', 'sharp']);
  });

  it('do not pile up over a long session', () => {
    for (let frame = 100; frame < 10_100; frame++) markDraw(frame, 'sharp');
    expect(performance.getEntriesByType('mark').length).toBeLessThanOrEqual(2000);
    expect(marksOf(10_099)).toHaveLength(1);
  });
});
