import type { Point } from '#domain/geometry.ts';
import type { TrackShape } from '#domain/track.ts';
import { alignPatch, type AlignPatch } from './align.ts';
import type { FlowEngine } from './engine.ts';
import { crop, likeness, withoutShading, type Crop, type GrayImage } from './gray.ts';
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
  patch: AlignPatch;
}

const maxFeatures = 28;
/** Half sides of the squares compared around a feature and around the point itself. */
const featureRadius = 5;
const centreRadius = 8;
/** Half side of the square whose mean brightness is taken for shading. */
export const shadingRadius = 7;
/** How far around the middle a patch is aligned as a whole, in extents. */
const patchReach = 1.6;
/** How far around a click features are tried, in extents: those that turn out to move with it tell it apart later. */
const pointReach = 2.5;

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
  const reach = scale * (shape === 'point' ? pointReach : 1);
  const half = { x: Math.ceil(extent.x * reach), y: Math.ceil(extent.y * reach) };
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
  const minDistance = Math.max(4, Math.min(half.x, half.y) / 6);
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
    trust: inheritedTrust(place, capture),
  }));
  const patchScale = scale * (shape === 'point' ? patchReach : 1);
  const patchHalf = { x: extent.x * patchScale, y: extent.y * patchScale };
  const patch = alignPatch(withoutShading(image, shadingRadius), middle, patchHalf, (dx, dy) => {
    const d = Math.hypot(dx / extent.x, dy / extent.y) / scale;
    return shape === 'point' ? Math.exp(-d * d) : d < 1.1 ? 1 : 0;
  });
  return { image, pose, centre, extent, features, patch };
}

/** Near the middle of the patch it is most likely the thing, at its rim most likely what is behind it. */
function priorOf(place: Point, centre: Point, extent: Point, shape: TrackShape): number {
  const d = Math.hypot((place.x - centre.x) / extent.x, (place.y - centre.y) / extent.y);
  if (shape === 'point') return Math.max(0.1, Math.exp(-2 * d * d));
  return d < 0.8 ? 1 : Math.max(0.1, 1 - (d - 0.8) * 2);
}

function inheritedTrust(place: Point, { kept, centre, extent }: Capture): number {
  const distance = Math.hypot((place.x - centre.x) / extent.x, (place.y - centre.y) / extent.y);
  let weight = 0.1;
  let sum = weight * (distance < 1 ? 0.7 : 0.3);
  for (const feature of kept) {
    const d = Math.hypot(feature.place.x - place.x, feature.place.y - place.y);
    const w = Math.exp(-(d * d) / 50);
    weight += w;
    sum += w * feature.trust;
  }
  return sum / weight;
}

/** Takes places of a frame on which the thing has `pose` to the reference's picture. */
export function poseOf(reference: Reference, pose: Similarity): Similarity {
  return compose(reference.pose, invert(pose));
}

/** How a frame compares with the reference, each 0..1. */
export interface Appearance {
  /** The thing itself is in sight: features near its middle, and for a point its own surroundings, look the same. */
  seen: number;
  /** All that has moved with the thing so far looks the same, brightness included: what a find must satisfy. */
  recognised: number;
}

export function compareLooks(
  reference: Reference,
  expected: Crop,
  actual: Crop,
  pose: Similarity,
  shape: TrackShape,
): Appearance {
  let near = 0;
  let nearSame = 0;
  let wide = 0;
  let wideSame = 0;
  for (const { place, prior, trust } of reference.features) {
    const look = likeness(expected, actual, apply(pose, place), featureRadius);
    if (!look) continue;
    near += prior * trust;
    nearSame += prior * trust * ramp(look.correlation, 0.4, 0.8);
    wide += trust * trust;
    wideSame += trust * trust * ramp(look.concordance, 0.3, 0.8);
  }
  const share = near > 0 ? nearSame / near : 0;
  const wideShare = wide > 0 ? wideSame / wide : 0;
  const middle =
    shape === 'point' ? likeness(expected, actual, apply(pose, reference.centre), centreRadius) : undefined;
  if (!middle) return { seen: share, recognised: wideShare };
  const own = ramp(middle.correlation, 0.3, 0.8);
  return {
    seen: near > 0 ? Math.min(own, (share + own) / 2) : own,
    recognised: Math.min(ramp(middle.concordance, 0.3, 0.8), wide > 0 ? wideShare : 1),
  };
}

/** 0 up to `low`, 1 from `high`, straight between. */
function ramp(value: number, low: number, high: number): number {
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}

/** A click says nothing about size: a patch of a thirtieth of the picture's height each way. */
export function pointExtent(frame: GrayImage): Point {
  const radius = Math.min(Math.max(Math.min(frame.width, frame.height) / 30, 12), 32);
  return { x: radius, y: radius };
}
