import type { FrameTable } from '#domain/frame-table.ts';
import type { Answer, Expression, LabelSet, Person, Video, VideoObject } from '#domain/records.ts';
import type { SpanData } from '#domain/span-data.ts';
import type { Keyframe, Track } from '#domain/track.ts';
import {
  compareText,
  type DatasetSource,
  type ProjectDocument,
  type VideoDocument,
} from '#exchange/dataset.ts';

/** Builders of small projects for the export tests. Ids are UUIDv7s that count up. */

export function id(n: number): string {
  return `01930000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
}

/** A table from seconds per frame times a timescale: `ticks[i] = start + i × step`. */
export function constantTable(count: number, timescale: number, step: number, start = 0): FrameTable {
  return tableOfTicks(
    Array.from({ length: count }, (_, index) => start + index * step),
    timescale,
    step,
  );
}

export function tableOfTicks(ticks: readonly number[], timescale: number, lastDuration: number): FrameTable {
  return {
    builderVersion: 1,
    timescale,
    ticks: Float64Array.from(ticks),
    durations: Float64Array.from(ticks, (tick, index) => (ticks[index + 1] ?? tick + lastDuration) - tick),
    isKey: Uint8Array.from(ticks, (_, index) => (index % 12 === 0 ? 1 : 0)),
    decodeOrder: Uint32Array.from(ticks, (_, index) => index),
  };
}

export const mainSet: LabelSet = {
  id: id(1),
  kind: 'main',
  name: 'Main',
  personId: null,
  runId: null,
  isShown: true,
};

export const person: Person = { id: id(2), name: 'Ana', role: 'annotator', isArchived: false };

export function expression(n: number, text: string, category = 'object'): Expression {
  return {
    id: id(n),
    text,
    definition: '',
    counts: '',
    countsNot: '',
    category,
    colour: 0,
    position: n,
    isArchived: false,
  };
}

export function video(n: number, table: FrameTable, fields: Partial<Video> = {}): Video {
  const first = table.ticks[0] ?? 0;
  const end = (table.ticks.at(-1) ?? 0) + (table.durations.at(-1) ?? 0);
  return {
    id: id(n),
    number: 1,
    name: 'cups.mp4',
    kind: 'container',
    path: 'clips/cups.mp4',
    sizeBytes: 1000,
    quickHash: 'q',
    width: 200,
    height: 100,
    rotation: 0,
    codec: 'avc1.64001f',
    frameCount: table.ticks.length,
    durationSeconds: (end - first) / table.timescale,
    imageRate: null,
    notices: [],
    originalPath: null,
    notes: '',
    isRemoved: false,
    ...fields,
  };
}

export function object(n: number, videoId: string, number: number): VideoObject {
  return { id: id(n), videoId, number, name: '', notes: '', attributes: {} };
}

export function answer(
  n: number,
  videoId: string,
  expressionId: string,
  fields: Partial<Answer> = {},
): Answer {
  return {
    id: id(n),
    expressionId,
    videoId,
    labelSetId: mainSet.id,
    verdict: 'objects',
    count: null,
    coverage: [],
    coverageGrid: { kind: 'every' },
    state: 'done',
    notes: '',
    ...fields,
  };
}

export function keyframe(frame: number, x: number, y: number, fields: Partial<Keyframe> = {}): Keyframe {
  return { frame, x, y, w: null, h: null, gap: 'linear', source: 'person', ...fields };
}

export function track(n: number, of: VideoObject, fields: Partial<Track> = {}): Track {
  return {
    id: id(n),
    videoId: of.videoId,
    objectId: of.id,
    labelSetId: mainSet.id,
    shape: 'point',
    state: 'annotated',
    sourceTrackId: null,
    notes: '',
    attributes: {},
    keyframes: [],
    derived: [],
    visibility: [],
    ...fields,
  };
}

export function document(
  fields: Pick<VideoDocument, 'video' | 'table'> & Partial<VideoDocument>,
): VideoDocument {
  return {
    contentHash: null,
    objects: [],
    objectExpressions: [],
    answers: [],
    tracks: [],
    verdicts: [],
    runs: [],
    spanData: () => undefined,
    ...fields,
  };
}

export function source(project: Partial<ProjectDocument>, videos: readonly VideoDocument[]): DatasetSource {
  const whole: ProjectDocument = {
    project: { id: id(0), name: 'Cups', workGrid: { kind: 'every' } },
    persons: [person],
    expressions: [],
    attributes: [],
    labelSets: [mainSet],
    ...project,
  };
  return {
    project: () => Promise.resolve(whole),
    async *videos() {
      for (const one of videos) yield await Promise.resolve(one);
    },
  };
}

/** A project's content in one order, with the span data its tracks use spelled out. */
export function sorted(project: ProjectDocument, videos: readonly VideoDocument[]): unknown {
  const byId = <T extends { id: string }>(records: readonly T[]): T[] =>
    records.toSorted((a, b) => compareText(a.id, b.id));
  return {
    project: project.project,
    persons: byId(project.persons),
    expressions: byId(project.expressions),
    attributes: byId(project.attributes),
    labelSets: byId(project.labelSets),
    videos: videos
      .toSorted((a, b) => compareText(a.video.id, b.video.id))
      .map((one) => ({
        video: one.video,
        contentHash: one.contentHash,
        table: one.table,
        objects: byId(one.objects),
        objectExpressions: one.objectExpressions.toSorted((a, b) =>
          compareText(a.objectId + a.expressionId, b.objectId + b.expressionId),
        ),
        answers: byId(one.answers),
        tracks: byId(one.tracks),
        verdicts: byId(one.verdicts),
        runs: byId(one.runs),
        spanData: byId(one.tracks).flatMap((t): (SpanData | undefined)[] =>
          t.derived.map((span) => one.spanData(span.dataId)),
        ),
      })),
  };
}
