import { z } from 'zod';

/**
 * A place on the displayed frame, in pixels (after rotation and sample aspect ratio): x to the right, y down,
 * origin at the outer corner of the top-left pixel, so a pixel's centre is at +0.5.
 * A point has `w` and `h` null; a box has its top-left corner in (x, y) and its size in (w, h).
 */
export interface Position {
  x: number;
  y: number;
  w: number | null;
  h: number | null;
}

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

const coordinate = z.number();
const extent = z.number().nonnegative().nullable();
export const positionSchema = z.object({ x: coordinate, y: coordinate, w: extent, h: extent });

export function isSamePosition(a: Position, b: Position): boolean {
  return a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h;
}

/** The middle of a box, or the point itself. */
export function centreOf(position: Position): Point {
  return { x: position.x + (position.w ?? 0) / 2, y: position.y + (position.h ?? 0) / 2 };
}

/** Distance in pixels between the centres of two positions. */
export function centreDistance(a: Position, b: Position): number {
  const p = centreOf(a);
  const q = centreOf(b);
  return Math.hypot(p.x - q.x, p.y - q.y);
}

/** Component-wise blend: `a` at t = 0, `b` at t = 1. A missing extent stays missing. */
export function lerpPosition(a: Position, b: Position, t: number): Position {
  const mix = (p: number, q: number): number => p + (q - p) * t;
  return {
    x: mix(a.x, b.x),
    y: mix(a.y, b.y),
    w: a.w === null || b.w === null ? null : mix(a.w, b.w),
    h: a.h === null || b.h === null ? null : mix(a.h, b.h),
  };
}

export function clampToFrame(point: Point, size: Size): Point {
  return {
    x: Math.min(Math.max(point.x, 0), size.width),
    y: Math.min(Math.max(point.y, 0), size.height),
  };
}
