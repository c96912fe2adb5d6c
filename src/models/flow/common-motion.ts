import type { Point } from '#domain/geometry.ts';
import type { Feature } from './appearance.ts';
import { fitRobust, fitShift, residualOf, scaleOf, type Match, type Similarity } from './similarity.ts';

/** Most pixels (shrunk) a there-and-back error may be for a feature to count. */
export const maxError = 1;
/** Pixels (shrunk) within which features must agree with the common motion. */
export const tolerance = 1.5;
/** Least share of the weight that must agree for the common motion to be believed. */
const minAgreement = 0.35;
/** Most it may grow or shrink in one frame: more is the edge of an occluder being followed. */
const maxZoom = 1.06;

/** A feature before and after a step, and its there-and-back error. Shrunk pixels. */
export interface FeatureMatch {
  from: Point;
  to: Point;
  error: number;
}

/** What most agree on; a zoom too sudden to be true is an edge or a spin that misleads corners, and a shift is left. */
export function commonMotion(matches: readonly Match[], canShift: boolean): Similarity | undefined {
  const fit = fitRobust(matches, tolerance);
  if (!fit || fit.agreement < minAgreement) return undefined;
  if (!isSudden(scaleOf(fit.motion))) return fit.motion;
  if (!canShift) return undefined;
  const shift = fitShift(matches, 2 * tolerance);
  return shift && shift.agreement >= minAgreement ? shift.motion : undefined;
}

/** Whether something cannot have grown or shrunk that much in one frame. */
export function isSudden(zoom: number): boolean {
  return zoom > maxZoom || zoom < 1 / maxZoom;
}

/** Share of all that is trusted that came home and went with the motion, 0..1. */
export function supportOf(
  features: readonly Feature[],
  matches: readonly FeatureMatch[],
  motion: Similarity,
): number {
  let all = 0;
  let agreeing = 0;
  for (const [index, match] of matches.entries()) {
    const weight = (features[index]?.prior ?? 0) * (features[index]?.trust ?? 0);
    all += weight;
    if (match.error <= maxError && residualOf({ ...match, weight }, motion) < tolerance) agreeing += weight;
  }
  return all > 0 ? agreeing / all : 0;
}

/** Features as matches, weighed by what they are trusted; what did not come home weighs nothing. */
export function weighted(features: readonly Feature[], matches: readonly FeatureMatch[]): Match[] {
  return matches.map((match, index) => {
    const feature = features[index];
    const weight = feature && match.error <= maxError ? feature.prior * feature.trust : 0;
    return { from: match.from, to: match.to, weight };
  });
}

export function medianError(matches: readonly FeatureMatch[]): number {
  const errors = matches.map((match) => match.error).sort((a, b) => a - b);
  return errors[errors.length >> 1] ?? Infinity;
}
