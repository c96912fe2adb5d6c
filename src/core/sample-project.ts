import fs from 'node:fs';
import path from 'node:path';
import { newId } from '#api/new-id.ts';
import { projectFileOf, type ProjectStore } from '#store/project-store.ts';
import { importVideos } from './import-videos.ts';
import { StudioError } from './studio-error.ts';
import type { Studio } from './studio.ts';

interface GroundTruth {
  objects: { name: string; frames: { x: number; y: number; visibility: string }[] }[];
}

/**
 * Opens the sample project, made in the user's folder on first use: one video, two expressions, one object
 * labelled and one not, so that the first key worth pressing is the tracker's.
 */
export async function openSampleProject(studio: Studio): Promise<ProjectStore> {
  const folder = path.join(studio.options.userFolder, 'sample-project');
  if (fs.existsSync(projectFileOf(folder))) return studio.open(folder);
  const source = path.join(studio.options.resourcesFolder, 'sample');
  const clip = path.join(folder, 'media', 'sample.mp4');
  fs.mkdirSync(path.dirname(clip), { recursive: true });
  fs.copyFileSync(path.join(source, 'sample.mp4'), clip);
  const project = studio.create(folder, 'Sample project');
  const person = project.rows.person.list('1')[0];
  const mainSet = project.rows.labelSet.list("kind = 'main'")[0];
  if (!person || !mainSet)
    throw new StudioError('PROJECT_CORRUPT', `The sample project in ${folder} is incomplete.`);
  for await (const event of importVideos(studio, { personId: person.id, paths: [clip], imageRate: null })) {
    if (event.kind === 'refused') throw new StudioError('FILE_MISMATCH', event.message);
  }
  const video = project.rows.video.list('1')[0];
  if (!video) throw new StudioError('PROJECT_CORRUPT', `The sample clip ${clip} could not be imported.`);
  const truth = JSON.parse(fs.readFileSync(path.join(source, 'ground-truth.json'), 'utf8')) as GroundTruth;
  const commit = (command: Parameters<ProjectStore['log']['commit']>[1]): void =>
    void project.log.commit(
      { commandId: newId(), personId: person.id, videoId: video.id, frame: 0 },
      command,
    );
  for (const [index, object] of truth.objects.slice(0, 2).entries()) {
    const expressionId = newId();
    commit({
      kind: 'createExpression',
      data: {
        id: expressionId,
        text: object.name,
        definition: `The ${object.name}, at its middle.`,
        counts: 'The whole object, also while something hides part of it.',
        countsNot: 'Its shadow.',
        category: 'object',
        colour: index,
        position: index,
        isArchived: false,
      },
    });
    const first = object.frames[0];
    if (index > 0 || !first) continue;
    const trackId = newId();
    const keyframe = { w: null, h: null, gap: 'linear', source: 'person' } as const;
    commit({
      kind: 'createTrack',
      data: {
        trackId,
        objectId: newId(),
        videoId: video.id,
        labelSetId: mainSet.id,
        shape: 'point',
        keyframe: { frame: 0, x: first.x, y: first.y, ...keyframe },
        expressionIds: [expressionId],
      },
    });
    const later = object.frames.flatMap((at, frame) =>
      frame > 0 && frame % 12 === 0 && at.visibility === 'visible'
        ? [{ frame, x: at.x, y: at.y, ...keyframe }]
        : [],
    );
    if (later.length > 0) commit({ kind: 'setKeyframes', data: { trackId, keyframes: later } });
  }
  return project;
}
