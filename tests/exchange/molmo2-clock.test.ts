import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationSeconds, frameAtSeconds } from '#domain/frame-table.ts';
import {
  clampPoint,
  clipSeconds,
  gridSeconds,
  integerRate,
  isOnGrid,
  isSampledEvenly,
  maskIdOf,
  toCopyPixels,
  toPercent,
  trackPointId,
} from '#exchange/molmo2/conventions.ts';
import { copySizeOf, planTrainingCopy, suggestedRate } from '#exchange/molmo2/training-copy.ts';
import { constantTable, tableOfTicks } from './builders.ts';

describe('the conventions of Molmo 2', () => {
  it('counts percent from the outer corner of the frame', () => {
    expect(toPercent({ x: 50, y: 25 }, { width: 200, height: 100 })).toEqual({ x: 25, y: 25 });
    expect(toPercent({ x: 200, y: 0 }, { width: 200, height: 100 })).toEqual({ x: 100, y: 0 });
  });

  it('clamps each axis on its own', () => {
    expect(clampPoint({ x: 50, y: -3 }, { x: 100, y: 100 })).toEqual({ x: 50, y: 0 });
    expect(clampPoint({ x: 100.5, y: 50 }, { x: 100, y: 100 })).toEqual({ x: 100, y: 50 });
  });

  it('scales pixels to a copy', () => {
    expect(
      toCopyPixels({ x: 101, y: 50.5 }, { width: 101, height: 101 }, { width: 100, height: 100 }),
    ).toEqual({
      x: 100,
      y: 50,
    });
    expect(copySizeOf({ width: 641, height: 481 })).toEqual({ width: 640, height: 480 });
    expect(copySizeOf({ width: 1, height: 2 })).toEqual({ width: 2, height: 2 });
  });

  it('has two instants a second, and frame / fps in tracks', () => {
    expect([0, 1, 3].map(gridSeconds)).toEqual([0, 0.5, 1.5]);
    expect(clipSeconds(5, 10)).toBe(0.5);
  });

  it('finds the frames that start exactly on the half-second grid, whatever the first timestamp', () => {
    const frames = (table: ReturnType<typeof constantTable>): number[] =>
      [...table.ticks.keys()].filter((frame) => isOnGrid(table, frame));
    expect(frames(constantTable(40, 30, 1, 7))).toEqual([0, 15, 30]);
    expect(frames(constantTable(40, 25, 1))).toEqual([0, 25]);
    expect(frames(constantTable(40, 30_000, 1001))).toEqual([0]);
    expect(frames(tableOfTicks([900, 1000, 1400, 1900], 1000, 100))).toEqual([0, 2, 3]);
  });

  it('knows a whole frame rate from one that is not', () => {
    expect(integerRate(constantTable(300, 90_000, 3000, 1234))).toBe(30);
    expect(integerRate(tableOfTicks([0, 33, 67, 100, 133, 167], 1000, 33))).toBe(30);
    expect(integerRate(constantTable(300, 30_000, 1001))).toBeUndefined();
    expect(integerRate(tableOfTicks([0, 40, 120, 160], 1000, 40))).toBeUndefined();
    expect(integerRate(constantTable(30, 2, 5))).toBeUndefined();
  });

  it('samples evenly or not at all', () => {
    expect(isSampledEvenly(25, 2)).toBe(false);
    expect(isSampledEvenly(30, 2)).toBe(true);
  });

  it('names objects by their number, in mask_id as text', () => {
    expect(trackPointId(4)).toBe(4);
    expect(maskIdOf(4)).toBe('4');
  });
});

describe('a training copy', () => {
  it('shows at each half second the frame on screen then', () => {
    const plan = planTrainingCopy(constantTable(75, 30_000, 1001, 5005), { kind: 'two-fps' });
    expect(plan.fps).toBe(2);
    expect(plan.windows.map((window) => [...window.sourceFrames])).toEqual([[0, 14, 29, 44, 59, 74]]);
  });

  it('repeats frames of a slow source and of a long frame of a varying one', () => {
    const plan = planTrainingCopy(tableOfTicks([500, 600, 900, 1000], 1000, 100), {
      kind: 'constant',
      fps: 10,
    });
    expect([...(plan.windows[0]?.sourceFrames ?? [])]).toEqual([0, 1, 1, 1, 2, 3]);
  });

  it('turns 29.97 into 30 with no frame lost and one repeated about every 33 s', () => {
    const table = constantTable(1100, 30_000, 1001);
    const fps = suggestedRate(table, [1, 2]);
    expect(fps).toBe(30);
    const frames = [...(planTrainingCopy(table, { kind: 'constant', fps }).windows[0]?.sourceFrames ?? [])];
    expect(new Set(frames).size).toBe(1100);
    expect(frames.length).toBe(1102);
  });

  it('suggests a rate that every sampling rate divides', () => {
    expect(suggestedRate(constantTable(100, 25, 1), [1, 2])).toBe(26);
    expect(suggestedRate(constantTable(100, 25, 1), [1])).toBe(25);
    expect(suggestedRate(constantTable(100, 24_000, 1001), [1, 2])).toBe(24);
    expect(suggestedRate(constantTable(10, 1, 4), [1])).toBe(1);
  });

  it('parts long videos into windows of nearly equal length', () => {
    const plan = planTrainingCopy(constantTable(64 * 30, 30, 1), { kind: 'two-fps' });
    expect(plan.windows.map((window) => [window.startInstant, window.sourceFrames.length])).toEqual([
      [0, 64],
      [64, 64],
    ]);
    const whole = planTrainingCopy(constantTable(63 * 30, 30, 1), { kind: 'two-fps' });
    expect(whole.windows.map((window) => window.sourceFrames.length)).toEqual([126]);
  });

  it('refuses a rate that is not whole', () => {
    const table = constantTable(10, 30, 1);
    expect(() => planTrainingCopy(table, { kind: 'constant', fps: 29.97 })).toThrow(RangeError);
    expect(() => planTrainingCopy(table, { kind: 'constant', fps: 0 })).toThrow(RangeError);
  });

  it('covers every video: windows follow one another, fit the limit, and show the frame of their instant', () => {
    const tables = fc
      .array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 60 })
      .map((steps) => {
        let tick = 17;
        return tableOfTicks(
          steps.map((step) => (tick += step)),
          100,
          3,
        );
      });
    fc.assert(
      fc.property(
        tables,
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 63 }),
        (table, fps, limit) => {
          const { windows } = planTrainingCopy(table, { kind: 'constant', fps }, limit);
          let instant = 0;
          for (const window of windows) {
            expect(window.startInstant).toBe(instant);
            expect(window.sourceFrames.length).toBeGreaterThan(0);
            expect(window.sourceFrames.length / fps).toBeLessThanOrEqual(limit);
            for (const frame of window.sourceFrames) {
              expect(frame).toBe(frameAtSeconds(table, instant / fps));
              instant++;
            }
          }
          expect(Math.abs(instant / fps - durationSeconds(table))).toBeLessThanOrEqual(1 / fps + 1e-6);
        },
      ),
      { numRuns: 100 },
    );
  });
});
