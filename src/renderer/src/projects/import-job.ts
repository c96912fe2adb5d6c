import { newId } from '#api/new-id.ts';
import type { ImportEvent } from '#api/videos.contract.ts';
import type { Video } from '#domain/records.ts';
import { canDecode } from '#media/can-decode.web.ts';
import { fetchFrameTable, uploadMedia } from '../state/asset-client.ts';
import { sourceOf } from '../state/background.ts';
import type { Studio } from '../state/studio.ts';
import { fileNameOf } from '../ui/format-units.ts';

/** Outcomes of an import that need the person: refusals with advice, folders that need a rate. */
export type ImportQuestion = Extract<ImportEvent, { kind: 'refused' | 'needsRate' | 'duplicate' }>;

/**
 * Imports files as long work with a place in the tray; answers what the person must look at. A video that this
 * machine cannot decode is taken off the list again and asked about, with the way to a copy.
 */
export async function importPaths(
  studio: Studio,
  paths: readonly string[],
  imageRate: number | null = null,
): Promise<ImportQuestion[]> {
  const { client, personId } = studio.store.getState();
  if (personId === null || paths.length === 0) return [];
  const title = paths.length === 1 ? 'Import 1 video' : `Import ${paths.length} videos`;
  return runImport(studio, title, (signal) =>
    client.videos.import({ personId, paths: [...paths], imageRate }, { signal }),
  );
}

/** Makes a copy of an undecodable video that the studio can decode, and imports it. */
export async function transcodePath(studio: Studio, path: string): Promise<ImportQuestion[]> {
  const { client, personId } = studio.store.getState();
  if (personId === null) return [];
  const title = `Copy ${fileNameOf(path)}`;
  return runImport(studio, title, (signal) => client.videos.transcode({ personId, path }, { signal }));
}

/** Copies dropped files into the project where their paths are not known here; answers where they are. */
export async function pathsOfDropped(studio: Studio, files: readonly File[]): Promise<string[]> {
  const { client, host } = studio.store.getState();
  if (host.abilities.has('pathOfFile')) return files.map((file) => host.pathOfFile(file));
  const paths: string[] = [];
  const title = files.length === 1 ? 'Copy 1 file into the project' : `Copy ${files.length} files`;
  await studio.runJob(title, async ({ signal, report }) => {
    for (const [index, file] of files.entries()) {
      if (signal.aborted) return;
      report(index, files.length, file.name);
      paths.push(await uploadMedia(client, file));
    }
  });
  return paths;
}

async function runImport(
  studio: Studio,
  title: string,
  start: (signal: AbortSignal) => Promise<AsyncIterable<ImportEvent>>,
): Promise<ImportQuestion[]> {
  const questions: ImportQuestion[] = [];
  const imported: { path: string; video: Video }[] = [];
  await studio.runJob(title, async ({ signal, report }) => {
    for await (const event of await start(signal)) {
      if (event.kind === 'progress') report(event.done, event.total, event.detail);
      else if (event.kind === 'imported') imported.push(event);
      else questions.push(event);
    }
  });
  if (imported.length === 0) return questions;
  await studio.refresh();
  questions.push(...(await checkDecoding(studio, imported)));
  return questions;
}

/** Decodes the first frames of what came in; what cannot be decoded is not left among the videos. */
async function checkDecoding(
  studio: Studio,
  imported: readonly { path: string; video: Video }[],
): Promise<ImportQuestion[]> {
  const { client, personId } = studio.store.getState();
  const refused: ImportQuestion[] = [];
  const containers = imported.filter(({ video }) => video.kind === 'container');
  if (containers.length === 0 || personId === null) return refused;
  await studio.runJob('Check that the videos can be decoded', async ({ signal, report }) => {
    for (const [index, { path, video }] of containers.entries()) {
      if (signal.aborted) return;
      report(index, containers.length, video.name);
      const source = sourceOf(video);
      if (source.kind !== 'container') continue;
      const named = { ...source, name: fileNameOf(path) };
      const answer = await canDecode(named, await fetchFrameTable(video.id));
      if (answer.canDecode) continue;
      await client.documents.commit({
        commandId: newId(),
        personId,
        videoId: null,
        frame: null,
        command: { kind: 'updateVideo', data: { id: video.id, isRemoved: true } },
      });
      const [message = answer.reason, advice = ''] = answer.reason.split(
        / Make a copy with the same frames: /,
      );
      refused.push({
        kind: 'refused',
        path,
        reason: 'CANNOT_DECODE',
        message: `${message} It was not imported; a copy with the same frames can be.`,
        canTranscode: (await client.host.about()).hasFfmpeg,
        advice,
      });
    }
  });
  return refused;
}
