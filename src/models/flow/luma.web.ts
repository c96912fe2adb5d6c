import type { FrameTable } from '#domain/frame-table.ts';
import type { Size } from '#domain/geometry.ts';
import { FrameReader } from '#media/frame-reader.web.ts';
import { imageOrientation, readImages } from '#media/image-reader.web.ts';
import type { Orientation } from '#media/packet-stream.web.ts';
import { grayOf } from '#media/read-frames.web.ts';
import { contextOf, drawUpright } from '#media/upright.web.ts';
import type { FlowVideo } from './flow-protocol.web.ts';
import { FrameWindow } from './frame-window.ts';
import type { GrayFrameSource, GrayImage } from './gray.ts';

/** A video's frames as luma at displayed size. */
export interface LumaSource extends GrayFrameSource {
  close(): Promise<void>;
}

/** Opens a video for tracking. Throws MediaError where it, or later a frame of it, cannot be decoded. */
export async function openLuma(video: FlowVideo, table: FrameTable, size: Size): Promise<LumaSource> {
  const maker = new LumaMaker(size);
  const shape = { frameCount: table.ticks.length, frameBytes: size.width * size.height };
  if (video.kind === 'images') {
    const { name, urls } = video;
    return new FrameWindow((from, to) => lumaOfImages(name, urls.slice(from, to + 1), from, maker), shape);
  }
  const reader = await FrameReader.open(video, table);
  const window = new FrameWindow((from, to) => lumaOfFrames(reader, from, to, maker), shape);
  return {
    read: (index) => window.read(index),
    close: async () => {
      await window.close();
      reader.close();
    },
  };
}

async function* lumaOfFrames(
  reader: FrameReader,
  from: number,
  to: number,
  maker: LumaMaker,
): AsyncGenerator<GrayImage, void> {
  for await (const { frame, error } of reader.read(from, to)) {
    if (error) throw error;
    try {
      yield await maker.ofFrame(frame, reader.orientation);
    } finally {
      frame.close();
    }
  }
}

async function* lumaOfImages(
  name: string,
  urls: readonly string[],
  from: number,
  maker: LumaMaker,
): AsyncGenerator<GrayImage, void> {
  for await (const { frame, error } of readImages(name, from, urls)) {
    if (error) throw error;
    try {
      yield maker.drawn(frame, imageOrientation);
    } finally {
      frame.close();
    }
  }
}

/** Formats whose first plane is luma, one byte a pixel. */
const lumaFirst: ReadonlySet<string | null> = new Set(['I420', 'I420A', 'I422', 'I444', 'NV12']);

/**
 * Luma as video codes it (16 black, 235 white; ITU-R BT.601 and BT.709) to the whole range, as drawing a frame gives
 * it: what the tracker calls alike must not depend on which way its pictures came.
 */
const wholeRange = Uint8ClampedArray.from({ length: 256 }, (_, luma) => ((luma - 16) * 255) / 219);

function stretch(data: Uint8Array): void {
  for (let i = 0; i < data.length; i++) data[i] = wholeRange[data[i] ?? 0] ?? 0;
}

class LumaMaker {
  readonly #size: Size;
  #context: OffscreenCanvasRenderingContext2D | undefined;

  constructor(size: Size) {
    this.#size = size;
  }

  /** The decoder's own luma where the frame is displayed as it is stored; else from a drawing of it. */
  async ofFrame(frame: VideoFrame, orientation: Orientation): Promise<GrayImage> {
    const { width, height } = this.#size;
    const isUpright = orientation.rotation === 0 && !orientation.isFlipped;
    const isWhole = frame.visibleRect?.width === width && frame.visibleRect.height === height;
    if (!isUpright || !isWhole || !lumaFirst.has(frame.format)) return this.drawn(frame, orientation);
    const planes = new Uint8Array(frame.allocationSize());
    const [luma] = await frame.copyTo(planes);
    if (!luma) return this.drawn(frame, orientation);
    const data = new Uint8Array(width * height);
    for (let row = 0; row < height; row++) {
      const at = luma.offset + row * luma.stride;
      data.set(planes.subarray(at, at + width), row * width);
    }
    if (frame.colorSpace.fullRange !== true) stretch(data);
    return { width, height, data };
  }

  drawn(picture: VideoFrame | ImageBitmap, orientation: Orientation): GrayImage {
    const { width, height } = this.#size;
    this.#context ??= contextOf(new OffscreenCanvas(width, height), {
      alpha: false,
      willReadFrequently: true,
    });
    drawUpright(this.#context, picture, orientation);
    const gray = grayOf(this.#context.getImageData(0, 0, width, height).data);
    return { width, height, data: new Uint8Array(gray.buffer) };
  }
}
