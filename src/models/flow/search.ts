import type { Point } from '#domain/geometry.ts';
import type { Reference } from './appearance.ts';
import { poseOf } from './appearance.ts';
import type { FlowEngine } from './engine.ts';
import { crop, warp, type GrayImage } from './gray.ts';
import { apply, scaleOf, type Similarity } from './similarity.ts';

/** Least correlation of a candidate, and how many are looked at closely. */
const minPeak = 0.6;
const maxCandidates = 4;

/**
 * Looks for a reference around a pose by template matching, within ±`reach` shrunk pixels. Returns by how much the
 * pose may be off, the most similar place first.
 */
export function searchFor(
  engine: FlowEngine,
  frame: GrayImage,
  reference: Reference,
  pose: Similarity,
  reach: number,
  factor: number,
): Point[] {
  const middle = apply(pose, reference.centre);
  const scale = scaleOf(pose);
  const half = {
    x: Math.max(6, Math.round(reference.extent.x * scale * templateShare)),
    y: Math.max(6, Math.round(reference.extent.y * scale * templateShare)),
  };
  const around = (extra: number) => ({
    originX: Math.floor(middle.x) - half.x - extra,
    originY: Math.floor(middle.y) - half.y - extra,
    width: 2 * (half.x + extra) + 1,
    height: 2 * (half.y + extra) + 1,
  });
  const template = warp(reference.image, around(0), poseOf(reference, pose));
  const radius = Math.ceil(reach);
  const { width, scores } = engine.match(crop(frame, around(radius), factor), template);
  const apart = Math.max(half.x, half.y) / 2;
  const found = peaksOf(scores, width, { min: minPeak, apart, most: maxCandidates });
  return found.map(({ x, y }) => ({ x: x - radius, y: y - radius }));
}

/** Share of the reference's extent that is compared: its rim is often background, which changes. */
const templateShare = 0.7;

/** Lead, in correlation, of a place over any other that makes it the place. */
const lead = 0.05;

/**
 * How far what is around `middle` on one frame has gone on the next, within ±`reach` shrunk pixels, by looks alone.
 * Undefined where nothing looks like it, or two places do.
 */
export function placeOf(
  engine: FlowEngine,
  from: GrayImage,
  to: GrayImage,
  middle: Point,
  half: Point,
  reach: number,
  factor: number,
): Point | undefined {
  const around = (extra: number) => ({
    originX: Math.floor(middle.x - half.x) - extra,
    originY: Math.floor(middle.y - half.y) - extra,
    width: 2 * (Math.ceil(half.x) + extra) + 1,
    height: 2 * (Math.ceil(half.y) + extra) + 1,
  });
  const radius = Math.ceil(reach);
  const template = crop(from, around(0), factor);
  const { width, scores } = engine.match(crop(to, around(radius), factor), template);
  const best = peakOf(scores, width, () => true);
  if (!best || best.score < minPeak) return undefined;
  const apart = Math.max(half.x, half.y) / 2;
  const rival = peakOf(scores, width, (x, y) => Math.hypot(x - best.x, y - best.y) > apart);
  if (rival && rival.score > best.score - lead) return undefined;
  return { x: best.x - radius, y: best.y - radius };
}

/** The highest places of a row-by-row map, best first, each at least `apart` from those before it. */
export function peaksOf(
  scores: Float32Array,
  width: number,
  { min, apart, most }: { min: number; apart: number; most: number },
): Point[] {
  const found: Point[] = [];
  while (found.length < most) {
    const best = peakOf(scores, width, (x, y) => found.every((p) => Math.hypot(x - p.x, y - p.y) > apart));
    if (!best || best.score < min) break;
    found.push(best);
  }
  return found;
}

function peakOf(
  scores: Float32Array,
  width: number,
  isAllowed: (x: number, y: number) => boolean,
): { x: number; y: number; score: number } | undefined {
  let best: { x: number; y: number; score: number } | undefined;
  for (const [index, score] of scores.entries()) {
    if (best && score <= best.score) continue;
    const x = index % width;
    const y = (index - x) / width;
    if (Number.isFinite(score) && isAllowed(x, y)) best = { x, y, score };
  }
  return best;
}
