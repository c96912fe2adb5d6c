import { assert, constantFrom, integer, property, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameCache, windowAround, type Playhead } from './frame-cache.ts';
import { planFill, type Fill, type FillQuestion } from './plan-fill.ts';

const table = { isKey: Uint8Array.from({ length: 600 }, (_, index) => (index % 250 === 0 ? 1 : 0)) };

function ask(
  playhead: Playhead,
  have: (index: number) => boolean,
  more: Partial<FillQuestion> = {},
): Fill | 'keep' | undefined {
  return planFill({
    table,
    playhead,
    window: windowAround(100, playhead.direction),
    target: undefined,
    running: undefined,
    isMissing: (index) => index >= 0 && index < 600 && !have(index),
    ...more,
  });
}

describe('what to decode next', () => {
  it('is the frame somebody waits for, and those after it', () => {
    expect(ask({ index: 10, direction: 0 }, () => false, { target: 300 })).toMatchObject({ from: 300 });
  });

  it('backwards, is the tail of the group of pictures, not one frame at a time', () => {
    const plan = ask({ index: 200, direction: -1 }, (index) => index > 180) as Fill;
    expect(plan.to).toBe(180);
    expect(plan.to - plan.from).toBeGreaterThanOrEqual(40);
  });

  it('backwards over a key frame, is the group before', () => {
    expect(ask({ index: 260, direction: -1 }, (index) => index >= 250)).toEqual({ from: 195, to: 249 });
  });

  it('lets a running fill go on that will soon bring what is waited for', () => {
    const running = { from: 10, to: 60, progress: 20 };
    expect(ask({ index: 24, direction: 1 }, (i) => i < 20, { target: 24, running })).toBe('keep');
    expect(ask({ index: 50, direction: 1 }, (i) => i < 20, { target: 50, running })).toMatchObject({
      from: 50,
    });
  });

  it('is nothing when the window is full', () => {
    expect(ask({ index: 300, direction: 1 }, () => true)).toBeUndefined();
  });

  it('comes to an end from any state, inside the video', () => {
    assert(
      property(
        integer({ min: 0, max: 599 }),
        constantFrom(-1 as const, 0 as const, 1 as const),
        uniqueArray(integer({ min: 0, max: 599 }), { maxLength: 60 }),
        (index, direction, kept) => {
          const have = new Set(kept);
          for (let round = 0; round < 200; round++) {
            const plan = ask({ index, direction }, (i) => have.has(i), {
              target: have.has(index) ? undefined : index,
            });
            if (plan === undefined || plan === 'keep') return have.has(index);
            expect(plan.from).toBeGreaterThanOrEqual(0);
            expect(plan.to).toBeLessThan(600);
            for (let i = plan.from; i <= plan.to; i++) have.add(i);
          }
          return false;
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('the frame cache', () => {
  function picture(closed: number[], index: number): { close: () => void } {
    return { close: () => closed.push(index) };
  }

  it('drops what is farthest from where the person is heading, and closes it', () => {
    const closed: number[] = [];
    const cache = new FrameCache(100);
    for (let index = 0; index < 12; index++) {
      cache.put(index, picture(closed, index), 10, 0, { index: 6, direction: 1 });
    }
    expect(cache.bytes).toBeLessThanOrEqual(100);
    expect(closed).toContain(0);
    expect(cache.get(8)).toBeDefined();
  });

  it('keeps what is on screen', () => {
    const closed: number[] = [];
    const cache = new FrameCache(30);
    cache.put(0, picture(closed, 0), 10, 0, { index: 0, direction: 0 });
    cache.pin([0]);
    for (let index = 50; index < 60; index++) {
      cache.put(index, picture(closed, index), 10, 0, { index: 60, direction: 1 });
    }
    expect(cache.get(0)).toBeDefined();
    expect(closed).not.toContain(0);
  });
});
