import type { Point, Position } from '#domain/geometry.ts';
import type { TrackShape } from '#domain/track.ts';
import {
  captureReference,
  compareLooks,
  poseOf,
  shadingRadius,
  type Appearance,
  type Feature,
  type Reference,
} from './appearance.ts';
import { align } from './align.ts';
import type { FlowEngine, FlowResult, FlowSeed } from './engine.ts';
import { crop, warp, withoutShading, type Crop, type CropArea, type GrayImage } from './gray.ts';
import { searchFor } from './search.ts';
import {
  apply,
  compose,
  fitRobust,
  identity,
  invert,
  limitScale,
  residualOf,
  scaleOf,
  translation,
  type Match,
  type Similarity,
} from './similarity.ts';

/** What a tracker says about one frame. */
export type Sighting =
  /** Seen, at this position. `isFoundAgain`: it was out of sight on the frame before. */
  | { kind: 'visible'; position: Position; confidence: number; isFoundAgain: boolean }
  /** Covered or not recognised; the position follows what is still seen around it, or is null. */
  | { kind: 'hidden'; position: Position | null };

/** Lucas-Kanade's window and levels for steps from frame to frame. */
const stepOptions = { window: 17, levels: 3 };
/** Pixels (shrunk) around the patch that the two look at: room for the motion the pyramid can follow. */
const stepMargin = 28;
const settleMargin = 12;
/** A find is judged by all that moved with the thing, further out. */
const findMargin = 28;
/** Most pixels (shrunk) a there-and-back error may be for a feature to count. */
const maxError = 1;
/** Pixels (shrunk) within which features must agree with the common motion. */
const tolerance = 1.5;
/** Least share of the weight that must agree for the common motion to be believed. */
const minAgreement = 0.35;
/** Appearance (0..1) above which the thing is called seen. */
const minSeen = 0.4;
/** Recognition below which it is not the thing, however alike the grain. */
const minRecognised = 0.4;
/** Recognition a candidate needs to be taken as the thing found again, and its lead over any other place. */
const minFound = 0.75;
const distinct = 0.1;
/** Appearance above which it is clearly seen: good enough to learn from. */
const clearlySeen = 0.6;
/** Share of its speed a hidden thing keeps from frame to frame. */
const coasting = 0.985;
/** Frames a thing must look changed before it gets a new reference: longer than an occluder's edge takes to pass. */
const patience = 12;
/** Frames after a find in which it is compared with other places: as it emerges, the right one looks ever better. */
const probationFrames = 12;
/** Most it may grow or shrink in one frame: more is the edge of an occluder being followed. */
const maxZoom = 1.06;
/** Frames that something may look unlike itself, in passing light, and still be followed. */
const dip = 3;
/** A leap of more pixels (shrunk) than this in one frame is a find that wants confirming. */
const farJump = 24;
/** Pixels (shrunk) that settling on the reference may move the pose. */
const maxSettle = 4;

/**
 * Follows one point or box from frame to frame, always against the picture it started from, so that small errors
 * do not add up: (1) features around it are followed by Lucas-Kanade there and back; (2) the motion most of them
 * agree on moves the pose; (3) the reference picture, warped to that pose, is matched against the frame and
 * settles it; (4) where the frame no longer looks like the reference, the thing is hidden, and is searched for
 * near where it was going until it looks right again.
 *
 * Works in shrunk pixels: big boxes are followed on a picture shrunk by a whole factor.
 */
export class ObjectTracker {
  private readonly engine: FlowEngine;
  private readonly shape: TrackShape;
  private readonly start: Position;
  private readonly centre: Point;
  private readonly factor: number;
  private readonly first: Reference;
  private reference: Reference;
  /** Takes places of the starting frame to the last frame given. */
  private pose: Similarity = identity;
  /** Shrunk pixels and radians a frame. */
  private velocity: Point = { x: 0, y: 0 };
  private spin = 0;
  /** Where it was last clearly seen, and how many frames ago. */
  private steady: Similarity = identity;
  private sinceSteady = 0;
  private previous: GrayImage;
  private hiddenFor = 0;
  /** Not out of sight, or for a moment only: still followed from frame to frame. */
  private isFollowing = true;
  private isFirstStep = true;
  /** Frames left in which a find may still turn out to be the wrong one of several look-alikes. */
  private probation = 0;
  /** Frames in a row on which it looked different from the reference, yet clearly itself. */
  private changedFrames = 0;

