import fs from 'node:fs';
import path from 'node:path';
import { updateOf } from '#domain/changes.ts';
import type { Id } from '#domain/ids.ts';
import { newId } from '#api/new-id.ts';
import type { Video } from '#domain/records.ts';
import { quickHash } from '#media/probe.node.ts';
import { StudioError } from './studio-error.ts';
import type { Studio } from './studio.ts';
import { isFileThere, storedPathOf } from './video-files.ts';

/** Points a video at its file's new place. Throws FILE_NOT_FOUND, FILE_MISMATCH when it is another file. */
export async function relink(studio: Studio, videoId: Id, file: string): Promise<void> {
  const project = studio.project();
  const video = project.rows.video.get([videoId]);
  if (!video) throw new StudioError('NOT_FOUND', 'This video is not in the project.');
  if (!fs.existsSync(file)) throw new StudioError('FILE_NOT_FOUND', `There is no file ${file}.`);
  if (video.kind === 'container' && (await quickHash(file)) !== video.quickHash) {
    throw new StudioError(
      'FILE_MISMATCH',
      `${file} is not the file that “${video.name}” was labelled on: its content differs. Nothing was changed.`,
    );
  }
  savePath(studio, video, file);
}

/** Looks for every missing video below a folder, by size first and then by hash. */
export async function relinkBelow(studio: Studio, folder: string): Promise<{ found: Id[]; missing: Id[] }> {
  const project = studio.project();
  const missing = project.rows.video
    .list("is_removed = 0 AND kind = 'container'")
    .filter((video) => !isFileThere(project.folder, video));
  const bySize = Map.groupBy(missing, (video) => video.sizeBytes);
  const found = new Set<Id>();
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const candidates = bySize.get(fs.statSync(file).size)?.filter((video) => !found.has(video.id)) ?? [];
    if (candidates.length === 0) continue;
    const hash = await quickHash(file);
    for (const video of candidates.filter((candidate) => candidate.quickHash === hash)) {
      savePath(studio, video, file);
      found.add(video.id);
    }
  }
  return {
    found: [...found],
    missing: missing.filter((video) => !found.has(video.id)).map((video) => video.id),
  };
}

function savePath(studio: Studio, video: Video, file: string): void {
  const project = studio.project();
  const person = project.rows.person.list('1')[0];
  if (!person) return;
  const step = project.log.commitChanges(
    { commandId: newId(), personId: person.id, videoId: null, frame: null },
    'relinkVideo',
    `Relink “${video.name}”`,
    [updateOf('video', video, { ...video, path: storedPathOf(project.folder, path.resolve(file)) })],
  );
  studio.steps.publish(step);
}
