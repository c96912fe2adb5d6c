import type { Point } from '#domain/geometry.ts';
import type { TrackShape } from '#domain/track.ts';
import type { FlowEngine } from './engine.ts';
import { correlation, crop, type Crop, type GrayImage } from './gray.ts';
import { apply, compose, invert, scaleOf, type Similarity } from './similarity.ts';

/** A corner that is followed with the thing. */
export interface Feature {
  /** Where it is on the starting frame, in shrunk pixels. */
  place: Point;
  /** How much it counts by where it lies, 0..1. */
  prior: number;
  /** How much it has moved with the thing so far, 0..1. */
  trust: number;
}

/** How the thing looked on one frame. */
export interface Reference {
  image: Crop;
  /** Takes places of the starting frame to the frame of this picture. */
  pose: Similarity;
  centre: Point;
  /** Half width and height of the patch around the thing on the starting frame, in shrunk pixels. */
  extent: Point;
  features: Feature[];
}

const maxFeatures = 24;
/** Half sides of the squares compared around a feature and around the point itself. */
const featureRadius = 5;
const centreRadius = 8;
/** Correlation above which a square looks the same. */
const sameLook = 0.6;

interface Capture {
  pose: Similarity;
  centre: Point;
  extent: Point;
  factor: number;
  shape: TrackShape;
  /** Features of the reference before, whose trust is passed on to new ones near them. */
  kept: readonly Feature[];
}

/** Takes the thing's picture on a frame, and picks the features to follow. */
export function captureReference(engine: FlowEngine, frame: GrayImage, capture: Capture): Reference {
  const { pose, centre, extent, factor, shape } = capture;
  const middle = apply(pose, centre);
  const scale = scaleOf(pose);
  const half = { x: Math.ceil(extent.x * scale), y: Math.ceil(extent.y * scale) };
  const margin = 20;
  const area = {
    originX: Math.floor(middle.x) - half.x - margin,
    originY: Math.floor(middle.y) - half.y - margin,
    width: 2 * (half.x + margin) + 1,
    height: 2 * (half.y + margin) + 1,
  };
  const image = crop(frame, area, factor);
  const inner = crop(
    image,
    { originX: margin, originY: margin, width: 2 * half.x + 1, height: 2 * half.y + 1 },
    1,
  );
  const minDistance = Math.max(4, Math.min(half.x, half.y) / 5);
  const corners = engine.corners(inner, { max: maxFeatures, minDistance });
  const back = invert(pose);
  const places = [
    ...(shape === 'point' ? [centre] : []),
    ...corners.map((corner) =>
      apply(back, { x: corner.x + area.originX + margin, y: corner.y + area.originY + margin }),
    ),
  ];
  const features = places.map((place) => ({
    place,
    prior: priorOf(place, centre, extent, shape),
    trust: inheritedTrust(place, capture.kept),
  }));
  return { image, pose, centre, extent, features: features.filter((feature) => feature.prior > 0.02) };
}

/** Near the middle of the patch it is most likely the thing, at its rim most likely what is behind it. */
function priorOf(place: Point, centre: Point, extent: Point, shape: TrackShape): number {
  const d = Math.hypot((place.x - centre.x) / extent.x, (place.y - centre.y) / extent.y);
  if (shape === 'point') return Math.exp(-2 * d * d);
  return d < 0.8 ? 1 : Math.max(0.1, 1 - (d - 0.8) * 2);
}

function inheritedTrust(place: Point, kept: readonly Feature[]): number {
  let weight = 0;
  let sum = 0;
  for (const feature of kept) {
    const d = Math.hypot(feature.place.x - place.x, feature.place.y - place.y);
    const w = Math.exp(-(d * d) / 50);
    weight += w;
    sum += w * feature.trust;
  }
  return weight > 0.1 ? sum / weight : kept.length === 0 ? 0.7 : 0.5;
}

/** Takes places of a frame on which the thing has `pose` to the reference's picture. */
export function poseOf(reference: Reference, pose: Similarity): Similarity {
  return compose(reference.pose, invert(pose));
}

/**
 * How much a frame looks like the reference, 0..1: the weighted share of features whose surroundings look the
 * same, and for a point nothing where the surroundings of the point itself do not.
 */
export function appearanceScore(
  reference: Reference,
  expected: Crop,
  actual: Crop,
  pose: Similarity,
  shape: TrackShape,
): { seen: number; centre: number | undefined } {
  let total = 0;
  let same = 0;
  for (const { place, prior, trust } of reference.features) {
    const weight = prior * trust;
    const look = correlation(expected, actual, apply(pose, place), featureRadius);
    if (look === undefined) continue;
    total += weight;
    same += weight * Math.min(1, Math.max(0, (look - sameLook + 0.2) / 0.4));
  }
  const centre =
    shape === 'point'
      ? correlation(expected, actual, apply(pose, reference.centre), centreRadius)
      : undefined;
  const share = total > 0 ? same / total : 0;
  if (centre === undefined) return { seen: share, centre };
  const centreLook = Math.min(1, Math.max(0, (centre - 0.3) / 0.5));
  return { seen: total > 0 ? Math.min(centreLook, (share + centreLook) / 2) : centreLook, centre };
}
