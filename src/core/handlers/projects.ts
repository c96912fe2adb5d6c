import { implement } from '@orpc/server';
import fs from 'node:fs';
import { projectsContract, type Overview } from '#api/projects.contract.ts';
import { loadProjectRecords } from '#store/documents.ts';
import { projectFileOf, type ProjectStore } from '#store/project-store.ts';
import { importFiducialJson } from '../export/import-json.ts';
import { openSampleProject } from '../sample-project.ts';
import type { Studio } from '../studio.ts';
import { missingVideos } from '../video-files.ts';

const os = implement(projectsContract).$context<{ studio: Studio }>();

export async function overviewOf(project: ProjectStore): Promise<Overview> {
  // One moment of the project: nothing may change it between these, so they do not wait for the disk in between.
  const records = loadProjectRecords(project.rows);
  const rest = {
    states: project.videos.states(),
    counts: project.videos.counts(),
    seq: project.log.latestSeq(),
  };
  const missing = await missingVideos(project.folder, records.video);
  return { folder: project.folder, records, ...rest, missing: missing.map(({ id }) => id) };
}

export const projects = os.router({
  recent: os.recent.handler(({ context }) =>
    context.studio.settings
      .recent()
      .map((recent) => ({ ...recent, isThere: fs.existsSync(projectFileOf(recent.folder)) })),
  ),
  create: os.create.handler(({ input, context }) =>
    overviewOf(context.studio.create(input.folder, input.name)),
  ),
  open: os.open.handler(({ input, context }) => overviewOf(context.studio.open(input.folder))),
  importJson: os.importJson.handler(async ({ input, context }) =>
    overviewOf(await importFiducialJson(context.studio, input)),
  ),
  openSample: os.openSample.handler(async ({ context }) =>
    overviewOf(await openSampleProject(context.studio)),
  ),
  current: os.current.handler(({ context }) => {
    const project = context.studio.openProject();
    return project ? overviewOf(project) : null;
  }),
  close: os.close.handler(({ context }) => context.studio.close()),
  watch: os.watch.handler(({ context, signal }) => context.studio.projectEvents.subscribe(signal)),
});
