import type { FrameTable } from '#domain/frame-table.ts';
import { MediaError } from './media-error.ts';
import type { ProofReply, ProofRequest } from './proof-worker.web.ts';
import type { ProofRecord } from './proof-record.ts';
import type { SourceVideo } from './frame-source.web.ts';

export interface ProveOptions {
  signal?: AbortSignal;
  /** Frames decoded so far, and frames in all. */
  onProgress?: (done: number, total: number) => void;
  /** While this says true, the proof waits: somebody needs the decoder. */
  isBusy?: () => boolean;
}

const busyCheckMs = 100;

/**
 * Proves a frame table in a worker of its own: decodes the whole file in order and compares count and timestamps,
 * then seeks frames at random and compares their pixels with those seen in order.
 *
 * Rejects with the signal's reason when aborted, and with MediaError when the file cannot be read.
 */
export async function prove(
  video: SourceVideo,
  table: FrameTable,
  options: ProveOptions = {},
): Promise<ProofRecord> {
  options.signal?.throwIfAborted();
  const worker = new Worker(new URL('./proof-worker.web.ts', import.meta.url), { type: 'module' });
  const post = (request: ProofRequest): void => worker.postMessage(request, []);
  const { promise, resolve, reject } = Promise.withResolvers<ProofRecord>();
  worker.addEventListener('message', ({ data }: MessageEvent<ProofReply>) => {
    if (data.kind === 'progress') options.onProgress?.(data.done, data.total);
    else if (data.kind === 'done') resolve(data.record);
    else reject(new MediaError(data.code, data.message));
  });
  worker.addEventListener('error', (event) => reject(new MediaError('CANNOT_DECODE', event.message)));
  const abort = (): void => reject(options.signal?.reason as Error);
  options.signal?.addEventListener('abort', abort);
  let wasBusy = false;
  const busyCheck = setInterval(() => {
    const isBusy = options.isBusy?.() ?? false;
    if (isBusy !== wasBusy) post({ kind: isBusy ? 'pause' : 'resume' });
    wasBusy = isBusy;
  }, busyCheckMs);
  post({
    kind: 'prove',
    table,
    video:
      video.kind === 'container'
        ? video
        : {
            kind: 'images',
            name: video.name,
            urls: Array.from(table.ticks, (_, index) => video.urlOf(index)),
          },
  });
  try {
    return await promise;
  } finally {
    clearInterval(busyCheck);
    options.signal?.removeEventListener('abort', abort);
    worker.terminate();
  }
}
