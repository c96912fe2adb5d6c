import { describe, expect, it } from 'vitest';
import { lineTrack, makeTrack, pointAt } from '../../../tests/support/domain-fixtures.ts';
import { largestGapMiddle, nextKeyframe, nextUnlabelled, previousKeyframe } from './navigate.ts';

const every = Uint32Array.from({ length: 100 }, (_, frame) => frame);
const tens = Uint32Array.from({ length: 10 }, (_, index) => index * 10);
const track = lineTrack([pointAt(0, 0, 0), pointAt(10, 0, 0), pointAt(50, 0, 0), pointAt(60, 0, 0)]);

describe('stepping by keyframe', () => {
  it('goes to the neighbour, never to the frame it is on', () => {
    expect([0, 5, 10, 60].map((frame) => nextKeyframe(track, frame))).toEqual([10, 10, 50, undefined]);
    expect([0, 5, 10, 99].map((frame) => previousKeyframe(track, frame))).toEqual([undefined, 0, 0, 60]);
  });
});

describe('the middle of the largest gap', () => {
  it('is a grid frame between two keyframes', () => {
    expect(largestGapMiddle(track, every)).toBe(30);
    expect(largestGapMiddle(track, tens)).toBe(30);
  });

  it('halves gap after gap until every grid frame between keyframes has one', () => {
    let current = lineTrack([pointAt(0, 0, 0), pointAt(20, 0, 0)]);
    const visited: number[] = [];
    for (
      let middle = largestGapMiddle(current, every);
      middle !== undefined;
      middle = largestGapMiddle(current, every)
    ) {
      visited.push(middle);
      current = lineTrack([...current.keyframes, pointAt(middle, 0, 0)].sort((a, b) => a.frame - b.frame));
    }
    expect(visited.slice(0, 3)).toEqual([10, 5, 15]);
    expect(visited.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 19 }, (_, index) => index + 1));
  });

  it('is not looked for across an absence', () => {
    const away = makeTrack({
      keyframes: track.keyframes,
      visibility: [{ startFrame: 20, endFrame: 30, value: 'absent' }],
    });
    expect(largestGapMiddle(away, every)).toBe(5);
    expect(largestGapMiddle(lineTrack([pointAt(3, 0, 0)]), every)).toBeUndefined();
  });
});

describe('the next unlabelled grid frame', () => {
  it('passes over every label, absence too', () => {
    const labelled = makeTrack({
      visibility: [
        { startFrame: 0, endFrame: 35, value: 'visible' },
        { startFrame: 40, endFrame: 55, value: 'absent' },
      ],
    });
    expect(nextUnlabelled(labelled, every, 0)).toBe(36);
    expect(nextUnlabelled(labelled, tens, 0)).toBe(60);
    expect(nextUnlabelled(labelled, tens, 60, -1)).toBeUndefined();
    expect(nextUnlabelled(labelled, every, 50, -1)).toBe(39);
  });
});
