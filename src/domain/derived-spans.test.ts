import { describe, expect, it } from 'vitest';
import { window } from '../../tests/support/domain-fixtures.ts';
import { clipDerived, cutDerived, healDerived, joinDerived } from './derived-spans.ts';

describe('windows on derived data', () => {
  it('keep showing the same rows when they are cut in the middle', () => {
    expect(cutDerived([window(10, 20, 5)], { startFrame: 14, endFrame: 15 })).toEqual([
      window(10, 13, 5),
      window(16, 20, 11),
    ]);
    expect(cutDerived([window(10, 20, 5)], { startFrame: 0, endFrame: 30 })).toEqual([]);
  });

  it('keep showing the same rows when they are clipped', () => {
    expect(clipDerived([window(10, 20, 5), window(30, 31, 0)], { startFrame: 15, endFrame: 30 })).toEqual([
      window(15, 20, 10),
      window(30, 30, 0),
    ]);
  });

  it('join where one goes on where the other ends, and only there', () => {
    expect(joinDerived([window(5, 9, 5), window(0, 4, 0)])).toEqual([window(0, 9, 0)]);
    const apart = [window(0, 4, 0), window(5, 9, 6)];
    expect(joinDerived(apart)).toEqual(apart);
    const stale = [window(0, 4, 0), window(5, 9, 5, true)];
    expect(joinDerived(stale)).toEqual(stale);
  });

  it('heal the hole of one frame, unless a side is stale or shows other rows', () => {
    expect(healDerived([window(0, 4, 0), window(6, 9, 6)], 5)).toEqual([window(0, 9, 0)]);
    expect(healDerived([window(0, 4, 0), window(6, 9, 5)], 5)).toBeUndefined();
    expect(healDerived([window(0, 4, 0, true), window(6, 9, 6, true)], 5)).toBeUndefined();
    expect(healDerived([window(0, 4, 0)], 5)).toBeUndefined();
  });
});
