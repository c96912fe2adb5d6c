import fs from 'node:fs';
import path from 'node:path';
import { newId } from '#api/new-id.ts';
import { projectFileOf } from '#store/project-store.ts';
import { importVideos } from './import-videos.ts';
import { openSampleProject } from './sample-project.ts';
import { StudioError } from './studio-error.ts';
import type { Studio } from './studio.ts';

/**
 * Opens what was named on the command line: a project folder, or a video (or image folder), which is imported into
 * a project beside it. Nothing named opens the last project, else the sample. Throws StudioError, StoreError.
 */
export async function openTarget(studio: Studio, target: string | undefined): Promise<void> {
  if (target === undefined) {
    await openSampleProject(studio);
    return;
  }
  const given = path.resolve(target);
  if (!fs.existsSync(given)) throw new StudioError('FILE_NOT_FOUND', `There is nothing at ${given}.`);
  if (path.basename(given) === 'project.fiducial') studio.open(path.dirname(given));
  else if (fs.existsSync(projectFileOf(given))) studio.open(given);
  else await openVideo(studio, given);
}

async function openVideo(studio: Studio, file: string): Promise<void> {
  const { dir, name } = path.parse(file);
  const folder = path.join(dir, `${name}-labels`);
  const project = fs.existsSync(projectFileOf(folder)) ? studio.open(folder) : studio.create(folder, name);
  const personId = project.rows.person.list('1')[0]?.id ?? newId();
  for await (const event of importVideos(studio, { personId, paths: [file], imageRate: 25 })) {
    if (event.kind === 'refused') throw new StudioError('FILE_MISMATCH', event.message);
  }
}
