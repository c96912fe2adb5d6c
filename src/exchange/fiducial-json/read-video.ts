import type { Id } from '#domain/ids.ts';
import type { Answer, ObjectExpression, Verdict, Video, VideoObject } from '#domain/records.ts';
import type { Run } from '#domain/run.ts';
import { strideOf, type SpanData } from '#domain/span-data.ts';
import type { Track } from '#domain/track.ts';
import type { FileSource, VideoDocument } from '../dataset.ts';
import { ExchangeError } from '../exchange-error.ts';
import { checkReferences } from './check-references.ts';
import { checkedLines } from './checked-lines.ts';
import { videoLineSchema, type VideoLine } from './lines.ts';
import type { ProjectIds } from './read.ts';
import { tableBuilder, type TableBuilder } from './table-builder.ts';

type LineOf<K extends VideoLine['kind']> = Extract<VideoLine, { kind: K }>;

interface GrowingSpanData {
  shape: SpanData['shape'];
  rows: number;
  /** Filled as lines arrive: a claimed row count allocates nothing. */
  values: number[];
}

/** Reads one video's file and checks that everything it refers to is there. Throws ExchangeError. */
export async function readVideo(
  files: FileSource,
  file: string,
  id: Id,
  project: ProjectIds,
): Promise<VideoDocument> {
  let head: LineOf<'video'> | undefined;
  let table: TableBuilder | undefined;
  const objects: VideoObject[] = [];
  const objectExpressions: ObjectExpression[] = [];
  const answers: Answer[] = [];
  const tracks: Track[] = [];
  const verdicts: Verdict[] = [];
  const runs: Run[] = [];
  const spans = new Map<Id, GrowingSpanData>();

  for await (const { line, value } of checkedLines(files, file, videoLineSchema)) {
    const fail = (pointer: string, reason: string): never => {
      throw new ExchangeError(file, line, pointer, reason);
    };
    switch (value.kind) {
      case 'video':
        if (head) fail('', 'there is a second video line');
        if (value.record.id !== id) fail('/record/id', `it should be ${id}, as in the file's name`);
        head = value;
        break;
      case 'frameTable':
        if (table) fail('', 'there is a second frame table');
        table = tableBuilder(value);
        break;
      case 'frames': {
        const reason = table ? table.add(value) : 'the frame table has not begun';
        if (reason !== undefined) fail('', reason);
        break;
      }
      case 'object':
        objects.push(value.record);
        break;
      case 'objectExpression':
        objectExpressions.push(value.record);
        break;
      case 'answer':
        answers.push(value.record);
        break;
      case 'track':
        tracks.push(value.record);
        break;
      case 'verdict':
        verdicts.push(value.record);
        break;
      case 'run':
        runs.push(value.record);
        break;
      case 'spanData':
        if (spans.has(value.id)) fail('/id', 'the span data is there twice');
        spans.set(value.id, { shape: value.shape, rows: value.rows, values: [] });
        break;
      case 'spanRows': {
        const reason = addSpanRows(spans.get(value.id), value);
        if (reason !== undefined) fail('', reason);
        break;
      }
      case 'header':
      case 'end':
        break;
    }
  }

  const whole = (reason: string): ExchangeError => new ExchangeError(file, null, '', reason);
  if (!head) throw whole('the video line is missing');
  const built = table?.finish();
  if (!built) throw whole('the frame table is missing or has fewer frames than it says');
  const spanData = finishSpans(spans, whole);
  const video: Video = head.record;
  const document: VideoDocument = {
    video,
    contentHash: head.contentHash,
    table: built,
    objects,
    objectExpressions,
    answers,
    tracks,
    verdicts,
    runs,
    spanData: (dataId) => spanData.get(dataId),
  };
  const [fault] = checkReferences(document, project);
  if (fault !== undefined) throw whole(fault);
  return document;
}

function addSpanRows(data: GrowingSpanData | undefined, line: LineOf<'spanRows'>): string | undefined {
  if (!data) return `the span data ${line.id} has not begun`;
  const stride = strideOf(data.shape);
  if (line.start * stride !== data.values.length) return 'the rows do not follow the rows before them';
  for (const row of line.rows) {
    if (row.length !== stride) return `a row of a ${data.shape} has ${stride} numbers, not ${row.length}`;
    for (const value of row) data.values.push(Number(value));
  }
  return undefined;
}

function finishSpans(
  spans: ReadonlyMap<Id, GrowingSpanData>,
  fault: (reason: string) => ExchangeError,
): Map<Id, SpanData> {
  const out = new Map<Id, SpanData>();
  for (const [id, { shape, rows, values }] of spans) {
    if (values.length !== rows * strideOf(shape))
      throw fault(`the span data ${id} has not the ${rows} rows it says`);
    out.set(id, { shape, values: Float64Array.from(values) });
  }
  return out;
}
