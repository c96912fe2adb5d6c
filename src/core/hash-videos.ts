import fs from 'node:fs';
import { imageFolderContentHash, probeImageFolder } from '#media/image-folder.node.ts';
import { contentHash } from '#media/probe.node.ts';
import type { ProjectStore } from '#store/project-store.ts';
import type { Studio } from './studio.ts';
import { absolutePathOf } from './video-files.ts';

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
  const waiting = project.rows.video.list(
    'id NOT IN (SELECT video_id FROM video_state WHERE content_hash IS NOT NULL)',
  );
  for (const video of waiting) {
    if (!isOpen()) return;
    const file = absolutePathOf(project.folder, video);
    if (!fs.existsSync(file)) continue;
    const hash =
      video.kind === 'container'
        ? await contentHash(file)
        : await imageFolderContentHash(await probeImageFolder(file));
    if (!isOpen()) return;
    project.videos.saveState(video.id, { contentHash: hash });
    studio.projectEvents.publish({ kind: 'videoState', state: project.videos.state(video.id) });
  }
}
