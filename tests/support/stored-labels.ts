import fs from 'node:fs';
import path from 'node:path';
import { positionAt, type TrackPosition } from '#domain/interpolation.ts';
import type { Track } from '#domain/track.ts';
import type { VideoDocument } from '#exchange/dataset.ts';
import { fiducialJson } from '#exchange/fiducial-json/format.ts';
import { fiducial } from './page-project.ts';

/** What a project holds of its first video. */
export interface StoredLabels {
  document: VideoDocument;
  /** The track of an object in the label set that people edit. Throws where there is none. */
  track(object: number): Track;
  positionOf(object: number, frame: number): TrackPosition | undefined;
}

/**
 * Reads a project's labels by way of a Fiducial JSON export from the command line; the project must not be open.
 * Throws with the export's words when it fails.
 */
export async function storedLabels(folder: string, project: string): Promise<StoredLabels> {
  const out = fs.mkdtempSync(path.join(folder, 'stored-'));
  const { code, err } = fiducial(folder, 'export', project, '--format', 'fiducial-json', '--out', out);
  if (code !== 0) throw new Error(`fiducial export ended with ${code}: ${err}`);
  return readLabels(out);
}

/** Reads the labels of the first video of a Fiducial JSON export. */
export async function readLabels(exported: string): Promise<StoredLabels> {
  const source = await fiducialJson.read?.({
    read: (file) => fs.createReadStream(path.join(exported, file)),
  });
  if (!source) throw new Error('Fiducial JSON must be readable');
  const { labelSets } = await source.project();
  const mainSet = labelSets.find((set) => set.kind === 'main')?.id;
  for await (const document of source.videos()) {
    const track = (number: number): Track => {
      const object = document.objects.find((each) => each.number === number);
      const found = document.tracks.find(
        (each) => each.objectId === object?.id && each.labelSetId === mainSet,
      );
      if (!found) throw new Error(`The export has no track of object #${number}`);
      return found;
    };
    return {
      document,
      track,
      positionOf: (object, frame) => positionAt(track(object), frame, document.spanData),
    };
  }
  throw new Error(`${exported} has no video`);
}
