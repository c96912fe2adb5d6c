import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { ImportEvent } from '#api/videos.contract.ts';
import { copyArguments } from '#media/media-error.ts';
import { findFfmpeg } from './ffmpeg.ts';
import { importVideos } from './import-videos.ts';
import { freeName } from './free-name.ts';
import { StudioError } from './studio-error.ts';
import type { Studio } from './studio.ts';

/**
 * Makes a copy of an undecodable video that keeps every frame at its index, in the project's media folder, and
 * imports it linked to the original. Cancelling leaves nothing behind.
 */
export async function* transcodeVideo(
  studio: Studio,
  request: { personId: string; path: string; signal?: AbortSignal | undefined },
): AsyncGenerator<ImportEvent, void, void> {
  const ffmpeg = await findFfmpeg();
  if (ffmpeg === undefined) {
    throw new StudioError(
      'NOT_ALLOWED',
      'There is no ffmpeg on the PATH. Install it, or run the command elsewhere.',
    );
  }
  const folder = path.join(studio.project().folder, 'media');
  fs.mkdirSync(folder, { recursive: true });
  const copy = freeName(folder, `${path.parse(request.path).name}-copy.mp4`);
  const draft = path.join(folder, `.${path.basename(copy)}`);
  const args = [
    '-v',
    'error',
    '-nostdin',
    '-y',
    '-progress',
    'pipe:1',
    ...copyArguments(request.path, draft),
  ];
  const child = spawn(ffmpeg, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(request.signal && { signal: request.signal }),
  });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-2000);
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', resolve);
    child.on('error', () => resolve(null));
  });
  try {
    for await (const chunk of child.stdout) {
      const frames = [...String(chunk).matchAll(/^frame=(\d+)/gm)].at(-1)?.[1];
      if (frames !== undefined) {
        yield {
          kind: 'progress',
          done: Number(frames),
          total: 0,
          unit: 'frames',
          detail: path.basename(request.path),
        };
      }
    }
    const code = await ended;
    if (request.signal?.aborted) return;
    if (code !== 0) {
      throw new StudioError('FILE_MISMATCH', `ffmpeg could not read ${request.path}: ${complaints.trim()}`);
    }
    fs.renameSync(draft, copy);
  } finally {
    child.kill();
    fs.rmSync(draft, { force: true });
  }
  yield* importVideos(studio, { ...request, paths: [copy], imageRate: null, originalPath: request.path });
}
