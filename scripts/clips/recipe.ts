import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawClip, storedSize, type ClipPictures } from './clip-pictures.ts';
import { runFfmpeg, words } from './ffmpeg.ts';
import type { Clip } from './manifest.ts';

/** How one clip is made. `make` writes the files and gives their manifest entry. */
export interface Recipe {
  file: string;
  make(path: string): Promise<Omit<Clip, 'file'> & Partial<Clip>>;
}

export const libx264 = words('-c:v libx264 -preset medium -crf 27 -threads 1');
/** Pattern index of pictures that are in the file but must never be shown as frames. */
export const neverShown = 900_000;

export interface Encoding {
  pictures: ClipPictures;
  /** Frames per second, as ffmpeg takes it. */
  rate: string;
  filters?: string;
  pixelFormat?: string;
  args: readonly string[];
  /** Further inputs, such as sound. */
  inputs?: readonly string[];
  isTwoPass?: boolean;
}

/** Encodes pictures to a file; the same pictures give the same bytes with the same ffmpeg. */
export async function encode(path: string, encoding: Encoding): Promise<void> {
  const { width, height } = storedSize(encoding.pictures);
  const filters = [encoding.filters, `format=${encoding.pixelFormat ?? 'yuv420p'}`].filter(
    (filter) => filter !== undefined,
  );
  const run = async (args: readonly string[], output: string): Promise<Buffer> =>
    runFfmpeg(
      [
        ...words(`-f rawvideo -pix_fmt rgba -s ${width}x${height} -r ${encoding.rate} -i -`),
        ...(encoding.inputs ?? []),
        '-vf',
        filters.join(','),
        ...words('-map_metadata -1 -fflags +bitexact -flags +bitexact'),
        ...encoding.args,
        ...args,
        output,
      ],
      drawClip(encoding.pictures),
    );
  if (!encoding.isTwoPass) {
    await run([], path);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'clips-'));
  const log = ['-passlogfile', join(folder, 'pass')];
  await run(['-pass', '1', ...log, '-f', 'null'], '-');
  await run(['-pass', '2', ...log], path);
  await rm(folder, { recursive: true });
}

export function upTo(count: number, first = 0): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}

/** Ticks of a constant rate. */
export function evenTicks(count: number, step: number, first = 0): number[] {
  return upTo(count).map((i) => first + i * step);
}

/** Ticks of a constant rate rounded to milliseconds, as Matroska and WebM store them. */
export function millisecondTicks(count: number, framesPerSecond: number, first = 0): number[] {
  return upTo(count).map((i) => first + Math.round((i * 1000) / framesPerSecond));
}
