import type { ProjectDocument, VideoDocument } from '../dataset.ts';
import type { Columns } from '../parquet.ts';
import { sourceCaution, trackClips } from './clips.ts';
import { isSampledEvenly, maskIdOf, trackPointId } from './conventions.ts';
import { unsearchedFrame } from './coverage.ts';
import type { TrackOptions, TrackTask } from './options.ts';
import { contradictionOf, frameTitle, problemList, verdictRefusal, type RowResult } from './rows.ts';
import { labelledAnswers, selectedSets } from './selection.ts';
import { trajectory, type RowPlan, type TrajectoryFrame } from './trajectory.ts';

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
  const caution = sourceCaution(document, options.clock);
  if ('refusal' in found || caution !== undefined) {
    const list = problemList(document.video.id, document, null);
    if ('refusal' in found) list.add('left-out', `No row can use this video: ${found.refusal}.`);
    else if (caution !== undefined) list.add('note', caution);
    yield { config: firstTask, clip: null, row: null, problems: list.problems };
  }
  if ('refusal' in found) return;
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
