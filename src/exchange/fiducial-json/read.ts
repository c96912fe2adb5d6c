import type { Id } from '#domain/ids.ts';
import { compareText, type DatasetSource, type FileSource, type ProjectDocument } from '../dataset.ts';
import { ExchangeError } from '../exchange-error.ts';
import { checkedLines } from './checked-lines.ts';
import { projectFile, projectLineSchema, videoFile } from './lines.ts';
import { readVideo } from './read-video.ts';

/** Ids of a project file's records, to check what videos refer to. */
export interface ProjectIds {
  persons: ReadonlySet<Id>;
  expressions: ReadonlySet<Id>;
  labelSets: ReadonlySet<Id>;
}

/**
 * Opens an export. The project file is read and checked at once, each video when it is asked for; nothing in a
 * file can make another file be read than `videos/<its id>.jsonl`. Throws ExchangeError that names file, line and
 * field.
 */
export async function readFiducialJson(files: FileSource): Promise<DatasetSource> {
  const { document, videoIds } = await readProject(files);
  const ids: ProjectIds = {
    persons: idsOf(document.persons),
    expressions: idsOf(document.expressions),
    labelSets: idsOf(document.labelSets),
  };
  return {
    project: () => Promise.resolve(document),
    async *videos() {
      for (const id of videoIds) yield await readVideo(files, videoFile(id), id, ids);
    },
  };
}

async function readProject(files: FileSource): Promise<{ document: ProjectDocument; videoIds: Id[] }> {
  const projects: ProjectDocument['project'][] = [];
  const persons: ProjectDocument['persons'][number][] = [];
  const expressions: ProjectDocument['expressions'][number][] = [];
  const attributes: ProjectDocument['attributes'][number][] = [];
  const labelSets: ProjectDocument['labelSets'][number][] = [];
  const videoIds: Id[] = [];
  const seen = new Set<Id>();
  for await (const { line, value } of checkedLines(files, projectFile, projectLineSchema)) {
    if (value.kind === 'header' || value.kind === 'end') continue;
    const id = value.kind === 'videoFile' ? value.id : value.record.id;
    if (seen.has(id)) throw new ExchangeError(projectFile, line, '', `the id ${id} is there twice`);
    seen.add(id);
    switch (value.kind) {
      case 'project':
        projects.push(value.record);
        break;
      case 'person':
        persons.push(value.record);
        break;
      case 'expression':
        expressions.push(value.record);
        break;
      case 'attribute':
        attributes.push(value.record);
        break;
      case 'labelSet':
        labelSets.push(value.record);
        break;
      case 'videoFile':
        videoIds.push(value.id);
        break;
    }
  }
  const [project] = projects;
  if (!project || projects.length > 1) {
    throw new ExchangeError(projectFile, null, '', `there must be one project line, not ${projects.length}`);
  }
  const personIds = idsOf(persons);
  for (const { id, personId } of labelSets) {
    if (personId !== null && !personIds.has(personId)) {
      throw new ExchangeError(
        projectFile,
        null,
        '',
        `the label set ${id} is of a person who is not in the file`,
      );
    }
  }
  return {
    document: { project, persons, expressions, attributes, labelSets },
    videoIds: videoIds.sort(compareText),
  };
}

function idsOf(records: readonly { id: Id }[]): ReadonlySet<Id> {
  return new Set(records.map((record) => record.id));
}
