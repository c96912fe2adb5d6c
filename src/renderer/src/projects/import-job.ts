import type { ImportEvent } from '#api/videos.contract.ts';
import type { Studio } from '../state/studio.ts';

/** Outcomes of an import that need the person: refusals with advice, folders that need a rate. */
export type ImportQuestion = Extract<ImportEvent, { kind: 'refused' | 'needsRate' }>;

/** Imports files as long work with a place in the tray; answers what the person must look at. */
export async function importPaths(
  studio: Studio,
  paths: readonly string[],
  imageRate: number | null = null,
): Promise<ImportQuestion[]> {
  const { client, personId } = studio.store.getState();
  if (personId === null || paths.length === 0) return [];
  const questions: ImportQuestion[] = [];
  let imported = 0;
  const title = paths.length === 1 ? 'Import 1 video' : `Import ${paths.length} videos`;
  await studio.runJob(title, async ({ signal, report }) => {
    const events = await client.videos.import({ personId, paths: [...paths], imageRate }, { signal });
    for await (const event of events) {
      if (event.kind === 'progress') report(event.done, event.total, event.detail);
      else if (event.kind === 'imported') imported += 1;
      else if (event.kind === 'duplicate') studio.say(`${event.name} is in the project already`);
      else questions.push(event);
    }
  });
  if (imported > 0) await studio.refresh();
  return questions;
}

/** Makes a copy of an undecodable video that the studio can decode, and imports it. */
export async function transcodePath(studio: Studio, path: string): Promise<ImportQuestion[]> {
  const { client, personId } = studio.store.getState();
  if (personId === null) return [];
  const questions: ImportQuestion[] = [];
  await studio.runJob(`Copy ${path.split(/[\\/]/).at(-1) ?? path}`, async ({ signal, report }) => {
    for await (const event of await client.videos.transcode({ personId, path }, { signal })) {
      if (event.kind === 'progress') report(event.done, event.total, event.detail);
      else if (event.kind === 'refused' || event.kind === 'needsRate') questions.push(event);
    }
  });
  await studio.refresh();
  return questions;
}
