import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
  type VideoCodec,
} from 'mediabunny';
import type { FrameTable } from '#domain/frame-table.ts';
import { FrameReader } from './frame-reader.web.ts';
import type { SourceVideo } from './frame-source.web.ts';
import { imageOrientation, readImages } from './image-reader.web.ts';
import { MediaError } from './media-error.ts';
import { clearMp4Times } from './mp4-times.ts';
import type { Orientation } from './packet-stream.web.ts';
import { readVideoFrames } from './read-frames.web.ts';
import { contextOf, drawUpright, type Size } from './upright.web.ts';

/** What a training copy holds: source frames by index, shown one after the other at a constant rate. */
export interface CopyPlan extends Size {
  /** Whole frames per second. */
  fps: number;
  /** Source frame of each copy frame; does not fall, may repeat. */
  sourceFrames: readonly number[];
}

export interface EncodeCopyOptions {
  signal: AbortSignal;
  /** Copy frames encoded so far. */
  onProgress: (done: number) => void;
}

interface Encoding {
  codec: VideoCodec;
  config: VideoEncoderConfig;
  frame: VideoEncoderEncodeOptions;
}

/** Encoder frames that may wait: more only take memory. */
const maxQueued = 8;
const keyFrameSeconds = 2;
/** Where only a bit rate can be asked for: ample, so that nothing small is smeared. */
const bitsPerPixel = 0.25;

/**
 * Encodes a copy of a video on another clock as MP4: VP9, or H.264 where this machine has no VP9 encoder. Frames are picked
 * by the frame table and upright; the same source gives the same bytes with the same encoder.
 *
 * Throws MediaError where a source frame cannot be decoded or nothing encodes, and the signal's reason when aborted.
 */
export async function encodeCopy(
  video: SourceVideo,
  table: FrameTable,
  plan: CopyPlan,
  { signal, onProgress }: EncodeCopyOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const encoding = await pickEncoding(plan, video.name);
  const chunks: EncodedVideoChunk[] = [];
  let decoderConfig: VideoDecoderConfig | undefined;
  let failure: unknown;
  const encoder = new VideoEncoder({
    output(chunk, meta) {
      chunks.push(chunk);
      decoderConfig ??= meta?.decoderConfig;
    },
    error(error) {
      failure = error;
    },
  });
  encoder.configure(encoding.config);
  const canvas = new OffscreenCanvas(plan.width, plan.height);
  const context = contextOf(canvas, { alpha: false });
  try {
    let k = 0;
    for await (const { index, picture, orientation } of picturesOf(video, table, plan, signal)) {
      const isPlain = isEncodable(picture, orientation, plan);
      if (!isPlain) drawUpright(context, picture, orientation);
      try {
        for (; plan.sourceFrames[k] === index; k++) {
          if (failure !== undefined) throw failure;
          while (encoder.encodeQueueSize > maxQueued) await dequeued(encoder);
          const frame = new VideoFrame(isPlain ? picture : canvas, {
            timestamp: Math.round((k * 1e6) / plan.fps),
            duration: Math.round(1e6 / plan.fps),
          });
          encoder.encode(frame, { ...encoding.frame, keyFrame: k % (plan.fps * keyFrameSeconds) === 0 });
          frame.close();
          onProgress(k + 1);
        }
      } finally {
        picture.close();
      }
    }
    await encoder.flush();
    if (failure !== undefined) throw failure;
  } finally {
    if (encoder.state !== 'closed') encoder.close();
  }
  return mux(chunks, decoderConfig, encoding.codec, plan.fps);
}

/**
 * The first encoder there is for this size. VP9 at a fixed quantiser comes first because it alone was measured to give
 * the same bytes every time (docs/decisions/0181); H.264 by OpenH264 does not.
 */
