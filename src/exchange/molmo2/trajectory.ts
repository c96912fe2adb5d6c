import { centreOf } from '#domain/geometry.ts';
import { spansOfFrames } from '#domain/spans.ts';
import type { VideoDocument } from '../dataset.ts';
import type { Clip } from './clips.ts';
import { clampPoint, clipSeconds, toCopyPixels, trackPointId } from './conventions.ts';
import type { TrackOptions, TrackTask } from './options.ts';
import type { ProblemList } from './rows.ts';
import {
  objectTitle,
  stateAt,
  type FrameState,
  type LabelledAnswer,
  type LabelledObject,
} from './selection.ts';

export interface TrajectoryPoint {
  id: number;
  /** Pixels of the clip's picture. */
  point: [number, number];
  occluded: boolean;
}

export interface TrajectoryFrame {
  /** 0-based frame of the clip. */
  frame: number;
  /** frame / fps. */
  time: number;
  points: TrajectoryPoint[];
}

/** What a track row is about. */
export interface RowPlan {
  document: VideoDocument;
  labelled: LabelledAnswer;
  clip: Clip;
  task: TrackTask;
  objects: readonly LabelledObject[];
  samplingFps: number;
  qid: string;
}

/** Frames of the row that have points; undefined where an object's place is unknown and that is refused. */
export function trajectory(
  plan: RowPlan,
  options: TrackOptions,
  list: ProblemList,
): TrajectoryFrame[] | undefined {
  const { document, clip, task, objects } = plan;
  const unknown = new Map<string, { title: string; why: string; frames: number[] }>();
  const outside = new Map<string, number>();
  const stale = new Map<string, number>();
  const frames: TrajectoryFrame[] = [];
  for (const frame of chosenFrames(plan, options)) {
    const source = clip.sourceFrames[frame] ?? 0;
    const states = objects.map((object) => ({
      object,
      state: stateAt(object, source, document, options.staleFlow),
    }));
    // A single point is followed from where it is first seen; nothing is said of the frames before.
    if (task === 'single_point_track' && frames.length === 0 && !states.some(isVisible)) continue;
    let isKnown = true;
    const points: TrajectoryPoint[] = [];
    for (const { object, state } of states) {
      const title = objectTitle(object);
      if (state.kind === 'unknown') {
        isKnown = false;
        const known = unknown.get(title + state.why) ?? { title, why: state.why, frames: [] };
        known.frames.push(source);
        unknown.set(title + state.why, known);
      }
      if (state.kind !== 'position') continue;
      const size = { width: document.video.width, height: document.video.height };
      const centre = toCopyPixels(centreOf(state.position), size, clip.size);
      const clamped = clampPoint(centre, { x: clip.size.width, y: clip.size.height });
      if ((clamped.x !== centre.x || clamped.y !== centre.y) && !outside.has(title))
        outside.set(title, source);
      if (state.position.isStale && !stale.has(title)) stale.set(title, source);
      points.push({
        id: trackPointId(object.object.number),
        point: [clamped.x, clamped.y],
        occluded: state.position.visibility === 'occluded',
      });
    }
    if (isKnown && points.length > 0) frames.push({ frame, time: clipSeconds(frame, clip.fps), points });
  }
  for (const [title, frame] of outside) {
    list.add('changed', `Points of ${title} lie outside the frame and are clamped to it.`, frame);
  }
  for (const [title, frame] of stale) {
    list.add('note', `The flow of ${title} is missing or out of date; its interpolation is exported.`, frame);
  }
  for (const { title, why, frames: at } of unknown.values()) reportUnknown(list, title, why, at, options);
  return unknown.size > 0 && options.unlabelled === 'refuse' ? undefined : frames;
}

function isVisible({ state }: { state: FrameState }): boolean {
  return state.kind === 'position' && state.position.visibility === 'visible';
}

/** Clip frames the options ask for. */
function chosenFrames({ clip, objects, samplingFps }: RowPlan, options: TrackOptions): number[] {
  const all = Array.from(clip.sourceFrames.keys());
  switch (options.frames) {
    case 'every':
      return all;
    case 'sampled':
      return all.filter((frame) => frame % (clip.fps / samplingFps) === 0);
    case 'keyframes': {
      const keyed = new Set(
        objects.flatMap(({ tracks }) => tracks.flatMap((track) => track.keyframes.map((key) => key.frame))),
      );
      return all.filter((frame) => {
        const source = clip.sourceFrames[frame] ?? -1;
        // A source frame that the copy shows several times counts once.
        return keyed.has(source) && clip.sourceFrames[frame - 1] !== source;
      });
    }
  }
}

function reportUnknown(
  list: ProblemList,
  title: string,
  why: string,
  frames: readonly number[],
  options: TrackOptions,
): void {
  const [first] = spansOfFrames(frames);
  const from = first?.startFrame ?? 0;
  const where = `where ${title} is on frame ${from}${frames.length > 1 ? ` and ${frames.length - 1} more` : ''} is not known (${why})`;
  if (options.unlabelled === 'refuse') {
    list.add(
      'left-out',
      `The row is left out: ${where}; label it there, mark it absent, or leave such frames out of the rows.`,
      from,
    );
  } else {
    list.add(
      'note',
      `These frames are left out of the row: ${where}; the trainer's text will not name any object on them.`,
      from,
    );
  }
}
