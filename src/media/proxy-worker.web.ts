/** The worker that builds a video's proxy, outward from the playhead, while nobody needs the decoder. */
import type { FrameTable } from '#domain/frame-table.ts';
import type { Span } from '#domain/spans.ts';
import { FrameReader, type ContainerVideo, type DecodedFrame } from './frame-reader.web.ts';
import { imageOrientation, readImages, type DecodedImage } from './image-reader.web.ts';
import { nextSegment, proxySegments } from './proxy-plan.ts';
import { ProxyStore } from './proxy-store.web.ts';
import { contextOf, drawUpright, type Size } from './upright.web.ts';

export type ProxyVideo =
  | ({ kind: 'container' } & ContainerVideo)
  | { kind: 'images'; name: string; urls: string[] };

export type ProxyRequest =
  | {
      kind: 'build';
      video: ProxyVideo;
      table: FrameTable;
      key: string;
      size: Size;
      maxBytes: number;
      playhead: number;
    }
  | { kind: 'playhead'; index: number }
  | { kind: 'pause' }
  | { kind: 'resume' };

export type ProxyReply =
  | { kind: 'covered'; segment: Span }
  /** Nothing more will come: all is there, or there is no room left. */
  | { kind: 'finished'; isComplete: boolean }
  | { kind: 'failed'; message: string };

const quality = 0.75;

let playhead = 0;
let resumed = Promise.withResolvers<void>();
resumed.resolve();

self.addEventListener('message', ({ data }: MessageEvent<ProxyRequest>) => {
  switch (data.kind) {
    case 'build':
      playhead = data.playhead;
      build(data).then(
        (isComplete) => reply({ kind: 'finished', isComplete }),
        (error: unknown) =>
          reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
      );
      break;
    case 'playhead':
      playhead = data.index;
      break;
    case 'pause':
      resumed.resolve();
      resumed = Promise.withResolvers<void>();
      break;
    case 'resume':
      resumed.resolve();
      break;
  }
});

async function build(request: Extract<ProxyRequest, { kind: 'build' }>): Promise<boolean> {
  const { video, table, size, maxBytes } = request;
  const store = await ProxyStore.open(request.key);
  // Other videos' pictures count too.
  let total = await store.makeRoom(maxBytes);
  const segments = proxySegments(table);
  const done = new Set((await store.segments()).map(({ startFrame }) => startFrame));
  const reader = video.kind === 'container' ? await FrameReader.open(video, table) : undefined;
  const canvas = new OffscreenCanvas(size.width, size.height);
  const context = contextOf(canvas, { alpha: false, willReadFrequently: true });
  const orientation = reader?.orientation ?? imageOrientation;
  try {
    for (;;) {
      await resumed.promise;
      const segment = nextSegment(segments, ({ startFrame }) => done.has(startFrame), playhead);
      if (!segment) return true;
      if (total > maxBytes) total = await store.makeRoom(maxBytes);
      if (total > maxBytes) return false;
      const pictures: (Blob | undefined)[] = [];
      for await (const { frame } of picturesOf(video, reader, segment)) {
        if (frame) drawUpright(context, frame, orientation);
        frame?.close();
        pictures.push(frame ? await canvas.convertToBlob({ type: 'image/jpeg', quality }) : undefined);
        await resumed.promise;
      }
      total += await store.write(segment, pictures);
      done.add(segment.startFrame);
      reply({ kind: 'covered', segment });
    }
  } finally {
    reader?.close();
  }
}

function picturesOf(
  video: ProxyVideo,
  reader: FrameReader | undefined,
  { startFrame, endFrame }: Span,
): AsyncGenerator<DecodedFrame | DecodedImage, void> {
  if (reader) return reader.read(startFrame, endFrame);
  const urls = video.kind === 'images' ? video.urls.slice(startFrame, endFrame + 1) : [];
  return readImages(video.name, startFrame, urls);
}

function reply(message: ProxyReply): void {
  self.postMessage(message, { transfer: [] });
}
