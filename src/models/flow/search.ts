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
  const found: Point[] = [];
  while (found.length < maxCandidates) {
    const best = peakOf(scores, width, (x, y) => found.every((p) => Math.hypot(x - p.x, y - p.y) > apart));
    if (!best || best.score < minPeak) break;
    found.push(best);
  }
  return found.map(({ x, y }) => ({ x: x - radius, y: y - radius }));
}

/** Share of the reference's extent that is compared: its rim is often background, which changes. */
const templateShare = 0.7;

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
