import { newId } from '#api/new-id.ts';
import type { ExportRequest, TrainingCopy } from '#api/exports.contract.ts';
import type { FrameTable } from '#domain/frame-table.ts';
import type { Video } from '#domain/records.ts';
import { encodeCopy } from '#media/encode-copy.web.ts';
import { FrameReader } from '#media/frame-reader.web.ts';
import { hashPlanes } from '#media/hash-planes.web.ts';
import { fetchFrameTable, uploadExportPart } from '../state/asset-client.ts';
import { sourceOf } from '../state/background.ts';
import type { JobHandle, Studio } from '../state/studio.ts';
import { spreadFrames } from './spread-frames.ts';

/** What came of an export. */
export interface ExportDone {
  folder: string;
  counts: Record<string, number>;
}

interface FrameProofs {
  videoId: string;
  frames: { frame: number; ticks: number; planes: string }[];
}

/** Frames of each video whose planes are hashed, so that somebody can check them elsewhere. */
const provedFrames = 8;

/**
 * Makes what only the page can make (training copies, frame proofs) and has the core write the export. Rejects with
 * words for the person; nothing is left behind then.
 */
export async function runExport(
  studio: Studio,
  request: ExportRequest,
  folder: string,
  job: JobHandle,
): Promise<ExportDone | undefined> {
  const { client } = studio.store.getState();
  const exportId = newId();
  const copies = await client.exports.copies(request);
  const parts = await makeCopies(studio, copies, exportId, job);
  const proofs = await proveVideos(studio, request, job);
  if (job.signal.aborted) return undefined;
  let done: ExportDone | undefined;
  const events = await client.exports.run(
    { ...request, exportId, folder, parts, proofs },
    { signal: job.signal },
  );
  for await (const event of events) {
    if (event.kind === 'progress') job.report(event.done, event.total, `Writing ${event.detail}`);
    else done = { folder: event.folder, counts: event.counts };
  }
  return done;
}

async function makeCopies(
  studio: Studio,
  copies: readonly TrainingCopy[],
  exportId: string,
  job: JobHandle,
): Promise<string[]> {
  const { client } = studio.store.getState();
  const total = copies.reduce((sum, copy) => sum + copy.sourceFrames.length, 0);
  let before = 0;
  const parts: string[] = [];
  for (const [index, copy] of copies.entries()) {
    job.signal.throwIfAborted();
    const { video, table } = await videoOf(studio, copy.videoId);
    const bytes = await encodeCopy(sourceOf(video), table, copy, {
      signal: job.signal,
      onProgress: (done) =>
        job.report(before + done, total, `Training copy ${index + 1} of ${copies.length}: ${video.name}`),
    });
    await uploadExportPart(client, exportId, copy.path, bytes);
    parts.push(copy.path);
    before += copy.sourceFrames.length;
  }
  return parts;
}

async function videoOf(studio: Studio, videoId: string): Promise<{ video: Video; table: FrameTable }> {
  const { overview } = studio.store.getState();
  const video = overview?.records.video.find((each) => each.id === videoId);
  if (!video) throw new Error('A video of this export is not in the project any more. Check again.');
  return { video, table: await fetchFrameTable(videoId) };
}

/** Proofs of every exported video whose file is there; images have no planes to hash. */
async function proveVideos(studio: Studio, request: ExportRequest, job: JobHandle): Promise<FrameProofs[]> {
  const { overview } = studio.store.getState();
  const videos = (overview?.records.video ?? []).filter(
    (video) =>
      video.kind === 'container' &&
      !video.isRemoved &&
      !overview?.missing.includes(video.id) &&
      (request.videoIds?.includes(video.id) ?? true),
  );
  const proofs: FrameProofs[] = [];
  for (const [index, video] of videos.entries()) {
    job.signal.throwIfAborted();
    job.report(index, videos.length, `Frame proof of ${video.name}`);
    proofs.push({ videoId: video.id, frames: await proofOf(video, job.signal) });
  }
  return proofs;
}

async function proofOf(video: Video, signal: AbortSignal): Promise<FrameProofs['frames']> {
  const source = sourceOf(video);
  if (source.kind !== 'container') return [];
  const table = await fetchFrameTable(video.id);
  const reader = await FrameReader.open(source, table, { hardwareAcceleration: 'prefer-software' });
  const frames: FrameProofs['frames'] = [];
  try {
    for (const index of spreadFrames(table.ticks.length, provedFrames)) {
      for await (const { frame } of reader.read(index, index, signal)) {
        // A damaged frame has nothing to prove.
        if (!frame) continue;
        const { sha256 } = await hashPlanes(frame);
        frame.close();
        frames.push({ frame: index, ticks: table.ticks[index] ?? 0, planes: sha256 });
      }
    }
  } finally {
    reader.close();
  }
  return frames;
}
