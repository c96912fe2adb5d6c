/** Runs in the page of openMediaBrowser: opens a clip and reads frame indices back from its pixels. */
import type { FrameTable } from '#domain/frame-table.ts';
import { canDecode, type Decodability } from '#media/can-decode.web.ts';
import { FrameReader } from '#media/frame-reader.web.ts';
import { openFrameProxy } from '#media/frame-proxy.web.ts';
import { openFrameSource, type FrameSource, type SourceVideo } from '#media/frame-source.web.ts';
import { hashPlanes } from '#media/hash-planes.web.ts';
import type { ProofRecord } from '#media/proof-record.ts';
import { prove } from '#media/prove.web.ts';
import { readFrames, readVideoFrames } from '#media/read-frames.web.ts';
import type { Size } from '#media/upright.web.ts';
import { readIndexPattern } from '../support/index-pattern.ts';

/** A clip as it crosses into the page: the table's columns as plain arrays. */
export interface ClipInPage {
  name: string;
  /** One address for a container, one per image for a folder. */
  urls: string[];
  kind: 'container' | 'images';
  table: Record<'ticks' | 'durations' | 'isKey' | 'decodeOrder', number[]> & { timescale: number };
  size: Size;
}

/** What was seen on a frame: the index its pixels carry, null where they carry none, or 'undecodable'. */
export type Sight = [frame: number, seen: number | null | 'undecodable'];

function tableOf({ table }: ClipInPage): FrameTable {
  return {
    builderVersion: 1,
    timescale: table.timescale,
    ticks: Float64Array.from(table.ticks),
    durations: Float64Array.from(table.durations),
    isKey: Uint8Array.from(table.isKey),
    decodeOrder: Uint32Array.from(table.decodeOrder),
  };
}

function videoOf({ kind, urls, name }: ClipInPage): SourceVideo {
  return kind === 'container'
    ? { kind, url: urls[0] ?? '', name }
    : { kind, urlOf: (index) => urls[index] ?? '', name };
}

function open(clip: ClipInPage, shownSize: Size, cachedFrames: number): FrameSource {
  return openFrameSource({
    video: videoOf(clip),
    table: tableOf(clip),
    displaySize: clip.size,
    shownSize,
    cacheBytes: cachedFrames * shownSize.width * shownSize.height * 4,
  });
}

/** Draws a bitmap as the canvas does, at displayed size, and reads the index off the drawn pixels. */
function readBitmap(bitmap: ImageBitmap, { width, height }: Size): number | null {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('No canvas');
  context.drawImage(bitmap, 0, 0, width, height);
  return readIndexPattern(context.getImageData(0, 0, width, height).data, width, height) ?? null;
}

/** Walks to each frame in turn as a person does, and says what its pixels say. */
export async function walk(
  clip: ClipInPage,
  route: number[],
  shownSize: Size,
  cachedFrames: number,
): Promise<Sight[]> {
  const source = open(clip, shownSize, cachedFrames);
  const sights: Sight[] = [];
  let before = route[0] ?? 0;
  try {
    for (const frame of route) {
      const step = frame - before;
      source.setPlayhead(frame, Math.abs(step) === 1 ? (step as 1 | -1) : 0);
      before = frame;
      const bitmap = source.peek(frame);
      if (bitmap) {
        sights.push([frame, readBitmap(bitmap, clip.size)]);
        continue;
      }
      const answer = await source.request(frame);
      if (answer.kind === 'superseded') throw new Error('Nobody else asked');
      sights.push([frame, answer.kind === 'ready' ? readBitmap(answer.bitmap, clip.size) : 'undecodable']);
    }
  } finally {
    source.close();
  }
  return sights;
}

/** Asks for all frames at once; only the last request may be answered. */
export async function scrub(
  clip: ClipInPage,
  frames: number[],
): Promise<{ kinds: string[]; last: Sight | undefined }> {
  const source = open(clip, clip.size, 20);
  try {
    const answers = await Promise.all(frames.map((frame) => source.request(frame)));
    const last = answers.at(-1);
    return {
      kinds: answers.map(({ kind }) => kind),
      last: last?.kind === 'ready' ? [last.index, readBitmap(last.bitmap, clip.size)] : undefined,
    };
  } finally {
    source.close();
  }
}

/** Bitmap sizes before and after the shown size changes, at one frame, and the bytes kept after a walk. */
export async function resize(
  clip: ClipInPage,
  shownSizes: Size[],
): Promise<{ sizes: Size[]; seen: (number | null)[] }> {
  const source = open(clip, shownSizes[0] ?? clip.size, 20);
  const sizes: Size[] = [];
  const seen: (number | null)[] = [];
  try {
    for (const size of shownSizes) {
      source.setShownSize(size);
      const answer = await source.request(7);
      if (answer.kind !== 'ready') throw new Error(answer.kind);
      sizes.push({ width: answer.bitmap.width, height: answer.bitmap.height });
      seen.push(readBitmap(answer.bitmap, clip.size));
    }
  } finally {
    source.close();
  }
  return { sizes, seen };
}