  /** Starts on a position of `frame`, in pixels of the displayed frame. */
  constructor(engine: FlowEngine, frame: GrayImage, shape: TrackShape, start: Position) {
    this.engine = engine;
    this.shape = shape;
    this.start = start;
    this.previous = frame;
    const longest = Math.max(start.w ?? 0, start.h ?? 0);
    this.factor = Math.max(1, Math.ceil(longest / 160));
    this.centre = {
      x: (start.x + (start.w ?? 0) / 2) / this.factor,
      y: (start.y + (start.h ?? 0) / 2) / this.factor,
    };
    const extent =
      shape === 'point'
        ? pointExtent(frame)
        : {
            x: Math.max((start.w ?? 0) / 2 / this.factor, 4),
            y: Math.max((start.h ?? 0) / 2 / this.factor, 4),
          };
    this.first = captureReference(engine, frame, {
      pose: identity,
      centre: this.centre,
      extent,
      factor: this.factor,
      shape,
      kept: [],
    });
    this.reference = this.first;
  }

  /** How many frames in a row it has been out of sight. */
  get framesHidden(): number {
    return this.hiddenFor;
  }

  /** Looks at the next frame in the direction of travel. */
  step(frame: GrayImage): Sighting {
    const sighting = this.isFollowing ? this.follow(frame) : this.look(frame);
    this.previous = frame;
    return sighting;
  }

  private follow(frame: GrayImage): Sighting {
    const attempt = this.followFeatures(frame);
    const zoom = attempt ? scaleOf(attempt.pose) / scaleOf(this.pose) : 1;
    const followed = zoom > maxZoom || zoom < 1 / maxZoom ? undefined : attempt;
    if (followed && this.isSeen(followed.score) && this.isInside(frame, followed.pose)) {
      this.learn(followed);
      const better = this.probation > 0 ? this.findBetter(frame, followed) : undefined;
      if (better) return this.acceptFind(frame, better, true);
      const { error, score } = followed;
      return this.accept(frame, followed.pose, { error, seen: score.seen, isFoundAgain: false });
    }
    const found = this.find(frame, 1);
    if (found) return this.acceptFind(frame, found, this.distance(found.pose, this.pose) > farJump);
    return this.hide(followed && followed.score.seen >= minSeen / 2 ? followed.pose : undefined);
  }

  private isSeen({ seen, recognised }: Appearance): boolean {
    return seen >= minSeen && recognised >= minRecognised;
  }

  /** Out of sight: wherever it may have gone since. */
  private look(frame: GrayImage): Sighting {
    const found = this.find(frame, this.hiddenFor + 1);
    return found ? this.acceptFind(frame, found, true) : this.hide(undefined);
  }

  private acceptFind(frame: GrayImage, found: Find, isFoundAgain: boolean): Sighting {
    this.reference = found.reference;
    return this.accept(frame, found.pose, { error: 1, seen: found.seen, isFoundAgain });
  }

  private accept(
    frame: GrayImage,
    pose: Similarity,
    { error, seen, isFoundAgain }: { error: number; seen: number; isFoundAgain: boolean },
  ): Sighting {
    this.probation = isFoundAgain ? probationFrames : Math.max(0, this.probation - 1);
    this.sinceSteady++;
    if (isFoundAgain || this.isFirstStep || seen > clearlySeen) {
      this.learnSpeed(pose, isFoundAgain || this.isFirstStep ? 1 : 0.25);
      this.steady = pose;
      this.sinceSteady = 0;
    }
    this.isFirstStep = false;
    this.pose = pose;
    this.hiddenFor = 0;
    this.isFollowing = true;
    this.renewReference(frame, seen);
    const confidence = Math.exp(-error) * Math.min(1, seen / 0.8);
    return { kind: 'visible', position: this.positionOf(pose), confidence, isFoundAgain };
  }

  private learnSpeed(pose: Similarity, share: number): void {
    const before = apply(this.steady, this.centre);
    const now = apply(pose, this.centre);
    const turned = compose(pose, invert(this.steady));
    const frames = this.sinceSteady;
    this.velocity = {
      x: this.velocity.x + share * ((now.x - before.x) / frames - this.velocity.x),
      y: this.velocity.y + share * ((now.y - before.y) / frames - this.velocity.y),
    };
    const spin = frames > 1 ? this.spin : Math.atan2(turned.b, turned.a);
    this.spin += share * (spin - this.spin);
  }

