import fs from 'node:fs';
import type { FrameTable } from '#domain/frame-table.ts';
import type { Video } from '#domain/records.ts';
import { probeVideoFile } from '#media/probe.node.ts';

/** What an import needs to know of a file or image folder. */
export interface Probed {
  kind: 'probed';
  table: FrameTable;
  sizeBytes: number;
  quickHash: string;
  info: Pick<Video, 'kind' | 'width' | 'height' | 'rotation' | 'codec' | 'imageRate' | 'notices'>;
}

export interface NeedsRate {
  kind: 'needsRate';
  frameCount: number;
}

/** Reads a video file's or image folder's frames. Throws MediaError for what cannot be labelled. */
export async function probe(
  file: string,
  _imageRate: number | null,
  signal: AbortSignal | undefined,
): Promise<Probed | NeedsRate> {
  if (fs.statSync(file, { throwIfNoEntry: false })?.isDirectory()) throw new Error('image folders follow');
  const { table, info, sizeBytes, quickHash } = await probeVideoFile(file, signal ? { signal } : {});
  const { width, height, rotation, codec, notices } = info;
  return {
    kind: 'probed',
    table,
    sizeBytes,
    quickHash,
    info: { kind: 'container', width, height, rotation, codec, imageRate: null, notices },
  };
}