/** The largest number of bytes kept while walking forward through the clip. */
export async function mostBytes(
  clip: ClipInPage,
  cachedFrames: number,
): Promise<{ most: number; bound: number }> {
  const source = open(clip, clip.size, cachedFrames);
  let most = 0;
  try {
    for (let frame = 0; frame < clip.table.ticks.length; frame++) {
      source.setPlayhead(frame, 1);
      await source.request(frame);
      most = Math.max(most, source.cachedBytes);
    }
  } finally {
    source.close();
  }
  return { most, bound: cachedFrames * clip.size.width * clip.size.height * 4 };
}

export function decides(clip: ClipInPage): Promise<Decodability> {
  return canDecode({ url: clip.urls[0] ?? '', name: clip.name }, tableOf(clip));
}

export function proves(clip: ClipInPage): Promise<ProofRecord> {
  return prove(videoOf(clip), tableOf(clip));
}

/** Reads frames as the tracker does, in a reader of its own. */
export async function readsPixels(
  clip: ClipInPage,
  frames: number[],
  format: 'rgba' | 'gray',
): Promise<Sight[]> {
  const reader = await FrameReader.open({ url: clip.urls[0] ?? '', name: clip.name }, tableOf(clip));
  const sights: Sight[] = [];
  try {
    for await (const { index, data, width, height } of readFrames(reader, frames, format, {
      size: clip.size,
    })) {
      const rgba = format === 'rgba' ? data : spread(data);
      sights.push([index, readIndexPattern(rgba, width, height) ?? null]);
    }
  } finally {
    reader.close();
  }
  return sights;
}

function spread(gray: Uint8ClampedArray): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(gray.length * 4);
  gray.forEach((level, i) => rgba.set([level, level, level, 255], i * 4));
  return rgba;
}

/** Plane hashes of frames, by software decoding. */
export async function hashes(clip: ClipInPage, frames: number[]): Promise<string[]> {
  const reader = await FrameReader.open({ url: clip.urls[0] ?? '', name: clip.name }, tableOf(clip), {
    hardwareAcceleration: 'prefer-software',
  });
  const found: string[] = [];
  try {
    for await (const { frame } of readVideoFrames(reader, frames)) {
      const { sha256, format } = await hashPlanes(frame);
      found.push(`${format} ${sha256}`);
      frame.close();
    }
  } finally {
    reader.close();
  }
  return found;
}

/** Builds a proxy to the end (or finds it there), and reads the index off every small picture. */
export async function readsProxy(
  clip: ClipInPage,
  key: string,
  maxBytes: number,
): Promise<{ sights: Sight[]; found: number; size: Size }> {
  const count = clip.table.ticks.length;
  const proxy = openFrameProxy({
    video: videoOf(clip),
    table: tableOf(clip),
    displaySize: clip.size,
    key,
    isBusy: () => false,
    maxBytes,
  });
  const covered = (): number =>
    proxy.coverage().reduce((sum, { startFrame, endFrame }) => sum + endFrame - startFrame + 1, 0);
  try {
    let found = -1;
    await new Promise<void>((resolve) => {
      proxy.onCoverage(() => {
        if (found < 0) found = covered();
        if (covered() === count || proxy.state !== 'building') resolve();
      });
    });
    const sights: Sight[] = [];
    let size = { width: 0, height: 0 };
    for (let frame = 0; frame < count; frame++) {
      const picture = await proxy.load(frame);
      sights.push([
        frame,
        picture && picture === proxy.peek(frame) ? readBitmap(picture, clip.size) : 'undecodable',
      ]);
      if (picture) size = { width: picture.width, height: picture.height };
    }
    return { sights, found, size };
  } finally {
    proxy.close();
  }
}

/** The first picture that a request makes available, while the sharp one is being decoded. */
export async function firstSeenWhenScrubbing(
  clip: ClipInPage,
  key: string,
  frame: number,
): Promise<[kind: string, seen: number | null]> {
  const source = openFrameSource({
    video: videoOf(clip),
    table: tableOf(clip),
    displaySize: clip.size,
    shownSize: clip.size,
    cacheBytes: 2 ** 24,
    proxyKey: key,
  });
  try {
    await new Promise<void>((resolve) => {
      source.proxy?.onCoverage(resolve);
    });
    const first = new Promise<[string, number | null]>((resolve) => {
      source.onAvailable((index) => {
        const sharp = source.peek(index);
        const picture = sharp ?? source.peekProxy(index);
        if (index === frame && picture) resolve([sharp ? 'sharp' : 'soft', readBitmap(picture, clip.size)]);
      });
    });
    await source.request(frame);
    return await first;
  } finally {
    source.close();
  }
}

/** Plays forward at a speed, as fast as frames come, and says what the frames shown are. */
export async function plays(clip: ClipInPage, speed: number): Promise<{ stride: number; sights: Sight[] }> {
  const source = open(clip, clip.size, cachedWhilePlaying);
  const sights: Sight[] = [];
  const stride = source.playbackStride(speed);
  try {
    for (let frame = 0; frame < clip.table.ticks.length; frame += stride) {
      source.setPlayhead(frame, 1, speed);
      const answer = await source.request(frame);
      sights.push([frame, answer.kind === 'ready' ? readBitmap(answer.bitmap, clip.size) : 'undecodable']);
    }
  } finally {
    source.close();
  }
  return { stride, sights };
}

const cachedWhilePlaying = 20;
