/** The worker that proves a frame table, one video, once. */
import { frameCountOf, type FrameTable } from '#domain/frame-table.ts';
import { FrameReader, type ContainerVideo } from './frame-reader.web.ts';
import { hashPlanes } from './hash-planes.web.ts';
import { readImages } from './image-reader.web.ts';
import { MediaError, type MediaErrorCode } from './media-error.ts';
import { concludeProof, type ProofRecord } from './proof-record.ts';

export type ProofVideo =
  | ({ kind: 'container' } & ContainerVideo)
  | { kind: 'images'; name: string; urls: string[] };

export type ProofRequest =
  | { kind: 'prove'; video: ProofVideo; table: FrameTable }
  | { kind: 'pause' }
  | { kind: 'resume' };

export type ProofReply =
  | { kind: 'progress'; done: number; total: number }
  | { kind: 'done'; record: ProofRecord }
  | { kind: 'failed'; code: MediaErrorCode; message: string };

/** Frames sought at random. */
const seeks = 24;
const progressEvery = 30;
const listed = 100;

let resumed = Promise.withResolvers<void>();
resumed.resolve();

self.addEventListener('message', ({ data }: MessageEvent<ProofRequest>) => {
  switch (data.kind) {
    case 'prove':
      prove(data.video, data.table).then(
        (record) => reply({ kind: 'done', record }),
        (error: unknown) => reply(failure(error)),
      );
      break;
    case 'pause':
      resumed = Promise.withResolvers<void>();
      break;
    case 'resume':
      resumed.resolve();
      break;
  }
});

async function prove(video: ProofVideo, table: FrameTable): Promise<ProofRecord> {
  return video.kind === 'images' ? proveImages(video, table) : proveContainer(video, table);
}

async function proveContainer(video: ContainerVideo, table: FrameTable): Promise<ProofRecord> {
  const frames = frameCountOf(table);
  const first = table.ticks[0] ?? 0;
  const last = table.ticks[frames - 1] ?? 0;
  const unexpected = new Set<number>();
  const undecodable: number[] = [];
  const sample = pickFrames(frames);
  const hashes = new Map<number, string>();
  const mismatched: number[] = [];
  let decoded = 0;
  const reader = await FrameReader.open(video, table, {
    hardwareAcceleration: 'prefer-software',
    onStray: (tick) => {
      // Pictures outside the edit list are decoded too, and are no frames.
      if (tick >= first && tick <= last && unexpected.size < listed) unexpected.add(tick);
    },
  });
  try {
    for await (const { index, frame } of reader.read(0, frames - 1)) {
      await resumed.promise;
      if (frame) {
        decoded++;
        if (sample.has(index)) hashes.set(index, (await hashPlanes(frame)).sha256);
        frame.close();
      } else if (undecodable.length < listed) undecodable.push(index);
      if ((index + 1) % progressEvery === 0) reply({ kind: 'progress', done: index + 1, total: frames });
    }
    for (const [index, hash] of shuffled([...hashes])) {
      await resumed.promise;
      for await (const { frame } of reader.read(index, index)) {
        if (!frame || (await hashPlanes(frame)).sha256 !== hash) mismatched.push(index);
        frame?.close();
      }
    }
  } finally {
    reader.close();
  }
  return concludeProof({
    frames,
    decoded,
    undecodable,
    unexpected: [...unexpected],
    sought: hashes.size,
    mismatched,
  });
}

async function proveImages(
  { name, urls }: { name: string; urls: string[] },
  table: FrameTable,
): Promise<ProofRecord> {
  const frames = frameCountOf(table);
  const undecodable: number[] = [];
  let decoded = 0;
  for await (const { index, frame } of readImages(name, 0, urls)) {
    await resumed.promise;
    if (frame) decoded++;
    else if (undecodable.length < listed) undecodable.push(index);
    frame?.close();
    if ((index + 1) % progressEvery === 0) reply({ kind: 'progress', done: index + 1, total: frames });
  }
  return concludeProof({ frames, decoded, undecodable, unexpected: [], sought: 0, mismatched: [] });
}

function pickFrames(count: number): Set<number> {
  return new Set(Array.from({ length: Math.min(seeks, count) }, () => Math.floor(Math.random() * count)));
}

function shuffled<T>(items: T[]): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const other = Math.floor(Math.random() * (i + 1));
    const [a, b] = [items[i], items[other]];
    if (a !== undefined && b !== undefined) [items[i], items[other]] = [b, a];
  }
  return items;
}

function failure(error: unknown): ProofReply {
  if (error instanceof MediaError) return { kind: 'failed', code: error.code, message: error.message };
  return {
    kind: 'failed',
    code: 'CANNOT_DECODE',
    message: error instanceof Error ? error.message : String(error),
  };
}

function reply(message: ProofReply): void {
  self.postMessage(message, { transfer: [] });
}
