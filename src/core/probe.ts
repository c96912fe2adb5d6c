import fs from 'node:fs';
import path from 'node:path';
import type { FrameTable } from '#domain/frame-table.ts';
import type { Video } from '#domain/records.ts';
import { probeImageFolder } from '#media/image-folder.node.ts';
import { imageTable } from '#media/image-table.ts';
import { probeVideoFile } from '#media/probe.node.ts';

/** What an import needs to know of a file or image folder. */
export interface Probed {
  kind: 'probed';
  /** Where the frames are: the file, or the folder that holds the images themselves. */
  path: string;
  /** Name for people. */
  name: string;
  table: FrameTable;
  sizeBytes: number;
  quickHash: string;
  info: Pick<Video, 'kind' | 'width' | 'height' | 'rotation' | 'codec' | 'imageRate' | 'notices'>;
}

export interface NeedsRate {
  kind: 'needsRate';
  frameCount: number;
}

/**
 * Reads a video file's or image folder's frames. A folder whose data set does not state a rate takes `imageRate`, or
 * asks for one. Throws MediaError for what cannot be labelled.
 */
export async function probe(
  file: string,
  imageRate: number | null,
  signal: AbortSignal | undefined,
): Promise<Probed | NeedsRate> {
  const options = signal ? { signal } : {};
  if (!fs.statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
    const { table, info, sizeBytes, quickHash } = await probeVideoFile(file, options);
    const { width, height, rotation, codec, notices } = info;
    return {
      kind: 'probed',
      path: file,
      name: path.parse(file).name,
      table,
      sizeBytes,
      quickHash,
      info: { kind: 'container', width, height, rotation, codec, imageRate: null, notices },
    };
  }
  const folder = await probeImageFolder(file, options);
  const rate = imageRate ?? folder.rate;
  if (rate === undefined) return { kind: 'needsRate', frameCount: folder.images.length };
  const { width, height, notices } = folder;
  return {
    kind: 'probed',
    path: folder.path,
    name: folder.name,
    table: imageTable(folder.images.length, rate),
    sizeBytes: folder.sizeBytes,
    quickHash: folder.quickHash,
    info: { kind: 'images', width, height, rotation: 0, codec: 'images', imageRate: rate, notices },
  };
}
