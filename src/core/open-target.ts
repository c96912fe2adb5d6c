import fs from 'node:fs';
import path from 'node:path';
import { newId } from '#api/new-id.ts';
import { projectFileOf } from '#store/project-store.ts';
import { MediaError } from '#media/media-error.ts';
import { importVideos } from './import-videos.ts';
import { probe } from './probe.ts';
import { openSampleProject } from './sample-project.ts';
import { StudioError } from './studio-error.ts';
import type { Studio } from './studio.ts';

/**
 * Opens what was named on the command line: a project folder, or a video (or image folder), which is imported into
 * a project beside it. Nothing named opens the sample project. Throws StudioError, StoreError; what could not be
 * imported leaves no project behind.
 */
export async function openTarget(studio: Studio, target: string | undefined): Promise<void> {
  if (target === undefined) {
    await openSampleProject(studio);
    return;
  }
  const given = path.resolve(target);
  if (!fs.existsSync(given)) {
    throw new StudioError(
      'FILE_NOT_FOUND',
      `There is nothing at ${given}. Name a project folder, a video, or a folder of numbered images.`,
    );
  }
  if (path.basename(given) === 'project.fiducial') studio.open(path.dirname(given));
  else if (fs.existsSync(projectFileOf(given))) studio.open(given);
  else await openVideo(studio, given);
}

async function openVideo(studio: Studio, file: string): Promise<void> {
  const { dir, name } = path.parse(file);
  const folder = path.join(dir, `${name}-labels`);
  await checkVideo(file);
  const project = fs.existsSync(projectFileOf(folder)) ? studio.open(folder) : studio.create(folder, name);
  const personId = project.rows.person.list('1')[0]?.id ?? newId();
  for await (const event of importVideos(studio, { personId, paths: [file], imageRate: null })) {
    if (event.kind === 'refused') throw new StudioError('FILE_MISMATCH', event.message);
  }
}

/** Looks before a project is made for it. Throws StudioError MEDIA_REFUSED, or NOT_ALLOWED, with what to do. */
async function checkVideo(file: string): Promise<void> {
  try {
    const probed = await probe(file, null, undefined);
    if (probed.kind === 'needsRate') {
      throw new StudioError(
        'NOT_ALLOWED',
        `${file} holds ${probed.frameCount} images. Import it in the studio, which asks how many were taken per second.`,
      );
    }
  } catch (error) {
    if (!(error instanceof MediaError)) throw error;
    const advice = error.remedy ?? '';
    throw new StudioError(
      'MEDIA_REFUSED',
      advice === '' ? error.message : `${error.message}\n${advice}`,
      { reason: error.code, canTranscode: false, advice },
      { cause: error },
    );
  }
}
