import { describe, expect, it } from 'vitest';
import {
  centreDistance,
  centreOf,
  clampToFrame,
  isSamePosition,
  lerpPosition,
  positionSchema,
} from './geometry.ts';

const point = { x: 3, y: 4, w: null, h: null };
const box = { x: 0, y: 0, w: 10, h: 20 };

describe('positions', () => {
  it('have their centre in the middle of a box and on a point itself', () => {
    expect(centreOf(box)).toEqual({ x: 5, y: 10 });
    expect(centreOf(point)).toEqual({ x: 3, y: 4 });
    expect(centreDistance({ ...point, x: 0, y: 0 }, point)).toBe(5);
  });

  it('blend component by component, and a missing size stays missing', () => {
    expect(lerpPosition(box, { x: 10, y: 0, w: 20, h: 20 }, 0.5)).toEqual({ x: 5, y: 0, w: 15, h: 20 });
    expect(lerpPosition(box, point, 0.5)).toMatchObject({ w: null, h: null });
  });

  it('are the same only when their size is too', () => {
    expect(isSamePosition(point, { ...point })).toBe(true);
    expect(isSamePosition(box, { ...box, h: 21 })).toBe(false);
  });

  it('stay on the frame when clamped', () => {
    expect(clampToFrame({ x: -1, y: 500 }, { width: 640, height: 480 })).toEqual({ x: 0, y: 480 });
  });

  it('are refused when they are not numbers or have a negative size', () => {
    expect(positionSchema.safeParse({ ...point, x: Number.NaN }).success).toBe(false);
    expect(positionSchema.safeParse({ ...point, y: Infinity }).success).toBe(false);
    expect(positionSchema.safeParse({ ...box, w: -1 }).success).toBe(false);
  });
});
