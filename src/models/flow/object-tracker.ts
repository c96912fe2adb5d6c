import type { Point, Position } from '#domain/geometry.ts';
import type { TrackShape } from '#domain/track.ts';
import {
  captureReference,
  compareLooks,
  pointExtent,
  poseOf,
  shadingRadius,
  type Appearance,
  type Reference,
} from './appearance.ts';
import { align } from './align.ts';
import type { FlowEngine, FlowResult, FlowSeed } from './engine.ts';
import { crop, warp, withoutShading, type Crop, type CropArea, type GrayImage } from './gray.ts';
import {
  commonMotion,
  isSudden,
  maxError,
  medianError,
  supportOf,
  tolerance,
  weighted,
  type FeatureMatch,
} from './common-motion.ts';
import { RivalWatch } from './rivals.ts';
import { placeOf, searchFor } from './search.ts';
import { smeared } from './smear.ts';
import {
  apply,
  compose,
  identity,
  invert,
  residualOf,
  scaleOf,
  translation,
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
/** Appearance (0..1) above which the thing is called seen. */
const minSeen = 0.4;
/** Recognition below which it is not the thing, however alike the grain. */
const minRecognised = 0.4;
/** Support and there-and-back error (pixels) of a motion that speaks for itself, and what is then asked of its looks. */
const steadySupport = 0.45;
const steadyError = 0.5;
const lenience = 0.5;
/** How far around a click what may be a look-alike is compared, in extents: little patches have many. */
const pointLook = 1.6;
/** Shrunk pixels beyond its usual speed within which a start or turn is looked for. */
const leapReach = 56;
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
/** Frames that something may look unlike itself, in passing light, and still be followed. */
const dip = 3;
/** The same while much of what is trusted still moves as one, as in a hand or a smear; and how much that is. */
const longDip = 12;
const holdSupport = 0.35;
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

  private readonly rivals = new RivalWatch();

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
    this.rivals.advance();
    const sighting = this.isFollowing ? this.follow(frame) : this.look(frame);
    this.previous = frame;
    return sighting;
  }

  private follow(frame: GrayImage): Sighting {
    let followed = this.followFeatures(frame, this.velocity, false);
    if (!followed || !this.isSeen(followed)) {
      const leap = this.leap(frame);
      const after = leap && this.followFeatures(frame, leap, true);
      if (after && this.isSeen(after)) followed = after;
    }
    if (followed && this.isDoubtful(followed.pose)) return this.hide(undefined);
    if (followed && this.isSeen(followed) && this.isInside(frame, followed.pose)) {
      this.learn(followed);
      const better = this.probation > 0 ? this.findBetter(frame, followed) : undefined;
      if (better) return this.acceptFind(frame, better, true);
      const { error, score } = followed;
      return this.accept(frame, followed.pose, {
        error,
        seen: score.seen,
        isFoundAgain: this.hiddenFor > dip,
      });
    }
    const found = this.find(frame, 1);
    if (found) return this.acceptFind(frame, found, this.distance(found.pose, this.pose) > farJump);
    return this.hide(followed && followed.score.seen >= minSeen / 2 ? followed : undefined);
  }

  /** It may be a look-alike that has just come by. */
  private isDoubtful(pose: Similarity): boolean {
    const expected = apply(this.ahead(this.pose, 1), this.centre);
    return this.rivals.doubts(apply(pose, this.centre), expected, this.halfSize);
  }

  /** Features that move as one there and back are evidence too: less likeness is asked of them. */
  private isSeen(followed: Followed): boolean {
    const { score } = followed;
    const leniency = isSteady(followed) ? lenience : 1;
    return score.seen >= minSeen * leniency && score.recognised >= minRecognised * leniency;
  }

  /** How far it went in this frame by how it looked on the last: for starts and turns that corners do not reach. */
  private leap(frame: GrayImage): Point | undefined {
    const speed = Math.hypot(this.velocity.x, this.velocity.y);
    const { x, y } = this.first.extent;
    const half = { x: x * scaleOf(this.pose), y: y * scaleOf(this.pose) };
    const reach = leapReach + speed;
    return placeOf(
      this.engine,
      this.previous,
      frame,
      apply(this.pose, this.centre),
      half,
      reach,
      this.factor,
    );
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
    const middle = apply(pose, this.centre);
    const own = { at: middle, pose };
    const apart = this.halfSize;
    const half = this.shape === 'point' ? pointLook * apart : apart;
    this.rivals.look(this.engine, frame, own, { apart, half, factor: this.factor });
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

  private hide(followed: Followed | undefined): Sighting {
    this.hiddenFor++;
    this.sinceSteady++;
    this.changedFrames = 0;
    this.isFollowing =
      followed !== undefined && this.hiddenFor <= (followed.support > holdSupport ? longDip : dip);
    if (followed) {
      this.pose = followed.pose;
      return { kind: 'hidden', position: this.positionOf(followed.pose) };
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
  private followFeatures(frame: GrayImage, guess: Point, isLeap: boolean): Followed | undefined {
    const features = this.reference.features;
    const places = features.map((feature) => apply(this.pose, feature.place));
    const shift = { x: Math.round(guess.x), y: Math.round(guess.y) };
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
    const common = commonMotion(weighted(features, matches), isLeap);
    const motion = common ?? (isLeap ? translation(guess.x, guess.y) : undefined);
    if (!motion) return undefined;
    const moved = compose(motion, this.pose);
    const settled = this.settle(frame, moved, this.reference);
    const hasJumped = isSudden(scaleOf(settled.pose) / scaleOf(this.pose));
    if (hasJumped && !isLeap) return undefined;
    const { pose, score } = hasJumped ? { pose: moved, score: settled.first } : settled;
    const support = supportOf(features, matches, motion);
    return { pose, score, motion, matches, error: medianError(matches), support };
  }

  /** Step 3: a reference is laid over the frame as a whole and corrects the pose. */
  private settle(
    frame: GrayImage,
    pose: Similarity,
    reference: Reference,
    margin = settleMargin,
  ): Settled & { first: Appearance } {
    const area = this.areaOf(pose, margin);
    const to = crop(frame, area, this.factor);
    const fromReference = compose(pose, invert(reference.pose));
    const aligned = align(reference.patch, withoutShading(to, shadingRadius), fromReference);
    const first = this.looksAt(to, area, pose, reference);
    if (!aligned) return { pose, score: first, first };
    const corrected = compose(aligned, reference.pose);
    const zoom = scaleOf(corrected) / scaleOf(pose);
    if (this.distance(corrected, pose) > maxSettle || zoom < 0.85 || zoom > 1.18)
      return { pose, score: first, first };
    const score = this.looksAt(to, area, corrected, reference);
    return score.seen < first.seen - 0.05 ? { pose, score: first, first } : { pose: corrected, score, first };
  }

  private looksAt(to: Crop, area: CropArea, pose: Similarity, reference: Reference): Appearance {
    const expected = warp(reference.image, area, poseOf(reference, pose));
    const sharp = compareLooks(reference, expected, to, pose, this.shape);
    if (sharp.seen > clearlySeen && sharp.recognised > clearlySeen) return sharp;
    const blurred = smeared(expected, this.motionTo(pose));
    if (!blurred) return sharp;
    const smear = compareLooks(reference, blurred, to, pose, this.shape);
    return {
      seen: Math.max(sharp.seen, smear.seen),
      recognised: Math.max(sharp.recognised, smear.recognised),
    };
  }

  /** How far it moves in the frame that brings it to a pose; its usual speed while it is not followed. */
  private motionTo(pose: Similarity): Point {
    if (!this.isFollowing) return this.velocity;
    const from = apply(this.pose, this.centre);
    const to = apply(pose, this.centre);
    return { x: to.x - from.x, y: to.y - from.y };
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
        .filter(({ pose }) => !this.isDoubtful(pose))
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

  private get halfSize(): number {
    return Math.max(this.first.extent.x, this.first.extent.y);
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

interface Find extends Appearance {
  pose: Similarity;
  reference: Reference;
}

interface Settled {
  pose: Similarity;
  score: Appearance;
}

interface Followed extends Settled {
  motion: Similarity;
  matches: FeatureMatch[];
  error: number;
  /** Share of all that is trusted that came home and went this way. */
  support: number;
}

function isSteady({ support, error }: Followed): boolean {
  return support > steadySupport && error < steadyError;
}
