import type { Point } from '#domain/geometry.ts';
import type { Crop } from './gray.ts';
import { apply, compose, invert, scaleOf, type Similarity } from './similarity.ts';

const maxRounds = 8;
/** Most samples across and down the patch: more bring nothing. */
const samplesAcross = 41;

/** The patch's pixels that are compared, with what does not change from round to round. */
export interface AlignPatch {
  /** Offset from the patch's centre, in pixels of its crop. */
  dx: Float64Array;
  dy: Float64Array;
  /** Grey level and its slopes. */
  value: Float64Array;
  slopeX: Float64Array;
  slopeY: Float64Array;
  weight: Float64Array;
  centre: Point;
}

/** Samples a patch of ±`half` around a place of a crop; `weigh` says how much a pixel at an offset counts. */
export function alignPatch(
  image: Crop,
  centre: Point,
  half: Point,
  weigh: (dx: number, dy: number) => number,
): AlignPatch {
  const stride = Math.max(1, Math.ceil((2 * Math.max(half.x, half.y) + 1) / samplesAcross));
  const cells: number[][] = [];
  const cx = Math.floor(centre.x - image.originX);
  const cy = Math.floor(centre.y - image.originY);
  const [reachX, reachY] = [Math.floor(half.x / stride) * stride, Math.floor(half.y / stride) * stride];
  for (let y = Math.max(1, cy - reachY); y <= Math.min(image.height - 2, cy + reachY); y += stride) {
    for (let x = Math.max(1, cx - reachX); x <= Math.min(image.width - 2, cx + reachX); x += stride) {
      const dx = x + 0.5 + image.originX - centre.x;
      const dy = y + 0.5 + image.originY - centre.y;
      const weight = weigh(dx, dy);
      if (weight <= 0) continue;
      const at = y * image.width + x;
      const level = (offset: number): number => image.data[at + offset] ?? 0;
      cells.push([
        dx,
        dy,
        level(0),
        (level(1) - level(-1)) / 2,
        (level(image.width) - level(-image.width)) / 2,
        weight,
      ]);
    }
  }
  const column = (index: number): Float64Array => Float64Array.from(cells, (cell) => cell[index] ?? 0);
  return {
    dx: column(0),
    dy: column(1),
    value: column(2),
    slopeX: column(3),
    slopeY: column(4),
    weight: column(5),
    centre,
  };
}

/**
 * Lays a patch over a picture: all its pixels together decide shift, turn, scale, gain and brightness, so that a
 * stripe fixes what it can and the grain beside it the rest. Inverse compositional Lucas-Kanade (Baker and Matthews
 * 2004) with Tukey weights, so that what covers part of the patch does not pull. `start` takes the patch's picture
 * to `picture`. Undefined when it does not settle.
 */
export function align(patch: AlignPatch, picture: Crop, start: Similarity): Similarity | undefined {
  const middle = patch.centre;
  let motion = start;
  let gain = 1;
  let offset = 0;
  let cutoff = Infinity;
  for (let round = 0; round < maxRounds; round++) {
    const system = new Float64Array(42);
    let misfit = 0;
    let weights = 0;
    const row = new Float64Array(7);
    for (let i = 0; i < patch.dx.length; i++) {
      const dx = patch.dx[i] ?? 0;
      const dy = patch.dy[i] ?? 0;
      const level = sample(
        picture,
        motion.a * (dx + middle.x) - motion.b * (dy + middle.y) + motion.tx,
        motion.b * (dx + middle.x) + motion.a * (dy + middle.y) + motion.ty,
      );
      if (level === undefined) continue;
      const value = patch.value[i] ?? 0;
      const off = Math.abs(level - gain * value - offset);
      const prior = patch.weight[i] ?? 0;
      misfit += prior * Math.min(off, 60);
      weights += prior;
      if (off >= cutoff) continue;
      const weight = prior * (1 - (off / cutoff) ** 2) ** 2;
      const gx = gain * (patch.slopeX[i] ?? 0);
      const gy = gain * (patch.slopeY[i] ?? 0);
      row[0] = gx * dx + gy * dy;
      row[1] = gy * dx - gx * dy;
      row[2] = gx;
      row[3] = gy;
      row[4] = value;
      row[5] = 1;
      row[6] = level;
      accumulate(system, row, weight);
    }
    if (weights === 0) return undefined;
    const solution = solve(system);
    if (!solution) return undefined;
    const [scale = 0, turn = 0, x = 0, y = 0, newGain = 1, newOffset = 0] = solution;
    if (Math.hypot(scale, turn) > 0.3 || newGain < 0.3 || newGain > 3) return undefined;
    gain = newGain;
    offset = newOffset;
    cutoff = Math.max(8, (4 * misfit) / weights);
    const a = 1 + scale;
    const change: Similarity = {
      a,
      b: turn,
      tx: middle.x + x - (a * middle.x - turn * middle.y),
      ty: middle.y + y - (turn * middle.x + a * middle.y),
    };
    const next = compose(motion, invert(change));
    const moved = apply(next, middle);
    const before = apply(motion, middle);
    motion = next;
    const step = Math.hypot(moved.x - before.x, moved.y - before.y);
    if (round > 1 && step < 0.01 && Math.abs(scale) + Math.abs(turn) < 0.001) break;
  }
  return Number.isFinite(scaleOf(motion)) ? motion : undefined;
}

function sample(picture: Crop, x: number, y: number): number | undefined {
  const u = x - picture.originX - 0.5;
  const v = y - picture.originY - 0.5;
  if (u < 0 || v < 0 || u >= picture.width - 1 || v >= picture.height - 1) return undefined;
  const u0 = Math.floor(u);
  const v0 = Math.floor(v);
  const at = v0 * picture.width + u0;
  const fu = u - u0;
  const upper = (picture.data[at] ?? 0) * (1 - fu) + (picture.data[at + 1] ?? 0) * fu;
  const below = at + picture.width;
  const lower = (picture.data[below] ?? 0) * (1 - fu) + (picture.data[below + 1] ?? 0) * fu;
  return upper + (lower - upper) * (v - v0);
}

/** Adds one weighted equation to the normal equations: six rows of seven, the last column the right-hand side. */
function accumulate(system: Float64Array, row: Float64Array, weight: number): void {
  for (let i = 0; i < 6; i++) {
    const factor = weight * (row[i] ?? 0);
    for (let j = i; j < 7; j++) system[i * 7 + j] = (system[i * 7 + j] ?? 0) + factor * (row[j] ?? 0);
  }
}

/** Solves the symmetric system by elimination; undefined when the patch leaves something open. */
function solve(system: Float64Array): number[] | undefined {
  const get = (i: number, j: number): number => system[i * 7 + j] ?? 0;
  for (let i = 1; i < 6; i++) for (let j = 0; j < i; j++) system[i * 7 + j] = get(j, i);
  // A little damping: a patch of stripes says nothing about shifts along them.
  for (const i of [0, 1, 2, 3]) system[i * 7 + i] = get(i, i) * 1.0001 + 1e-6;
  for (let i = 0; i < 6; i++) {
    const pivot = get(i, i);
    if (Math.abs(pivot) < 1e-9) return undefined;
    for (let k = 0; k < 6; k++) {
      if (k === i) continue;
      const factor = get(k, i) / pivot;
      for (let j = i; j < 7; j++) system[k * 7 + j] = get(k, j) - factor * get(i, j);
    }
  }
  return Array.from({ length: 6 }, (_, i) => get(i, 6) / get(i, i));
}
