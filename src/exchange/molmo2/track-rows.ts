import { centreOf } from '#domain/geometry.ts';
import { spansOfFrames } from '#domain/spans.ts';
import type { ProjectDocument, VideoDocument } from '../dataset.ts';
import type { Columns } from '../parquet.ts';
import { trackClips, type Clip } from './clips.ts';
import {
  clampPoint,
  clipSeconds,
  isSampledEvenly,
  maskIdOf,
  toCopyPixels,
  trackPointId,
} from './conventions.ts';
import { unsearchedFrame } from './coverage.ts';
import type { TrackOptions, TrackTask } from './options.ts';
import {
  contradictionOf,
  frameTitle,
  problemList,
  verdictRefusal,
  type ProblemList,
  type RowResult,
} from './rows.ts';
import {
  labelledAnswers,
  objectTitle,
  selectedSets,
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

/** A row of allenai/molmo2-track-instruction and its kin. */
export interface TrackRow {
  id: string;
  video: string;
  clip: string;
  video_dataset: string;
  expression: string;
  fps: number;
  sampling_fps: number;
  width: number;
  height: number;
  /** Frames in the clip. */
  n_frames: number;
  /** Source frames the clip shows, both included. */
  start_frame: number;
  end_frame: number;
  task: TrackTask;
  frame_trajectories: TrajectoryFrame[];
  mask_id: string[];
  obj_id: number[];
  anno_id: string;
  qid: string;
}

const trajectoryPoint = { struct: { id: 'int', point: { list: 'double' }, occluded: 'bool' } } as const;

export const trackColumns: Columns = {
  id: 'string',
  video: 'string',
  clip: 'string',
  video_dataset: 'string',
  expression: 'string',
  fps: 'int',
  sampling_fps: 'int',
  width: 'int',
  height: 'int',
  n_frames: 'int',
  start_frame: 'int',
  end_frame: 'int',
  task: 'string',
  frame_trajectories: {
    list: { struct: { frame: 'int', time: 'double', points: { list: trajectoryPoint } } },
  },
  mask_id: { list: 'string' },
  obj_id: { list: 'int' },
  anno_id: 'string',
  qid: 'string',
};

/** Rows of one video: for each answer, clip, task and sampling rate (and object, for single points). */
export function* trackRows(
  project: ProjectDocument,
  document: VideoDocument,
  options: TrackOptions,
): Generator<RowResult<TrackRow>> {
  if (document.video.isRemoved) return;
  // Tracks of an answer that there are none, or that the annotator is unsure of, have no row (see losses).
  const answers = labelledAnswers(project, document, options).filter(
    ({ verdict }) => verdict === 'objects' || verdict === 'open',
  );
  const [firstTask] = options.tasks;
  if (answers.length === 0 || !firstTask) return;
  const found = trackClips(document, options);
  if ('refusal' in found) {
    const list = problemList(document.video.id, document, null);
    list.add('left-out', `No row can use this video: ${found.refusal}.`);
    yield { config: firstTask, clip: null, row: null, problems: list.problems };
    return;
  }
  const namesSets = selectedSets(project, options).length > 1;
  for (const labelled of answers) {
    const qid = namesSets ? `${labelled.expression.id}-${labelled.labelSet.id}` : labelled.expression.id;
    for (const clip of found.clips) {
      for (const task of new Set(options.tasks)) {
        const groups =
          task === 'single_point_track' ? labelled.objects.map((object) => [object]) : [labelled.objects];
        for (const objects of groups) {
          for (const samplingFps of new Set(options.samplingFps)) {
            yield trackRow({ document, labelled, clip, task, objects, samplingFps, qid }, options);
          }
        }
      }
    }
  }
}

interface RowPlan {
  document: VideoDocument;
  labelled: LabelledAnswer;
  clip: Clip;
  task: TrackTask;
  objects: readonly LabelledObject[];
  samplingFps: number;
  qid: string;
}

function trackRow(plan: RowPlan, options: TrackOptions): RowResult<TrackRow> {
  const { document, labelled, clip, task, objects, samplingFps, qid } = plan;
  const single = task === 'single_point_track' ? `-o${objects[0]?.object.number ?? 0}` : '';
  const id = `${clip.name}-${qid}-${task}${single}-${samplingFps}fps`;
  const list = problemList(id, document, labelled);
  const noRow = { config: task, clip: null, row: null, problems: list.problems };
  const refuse = (why: string, frame?: number): RowResult<TrackRow> => {
    list.add('left-out', `The row is left out: ${why}.`, frame);
    return noRow;
  };

  const refusal = verdictRefusal(labelled) ?? contradictionOf(labelled);
  if (refusal !== undefined) return refuse(refusal);
  const unsearched = unsearchedFrame(labelled, clip, document);
  if (unsearched !== undefined)
    return refuse(`${frameTitle(document, unsearched)} was not searched`, unsearched);
  if (!isSampledEvenly(clip.fps, samplingFps)) {
    return refuse(
      `the trainer's loader drops ${clip.fps} fps sampled at ${samplingFps}; export with a training copy at a multiple of ${samplingFps} fps`,
    );
  }
  const frames = trajectory(plan, options, list);
  if (!frames) return noRow;
  // The trainer's text leaves occluded points out, so a row without a visible one would be empty.
  if (!frames.some((frame) => frame.points.some((point) => !point.occluded))) {
    list.add('note', 'There is no row: no object of it is visible in this clip.');
    return noRow;
  }
  const offGrid = frames.filter(({ frame }) => frame % (clip.fps / samplingFps) !== 0);
  if (options.frames === 'keyframes' && offGrid[0]) {
    list.add(
      'dropped',
      `${offGrid.length} of ${frames.length} frames are off the ${samplingFps} fps grid, so the loader passes over them; export sampled frames instead.`,
      clip.sourceFrames[offGrid[0].frame],
    );
  }
  const ids = new Set(frames.flatMap((frame) => frame.points.map((point) => point.id)));
  const numbers = objects
    .map(({ object }) => object.number)
    .filter((number) => ids.has(trackPointId(number)));
  const row: TrackRow = {
    id,
    video: clip.name,
    clip: clip.name,
    video_dataset: options.videoDataset,
    expression: labelled.expression.text,
    fps: clip.fps,
    sampling_fps: samplingFps,
    width: clip.size.width,
    height: clip.size.height,
    n_frames: clip.sourceFrames.length,
    start_frame: clip.sourceFrames[0] ?? 0,
    end_frame: clip.sourceFrames.at(-1) ?? 0,
    task,
    frame_trajectories: frames,
    mask_id: numbers.map(maskIdOf),
    obj_id: numbers.map(trackPointId),
    anno_id: labelled.answer?.id ?? '',
    qid,
  };
  return { config: task, clip, row, problems: list.problems };
}

/** Frames of the row that have points; undefined where an object's place is unknown and that is refused. */
function trajectory(plan: RowPlan, options: TrackOptions, list: ProblemList): TrajectoryFrame[] | undefined {
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
