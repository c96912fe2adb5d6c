import { packSpanData } from '#domain/span-data.ts';
import { joinSpans, spansOfFrames } from '#domain/spans.ts';
import type { Keyframe, TrackShape, VisibilitySpan } from '#domain/track.ts';
import type {
  DensePiece,
  Proposal,
  ProposalMark,
  ProposerEvent,
  ProposerRequest,
  ProposerTarget,
} from '../proposer.ts';
import type { FlowEngine } from './engine.ts';
import type { GrayFrameSource, GrayImage } from './gray.ts';
import { planLegs, type Leg, type LegPlan } from './legs.ts';
import { ObjectTracker } from './object-tracker.ts';
import type { FlowParameters } from './parameters.ts';
import { joinTrails, TrailBuilder, type Trail, type TrailRow } from './trail.ts';

/** A request whose cancelling is only asked for, between frames. */
export type TrackRequest = Omit<ProposerRequest<FlowParameters>, 'signal'> & {
  signal: { readonly aborted: boolean };
};

/** Following one leg, or done with it. */
interface Follower {
  job: Job;
  leg: Leg;
  builder: TrailBuilder;
  tracker: ObjectTracker | null;
  /** Reached the end of the leg or gave up; not merely cancelled. */
  isDone: boolean;
  /** Frames that got a position and were not yet sent as partial rows. */
  unsent: number[];
}

interface Job {
  target: ProposerTarget;
  plan: LegPlan;
  followers: Map<Leg, Follower>;
}

/** Frames between two partial events. */
const partialEvery = 5;

/**
 * Follows every target through the video: one sweep over the frames going forward, one going back, each frame read
 * once for all targets. Ends early when the signal aborts, with what was found so far.
 *
 * Throws Error when a target has no keyframe in the range, or naming the object and frame where OpenCV fails. Errors of `source` pass through.
 */
export async function* trackFlow(
  engine: FlowEngine,
  source: GrayFrameSource,
  request: TrackRequest,
): AsyncGenerator<ProposerEvent> {
  const jobs = request.targets.map((target) => jobOf(target, request));
  const legs = jobs.flatMap((job) => [...job.followers.values()]);
  const total = framesOf(legs, 1).length + framesOf(legs, -1).length;
  let done = 0;
  for (const direction of [1, -1] as const) {
    const followers = legs.filter((follower) => follower.leg.direction === direction);
    for (const frame of framesOf(followers, direction)) {
      if (request.signal.aborted) break;
      done++;
      const active = followers.filter((follower) => isAbout(follower, frame));
      if (active.length === 0) continue;
      const image = await source.read(frame);
      for (const follower of active) {
        try {
          advance(engine, follower, frame, image, request.parameters);
        } catch (cause) {
          const { objectId } = follower.job.target;
          throw new Error(`Object ${objectId} could not be followed on frame ${frame}: ${String(cause)}`, {
            cause,
          });
        }
      }
      yield { kind: 'progress', done, total };
      if (done % partialEvery === 0) yield* partials(followers);
    }
  }
  yield { kind: 'progress', done: request.signal.aborted ? done : total, total };
  for (const job of jobs) yield { kind: 'proposal', proposal: proposalOf(job) };
}

function jobOf(target: ProposerTarget, { range, parameters }: TrackRequest): Job {
  const plan = planLegs(target.anchors, range, parameters);
  const job: Job = { target, plan, followers: new Map() };
  const isAnchored = target.anchors.some(({ frame }) => frame >= range.startFrame && frame <= range.endFrame);
  if (!isAnchored) {
    throw new Error(
      `Nothing to track from: object ${target.objectId} has no keyframe on frames ${range.startFrame} to ` +
        `${range.endFrame}. Set a keyframe there, or widen the range.`,
    );
  }
  for (const leg of [...plan.bridges.flatMap(({ forward, backward }) => [forward, backward]), ...plan.ends]) {
    const builder = new TrailBuilder(leg.from);
    job.followers.set(leg, { job, leg, builder, tracker: null, isDone: false, unsent: [] });
  }
  return job;
}

