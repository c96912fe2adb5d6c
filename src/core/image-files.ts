import path from 'node:path';
import type { Id } from '#domain/ids.ts';
import type { Video } from '#domain/records.ts';
import { probeImageFolder } from '#media/image-folder.node.ts';
import { absolutePathOf } from './video-files.ts';

const lists = new Map<Id, Promise<string[]>>();

/** The files of an image folder in frame order, looked up once for each video. */
export function imageFilesOf(projectFolder: string, video: Video): Promise<string[]> {
  let files = lists.get(video.id);
  if (!files) {
    const folder = absolutePathOf(projectFolder, video);
    files = probeImageFolder(folder).then(({ images }) => images.map((name) => path.join(folder, name)));
    lists.set(video.id, files);
    // A folder that cannot be read now is tried again.
    files.catch(() => lists.delete(video.id));
  }
  return files;
}

/** Looks again next time: the folder has moved. */
export function forgetImageFiles(videoId: Id): void {
  lists.delete(videoId);
}
