import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationSeconds, frameAtSeconds, type FrameTable } from './frame-table.ts';
import { gridFrames, nearestOnGrid, neighbourOnGrid } from './work-grid.ts';

function tableOf(durations: readonly number[], timescale = 1000): FrameTable {
  let tick = 7;
  const ticks = durations.map((duration) => {
    const start = tick;
    tick += duration;
    return start;
  });
  return {
    builderVersion: 1,
    timescale,
    ticks: Float64Array.from(ticks),
    durations: Float64Array.from(durations),
    isKey: new Uint8Array(durations.length),
    decodeOrder: Uint32Array.from(durations, (_, index) => index),
  };
}

describe('the work grid', () => {
  it('takes every frame, or each k-th', () => {
    const table = tableOf([40, 40, 40, 40, 40]);
    expect([...gridFrames({ kind: 'every' }, table)]).toEqual([0, 1, 2, 3, 4]);
    expect([...gridFrames({ kind: 'step', frames: 2 }, table)]).toEqual([0, 2, 4]);
    expect([...gridFrames({ kind: 'step', frames: 9 }, table)]).toEqual([0]);
  });

  it('takes the frame on screen at each instant of a rate, whatever the frames last', () => {
    const durations = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(durations, fc.constantFrom(0.5, 1, 2, 3, 10, 29.97, 60), (lengths, perSecond) => {
        const table = tableOf(lengths);
        const expected = new Set<number>();
        for (let k = 0; k / perSecond < durationSeconds(table); k++) {
          expected.add(frameAtSeconds(table, k / perSecond));
        }
        expect([...gridFrames({ kind: 'rate', perSecond }, table)]).toEqual([...expected]);
      }),
    );
  });

  it('gives each frame once at a rate far above the video, and comes to an end', () => {
    const table = tableOf([33, 33, 34, 33]);
    expect([...gridFrames({ kind: 'rate', perSecond: 1e9 }, table)]).toEqual([0, 1, 2, 3]);
  });

  it('finds neighbours and the nearest frame', () => {
    const grid = Uint32Array.from([0, 10, 20]);
    expect(neighbourOnGrid(grid, 10, 1)).toBe(20);
    expect(neighbourOnGrid(grid, 11, 1)).toBe(20);
    expect(neighbourOnGrid(grid, 20, 1)).toBeUndefined();
    expect(neighbourOnGrid(grid, 10, -1)).toBe(0);
    expect(neighbourOnGrid(grid, 11, -1)).toBe(10);
    expect(neighbourOnGrid(grid, 0, -1)).toBeUndefined();
    expect([0, 5, 6, 25].map((frame) => nearestOnGrid(grid, frame))).toEqual([0, 0, 10, 20]);
    expect(nearestOnGrid(new Uint32Array(0), 3)).toBeUndefined();
  });
});
