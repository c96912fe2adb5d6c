import type { FrameReader } from './frame-reader.web.ts';
import { contextOf, drawUpright, type Size } from './upright.web.ts';

export interface ReadFramesOptions {
  /** Size in pixels to read at: the displayed frame's, or smaller. */
  size: Size;
  signal?: AbortSignal;
}

/** Pixels of one frame, upright, rows from the top. */
export interface FramePixels extends Size {
  index: number;
  /** rgba: four bytes a pixel; gray: one, luma as ITU-R BT.601 weighs it. */
  data: Uint8ClampedArray;
}

/**
 * Frames by index as pixels, in the order asked for; rising order is fast, and what lies between is decoded anyway.
 *
 * Throws MediaError at a frame that cannot be decoded. One read at a time per reader. For the tracker, exports and
 * proofs; the canvas uses FrameSource.
 */
export async function* readFrames(
  reader: FrameReader,
  indices: Iterable<number>,
  format: 'rgba' | 'gray',
  options: ReadFramesOptions,
): AsyncGenerator<FramePixels, void> {
  const { width, height } = options.size;
  const context = contextOf(new OffscreenCanvas(width, height), { alpha: false, willReadFrequently: true });
  for await (const { index, frame } of readVideoFrames(reader, indices, options.signal)) {
    drawUpright(context, frame, reader.orientation);
    frame.close();
    const { data } = context.getImageData(0, 0, width, height);
    yield { index, width, height, data: format === 'rgba' ? data : grayOf(data) };
  }
}

/** Like readFrames, but as decoded: not turned upright. The receiver closes each frame. */
export async function* readVideoFrames(
  reader: FrameReader,
  indices: Iterable<number>,
  signal?: AbortSignal,
): AsyncGenerator<{ index: number; frame: VideoFrame }, void> {
  for (const [from, to] of runsOf(indices)) {
    for await (const { index, frame, error } of reader.read(from, to, signal)) {
      if (error) throw error;
      yield { index, frame };
    }
  }
}

/** Indices as runs of neighbours, so that each run is one read. */
function* runsOf(indices: Iterable<number>): Generator<[from: number, to: number]> {
  let run: [number, number] | undefined;
  for (const index of indices) {
    if (run && index === run[1] + 1) run[1] = index;
    else {
      if (run) yield run;
      run = [index, index];
    }
  }
  if (run) yield run;
}

/** Luma as ITU-R BT.601 weighs it, one byte a pixel. */
export function grayOf(rgba: Uint8ClampedArray): Uint8ClampedArray<ArrayBuffer> {
  const gray = new Uint8ClampedArray(rgba.length / 4);
  for (let i = 0; i < gray.length; i++) {
    const at = i * 4;
    // 0.299, 0.587 and 0.114 in 1/65536.
    const sum = (rgba[at] ?? 0) * 19_595 + (rgba[at + 1] ?? 0) * 38_470 + (rgba[at + 2] ?? 0) * 7471;
    gray[i] = (sum + 32_768) >> 16;
  }
  return gray;
}
