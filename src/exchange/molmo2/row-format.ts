import type { Id } from '#domain/ids.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { DatasetSource, ExportSink, ProjectDocument, VideoDocument } from '../dataset.ts';
import type { CopyRequest, Preview, Problem, WriteResult } from '../format.ts';
import { encodeLines } from '../json-lines.ts';
import { parquetBytes, type Columns } from '../parquet.ts';
import { utf8 } from '../utf8.ts';
import { portablePath } from '../video-path.ts';
import type { Clip } from './clips.ts';
import { datasetCard } from './dataset-card.ts';
import type { RowResult } from './rows.ts';

/** A data set of rows: what the two Molmo 2 formats share once they know their rows. */
export interface RowSet<R extends object, O> {
  title: string;
  columns: Columns;
  rowsOf(project: ProjectDocument, document: VideoDocument, options: O): Iterable<RowResult<R>>;
  /** Path of a copy's file, from its name: where the trainer's loader looks when its video folder is the export. */
  copyPath(name: string, options: O): string;
}

interface FileOptions {
  files: readonly ('parquet' | 'jsonl')[];
}

/** Few, because a track row may be long. */
const rowsPerGroup = 256;

type Located<R> = RowResult<R> & { document: VideoDocument };

async function* results<R extends object, O>(
  set: RowSet<R, O>,
  source: DatasetSource,
  options: O,
): AsyncGenerator<Located<R>> {
  const project = await source.project();
  for await (const document of source.videos()) {
    for (const result of set.rowsOf(project, document, options)) yield { ...result, document };
  }
}

export async function* preflightRows<R extends object, O>(
  set: RowSet<R, O>,
  source: DatasetSource,
  options: O,
): AsyncGenerator<Problem> {
  const owners = new Map<string, Id>();
  for await (const { problems, clip, document } of results(set, source, options)) {
    yield* problems;
    const owner = clip && owners.get(clip.name);
    if (clip && owner === undefined) owners.set(clip.name, document.video.id);
    if (clip && owner !== undefined && owner !== document.video.id) {
      // Said once: the name is this video's now.
      owners.set(clip.name, document.video.id);
      yield {
        kind: 'note',
        row: clip.name,
        videoId: document.video.id,
        video: document.video.name,
        expressionId: null,
        expression: null,
        frame: null,
        message: `Another video's rows name the same file “${clip.name}”; export with training copies, or rename one.`,
      };
    }
  }
}

export async function previewRows<R extends object, O extends FileOptions>(
  set: RowSet<R, O>,
  source: DatasetSource,
  options: O,
  limit: number,
): Promise<Preview> {
  const rows: Preview['rows'] = [];
  const counts: Record<string, number> = { rows: 0, leftOut: 0 };
  for await (const { row, config, problems } of results(set, source, options)) {
    const file = dataFile(config, options.files[0] ?? 'parquet');
    if (row && rows.length < limit) rows.push({ file, row });
    countRow(counts, row, problems);
    if (row) count(counts, `rows in ${config}`);
    for (const { kind } of problems) if (kind !== 'left-out') count(counts, kind);
  }
  return { rows, counts };
}

export async function* copiesOfRows<R extends object, O>(
  set: RowSet<R, O>,
  source: DatasetSource,
  options: O,
): AsyncGenerator<CopyRequest> {
  for await (const { clip, document } of usedCopies(set, source, options)) {
    yield {
      videoId: document.video.id,
      name: clip.name,
      path: set.copyPath(clip.name, options),
      ...clip.size,
      fps: clip.fps,
      sourceFrames: clip.sourceFrames,
    };
  }
}

async function* usedCopies<R extends object, O>(
  set: RowSet<R, O>,
  source: DatasetSource,
  options: O,
): AsyncGenerator<{ clip: Clip; document: VideoDocument }> {
  const seen = new Set<string>();
  for await (const { row, clip, document } of results(set, source, options)) {
    if (!row || !clip?.isCopy || seen.has(clip.name)) continue;
    seen.add(clip.name);
    yield { clip, document };
  }
}

/**
 * Writes the rows, one pass over the source for each file so that no more than a row group is held, then an index
 * map for each copy the rows name, and the card by which Hugging Face's loader finds the configurations.
 */
export async function writeRows<R extends object, O extends FileOptions>(
  set: RowSet<R, O>,
  source: DatasetSource,
  options: O,
  sink: ExportSink,
): Promise<WriteResult> {
  const perConfig: Record<string, number> = {};
  const counts: Record<string, number> = { rows: 0, leftOut: 0 };
  for await (const { row, config, problems } of results(set, source, options)) {
    if (row) count(perConfig, config);
    countRow(counts, row, problems);
  }
  const configs = Object.keys(perConfig).sort();
  for (const config of configs) {
    for (const file of new Set(options.files)) {
      const rows = rowsIn(set, source, options, config);
      const bytes = file === 'parquet' ? parquetBytes(set.columns, rows, rowsPerGroup) : encodeLines(rows);
      await sink.write(dataFile(config, file), bytes);
    }
  }
  for await (const { clip, document } of usedCopies(set, source, options)) {
    count(counts, 'copies');
    await sink.write(
      `index-maps/${clip.name}.json`,
      indexMap(set.copyPath(clip.name, options), clip, document),
    );
  }
  await sink.write('README.md', utf8(datasetCard(set.title, configs, options.files, dataFile)));
  for (const config of configs) counts[`rows in ${config}`] = perConfig[config] ?? 0;
  return { counts };
}

async function* rowsIn<R extends object, O>(
  set: RowSet<R, O>,
  source: DatasetSource,
  options: O,
  config: string,
): AsyncGenerator<R> {
  for await (const result of results(set, source, options)) {
    if (result.row && result.config === config) yield result.row;
  }
}

/** "spatial reference" → spatial-reference/train.parquet */
function dataFile(config: string, extension: 'parquet' | 'jsonl'): string {
  return `${config.replaceAll(' ', '-')}/train.${extension}`;
}

/** Which source frame each frame of a copy shows. */
function indexMap(path: string, clip: Clip, { video, contentHash, table }: VideoDocument): Uint8Array {
  const sourceFrames = [...clip.sourceFrames];
  const map = {
    copy: path,
    fps: clip.fps,
    width: clip.size.width,
    height: clip.size.height,
    source: { videoId: video.id, path: portablePath(video), sha256: contentHash, timescale: table.timescale },
    sourceFrames,
    sourceTicks: sourceFrames.map((frame) => table.ticks[frame] ?? null),
  };
  return utf8(`${canonicalJson(map)}\n`);
}

function countRow(counts: Record<string, number>, row: object | null, problems: readonly Problem[]): void {
  if (row) count(counts, 'rows');
  else if (problems.some((problem) => problem.kind === 'left-out')) count(counts, 'leftOut');
}

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
