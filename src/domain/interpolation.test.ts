import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  flowData,
  lineTrack,
  lookup,
  makeTrack,
  pointAt,
  window,
} from '../../tests/support/domain-fixtures.ts';
import { positionAt } from './interpolation.ts';
import { rowAt } from './span-data.ts';
import type { GapKind, Track } from './track.ts';

const between = (gap: GapKind): Track => lineTrack([pointAt(0, 0, 0, gap), pointAt(10, 100, 50)]);

describe('a position', () => {
  it('is the keyframe where there is one', () => {
    expect(positionAt(between('linear'), 10, lookup)).toMatchObject({ x: 100, y: 50, origin: 'keyframe' });
  });

  it('is filled by the kind of its gap', () => {
    expect(positionAt(between('linear'), 5, lookup)).toMatchObject({ x: 50, y: 25, origin: 'linear' });
    expect(positionAt(between('hold'), 9, lookup)).toMatchObject({ x: 0, y: 0, origin: 'hold' });
    expect(positionAt(between('none'), 5, lookup)).toBeUndefined();
    expect(positionAt(between('flow'), 5, lookup)).toMatchObject({ x: 50, origin: 'linear', isStale: true });
  });

  it('is missing before the first keyframe, and after the last unless that is held', () => {
    const visibility = [{ startFrame: 0, endFrame: 20, value: 'visible' as const }];
    const track = makeTrack({ keyframes: [pointAt(5, 1, 1)], visibility });
    expect([4, 6].map((frame) => positionAt(track, frame, lookup))).toEqual([undefined, undefined]);
    const held = makeTrack({ keyframes: [pointAt(5, 1, 1, 'hold')], visibility });
    expect(positionAt(held, 20, lookup)).toMatchObject({ x: 1, origin: 'hold' });
  });

  it('is missing where the frame is unlabelled or absent, and carries occlusion where it is', () => {
    const track = makeTrack({
      keyframes: [pointAt(0, 0, 0), pointAt(10, 10, 0)],
      visibility: [
        { startFrame: 0, endFrame: 3, value: 'visible' },
        { startFrame: 5, endFrame: 10, value: 'occluded' },
      ],
    });
    expect(positionAt(track, 4, lookup)).toBeUndefined();
    expect(positionAt(track, 5, lookup)).toMatchObject({ x: 5, visibility: 'occluded' });
  });

  it('never crosses an absence, but a held one goes on up to it', () => {
    const visibility = [
      { startFrame: 0, endFrame: 4, value: 'visible' as const },
      { startFrame: 5, endFrame: 6, value: 'absent' as const },
      { startFrame: 7, endFrame: 10, value: 'visible' as const },
    ];
    for (const gap of ['linear', 'smooth', 'flow'] as const) {
      const track = { ...between(gap), visibility };
      expect([2, 8].map((frame) => positionAt(track, frame, lookup))).toEqual([undefined, undefined]);
    }
    const held = { ...between('hold'), visibility };
    expect(positionAt(held, 4, lookup)).toMatchObject({ origin: 'hold' });
    expect(positionAt(held, 8, lookup)).toBeUndefined();
  });

  it('comes from the row of the data that a window shows', () => {
    const track = { ...between('flow'), derived: [window(3, 6, 40)] };
    expect(positionAt(track, 5, lookup)).toMatchObject({
      ...rowAt(flowData, 42),
      origin: 'flow',
      isStale: false,
    });
    expect(positionAt(track, 2, lookup)).toMatchObject({ origin: 'linear', isStale: true });
  });

  it('is interpolated where flow is stale, and shows the old flow where nothing can be interpolated', () => {
    const stale = { ...between('flow'), derived: [window(1, 9, 0, true)] };
    expect(positionAt(stale, 5, lookup)).toMatchObject({ x: 50, origin: 'linear', isStale: true });
    const open = { ...stale, keyframes: stale.keyframes.slice(0, 1) };
    expect(positionAt(open, 5, lookup)).toMatchObject({
      ...rowAt(flowData, 4),
      origin: 'flow',
      isStale: true,
    });
  });

  it('falls back to interpolation while the data is not loaded', () => {
    const track = { ...between('flow'), derived: [window(1, 9)] };
    expect(positionAt(track, 5, () => undefined)).toMatchObject({ x: 50, origin: 'linear', isStale: true });
  });
});

describe('a smooth gap', () => {
  const values = fc.array(fc.integer({ min: -200, max: 200 }), { minLength: 2, maxLength: 6 });

  it('stays between its two keyframes and goes through them', () => {
    fc.assert(
      fc.property(values, (xs) => {
        const track = lineTrack(xs.map((x, index) => pointAt(index * 10, x, -x, 'smooth')));
        xs.slice(1).forEach((x, index) => {
          const start = xs[index] ?? 0;
          let last = start;
          for (let frame = index * 10 + 1; frame < (index + 1) * 10; frame++) {
            const shown = positionAt(track, frame, lookup)?.x ?? Number.NaN;
            expect((shown - last) * Math.sign(x - start)).toBeGreaterThanOrEqual(-1e-9);
            last = shown;
          }
          expect((x - last) * Math.sign(x - start)).toBeGreaterThanOrEqual(-1e-9);
        });
      }),
    );
  });

  it('is a straight line between keyframes on one', () => {
    const track = lineTrack([0, 1, 2, 3].map((n) => pointAt(n * 10, n * 20, n * -5, 'smooth')));
    for (let frame = 0; frame <= 30; frame++) {
      expect(positionAt(track, frame, lookup)?.x).toBeCloseTo(frame * 2, 9);
    }
  });

  it('is not bent by what lies beyond a gap of another kind or an absence', () => {
    const keyframes = [
      pointAt(0, 0, 0, 'linear'),
      pointAt(10, 90, 0, 'smooth'),
      pointAt(20, 100, 0, 'smooth'),
    ];
    const alone = lineTrack(keyframes.slice(1));
    expect(positionAt(lineTrack(keyframes), 15, lookup)?.x).toBe(positionAt(alone, 15, lookup)?.x);
    const across = lineTrack([...keyframes, pointAt(40, 900, 0)], {
      visibility: [
        { startFrame: 0, endFrame: 29, value: 'visible' },
        { startFrame: 30, endFrame: 39, value: 'absent' },
        { startFrame: 40, endFrame: 40, value: 'visible' },
      ],
    });
    expect(positionAt(across, 15, lookup)?.x).toBe(positionAt(alone, 15, lookup)?.x);
  });

  it('interpolates the size of boxes', () => {
    const box = (frame: number, w: number) => ({ ...pointAt(frame, 0, 0, 'smooth'), w, h: w });
    const shown = positionAt(lineTrack([box(0, 10), box(10, 20)]), 5, lookup);
    expect(shown).toMatchObject({ w: 15, h: 15 });
  });
});
