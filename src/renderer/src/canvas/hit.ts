import { centreOf, type Point, type Position } from '#domain/geometry.ts';
import type { Mark } from './marks.ts';

/** Which side or corner of a box is held: -1 low, 0 neither, 1 high, for x and y. */
export interface BoxHandle {
  x: -1 | 0 | 1;
  y: -1 | 0 | 1;
}

export interface Hit {
  mark: Mark;
  /** Whether the mark itself was hit, not only the inside of its box. */
  isDirect: boolean;
}

/** Reach of the pointer in CSS pixels. */
const pointReach = 12;
const edgeReach = 6;
const handleReach = 8;

/**
 * Marks under a place of the video, nearest first: points and box edges before insides of boxes, small boxes before
 * large. `scale` is CSS pixels per video pixel.
 */
export function marksAt(marks: readonly Mark[], at: Point, scale: number): Hit[] {
  const found: { hit: Hit; order: number }[] = [];
  for (const mark of marks) {
    const { x, y, w, h } = mark.position;
    if (w === null || h === null) {
      const distance = Math.hypot(at.x - x, at.y - y) * scale;
      if (distance <= pointReach) found.push({ hit: { mark, isDirect: true }, order: distance });
      continue;
    }
    const distance = distanceToEdge(mark.position, at) * scale;
    if (distance <= edgeReach) found.push({ hit: { mark, isDirect: true }, order: distance });
    else if (isInsideBox(mark.position, at)) {
      found.push({ hit: { mark, isDirect: false }, order: 1e3 + Math.sqrt(w * h) });
    }
  }
  return found.sort((a, b) => a.order - b.order).map(({ hit }) => hit);
}

function isInsideBox(box: Position, at: Point): boolean {
  return at.x >= box.x && at.y >= box.y && at.x <= box.x + (box.w ?? 0) && at.y <= box.y + (box.h ?? 0);
}

function distanceToEdge(box: Position, at: Point): number {
  const centre = centreOf(box);
  const dx = Math.abs(at.x - centre.x) - (box.w ?? 0) / 2;
  const dy = Math.abs(at.y - centre.y) - (box.h ?? 0) / 2;
  if (dx <= 0 && dy <= 0) return Math.min(-dx, -dy);
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0));
}

const corners: readonly BoxHandle[] = [
  { x: -1, y: -1 },
  { x: 1, y: -1 },
  { x: -1, y: 1 },
  { x: 1, y: 1 },
];
const sides: readonly BoxHandle[] = [
  { x: 0, y: -1 },
  { x: 0, y: 1 },
  { x: -1, y: 0 },
  { x: 1, y: 0 },
];

/** The handles a box has at this scale; a box that is small on screen has only its corners, a tiny one none. */
export function handlesOf(box: Position, scale: number): readonly BoxHandle[] {
  const least = Math.min(box.w ?? 0, box.h ?? 0) * scale;
  if (least < 10) return [];
  return least < 32 ? corners : [...corners, ...sides];
}

export function handlePlace(box: Position, handle: BoxHandle): Point {
  const centre = centreOf(box);
  return { x: centre.x + (handle.x * (box.w ?? 0)) / 2, y: centre.y + (handle.y * (box.h ?? 0)) / 2 };
}

/** The handle under a place of the video. */
export function handleAt(box: Position, at: Point, scale: number): BoxHandle | undefined {
  return handlesOf(box, scale).find((handle) => {
    const place = handlePlace(box, handle);
    return Math.max(Math.abs(place.x - at.x), Math.abs(place.y - at.y)) * scale <= handleReach;
  });
}

/** The box with one handle taken to a place; dragged past the other side it turns over. */
export function resizeBox(box: Position, handle: BoxHandle, to: Point): Position {
  const span = (low: number, extent: number, side: -1 | 0 | 1, at: number): [number, number] => {
    if (side === 0) return [low, extent];
    const fixed = side === 1 ? low : low + extent;
    return [Math.min(fixed, at), Math.abs(at - fixed)];
  };
  const [x, w] = span(box.x, box.w ?? 0, handle.x, to.x);
  const [y, h] = span(box.y, box.h ?? 0, handle.y, to.y);
  return { x, y, w, h };
}

/** The rectangle between two corners. */
export function boxBetween(a: Point, b: Point): { x: number; y: number; w: number; h: number } {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), w: Math.abs(a.x - b.x), h: Math.abs(a.y - b.y) };
}

/** Marks whose centre lies in a rectangle. */
export function marksInBox(marks: readonly Mark[], box: Position): Mark[] {
  return marks.filter((mark) => isInsideBox(box, centreOf(mark.position)));
}

/** Marks whose centre lies inside a closed line (even-odd rule). */
export function marksInLasso(marks: readonly Mark[], lasso: readonly Point[]): Mark[] {
  return marks.filter((mark) => isInPolygon(lasso, centreOf(mark.position)));
}

function isInPolygon(polygon: readonly Point[], at: Point): boolean {
  let isInside = false;
  let previous = polygon.at(-1);
  for (const corner of polygon) {
    if (
      previous &&
      corner.y > at.y !== previous.y > at.y &&
      at.x < ((previous.x - corner.x) * (at.y - corner.y)) / (previous.y - corner.y) + corner.x
    ) {
      isInside = !isInside;
    }
    previous = corner;
  }
  return isInside;
}
