import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { CustomSource } from 'mediabunny';
import { buildFrameTable, type ProbedVideo, type ProbeOptions } from './build-frame-table.ts';
import type { CancelSignal, MediaFile } from './media-bytes.ts';
import { MediaError } from './media-error.ts';

export interface ProbedFile extends ProbedVideo {
  sizeBytes: number;
  /** SHA-256, hex, over the size and the first and last MiB: finds a moved file fast. */
  quickHash: string;
}

const mebibyte = 2 ** 20;

/** Builds the frame table of a video file on disk, in bounded memory. Throws MediaError for what is refused. */
export async function probeVideoFile(path: string, options: ProbeOptions = {}): Promise<ProbedFile> {
  return withFile(path, async (handle, size) => {
    const read = reader(handle);
    const file: MediaFile = {
      name: basename(path),
      size,
      read,
      source: new CustomSource({
        getSize: () => size,
        read: (start, end) => read(start, end),
        prefetchProfile: 'fileSystem',
      }),
    };
    const video = await buildFrameTable(file, options);
    return { ...video, sizeBytes: size, quickHash: await hashEnds(read, size) };
  });
}

/** SHA-256, hex, over a file's size (eight bytes, little-endian) and its first and last MiB. */
export async function quickHash(path: string): Promise<string> {
  return withFile(path, (handle, size) => hashEnds(reader(handle), size));
}

/** SHA-256, hex, over all bytes of a file. `onProgress` gets bytes done and total. */
export async function contentHash(
  path: string,
  onProgress: (done: number, total: number) => void = () => {},
  signal?: CancelSignal,
): Promise<string> {
  return withFile(path, async (handle, size) => {
    const hash = createHash('sha256');
    const buffer = new Uint8Array(4 * mebibyte);
    let done = 0;
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, done);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, bytesRead));
      done += bytesRead;
      onProgress(done, size);
    }
  });
}

async function withFile<T>(path: string, use: (handle: FileHandle, size: number) => Promise<T>): Promise<T> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw new MediaError(
      'FILE_UNREADABLE',
      `${path} cannot be opened (${error instanceof Error ? error.message : String(error)}). Check that it is there and may be read.`,
      { cause: error },
    );
  });
  try {
    return await use(handle, (await handle.stat()).size);
  } finally {
    await handle.close();
  }
}

function reader(handle: FileHandle): (start: number, end: number) => Promise<Uint8Array> {
  return async (start, end) => {
    const buffer = new Uint8Array(end - start);
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, start + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  };
}

async function hashEnds(
  read: (start: number, end: number) => Promise<Uint8Array>,
  size: number,
): Promise<string> {
  const sizeBytes = new Uint8Array(8);
  new DataView(sizeBytes.buffer).setBigUint64(0, BigInt(size), true);
  return createHash('sha256')
    .update(sizeBytes)
    .update(await read(0, Math.min(size, mebibyte)))
    .update(await read(Math.max(0, size - mebibyte), size))
    .digest('hex');
}
