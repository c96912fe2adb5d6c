import fs from 'node:fs';
import path from 'node:path';
import type { Video } from '#domain/records.ts';

/** Where a video's file is: stored paths are relative to the project folder with forward slashes, or absolute. */
export function absolutePathOf(folder: string, video: Pick<Video, 'path'>): string {
  return path.isAbsolute(video.path) ? video.path : path.resolve(folder, ...video.path.split('/'));
}

/** The path to store: relative when the file lies in or beside the project folder, so that both can move together. */
export function storedPathOf(folder: string, file: string): string {
  const relative = path.relative(folder, file);
  const stepsUp = relative.split(path.sep).filter((part) => part === '..').length;
  return path.isAbsolute(relative) || stepsUp > 1 ? file : relative.split(path.sep).join('/');
}

export function isFileThere(folder: string, video: Pick<Video, 'path'>): boolean {
  return fs.existsSync(absolutePathOf(folder, video));
}

/** How many files are asked for at once: a network disk answers slowly, and one thread pool serves everything. */
const askedAtOnce = 32;

/** The videos whose file is not where it should be; removed ones are nobody's concern. */
export async function missingVideos(folder: string, videos: readonly Video[]): Promise<Video[]> {
  const wanted = videos.filter((video) => !video.isRemoved);
  const missing = new Set<Video>();
  let next = 0;
  const ask = async (): Promise<void> => {
    for (let video = wanted[next++]; video; video = wanted[next++]) {
      const isThere = await fs.promises.access(absolutePathOf(folder, video)).then(
        () => true,
        () => false,
      );
      if (!isThere) missing.add(video);
    }
  };
  await Promise.all(Array.from({ length: askedAtOnce }, ask));
  return wanted.filter((video) => missing.has(video));
}
