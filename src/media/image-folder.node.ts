import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { imageSize, type ImageSize } from './image-size.ts';
import type { CancelSignal } from './media-bytes.ts';
import { MediaError } from './media-error.ts';

/** A folder of numbered images, as a video. */
export interface ImageFolder {
  /** The folder that holds the images: inside the one asked for, in the MOT layout. */
  path: string;
  /** Name for people: the sequence's. */
  name: string;
  /** File names, in frame order. */
  images: string[];
  /** Frames per second that the data set states (MOT's seqinfo.ini); undefined where a person must say. */
  rate: number | undefined;
  /** Displayed size in pixels, of the first image. Others are scaled to it. */
  width: number;
  height: number;
  sizeBytes: number;
  /** SHA-256, hex, over the names and sizes of the files and the bytes of the first. */
  quickHash: string;
  notices: string[];
}

const imageName = /^[^.].*\.(jpe?g|png)$/i;
const order = new Intl.Collator('en', { numeric: true });
const parallelReads = 16;
const firstRead = 64 * 1024;

/**
 * Reads a folder of numbered JPEG or PNG images: plain, DAVIS (JPEGImages/480p/NAME) or MOT (NAME/img1 beside
 * seqinfo.ini; NAME itself will do). Throws MediaError when it holds none.
 */
export async function probeImageFolder(
  path: string,
  options: { signal?: CancelSignal; onProgress?: (done: number, total: number) => void } = {},
): Promise<ImageFolder> {
  const sequence = await findSequence(path);
  const images = await numberedImages(sequence.path);
  const files = await readHeaders(sequence.path, images, options);
  const [first] = files;
  if (!first?.size) {
    throw new MediaError(
      'DAMAGED',
      `${images[0]} in ${sequence.path} is no readable image. Replace it or take it out of the folder.`,
    );
  }
  const quick = createHash('sha256');
  for (const file of files) quick.update(`${file.name}\0${file.bytes}\n`);
  quick.update(await readFile(join(sequence.path, first.name)));
  return {
    ...sequence,
    images,
    ...first.size,
    sizeBytes: files.reduce((sum, file) => sum + file.bytes, 0),
    quickHash: quick.digest('hex'),
    notices: noticesOf(files, first.size),
  };
}

/** SHA-256, hex, over the names, sizes and bytes of all images. `onProgress` gets images done and total. */
export async function imageFolderContentHash(
  folder: Pick<ImageFolder, 'path' | 'images'>,
  onProgress: (done: number, total: number) => void = () => {},
  signal?: CancelSignal,
): Promise<string> {
  const hash = createHash('sha256');
  for (const [done, name] of folder.images.entries()) {
    signal?.throwIfAborted();
    const path = join(folder.path, name);
    hash.update(`${name}\0${(await stat(path)).size}\n`);
    for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
    onProgress(done + 1, folder.images.length);
  }
  return hash.digest('hex');
}

/** Where the images of a sequence are, and what its data set says about it. */
async function findSequence(path: string): Promise<Pick<ImageFolder, 'path' | 'name' | 'rate'>> {
  for (const root of [path, dirname(path)]) {
    const text = await readFile(join(root, 'seqinfo.ini'), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const valueOf = (key: string): string | undefined =>
      new RegExp(String.raw`^\s*${key}\s*=\s*(.+?)\s*$`, 'im').exec(text)?.[1];
    const folder = valueOf('imDir') ?? 'img1';
    if (root !== path && basename(path) !== folder) continue;
    const rate = Number(valueOf('frameRate'));
    return {
      path: root === path ? join(path, folder) : path,
      name: valueOf('name') ?? basename(root),
      rate: rate > 0 ? rate : undefined,
    };
  }
  return { path, name: basename(path), rate: undefined };
}

async function numberedImages(path: string): Promise<string[]> {
  const entries = await readdir(path).catch((error: unknown) => {
    throw new MediaError('FILE_UNREADABLE', `The folder ${path} cannot be read. Check that it is there.`, {
      cause: error,
    });
  });
  const images = entries
    .filter((name) => imageName.test(name) && /\d\.\w+$/.test(name))
    .toSorted(order.compare);
  if (images.length === 0) {
    throw new MediaError(
      'NO_IMAGES',
      `${path} holds no numbered JPEG or PNG images (such as 00001.jpg). Choose the folder that holds them.`,
    );
  }
  const stem = (name: string): string => name.replace(/\.\w+$/, '');
  const twin = images.find((name, i) => i > 0 && order.compare(stem(name), stem(images[i - 1] ?? '')) === 0);
  if (twin !== undefined) {
    throw new MediaError(
      'NO_IMAGES',
      `${path} holds ${images[images.indexOf(twin) - 1]} and ${twin}, which have the same number. Keep only one set of images in the folder.`,
    );
  }
  return images;
}

interface ImageHeader {
  name: string;
  bytes: number;
  /** Undefined for a file that is no readable image. */
  size: ImageSize | undefined;
}

async function readHeaders(
  path: string,
  images: readonly string[],
  { signal, onProgress }: { signal?: CancelSignal; onProgress?: (done: number, total: number) => void },
): Promise<ImageHeader[]> {
  const headers: ImageHeader[] = [];
  let next = 0;
  const readSome = async (): Promise<void> => {
    for (let index = next++; index < images.length; index = next++) {
      signal?.throwIfAborted();
      const name = images[index] ?? '';
      headers[index] = { name, ...(await readHeader(join(path, name))) };
      if (index % 100 === 99) onProgress?.(index + 1, images.length);
    }
  };
  await Promise.all(Array.from({ length: parallelReads }, readSome));
  return headers;
}

async function readHeader(path: string): Promise<Omit<ImageHeader, 'name'>> {
  const handle = await open(path, 'r');
  try {
    const { size: bytes } = await handle.stat();
    for (let length = firstRead; ; length *= 8) {
      const buffer = new Uint8Array(Math.min(length, bytes));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
      const size = imageSize(buffer.subarray(0, bytesRead));
      if (size !== 'more') return { bytes, size };
      if (buffer.length === bytes) return { bytes, size: undefined };
    }
  } finally {
    await handle.close();
  }
}

function noticesOf(files: readonly ImageHeader[], first: ImageSize): string[] {
  const notices: string[] = [];
  const damaged = files.filter(({ size }) => !size);
  if (damaged.length > 0) {
    notices.push(`${damaged.length} file(s) are no readable images, the first of them ${damaged[0]?.name}.`);
  }
  const others = files.filter(
    ({ size }) => size && (size.width !== first.width || size.height !== first.height),
  );
  if (others.length > 0) {
    notices.push(
      `${others.length} image(s) have another size than the first, such as ${others[0]?.name}; they are scaled to it.`,
    );
  }
  const numbers = files.map(({ name }) => Number(/(\d+)\.\w+$/.exec(name)?.[1]));
  const span = (numbers.at(-1) ?? 0) - (numbers[0] ?? 0) + 1;
  if (span > files.length) notices.push('The numbers have gaps; frames follow the order of the files.');
  return notices;
}
