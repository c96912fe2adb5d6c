import fs from 'node:fs/promises';
import path from 'node:path';
import type { Video } from '#domain/records.ts';
import { absolutePathOf } from './video-files.ts';

const lists = new Map<string, Promise<string[]>>();

/** The files of an image folder in frame order, listed once per program. */
export function imageFilesOf(folder: string, video: Video): Promise<string[]> {
  let files = lists.get(video.id);
  if (!files) {
    files = fs
      .readdir(absolutePathOf(folder, video))
      .then((names) => names.map((name) => path.join(folder, name)));
    lists.set(video.id, files);
  }
  return files;
}