async function pickEncoding({ width, height, fps }: CopyPlan, name: string): Promise<Encoding> {
  const size = { width, height, framerate: fps, hardwareAcceleration: 'prefer-software' } as const;
  const candidates: Encoding[] = [
    {
      codec: 'vp9',
      config: { ...size, codec: 'vp09.00.51.08', bitrateMode: 'quantizer' },
      frame: { vp9: { quantizer: 16 } },
    },
    {
      codec: 'avc',
      config: { ...size, codec: 'avc1.640033', avc: { format: 'avc' }, bitrateMode: 'quantizer' },
      frame: { avc: { quantizer: 18 } },
    },
    {
      codec: 'avc',
      config: {
        ...size,
        codec: 'avc1.42e033',
        avc: { format: 'avc' },
        bitrate: Math.round(width * height * fps * bitsPerPixel),
        bitrateMode: 'variable',
      },
      frame: {},
    },
  ];
  for (const candidate of candidates) {
    const { supported } = await VideoEncoder.isConfigSupported(candidate.config);
    if (supported) return candidate;
  }
  throw new MediaError(
    'UNSUPPORTED_CODEC',
    `No encoder here makes a training copy of ${name} (${width}×${height}): neither VP9 nor H.264. Export with the source's clock.`,
  );
}

/**
 * Whether a decoded picture can go to the encoder as it is: upright, of the copy's size, square pixels, 8-bit 4:2:0.
 * Its planes and colours then stay the source's; everything else takes the way through a canvas.
 */
function isEncodable(
  picture: VideoFrame | ImageBitmap,
  { rotation, isFlipped }: Orientation,
  { width, height }: Size,
): boolean {
  if (!('visibleRect' in picture) || rotation !== 0 || isFlipped) return false;
  const { visibleRect, displayWidth, displayHeight, format } = picture;
  return (
    (format === 'I420' || format === 'NV12') &&
    visibleRect?.width === width &&
    visibleRect.height === height &&
    displayWidth === width &&
    displayHeight === height
  );
}

interface SourcePicture {
  index: number;
  picture: VideoFrame | ImageBitmap;
  orientation: Orientation;
}

/** Each source frame of the plan once, in order; the receiver closes it. */
async function* picturesOf(
  video: SourceVideo,
  table: FrameTable,
  plan: CopyPlan,
  signal: AbortSignal,
): AsyncGenerator<SourcePicture, void> {
  const indices = [...new Set(plan.sourceFrames)];
  if (video.kind === 'images') {
    for (const index of indices) {
      for await (const image of readImages(video.name, index, [video.urlOf(index)], signal)) {
        if (image.error) throw image.error;
        yield { index, picture: image.frame, orientation: imageOrientation };
      }
    }
    return;
  }
  const reader = await FrameReader.open(video, table, { hardwareAcceleration: 'prefer-software' });
  try {
    for await (const { index, frame } of readVideoFrames(reader, indices, signal)) {
      yield { index, picture: frame, orientation: reader.orientation };
    }
  } finally {
    reader.close();
  }
}

function dequeued(encoder: VideoEncoder): Promise<void> {
  return new Promise((resolve) => encoder.addEventListener('dequeue', () => resolve(), { once: true }));
}

/** An MP4 of the chunks, the k-th shown from k / fps for 1 / fps. */
async function mux(
  chunks: readonly EncodedVideoChunk[],
  decoderConfig: VideoDecoderConfig | undefined,
  codec: VideoCodec,
  fps: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target });
  const source = new EncodedVideoPacketSource(codec);
  output.addVideoTrack(source, { frameRate: fps });
  await output.start();
  for (const [position, chunk] of chunks.entries()) {
    const data = new Uint8Array(chunk.byteLength);
    chunk.copyTo(data);
    const seconds = Math.round((chunk.timestamp * fps) / 1e6) / fps;
    const packet = new EncodedPacket(data, chunk.type, seconds, 1 / fps);
    await source.add(packet, position === 0 && decoderConfig ? { decoderConfig } : undefined);
  }
  await output.finalize();
  if (!target.buffer) throw new Error('The copy could not be put together');
  const bytes = new Uint8Array(target.buffer);
  clearMp4Times(bytes);
  return bytes;
}
