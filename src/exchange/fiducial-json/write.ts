import { frameCountOf } from '#domain/frame-table.ts';
import type { Id } from '#domain/ids.ts';
import { keyOf } from '#domain/records.ts';
import { rowCountOf, strideOf, type SpanData } from '#domain/span-data.ts';
import { compareText, type DatasetSource, type ExportSink, type VideoDocument } from '../dataset.ts';
import { encodeLines } from '../json-lines.ts';
import {
  formatName,
  formatVersion,
  projectFile,
  rowsPerLine,
  videoFile,
  type ProjectLine,
  type VideoLine,
} from './lines.ts';

/** Writes videos one at a time, then the project file that lists them. Gives the number of records per kind. */
export async function writeFiducialJson(
  source: DatasetSource,
  sink: ExportSink,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const ids: Id[] = [];
  for await (const document of source.videos()) {
    ids.push(document.video.id);
    await sink.write(videoFile(document.video.id), encodeLines(counted(videoLines(document), counts)));
  }
  const project = await projectLines(source, ids);
  await sink.write(projectFile, encodeLines(counted(project, counts)));
  return counts;
}

function* counted<L extends ProjectLine | VideoLine>(
  lines: Iterable<L>,
  counts: Record<string, number>,
): Generator<L> {
  for (const line of lines) {
    if ('record' in line) counts[line.kind] = (counts[line.kind] ?? 0) + 1;
    yield line;
  }
}

export async function projectLines(source: DatasetSource, videoIds: readonly Id[]): Promise<ProjectLine[]> {
  const { project, persons, expressions, attributes, labelSets } = await source.project();
  const lines: ProjectLine[] = [
    { kind: 'header', format: formatName, version: formatVersion, content: 'project' },
    { kind: 'project', record: project },
    ...byId(persons).map((record) => ({ kind: 'person' as const, record })),
    ...byId(expressions).map((record) => ({ kind: 'expression' as const, record })),
    ...byId(attributes).map((record) => ({ kind: 'attribute' as const, record })),
    ...byId(labelSets).map((record) => ({ kind: 'labelSet' as const, record })),
    ...videoIds.toSorted(compareText).map((id) => ({ kind: 'videoFile' as const, id })),
  ];
  return [...lines, { kind: 'end', lines: lines.length }];
}

/** A video's lines in their one order. Throws where the snapshot lacks the data of a derived span. */
export function* videoLines(document: VideoDocument): Generator<VideoLine> {
  let count = 0;
  for (const line of bodyLines(document)) {
    count++;
    yield line;
  }
  yield { kind: 'end', lines: count };
}

function* bodyLines(document: VideoDocument): Generator<VideoLine> {
  yield { kind: 'header', format: formatName, version: formatVersion, content: 'video' };
  yield { kind: 'video', contentHash: document.contentHash, record: document.video };
  yield* tableLines(document);
  for (const record of byId(document.objects)) yield { kind: 'object', record };
  const links = document.objectExpressions.toSorted((a, b) =>
    compareText(keyOf('objectExpression', a), keyOf('objectExpression', b)),
  );
  for (const record of links) yield { kind: 'objectExpression', record };
  for (const record of byId(document.answers)) yield { kind: 'answer', record };
  for (const track of byId(document.tracks)) {
    const { keyframes, derived, visibility, ...header } = track;
    yield {
      kind: 'track',
      record: { ...header, keyframes: [...keyframes], derived: [...derived], visibility: [...visibility] },
    };
  }
  for (const record of byId(document.verdicts)) yield { kind: 'verdict', record };
  for (const record of byId(document.runs)) yield { kind: 'run', record };
  for (const dataId of spanDataIds(document)) {
    const data = document.spanData(dataId);
    if (!data) {
      throw new Error(
        `Video “${document.video.name}”: the positions ${dataId} of a derived span are missing from the project.`,
      );
    }
    yield* spanDataLines(dataId, data);
  }
}

/** Ids of the data that derived spans of the video are windows on, sorted. */
function spanDataIds(document: VideoDocument): Id[] {
  const ids = new Set(document.tracks.flatMap((track) => track.derived.map((span) => span.dataId)));
  return [...ids].sort(compareText);
}

function* tableLines({ table }: VideoDocument): Generator<VideoLine> {
  const frameCount = frameCountOf(table);
  yield {
    kind: 'frameTable',
    builderVersion: table.builderVersion,
    timescale: table.timescale,
    frameCount,
  };
  for (let start = 0; start < frameCount; start += rowsPerLine) {
    const stop = Math.min(start + rowsPerLine, frameCount);
    const keys: number[] = [];
    for (let frame = start; frame < stop; frame++) if (table.isKey[frame] === 1) keys.push(frame);
    yield {
      kind: 'frames',
      start,
      ticks: [...table.ticks.subarray(start, stop)],
      durations: [...table.durations.subarray(start, stop)],
      decodeOrder: [...table.decodeOrder.subarray(start, stop)],
      keys,
    };
  }
}

function* spanDataLines(id: Id, data: SpanData): Generator<VideoLine> {
  const total = rowCountOf(data);
  const stride = strideOf(data.shape);
  yield { kind: 'spanData', id, shape: data.shape, rows: total };
  for (let start = 0; start < total; start += rowsPerLine) {
    const rows: SpanNumber[][] = [];
    for (let row = start; row < Math.min(start + rowsPerLine, total); row++) {
      rows.push(Array.from(data.values.subarray(row * stride, (row + 1) * stride), spanNumber));
    }
    yield { kind: 'spanRows', id, start, rows };
  }
}

type SpanNumber = number | 'NaN' | 'Infinity' | '-Infinity';

/** JSON has no number for these three, and a lossless format must keep them. */
function spanNumber(value: number): SpanNumber {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

function byId<T extends { id: Id }>(records: readonly T[]): T[] {
  return records.toSorted((a, b) => compareText(a.id, b.id));
}
