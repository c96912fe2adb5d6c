/** The worker that decodes for the canvas: takes fills, hands over bitmaps at shown size. */
import type { FrameTable } from '#domain/frame-table.ts';
import type { DecoderReply, DecoderRequest, FillRequest, WorkerVideo } from './decoder-protocol.web.ts';
import { FrameReader, type DecodedFrame } from './frame-reader.web.ts';
import { imageOrientation, readImages, type DecodedImage } from './image-reader.web.ts';
import { MediaError } from './media-error.ts';
import type { Orientation } from './packet-stream.web.ts';
import { BitmapMaker, type Size } from './upright.web.ts';

interface Opened {
  video: WorkerVideo;
  table: FrameTable;
  reader: FrameReader | undefined;
  shownSize: Size;
  generation: number;
  maker: BitmapMaker | undefined;
}

let opened: Opened | undefined;
let current = new AbortController();
/** Ends when the fill before has ended: there is one decoder. */
let running = Promise.resolve();

self.addEventListener('message', ({ data }: MessageEvent<DecoderRequest>) => {
  switch (data.kind) {
    case 'open':
      opened = { ...data, reader: undefined, generation: 0, maker: undefined };
      break;
    case 'size':
      if (opened)
        Object.assign(opened, { shownSize: data.shownSize, generation: data.generation, maker: undefined });
      break;
    case 'fill': {
      current.abort();
      const { signal } = (current = new AbortController());
      running = running.then(() => fill(data, signal));
      break;
    }
    case 'stop':
      current.abort();
      break;
  }
});

async function fill(request: FillRequest, signal: AbortSignal): Promise<void> {
  if (!opened || signal.aborted) return;
  try {
    await deliver(opened, request, signal);
    reply({ kind: 'filled', fill: request.fill });
  } catch (error) {
    if (signal.aborted) return;
    const { code, message } =
      error instanceof MediaError
        ? error
        : { code: 'CANNOT_DECODE' as const, message: error instanceof Error ? error.message : String(error) };
    // The next fill opens the file again.
    opened.reader?.close();
    opened.reader = undefined;
    reply({ kind: 'broken', fill: request.fill, code, message });
  }
}

async function deliver(video: Opened, request: FillRequest, signal: AbortSignal): Promise<void> {
  const skip = new Set(request.skip);
  const held: (DecodedFrame | DecodedImage)[] = [];
  try {
    for await (const decoded of await pictures(video, request, signal)) {
      if (skip.has(decoded.index)) decoded.frame?.close();
      else if (request.isLastFirst && decoded.index < request.to) held.push(decoded);
      else hand(video, request, decoded);
    }
    while (held.length > 0) {
      const decoded = held.pop();
      if (decoded) hand(video, request, decoded);
    }
  } finally {
    for (const { frame } of held) frame?.close();
  }
}

async function pictures(
  video: Opened,
  request: FillRequest,
  signal: AbortSignal,
): Promise<AsyncGenerator<DecodedFrame | DecodedImage, void>> {
  if (video.video.kind === 'images') return readImages(video.video.name, request.from, request.urls, signal);
  video.reader ??= await FrameReader.open(video.video, video.table);
  return video.reader.read(request.from, request.to, signal);
}

function hand(video: Opened, { fill }: FillRequest, decoded: DecodedFrame | DecodedImage): void {
  if (!decoded.frame) {
    reply({ kind: 'undecodable', fill, index: decoded.index, message: decoded.error.message });
    return;
  }
  const orientation: Orientation = video.reader?.orientation ?? imageOrientation;
  video.maker ??= new BitmapMaker(video.shownSize, orientation);
  const bitmap = video.maker.make(decoded.frame);
  decoded.frame.close();
  reply({ kind: 'frame', fill, index: decoded.index, generation: video.generation, bitmap }, [bitmap]);
}

function reply(message: DecoderReply, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}
