import { setTimeout as sleep } from 'node:timers/promises';
import type { Id } from '#domain/ids.ts';
import type { Video } from '#domain/records.ts';
import { imageFolderContentHash, probeImageFolder } from '#media/image-folder.node.ts';
import { contentHash } from '#media/probe.node.ts';
import type { ProjectStore } from '#store/project-store.ts';
import type { Studio } from './studio.ts';
import { absolutePathOf, isFileThere } from './video-files.ts';

/** Between two videos, so that a thousand short ones do not keep the disk from somebody's edits. */
const restMs = 20;

const busy = new WeakSet<ProjectStore>();

/** Computes the content hashes that are still missing, one file at a time. Started again, it joins in. */
export function hashInBackground(studio: Studio): void {
  const project = studio.openProject();
  if (!project || busy.has(project)) return;
  busy.add(project);
  hashAll(studio, project)
    .catch((error: unknown) => studio.options.log.warn({ err: error }, 'hashing stopped'))
    .finally(() => busy.delete(project));
}

async function hashAll(studio: Studio, project: ProjectStore): Promise<void> {
  const isOpen = (): boolean => studio.openProject() === project;
  const tried = new Set<Id>();
  while (isOpen()) {
    // Asked again at the end: imports add videos meanwhile.
    const waiting = project.rows.video
      .list('id NOT IN (SELECT video_id FROM video_state WHERE content_hash IS NOT NULL)')
      .filter(({ id }) => !tried.has(id));
    if (waiting.length === 0) return;
    for (const video of waiting) {
      tried.add(video.id);
      await hashOne(studio, project, video);
      await sleep(restMs);
    }
  }
}

async function hashOne(studio: Studio, project: ProjectStore, video: Video): Promise<void> {
  const isOpen = (): boolean => studio.openProject() === project;
  if (!isOpen() || !isFileThere(project.folder, video)) return;
  try {
    const hash = await hashOf(absolutePathOf(project.folder, video), video.kind);
    if (!isOpen()) return;
    project.videos.saveState(video.id, { contentHash: hash });
    studio.projectEvents.publish({ kind: 'videoState', state: project.videos.state(video.id) });
  } catch (error) {
    // One that cannot be read now is tried again when the project is opened next.
    studio.options.log.warn({ err: error, video: video.id }, 'video not hashed');
  }
}

async function hashOf(file: string, kind: Video['kind']): Promise<string> {
  return kind === 'container' ? contentHash(file) : imageFolderContentHash(await probeImageFolder(file));
}
