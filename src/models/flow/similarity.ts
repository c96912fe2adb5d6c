import type { Point } from '#domain/geometry.ts';

/** A rotation, uniform scale and shift: (x, y) becomes (a·x − b·y + tx, b·x + a·y + ty). */
export interface Similarity {
  a: number;
  b: number;
  tx: number;
  ty: number;
}

export const identity: Similarity = { a: 1, b: 0, tx: 0, ty: 0 };

export function translation(tx: number, ty: number): Similarity {
  return { a: 1, b: 0, tx, ty };
}

export function apply(s: Similarity, p: Point): Point {
  return { x: s.a * p.x - s.b * p.y + s.tx, y: s.b * p.x + s.a * p.y + s.ty };
}

/** `outer` after `inner`. */
export function compose(outer: Similarity, inner: Similarity): Similarity {
  const { x: tx, y: ty } = apply(outer, { x: inner.tx, y: inner.ty });
  return {
    a: outer.a * inner.a - outer.b * inner.b,
    b: outer.b * inner.a + outer.a * inner.b,
    tx,
    ty,
  };
}

export function invert(s: Similarity): Similarity {
  const d = s.a * s.a + s.b * s.b;
  const a = s.a / d;
  const b = -s.b / d;
  return { a, b, tx: -(a * s.tx - b * s.ty), ty: -(b * s.tx + a * s.ty) };
}

export function scaleOf(s: Similarity): number {
  return Math.hypot(s.a, s.b);
}

/** One thing seen at `from` and again at `to`, with how much it counts. */
export interface Match {
  from: Point;
  to: Point;
  weight: number;
}

export interface RobustFit {
  motion: Similarity;
  /** Share of the total weight that agrees with the motion, 0..1. */
  agreement: number;
}

/** Radius in squared pixels within which turning and scaling are not trusted. */
const stiffness = 4;

/**
 * The motion most of the weight agrees on within `tolerance` pixels: the best of the motions of single matches and
 * of pairs, then weighted least squares over what agrees with it. Undefined when nothing has weight.
 */
export function fitRobust(matches: readonly Match[], tolerance: number): RobustFit | undefined {
  const total = matches.reduce((sum, match) => sum + match.weight, 0);
  if (total <= 0) return undefined;
  let best: Similarity | undefined;
  let bestSupport = -1;
  const consider = (motion: Similarity): void => {
    const support = supportOf(matches, motion, tolerance);
    if (support > bestSupport) {
      bestSupport = support;
      best = motion;
    }
  };
  for (const [index, match] of matches.entries()) {
    if (match.weight <= 0) continue;
    consider(translation(match.to.x - match.from.x, match.to.y - match.from.y));
    for (const other of matches.slice(index + 1)) {
      const motion = other.weight > 0 ? motionOfPair(match, other) : undefined;
      if (motion) consider(motion);
    }
  }
  if (!best) return undefined;
  let motion = best;
  for (let round = 0; round < 3; round++) {
    motion = fitWeighted(
      matches.map((match) => ({ ...match, weight: match.weight * closeness(match, motion, tolerance) })),
    );
  }
  const agreeing = matches.reduce(
    (sum, match) => sum + (closeness(match, motion, tolerance) > 0 ? match.weight : 0),
    0,
  );
  return { motion, agreement: agreeing / total };
}

/** As fitRobust, for shifts alone. */
export function fitShift(matches: readonly Match[], tolerance: number): RobustFit | undefined {
  const total = matches.reduce((sum, match) => sum + match.weight, 0);
  if (total <= 0) return undefined;
  let best = identity;
  let bestSupport = -1;
  for (const { from, to, weight } of matches) {
    const motion = translation(to.x - from.x, to.y - from.y);
    const support = weight > 0 ? supportOf(matches, motion, tolerance) : -1;
    if (support > bestSupport) [best, bestSupport] = [motion, support];
  }
  let [x, y, agreeing, sum] = [0, 0, 0, 0];
  for (const match of matches) {
    const share = match.weight * closeness(match, best, tolerance);
    x += share * (match.to.x - match.from.x);
    y += share * (match.to.y - match.from.y);
    sum += share;
    if (share > 0) agreeing += match.weight;
  }
  return sum > 0 ? { motion: translation(x / sum, y / sum), agreement: agreeing / total } : undefined;
}

/** Least squares over the weights, drawn towards a pure shift where the matches lie too close together to tell. */
export function fitWeighted(matches: readonly Match[]): Similarity {
  let w = 0;
  let fx = 0;
  let fy = 0;
  let gx = 0;
  let gy = 0;
  for (const { from, to, weight } of matches) {
    w += weight;
    fx += weight * from.x;
    fy += weight * from.y;
    gx += weight * to.x;
    gy += weight * to.y;
  }
  if (w <= 0) return identity;
  fx /= w;
  fy /= w;
  gx /= w;
  gy /= w;
  let spread = w * stiffness;
  let along = w * stiffness;
  let across = 0;
  for (const { from, to, weight } of matches) {
    const px = from.x - fx;
    const py = from.y - fy;
    const qx = to.x - gx;
    const qy = to.y - gy;
    spread += weight * (px * px + py * py);
    along += weight * (px * qx + py * qy);
    across += weight * (px * qy - py * qx);
  }
  const a = along / spread;
  const b = across / spread;
  return { a, b, tx: gx - (a * fx - b * fy), ty: gy - (b * fx + a * fy) };
}

/** How far a match ends from where the motion takes it, in pixels. */
export function residualOf(match: Match, motion: Similarity): number {
  const to = apply(motion, match.from);
  return Math.hypot(to.x - match.to.x, to.y - match.to.y);
}

/** 1 where match and motion agree, falling to 0 at `tolerance` pixels. */
function closeness(match: Match, motion: Similarity, tolerance: number): number {
  const r = residualOf(match, motion) / tolerance;
  return r < 1 ? (1 - r * r) ** 2 : 0;
}

function supportOf(matches: readonly Match[], motion: Similarity, tolerance: number): number {
  let support = 0;
  for (const match of matches) support += match.weight * closeness(match, motion, tolerance);
  return support;
}

/** The motion that takes both matches along; undefined when they lie too close together or the scale is absurd. */
function motionOfPair(p: Match, q: Match): Similarity | undefined {
  const dx = q.from.x - p.from.x;
  const dy = q.from.y - p.from.y;
  const d = dx * dx + dy * dy;
  if (d < 16) return undefined;
  const ex = q.to.x - p.to.x;
  const ey = q.to.y - p.to.y;
  const a = (dx * ex + dy * ey) / d;
  const b = (dx * ey - dy * ex) / d;
  const scale = Math.hypot(a, b);
  if (scale < 0.7 || scale > 1.4) return undefined;
  return { a, b, tx: p.to.x - (a * p.from.x - b * p.from.y), ty: p.to.y - (b * p.from.x + a * p.from.y) };
}
