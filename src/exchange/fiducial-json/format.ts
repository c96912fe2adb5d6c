import { z } from 'zod';
import type { DatasetSource, ProjectDocument } from '../dataset.ts';
import { defineFormat, type Loss, type Preview, type Problem } from '../format.ts';
import { checkReferences } from './check-references.ts';
import { projectFile, videoFile } from './lines.ts';
import { readFiducialJson, type ProjectIds } from './read.ts';
import { projectLines, videoLines, writeFiducialJson } from './write.ts';

/** The native format: everything a project says, and an import gives the same project again. */
export const fiducialJson = defineFormat({
  id: 'fiducial-json',
  title: 'Fiducial JSON (lossless)',
  options: z.strictObject({}),
  losses: () => Promise.resolve(losses),
  preflight,
  preview,
  write: async (source, _options, sink) => ({ counts: await writeFiducialJson(source, sink) }),
  read: readFiducialJson,
});

/** Kept in the project folder only; no record of a label depends on them. */
const losses: Loss[] = [{ what: 'the command log (who changed what, undo) and working times', count: 1 }];

async function* preflight(source: DatasetSource): AsyncGenerator<Problem> {
  const ids = idsOf(await source.project());
  for await (const document of source.videos()) {
    const { video } = document;
    for (const message of checkReferences(document, ids)) {
      yield {
        kind: 'note',
        row: videoFile(video.id),
        videoId: video.id,
        video: video.name,
        expressionId: null,
        expression: null,
        frame: null,
        message: `An import will refuse this video: ${message}.`,
      };
    }
  }
}

function idsOf({ persons, expressions, labelSets }: ProjectDocument): ProjectIds {
  const ids = (records: readonly { id: string }[]): ReadonlySet<string> =>
    new Set(records.map((record) => record.id));
  return { persons: ids(persons), expressions: ids(expressions), labelSets: ids(labelSets) };
}

async function preview(source: DatasetSource, _options: unknown, limit: number): Promise<Preview> {
  const counts: Record<string, number> = {};
  const rows: Preview['rows'] = [];
  const add = (file: string, line: { kind: string }): void => {
    if (rows.length < limit) rows.push({ file, row: line });
    if ('record' in line) counts[line.kind] = (counts[line.kind] ?? 0) + 1;
  };
  for (const line of await projectLines(source, [])) {
    if (line.kind !== 'end') add(projectFile, line);
  }
  for await (const document of source.videos()) {
    for (const line of videoLines(document)) add(videoFile(document.video.id), line);
  }
  return { rows, counts };
}
