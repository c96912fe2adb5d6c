import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { diffTrack } from '#domain/changes.ts';
import { encodeFrameTable } from '#domain/frame-table.ts';
import { encodeSpanData } from '#domain/span-data.ts';
import type { Track } from '#domain/track.ts';
import type { DatasetSource, FileSource, VideoDocument } from '#exchange/dataset.ts';
import { ExchangeError } from '#exchange/exchange-error.ts';
import { fiducialJson } from '#exchange/fiducial-json/format.ts';
import { createProjectStore, projectFileOf, type ProjectStore } from '#store/project-store.ts';
import { StoreError } from '#store/store-error.ts';
import { relinkBelow } from '../relink.ts';
import { StudioError } from '../studio-error.ts';
import type { Studio } from '../studio.ts';

/**
 * Makes a project of a Fiducial JSON export and opens it: the same records under the same ids. It is built beside its
 * place and moved there whole. Videos are looked for below `mediaFolder` by hash; null leaves them to be relinked.
 *
 * Throws StudioError DATA_REFUSED, naming file, line and field; StoreError PROJECT_EXISTS.
 */
export async function importFiducialJson(
  studio: Studio,
  request: { from: string; folder: string; mediaFolder: string | null },
): Promise<ProjectStore> {
  const folder = path.resolve(request.folder);
  if (fs.existsSync(projectFileOf(folder))) {
    throw new StoreError('PROJECT_EXISTS', `There is a project in ${folder} already. Choose another folder.`);
  }
  const draft = path.join(path.dirname(folder), `.${path.basename(folder)}-${randomUUID().slice(0, 8)}`);
  try {
    const source = await readSource(path.resolve(request.from));
    const store = await createFrom(draft, source);
    try {
      for await (const document of source.videos()) store.transact(() => insertLabels(store, document));
    } finally {
      store.close();
    }
    fs.mkdirSync(folder, { recursive: true });
    for (const name of fs.readdirSync(draft)) fs.renameSync(path.join(draft, name), path.join(folder, name));
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error;
    throw new StudioError('DATA_REFUSED', error.message, { problems: [error.message] }, { cause: error });
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
  }
  const project = studio.open(folder);
  if (request.mediaFolder !== null) await relinkBelow(studio, path.resolve(request.mediaFolder));
  return project;
}

async function readSource(from: string): Promise<DatasetSource> {
  const files: FileSource = {
    async *read(name) {
      const file = path.resolve(from, name);
      if (!file.startsWith(from + path.sep) || !fs.existsSync(file)) {
        throw new ExchangeError(name, null, '', `there is no such file in ${from}`);
      }
      yield* fs.createReadStream(file, { highWaterMark: 2 ** 20 });
    },
  };
  if (!fiducialJson.read) throw new Error('Fiducial JSON can be read; its definition says otherwise');
  return fiducialJson.read(files);
}

/** Everything that others refer to: the project's records, videos with their runs, then the label sets of runs. */
async function createFrom(folder: string, source: DatasetSource): Promise<ProjectStore> {
  const document = await source.project();
  const store = createProjectStore(folder, (rows) => {
    rows.project.insert(document.project);
    for (const person of document.persons) rows.person.insert(person);
    for (const expression of document.expressions) rows.expression.insert(expression);
    for (const attribute of document.attributes) rows.attribute.insert(attribute);
  });
  for await (const { video, table, contentHash, runs } of source.videos()) {
    store.transact(() => {
      store.rows.video.insert(video);
      store.videos.saveFrameTable(video.id, table.builderVersion, encodeFrameTable(table));
      if (contentHash !== null) store.videos.saveState(video.id, { contentHash });
      for (const run of runs) store.runs.insert(run);
    });
  }
  store.transact(() => {
    for (const set of document.labelSets) store.rows.labelSet.insert(set);
  });
  return store;
}

function insertLabels(store: ProjectStore, document: VideoDocument): void {
  const { rows } = store;
  for (const object of document.objects) rows.object.insert(object);
  for (const link of document.objectExpressions) rows.objectExpression.insert(link);
  for (const answer of document.answers) rows.answer.insert(answer);
  const dataIds = new Set(document.tracks.flatMap((track) => track.derived.map((span) => span.dataId)));
  for (const id of dataIds) {
    const data = document.spanData(id);
    if (data) store.spanData.insert(id, encodeSpanData(data));
  }
  for (const track of sourcesFirst(document.tracks)) {
    for (const change of diffTrack(undefined, track)) {
      if (change.after === null) continue;
      (rows[change.entity] as { insert(record: unknown): void }).insert(change.after);
    }
  }
  for (const verdict of document.verdicts) rows.verdict.insert(verdict);
}

/** Tracks in an order in which every one comes after the proposal it was accepted from. */
function sourcesFirst(tracks: readonly Track[]): Track[] {
  const byId = new Map(tracks.map((track) => [track.id, track]));
  const ordered = new Set<Track>();
  const add = (track: Track): void => {
    if (ordered.has(track)) return;
    const source = track.sourceTrackId === null ? undefined : byId.get(track.sourceTrackId);
    if (source && source !== track) add(source);
    ordered.add(track);
  };
  for (const track of tracks) add(track);
  return [...ordered];
}
