import { decodeFrameTable, encodeFrameTable, frameCountOf, type FrameTable } from '#domain/frame-table.ts';
import type { Video } from '#domain/records.ts';
import type { ProjectStore } from '#store/project-store.ts';
import { probe } from './probe.ts';
import { StudioError } from './studio-error.ts';
import { absolutePathOf } from './video-files.ts';

/**
 * A video's frame table. One that is missing or damaged is built again from the video's file, where that is the same
 * file and gives as many frames: labels never shift silently. Throws StudioError PROJECT_CORRUPT otherwise.
 */
export async function frameTableOf(project: ProjectStore, video: Video): Promise<FrameTable> {
  const stored = project.videos.frameTable(video.id);
  const table = stored && decodeWhole(stored.bytes, video);
  if (table) return table;
  const rebuilt = await rebuild(project, video);
  project.videos.saveFrameTable(video.id, rebuilt.builderVersion, encodeFrameTable(rebuilt));
  return rebuilt;
}

function decodeWhole(bytes: Uint8Array, video: Video): FrameTable | undefined {
  try {
    const table = decodeFrameTable(bytes);
    return frameCountOf(table) === video.frameCount ? table : undefined;
  } catch {
    return undefined;
  }
}

async function rebuild(project: ProjectStore, video: Video): Promise<FrameTable> {
  const file = absolutePathOf(project.folder, video);
  const damaged = (problem: string, cause?: unknown): StudioError =>
    new StudioError(
      'PROJECT_CORRUPT',
      `The frame table of “${video.name}” in ${project.file} is damaged, and ${problem}. ` +
        'Put the file that was imported in its place, or relink the video, and open it again.',
      undefined,
      { cause },
    );
  try {
    const probed = await probe(file, video.imageRate, undefined);
    const isSame =
      probed.kind === 'probed' &&
      probed.quickHash === video.quickHash &&
      frameCountOf(probed.table) === video.frameCount;
    if (isSame) return probed.table;
  } catch (error) {
    throw damaged(`it cannot be built again from ${file}`, error);
  }
  throw damaged(`${file} is another file now`);
}
