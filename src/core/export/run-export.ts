import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import type { ExportCheck, ExportRequest, exportsContract, TrainingCopy } from '#api/exports.contract.ts';
import type { Progress } from '#api/progress.ts';
import type { DatasetSource } from '#exchange/dataset.ts';
import { ExchangeError } from '#exchange/exchange-error.ts';
import type { Format } from '#exchange/format.ts';
import { formatById } from '#exchange/formats.ts';
import { exportDataset, type FileEntry } from '#exchange/manifest.ts';
import { contentHash } from '#media/probe.node.ts';
import { StudioError } from '../studio-error.ts';
import type { Studio } from '../studio.ts';
import { exportPartPath } from '../uploads.ts';
import { datasetSourceOf } from './dataset-source.ts';
import { openFolderSink } from './folder-sink.ts';

type RunRequest = z.infer<NonNullable<(typeof exportsContract.run)['~orpc']['inputSchema']>>;
type RunEvent = Progress | { kind: 'done'; folder: string; counts: Record<string, number> };

const shownProblems = 500;
const shownRows = 20;

/** What an export would hold and what it cannot. Throws StudioError. */
export async function checkExport(studio: Studio, request: ExportRequest): Promise<ExportCheck> {
  const { format, source, options } = prepare(studio, request);
  return explained(async () => {
    const problems: ExportCheck['problems'] = [];
    const problemCounts: Record<string, number> = {};
    for await (const problem of format.preflight(source, options)) {
      problemCounts[problem.kind] = (problemCounts[problem.kind] ?? 0) + 1;
      if (problems.length < shownProblems) problems.push(problem);
    }
    const { rows, counts } = await format.preview(source, options, shownRows);
    return { losses: await format.losses(source, options), problems, problemCounts, rows, counts };
  });
}

/** Training copies that the page must encode before the export can be written. */
export async function listCopies(studio: Studio, request: ExportRequest): Promise<TrainingCopy[]> {
  const { format, source, options } = prepare(studio, request);
  return explained(async () => {
    const copies: TrainingCopy[] = [];
    for await (const copy of format.copies?.(source, options) ?? []) {
      copies.push({ ...copy, sourceFrames: [...copy.sourceFrames] });
    }
    return copies;
  });
}

/** Writes an export, whole or not at all; its manifest comes last. */
export async function* runExport(
  studio: Studio,
  request: RunRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<RunEvent, void, void> {
  const { format, source, options } = prepare(studio, request);
  const project = studio.project();
  const missing = (await listCopies(studio, request)).filter((copy) => !request.parts.includes(copy.path));
  if (missing.length > 0) {
    throw new StudioError(
      'NOT_ALLOWED',
      `${missing.length} training copies are missing (${missing[0]?.path ?? ''} …). Only the studio's window can make them: export from there, or without training copies.`,
    );
  }
  const folder = path.resolve(request.folder);
  const sink = openFolderSink(folder);
  try {
    const otherFiles: FileEntry[] = [];
    for (const [index, part] of request.parts.entries()) {
      const file = exportPartPath(project.folder, request.exportId, part);
      if (!fs.existsSync(file))
        throw new StudioError('FILE_NOT_FOUND', `${part} was not uploaded. Export again.`);
      const entry = { path: part, bytes: fs.statSync(file).size, sha256: await contentHash(file) };
      sink.take(file, part);
      otherFiles.push(entry);
      yield { kind: 'progress', done: index + 1, total: request.parts.length, unit: 'videos', detail: part };
      if (signal?.aborted) return;
    }
    const proofs = new Map(request.proofs.map((proof) => [proof.videoId, proof.frames]));
    const manifest = await explained(() =>
      exportDataset({
        format,
        source,
        options,
        sink,
        program: { name: 'fiducial', version: studio.options.version },
        createHasher() {
          const hash = createHash('sha256');
          return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
        },
        frameProofOf: (videoId) => proofs.get(videoId) ?? [],
        otherFiles,
      }),
    );
    if (signal?.aborted) return;
    sink.finish();
    yield { kind: 'done', folder, counts: manifest.counts };
  } finally {
    sink.discard();
    fs.rmSync(path.join(project.folder, 'cache', 'export-parts', request.exportId), {
      recursive: true,
      force: true,
    });
  }
}

function prepare(
  studio: Studio,
  request: ExportRequest,
): { format: Format; source: DatasetSource; options: unknown } {
  const format = formatById(request.format);
  if (!format) throw new StudioError('NOT_FOUND', `There is no format called ${request.format}.`);
  const parsed = format.options.safeParse(request.options);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) => `${issue.path.join('.') || 'options'}: ${issue.message}`,
    );
    throw new StudioError('DATA_REFUSED', `Options of ${format.title}: ${problems.join('; ')}`, { problems });
  }
  return { format, source: datasetSourceOf(studio.project(), request.videoIds), options: request.options };
}

/** What a format refuses, in its own words. */
async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error;
    throw new StudioError('DATA_REFUSED', error.message, { problems: [error.message] }, { cause: error });
  }
}
