import { secondsOf } from '#domain/frame-table.ts';
import type { Point } from '#domain/geometry.ts';
import type { ProjectDocument, VideoDocument } from '../dataset.ts';
import type { Columns } from '../parquet.ts';
import { pointClips, sourceCaution, type Clip } from './clips.ts';
import {
  gridSeconds,
  isEmptyRowDropped,
  maxPoints,
  pointCategories,
  type PointCategory,
} from './conventions.ts';
import { unsearchedFrame } from './coverage.ts';
import type { PointOptions } from './options.ts';
import { placeAll, type PlacedPoint } from './point-placement.ts';
import { contradictionOf, frameTitle, problemList, verdictRefusal, type RowResult } from './rows.ts';
import { labelledAnswers, type LabelledAnswer } from './selection.ts';

/** A row of allenai/Molmo2-VideoPoint. */
export interface PointRow {
  video_id: string;
  video_source: string;
  /** Seconds of the whole file. */
  video_duration: number;
  /** Seconds of the file; null where the whole file is the window. */
  clip_start: number | null;
  clip_end: number | null;
  category: string;
  label: string;
  question: string;
  /** Number of points: one for each object. */
  count: number;
  /** Seconds from the start of the file, multiples of 0.5, rising. */
  two_fps_timestamps: number[];
  /** Points of each timestamp, percent of width and height. */
  points: Point[][];
  annotator_unsure: boolean;
  /** Source frame index of each timestamp, and its exact seconds after frame 0 of the source. */
  raw_frames: number[];
  raw_timestamps: number[];
}

const point = { struct: { x: 'double', y: 'double' } } as const;

export const pointColumns: Columns = {
  video_id: 'string',
  video_source: 'string',
  video_duration: 'double',
  clip_start: 'double',
  clip_end: 'double',
  category: 'string',
  label: 'string',
  question: 'string',
  count: 'int',
  two_fps_timestamps: { list: 'double' },
  points: { list: { list: point } },
  annotator_unsure: 'bool',
  raw_frames: { list: 'int' },
  raw_timestamps: { list: 'double' },
};

/** Rows of one video, one for each answer and clip, with what is wrong with them. */
export function* pointRows(
  project: ProjectDocument,
  document: VideoDocument,
  options: PointOptions,
): Generator<RowResult<PointRow>> {
  if (document.video.isRemoved) return;
  const answers = labelledAnswers(project, document, options);
  if (answers.length === 0) return;
  const found = pointClips(document, options);
  const caution = sourceCaution(document, options.clock);
  if ('refusal' in found || caution !== undefined) {
    const list = problemList(document.video.id, document, null);
    if ('refusal' in found) list.add('left-out', `No row can use this video: ${found.refusal}.`);
    else if (caution !== undefined) list.add('note', caution);
    yield { config: options.category, clip: null, row: null, problems: list.problems };
  }
  if ('refusal' in found) return;
  for (const labelled of answers) {
    for (const clip of found.clips) yield pointRow(document, labelled, clip, options);
  }
}

export function categoryOf(category: string, options: Pick<PointOptions, 'category'>): PointCategory {
  return pointCategories.find((known) => known === category) ?? options.category;
}

function pointRow(
  document: VideoDocument,
  labelled: LabelledAnswer,
  clip: Clip,
  options: PointOptions,
): RowResult<PointRow> {
  const { expression, verdict } = labelled;
  const config = categoryOf(expression.category, options);
  const start = clip.window?.startSeconds ?? 0;
  const rowId = `${clip.name}${clip.window ? `@${start}` : ''}/${expression.id}/${labelled.labelSet.id}`;
  const list = problemList(rowId, document, labelled);
  const leftOut = { config, clip: null, row: null, problems: list.problems };

  const refusal = verdictRefusal(labelled);
  if (refusal !== undefined) {
    list.add('left-out', `The row is left out: ${refusal}.`);
    return leftOut;
  }
  const unsearched = unsearchedFrame(labelled, clip, document);
  if (unsearched !== undefined) {
    list.add(
      'left-out',
      `The row is left out: ${frameTitle(document, unsearched)} was not searched.`,
      unsearched,
    );
    return leftOut;
  }
  const contradiction = contradictionOf(labelled);
  if (contradiction !== undefined) {
    list.add('left-out', `The row is left out: ${contradiction}.`);
    return leftOut;
  }
  const placed = placeAll(document, labelled, clip, options, list);
  if (!placed) return leftOut;
  const counted = labelled.answer?.count ?? null;
  if (counted !== null && verdict === 'objects' && clip.isWhole) {
    if (counted !== placed.length) {
      list.add(
        'left-out',
        `The row is left out: ${counted} were counted, but ${placed.length} have a point; point at the rest or correct the count.`,
      );
      return leftOut;
    }
  }
  if (placed.length > maxPoints) {
    list.add('dropped', `${placed.length} points are more than the ${maxPoints} that Ai2's mixtures take.`);
  }
  if (placed.length === 0 && isEmptyRowDropped(clip.window)) {
    list.add(
      'dropped',
      'The loader drops rows with a count of 0 on part of a long file; export with a training copy.',
    );
  }
  if (verdict === 'unsure') {
    list.add(
      'note',
      'The annotator was unsure; the row says so, but the published loader does not filter by it.',
    );
  }
  return { config, clip, row: rowOf(document, labelled, clip, options, placed), problems: list.problems };
}

function rowOf(
  { table }: VideoDocument,
  { expression, verdict }: LabelledAnswer,
  clip: Clip,
  options: PointOptions,
  placed: readonly PlacedPoint[],
): PointRow {
  const byInstant = Map.groupBy(
    placed.toSorted((a, b) => a.instant - b.instant || a.point.x - b.point.x || a.point.y - b.point.y),
    (one) => one.instant,
  );
  const offset = clip.window?.startSeconds ?? 0;
  const frames = [...byInstant.values()].map(([one]) => one?.frame ?? 0);
  return {
    video_id: clip.name,
    video_source: options.videoSource,
    video_duration: clip.fileSeconds,
    clip_start: clip.window?.startSeconds ?? null,
    clip_end: clip.window?.endSeconds ?? null,
    category: categoryOf(expression.category, options),
    label: expression.text,
    question: options.question.replaceAll('{label}', () => expression.text),
    count: placed.length,
    two_fps_timestamps: [...byInstant.keys()].map((instant) => offset + gridSeconds(instant)),
    points: [...byInstant.values()].map((group) => group.map((one) => one.point)),
    annotator_unsure: verdict === 'unsure',
    raw_frames: frames,
    raw_timestamps: frames.map((frame) => secondsOf(table, frame)),
  };
}
