import { describe, expect, it } from 'vitest';
import { lineTrack, lookup, pointAt, window } from '../../../tests/support/domain-fixtures.ts';
import { largestDeviation, simplifyPath, simplifyTrack } from './simplify.ts';

const at = (frame: number, x: number, y = 0) => ({ frame, x, y, w: null, h: null });

describe('simplifying a path', () => {
  it('keeps its ends and where it turns', () => {
    const path = [0, 1, 2, 3, 4, 5, 6].map((frame) => at(frame, frame < 3 ? frame * 10 : 60 - frame * 10));
    expect(simplifyPath(path, 0.5)).toEqual([0, 3, 6]);
    expect(simplifyPath(path, 100)).toEqual([0, 6]);
  });

  it('measures on the same frame: a pause on a straight line is not straight in time', () => {
    const path = [at(0, 0), at(1, 0), at(2, 0), at(3, 0), at(4, 40)];
    expect(simplifyPath(path, 1)).toEqual([0, 3, 4]);
  });

  it('keeps what it is told to, and the corner of a box that is further off counts', () => {
    expect(simplifyPath([at(0, 0), at(1, 1), at(2, 2)], 5, [1])).toEqual([0, 1, 2]);
    const boxes = [10, 30, 10].map((w, frame) => ({ frame, x: 0, y: 0, w, h: 5 }));
    expect(simplifyPath(boxes, 10)).toEqual([0, 1, 2]);
    expect(simplifyPath(boxes, 20)).toEqual([0, 2]);
  });

  it('of nothing or one point is that', () => {
    expect(simplifyPath([], 1)).toEqual([]);
    expect(simplifyPath([at(5, 1)], 1)).toEqual([0]);
  });
});

describe('simplifying a track', () => {
  const dense = lineTrack([pointAt(0, 100, 230, 'flow'), pointAt(50, 0, 0)], { derived: [window(1, 49)] });

  it('replaces flow by fewer keyframes that are not passed off as a person’s', () => {
    const range = { startFrame: 0, endFrame: 50 };
    const simple = simplifyTrack(dense, range, 15, lookup);
    expect(simple.derived).toEqual([]);
    expect(simple.keyframes.length).toBeLessThan(51);
    expect(
      simple.keyframes.filter((keyframe) => keyframe.source === 'person').map(({ frame }) => frame),
    ).toEqual([0, 50]);
    expect(largestDeviation(dense, simple, range, lookup)).toBeLessThanOrEqual(15);
  });

  it('leaves the flow outside its range where it is', () => {
    const simple = simplifyTrack(dense, { startFrame: 10, endFrame: 20 }, 5, lookup);
    expect(simple.derived).toEqual([window(1, 9), window(21, 49)]);
  });
});
