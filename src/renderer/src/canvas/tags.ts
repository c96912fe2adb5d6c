import type { Point } from '#domain/geometry.ts';
import { createAreaGrid, type Area } from './area-grid.ts';

export interface TagRequest {
  id: string;
  /** What the tag belongs to and must not cover. */
  object: Area;
  /** Movement on the canvas; the tag keeps out of its way. */
  motion: Point;
  width: number;
  height: number;
  /** A tag that must be shown finds a place even where all are taken. */
  isForced: boolean;
}

export interface PlacedTag {
  id: string;
  area: Area;
  /** Leader line, from the object's edge to the tag. */
  from: Point;
  to: Point;
  side: number;
}

const sideCount = 8;
const sides: readonly Point[] = Array.from({ length: sideCount }, (_, index) => {
  const angle = (index * 2 * Math.PI) / sideCount;
  return { x: Math.cos(angle), y: Math.sin(angle) };
});

const leaderLength = 11;
/** A tag that is a sixth covered, and straight ahead of its object, is still worth having. */
const mostCost = 2.7;
/** CSS pixels kept free around a tag. */
const spacing = 2;

/**
 * Finds each tag a place beside its object: away from its motion, not over objects or other tags, inside the canvas,
 * and on the side where it was before if that is about as good, so that tags do not jump about. A tag that would
 * cover too much is left out unless it is forced. Earlier requests choose first.
 */
export function placeTags(
  requests: readonly TagRequest[],
  canvas: { width: number; height: number },
  sidesBefore: ReadonlyMap<string, number>,
): PlacedTag[] {
  const taken = createAreaGrid();
  for (const request of requests) taken.add(request.object);
  const placed: PlacedTag[] = [];
  for (const request of requests) {
    let best: { tag: PlacedTag; cost: number } | undefined;
    for (let side = 0; side < sideCount; side++) {
      const tag = tagOn(request, side);
      const cost =
        taken.coveredShare(tag.area, request.object, spacing) * 10 +
        outsideShare(tag.area, canvas) * 20 +
        motionCost(request.motion, side) +
        (sidesBefore.get(request.id) === side ? -0.6 : 0) +
        // Above and to the right, where nothing else speaks for a side.
        (side === 7 ? -0.1 : 0);
      if (!best || cost < best.cost) best = { tag, cost };
    }
    if (!best || (best.cost > mostCost && !request.isForced)) continue;
    placed.push(best.tag);
    taken.add(best.tag.area);
  }
  return placed;
}

function tagOn(request: TagRequest, side: number): PlacedTag {
  const direction = sides[side] ?? { x: 1, y: 0 };
  const { object, width, height } = request;
  const centre = { x: object.x + object.width / 2, y: object.y + object.height / 2 };
  const from = {
    x: centre.x + Math.sign(round(direction.x)) * (object.width / 2),
    y: centre.y + Math.sign(round(direction.y)) * (object.height / 2),
  };
  const to = { x: from.x + direction.x * leaderLength, y: from.y + direction.y * leaderLength };
  const area = {
    x: to.x - width / 2 + Math.sign(round(direction.x)) * (width / 2),
    y: to.y - height / 2 + Math.sign(round(direction.y)) * (height / 2),
    width,
    height,
  };
  return { id: request.id, area, from, to, side };
}

/** Cosines of right angles are not quite zero. */
function round(value: number): number {
  return Math.abs(value) < 1e-9 ? 0 : value;
}

/** 1 straight ahead, 0 behind, for an object that visibly moves. */
function motionCost(motion: Point, side: number): number {
  const speed = Math.hypot(motion.x, motion.y);
  const direction = sides[side];
  if (speed < 0.3 || !direction) return 0;
  return (1 + (direction.x * motion.x + direction.y * motion.y) / speed) / 2;
}

function outsideShare(area: Area, canvas: { width: number; height: number }): number {
  const width = Math.min(area.x + area.width, canvas.width) - Math.max(area.x, 0);
  const height = Math.min(area.y + area.height, canvas.height) - Math.max(area.y, 0);
  return 1 - (Math.max(width, 0) * Math.max(height, 0)) / (area.width * area.height);
}