/** The frames some leg needs, in order of travel. */
function framesOf(followers: readonly Follower[], direction: 1 | -1): number[] {
  const frames = new Set<number>();
  for (const { leg } of followers) {
    if (leg.direction !== direction) continue;
    const [low, high] = [Math.min(leg.from.frame, leg.lastFrame), Math.max(leg.from.frame, leg.lastFrame)];
    for (let frame = low; frame <= high; frame++) frames.add(frame);
  }
  return [...frames].sort((a, b) => (a - b) * direction);
}

function isAbout({ leg, isDone }: Follower, frame: number): boolean {
  if (isDone) return false;
  const along = (frame - leg.from.frame) * leg.direction;
  return along >= 0 && along <= Math.abs(leg.lastFrame - leg.from.frame);
}

function advance(
  engine: FlowEngine,
  follower: Follower,
  frame: number,
  image: GrayImage,
  parameters: FlowParameters,
): void {
  const { leg, builder } = follower;
  if (!follower.tracker) {
    follower.tracker = new ObjectTracker(engine, image, follower.job.target.shape, leg.from);
    return;
  }
  const { tracker } = follower;
  const sighting = tracker.step(image);
  follower.unsent.push(...builder.add(frame, sighting));
  const patience = parameters.stopWhenLost ? 0 : parameters.searchFrames;
  if (frame === leg.lastFrame || tracker.framesHidden > patience) {
    follower.isDone = true;
    follower.tracker = null;
  }
}

function* partials(followers: readonly Follower[]): Generator<ProposerEvent> {
  for (const follower of followers) {
    if (follower.unsent.length === 0) continue;
    const { objectId, shape } = follower.job.target;
    const { rows } = follower.builder.trail(false);
    for (const piece of piecesOf(shape, rows, follower.unsent)) {
      yield { kind: 'partial', rows: { objectId, ...piece } };
    }
    follower.unsent = [];
  }
}

/** The rows of some frames as runs of consecutive ones. */
function piecesOf(
  shape: TrackShape,
  rows: ReadonlyMap<number, TrailRow>,
  frames: readonly number[],
): DensePiece[] {
  const rising = [...frames].sort((a, b) => a - b);
  return spansOfFrames(rising).map(({ startFrame, endFrame }) => {
    const inside: TrailRow[] = [];
    for (let frame = startFrame; frame <= endFrame; frame++) {
      const row = rows.get(frame);
      if (row) inside.push(row);
    }
    return { startFrame, data: packSpanData(shape, inside) };
  });
}

/** All trails of an object as one. */
function assemble(job: Job): { rows: Map<number, TrailRow>; marks: ProposalMark[]; isComplete: boolean } {
  const rows = new Map<number, TrailRow>();
  const marks: ProposalMark[] = [];
  const take = (trail: Trail): void => {
    for (const [frame, row] of trail.rows) rows.set(frame, row);
    marks.push(...trail.marks);
  };
  for (const leg of job.plan.ends) {
    const follower = job.followers.get(leg);
    if (follower) take(follower.builder.trail(follower.isDone));
  }
  for (const bridge of job.plan.bridges) {
    const forward = job.followers.get(bridge.forward);
    const backward = job.followers.get(bridge.backward);
    if (!forward || !backward) continue;
    const trail = forward.builder.trail(false);
    if (!backward.isDone) take(trail);
    else take(joinTrails(bridge.forward.from, bridge.backward.from, trail, backward.builder.trail(false)));
  }
  const isComplete = [...job.followers.values()].every((follower) => follower.isDone);
  return { rows, marks, isComplete };
}

function proposalOf(job: Job): Proposal {
  const { objectId, shape, anchors } = job.target;
  const { rows, marks, isComplete } = assemble(job);
  const frames = [...rows.keys()].sort((a, b) => a - b);
  const used = anchors.filter(({ frame }) => rows.has(frame));
  const keyframes = used.map(({ frame, x, y, w, h }): Keyframe => ({
    frame,
    x,
    y,
    w,
    h,
    gap: 'flow',
    source: 'run',
  }));
  const visibility = frames.map((frame): VisibilitySpan => {
    const value = rows.get(frame)?.visibility ?? 'visible';
    return { startFrame: frame, endFrame: frame, value };
  });
  return {
    objectId,
    shape,
    keyframes,
    pieces: piecesOf(shape, rows, frames),
    visibility: joinSpans(visibility),
    marks: [...marks].sort((a, b) => a.frame - b.frame),
    isComplete,
  };
}
