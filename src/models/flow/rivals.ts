import type { Point } from '#domain/geometry.ts';
import type { FlowEngine } from './engine.ts';
import { crop, type CropArea, type GrayImage } from './gray.ts';
import { peaksOf } from './search.ts';
import { apply, invert, type Similarity } from './similarity.ts';

/** Something nearby that looks the same: where it is and how it moves, in shrunk pixels and shrunk pixels a frame. */
interface Rival {
  at: Point;
  velocity: Point;
  /** Where it first was on the thing's own starting frame. */
  place: Point;
  /** Frames it was seen on, and frames since. */
  age: number;
  unseenFor: number;
}

/** Correlation from which something nearby is a look-alike. */
const alike = 0.8;
/** Frames a look-alike must have been seen for its speed to be believed. */
const minAge = 3;
/** Least speed in shrunk pixels a frame against the thing: what keeps its distance is the thing's own pattern. */
const minSpeed = 0.5;
/** Frames that a look-alike out of sight is expected to go on as it did. */
const memory = 60;
/** Half sizes off its way from which something found may be a look-alike that is out of sight. */
const strayed = 0.75;
/** Half side in coarse pixels of the patch that is compared: alike is meant at a glance, so it may be coarse. */
const coarseHalf = 10;

/**
 * Keeps an eye on look-alikes around a followed thing. What it looks like cannot tell two of a kind apart: where
 * one comes close, only where each was going does.
 */
export class RivalWatch {
  private rivals: Rival[] = [];

  /** To be called first on each frame: look-alikes go on as they did. */
  advance(): void {
    this.rivals = this.rivals
      .map((rival) => ({ ...rival, at: along(rival), unseenFor: rival.unseenFor + 1 }))
      .filter(({ unseenFor }) => unseenFor <= memory);
  }

  /** Looks around the thing, seen at `own` on this frame; `apart` is its half size, `half` that of the patch. */
  look(
    engine: FlowEngine,
    frame: GrayImage,
    own: { at: Point; pose: Similarity },
    sizes: { apart: number; half: number; factor: number },
  ): void {
    const { apart } = sizes;
    const seen = lookAlikes(engine, frame, own.at, sizes);
    const updated = seen.map((at) => known(this.rivals, at, own.pose, apart));
    const unseen = this.rivals.filter(
      (rival) => rival.age >= minAge && updated.every(({ at }) => distance(at, rival.at) > apart / 2),
    );
    // What turns and grows with the thing is its own pattern.
    this.rivals = [...updated, ...unseen].filter(
      ({ age, at, place }) => age < minAge || distance(at, apply(own.pose, place)) > minSpeed * age,
    );
  }

  /**
   * Whether what is found at a place may as well be a look-alike, the thing being expected at `own`: it lies nearer to
   * where one is expected, or one is about unseen and the place is not quite where the thing should be.
   */
  doubts(at: Point, own: Point, apart: number): boolean {
    const off = distance(at, own);
    return this.rivals.some(
      ({ age, at: other, unseenFor }) =>
        age >= minAge && (distance(at, other) - apart / 3 < off || (unseenFor > 1 && off > strayed * apart)),
    );
  }
}

function lookAlikes(
  engine: FlowEngine,
  frame: GrayImage,
  at: Point,
  { apart, half: size, factor }: { apart: number; half: number; factor: number },
): Point[] {
  const coarse = Math.max(1, Math.round(size / coarseHalf));
  const middle = { x: at.x / coarse, y: at.y / coarse };
  const reach = Math.ceil((5 * apart) / coarse);
  const half = Math.ceil(size / coarse);
  const around = (radius: number): CropArea => ({
    originX: Math.floor(middle.x) - radius,
    originY: Math.floor(middle.y) - radius,
    width: 2 * radius + 1,
    height: 2 * radius + 1,
  });
  const template = crop(frame, around(half), factor * coarse);
  const { width, scores } = engine.match(crop(frame, around(half + reach), factor * coarse), template);
  const found = peaksOf(scores, width, { min: alike, apart: apart / coarse / 2, most: 5 });
  return found
    .map(({ x, y }) => ({ x: at.x + (x - reach) * coarse, y: at.y + (y - reach) * coarse }))
    .filter((place) => distance(place, at) > 0.7 * apart);
}

/** A look-alike with what is known of it. */
function known(before: readonly Rival[], at: Point, pose: Similarity, apart: number): Rival {
  const same = before
    .filter((rival) => distance(rival.at, at) < apart / 2)
    .sort((p, q) => distance(p.at, at) - distance(q.at, at))[0];
  if (!same) return { at, velocity: { x: 0, y: 0 }, place: apply(invert(pose), at), age: 0, unseenFor: 0 };
  // `same.at` is where it was expected, so what is off is what its velocity is off by.
  const share = Math.max(0.1, 1 / (same.age + 1));
  return {
    at,
    place: same.place,
    age: same.age + 1,
    unseenFor: 0,
    velocity: {
      x: same.velocity.x + (share * (at.x - same.at.x)) / same.unseenFor,
      y: same.velocity.y + (share * (at.y - same.at.y)) / same.unseenFor,
    },
  };
}

function along({ at, velocity }: Rival): Point {
  return { x: at.x + velocity.x, y: at.y + velocity.y };
}

function distance(p: Point, q: Point): number {
  return Math.hypot(p.x - q.x, p.y - q.y);
}
