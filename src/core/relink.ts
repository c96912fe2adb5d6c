import fs from 'node:fs';
import path from 'node:path';
import { updateOf } from '#domain/changes.ts';
import type { Id } from '#domain/ids.ts';
import { newId } from '#api/new-id.ts';
import type { Video } from '#domain/records.ts';
import { probeImageFolder } from '#media/image-folder.node.ts';
import { quickHash } from '#media/probe.node.ts';
import { hashInBackground } from './hash-videos.ts';
import { forgetImageFiles } from './image-files.ts';
import { StudioError } from './studio-error.ts';
import type { Studio } from './studio.ts';
import { absolutePathOf, missingVideos, storedPathOf } from './video-files.ts';

/** Points a video at its file's new place. Throws FILE_NOT_FOUND, FILE_MISMATCH when it is another file. */
export async function relink(studio: Studio, videoId: Id, file: string): Promise<void> {
  const video = studio.project().rows.video.get([videoId]);
  if (!video) throw new StudioError('NOT_FOUND', 'This video is not in the project.');
  if (!fs.existsSync(file)) {
    throw new StudioError('FILE_NOT_FOUND', `There is no file ${file}. Choose where “${video.name}” is now.`);
  }
  if ((await quickHashOf(file, video.kind)) !== video.quickHash) {
    throw new StudioError(
      'FILE_MISMATCH',
      `${file} is not the file that “${video.name}” was labelled on: its content differs. Nothing was changed.`,
    );
  }
  savePath(studio, video, file);
  hashInBackground(studio);
}

/** Looks for every missing video below a folder, by size or name first and then by hash. Throws FILE_NOT_FOUND. */
export async function relinkBelow(studio: Studio, folder: string): Promise<{ found: Id[]; missing: Id[] }> {
  const project = studio.project();
  if (!fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new StudioError('FILE_NOT_FOUND', `There is no folder ${folder}. Choose one that is there.`);
  }
  const missing = await missingVideos(project.folder, project.rows.video.list('is_removed = 0'));
  const left = new Map(missing.map((video) => [video.id, video]));
  for await (const entry of walk(folder)) {
    if (left.size === 0) break;
    const candidates = [...left.values()].filter((video) => couldBe(video, entry, project.folder));
    if (candidates.length === 0) continue;
    const kind = entry.isFolder ? 'images' : 'container';
    const hash = await quickHashOf(entry.path, kind);
    for (const video of candidates.filter((candidate) => candidate.quickHash === hash)) {
      savePath(studio, video, entry.path);
      left.delete(video.id);
    }
  }
  hashInBackground(studio);
  return {
    found: missing.filter(({ id }) => !left.has(id)).map(({ id }) => id),
    missing: [...left.keys()],
  };
}

interface Entry {
  path: string;
  isFolder: boolean;
  sizeBytes: number;
}

/** Everything below a folder; what may not be read, or goes meanwhile, is passed over. */
async function* walk(folder: string): AsyncGenerator<Entry, void, void> {
  const entries = await fs.promises.readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      yield { path: file, isFolder: true, sizeBytes: 0 };
      yield* walk(file);
    } else if (entry.isFile()) {
      const stat = await fs.promises.stat(file).catch(() => undefined);
      if (stat) yield { path: file, isFolder: false, sizeBytes: stat.size };
    }
  }
}

/** Worth hashing: a file of the video's size; a folder of the name that the video's images were in. */
function couldBe(video: Video, entry: Entry, projectFolder: string): boolean {
  if (video.kind === 'container') return !entry.isFolder && entry.sizeBytes === video.sizeBytes;
  return entry.isFolder && path.basename(entry.path) === path.basename(absolutePathOf(projectFolder, video));
}

/** The hash to compare; undefined for what cannot be read as such a video. */
async function quickHashOf(file: string, kind: Video['kind']): Promise<string | undefined> {
  try {
    return kind === 'container' ? await quickHash(file) : (await probeImageFolder(file)).quickHash;
  } catch {
    return undefined;
  }
}

function savePath(studio: Studio, video: Video, file: string): void {
  const project = studio.project();
  const person = project.rows.person.list('1')[0];
  if (!person) return;
  forgetImageFiles(video.id);
  const step = project.log.commitChanges(
    { commandId: newId(), personId: person.id, videoId: null, frame: null },
    'relinkVideo',
    `Relink “${video.name}”`,
    [updateOf('video', video, { ...video, path: storedPathOf(project.folder, path.resolve(file)) })],
  );
  studio.announce(step);
}