  private hide(followed: Similarity | undefined): Sighting {
    this.hiddenFor++;
    this.sinceSteady++;
    this.changedFrames = 0;
    this.isFollowing = followed !== undefined && this.hiddenFor <= dip;
    if (followed) {
      this.pose = followed;
      return { kind: 'hidden', position: this.positionOf(followed) };
    }
    // What was seen while it went out of sight is not to be trusted: on from where it was last clear.
    const rolled = (1 - coasting ** this.sinceSteady) / (1 - coasting);
    this.pose = this.ahead(this.steady, rolled);
    return { kind: 'hidden', position: null };
  }

  /** A pose some frames further on at its present speed. */
  private ahead(pose: Similarity, frames: number): Similarity {
    const { x, y } = apply(pose, this.centre);
    const [a, b] = [Math.cos(this.spin * frames), Math.sin(this.spin * frames)];
    const turn: Similarity = { a, b, tx: x - (a * x - b * y), ty: y - (b * x + a * y) };
    return compose(translation(this.velocity.x * frames, this.velocity.y * frames), compose(turn, pose));
  }

  /** Steps 1 to 3. Undefined when too few features agree on where it went. */
  private followFeatures(
    frame: GrayImage,
  ): (Settled & { motion: Similarity; matches: FeatureMatch[]; error: number }) | undefined {
    const features = this.reference.features;
    const places = features.map((feature) => apply(this.pose, feature.place));
    const shift = { x: Math.round(this.velocity.x), y: Math.round(this.velocity.y) };
    const area = this.areaOf(this.pose, stepMargin);
    const nextArea = { ...area, originX: area.originX + shift.x, originY: area.originY + shift.y };
    const from = crop(this.previous, area, this.factor);
    const to = crop(frame, nextArea, this.factor);
    const matches = this.flow(
      from,
      to,
      places,
      places.map((place) => ({ x: place.x + shift.x, y: place.y + shift.y })),
    );
    const fit = fitRobust(weighted(features, matches), tolerance);
    if (!fit || fit.agreement < minAgreement) return undefined;
    const motion = limitScale(fit.motion, 0.8, 1.25, apply(this.pose, this.centre));
    const settled = this.settle(frame, compose(motion, this.pose), this.reference);
    return { ...settled, motion, matches, error: medianError(matches) };
  }

  /** Step 3: a reference is laid over the frame as a whole and corrects the pose. */
  private settle(frame: GrayImage, pose: Similarity, reference: Reference, margin = settleMargin): Settled {
    const area = this.areaOf(pose, margin);
    const to = crop(frame, area, this.factor);
    const fromReference = compose(pose, invert(reference.pose));
    const aligned = align(reference.patch, withoutShading(to, shadingRadius), fromReference);
    const first = this.looksAt(to, area, pose, reference);
    if (!aligned) return { pose, score: first };
    const corrected = compose(aligned, reference.pose);
    const zoom = scaleOf(corrected) / scaleOf(pose);
    if (this.distance(corrected, pose) > maxSettle || zoom < 0.85 || zoom > 1.18)
      return { pose, score: first };
    const score = this.looksAt(to, area, corrected, reference);
    return score.seen < first.seen - 0.05 ? { pose, score: first } : { pose: corrected, score };
  }

  private looksAt(to: Crop, area: CropArea, pose: Similarity, reference: Reference): Appearance {
    const expected = warp(reference.image, area, poseOf(reference, pose));
    return compareLooks(reference, expected, to, pose, this.shape);
  }

  private flow(from: Crop, to: Crop, places: readonly Point[], guesses: readonly Point[]): FeatureMatch[] {
    const seeds: FlowSeed[] = places.map((place, index) => {
      const guess = guesses[index] ?? place;
      return {
        from: { x: place.x - from.originX, y: place.y - from.originY },
        guess: { x: guess.x - to.originX, y: guess.y - to.originY },
      };
    });
    return this.engine.flow(from, to, seeds, stepOptions).map((result: FlowResult, index) => ({
      from: places[index] ?? { x: 0, y: 0 },
      to: { x: result.to.x + to.originX, y: result.to.y + to.originY },
      error: result.error,
    }));
  }

  /** Step 4: candidates near where it was going, settled and looked at closely. Two that fit equally are none. */
  private find(frame: GrayImage, frames: number): Find | undefined {
    const ahead = this.ahead(this.pose, 1);
    const speed = Math.hypot(this.velocity.x, this.velocity.y);
    const reach = Math.min(24 + speed + 3 * frames, Math.max(frame.width, frame.height) / this.factor / 4);
    const references = this.reference === this.first ? [this.first] : [this.reference, this.first];
    for (const reference of references) {
      const finds = searchFor(this.engine, frame, reference, ahead, reach, this.factor)
        .map((shift) =>
          this.settle(frame, compose(translation(shift.x, shift.y), ahead), reference, findMargin),
        )
        .filter(({ pose, score }) => score.recognised >= minFound && this.isInside(frame, pose))
        .sort((p, q) => q.score.recognised - p.score.recognised);
      const best = finds[0];
      if (!best) continue;
      const rival = finds.find((other) => this.distance(other.pose, best.pose) > 4);
      if (rival && rival.score.recognised > best.score.recognised - distinct) continue;
      return { pose: best.pose, reference, ...best.score };
    }
    return undefined;
  }

  private findBetter(frame: GrayImage, current: Settled): Find | undefined {
    const found = this.find(frame, 1);
    if (!found || this.distance(found.pose, current.pose) <= 4) return undefined;
    return found.recognised > current.score.recognised + distinct / 2 ? found : undefined;
  }

  private distance(a: Similarity, b: Similarity): number {
    const p = apply(a, this.centre);
    const q = apply(b, this.centre);
    return Math.hypot(p.x - q.x, p.y - q.y);
  }

  /** Features that go another way than the thing (background, an occluder) come to count less. */
  private learn(followed: { motion: Similarity; matches: readonly FeatureMatch[] }): void {
    for (const [index, match] of followed.matches.entries()) {
      const feature = this.reference.features[index];
      if (!feature || match.error > maxError) continue;
      const agrees = residualOf({ ...match, weight: 1 }, followed.motion) < tolerance;
      feature.trust = agrees ? Math.min(1, feature.trust + 0.1) : feature.trust * 0.75;
    }
  }

  /** A thing that slowly comes to look different gets a new reference while it is still clearly itself. */
  private renewReference(frame: GrayImage, seen: number): void {
    const zoom = scaleOf(this.pose) / scaleOf(this.reference.pose);
    const isDifferent = seen < 0.85 || zoom > 1.3 || zoom < 0.77;
    this.changedFrames = isDifferent && seen > clearlySeen ? this.changedFrames + 1 : 0;
    if (this.changedFrames < patience) return;
    this.changedFrames = 0;
    this.reference = captureReference(this.engine, frame, {
      pose: this.pose,
      centre: this.centre,
      extent: this.first.extent,
      factor: this.factor,
      shape: this.shape,
      kept: this.reference.features,
    });
  }

  private areaOf(pose: Similarity, margin: number): CropArea {
    const centre = apply(pose, this.centre);
    const scale = scaleOf(pose);
    const radius = Math.hypot(this.first.extent.x, this.first.extent.y) * scale;
    const half = {
      x: Math.ceil((this.shape === 'point' ? this.first.extent.x * scale : radius) + margin),
      y: Math.ceil((this.shape === 'point' ? this.first.extent.y * scale : radius) + margin),
    };
    return {
      originX: Math.floor(centre.x) - half.x,
      originY: Math.floor(centre.y) - half.y,
      width: 2 * half.x + 1,
      height: 2 * half.y + 1,
    };
  }

  private isInside(frame: GrayImage, pose: Similarity): boolean {
    const { x, y } = apply(pose, this.centre);
    return x >= 0 && y >= 0 && x < frame.width / this.factor && y < frame.height / this.factor;
  }

  private positionOf(pose: Similarity): Position {
    const centre = apply(pose, this.centre);
    const x = centre.x * this.factor;
    const y = centre.y * this.factor;
    if (this.start.w === null || this.start.h === null) return { x, y, w: null, h: null };
    const scale = scaleOf(pose);
    const w = this.start.w * scale;
    const h = this.start.h * scale;
    return { x: x - w / 2, y: y - h / 2, w, h };
  }
}

interface FeatureMatch {
  from: Point;
  to: Point;
  error: number;
}

interface Find extends Appearance {
  pose: Similarity;
  reference: Reference;
}

interface Settled {
  pose: Similarity;
  score: Appearance;
}

function weighted(features: readonly Feature[], matches: readonly FeatureMatch[]): Match[] {
  return matches.map((match, index) => {
    const feature = features[index];
    const weight = feature && match.error <= maxError ? feature.prior * feature.trust : 0;
    return { from: match.from, to: match.to, weight };
  });
}

function medianError(matches: readonly FeatureMatch[]): number {
  const errors = matches.map((match) => match.error).sort((a, b) => a - b);
  return errors[errors.length >> 1] ?? Infinity;
}

/** A click says nothing about size: a patch of a thirtieth of the picture's height each way. */
function pointExtent(frame: GrayImage): Point {
  const radius = Math.min(Math.max(Math.min(frame.width, frame.height) / 30, 12), 32);
  return { x: radius, y: radius };
}
