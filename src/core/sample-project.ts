import fs from 'node:fs';
import path from 'node:path';
import { newId } from '#api/new-id.ts';
import type { Keyframe, TrackShape, Visibility } from '#domain/track.ts';
import { projectFileOf, type ProjectStore } from '#store/project-store.ts';
import { explainDiskError } from '#store/store-error.ts';
import { importVideos } from './import-videos.ts';
import { StudioError } from './studio-error.ts';
import type { Studio } from './studio.ts';

interface GroundTruth {
  objects: {
    expression: string;
    note: string;
    centres: [number, number][];
    /** [x, y, width, height] of the whole outline. */
    boxes: ([number, number, number, number] | null)[];
    visibility: Visibility[];
  }[];
}

/** Of the sample's objects: the first is left for the person to track, the second is labelled already. */
const shownObjects = [
  { text: 'the red ball', shape: 'point' },
  { text: 'the blue ball', shape: 'box' },
] as const;
const keyframeEvery = 12;

/**
 * Opens the sample project, made in the user's folder on first use: one video, two expressions, one object
 * labelled and one not, so that the first key worth pressing is the tracker's.
 */
export async function openSampleProject(studio: Studio): Promise<ProjectStore> {
  const folder = path.join(studio.options.userFolder, 'sample-project');
  const known = fs.existsSync(projectFileOf(folder)) ? studio.open(folder) : undefined;
  // The program may have ended before its first start was done.
  if (known && known.rows.video.list('1').length > 0) return known;
  const { truth, clip } = copySample(path.join(studio.options.resourcesFolder, 'sample'), folder);
  const project = known ?? studio.create(folder, 'Sample project');
  await fill(studio, project, clip, truth);
  return project;
}

/** Brings the clip into the project's folder. Throws StudioError FILE_NOT_FOUND where the program's own files are not whole. */
function copySample(source: string, folder: string): { truth: GroundTruth; clip: string } {
  const clip = path.join(folder, 'media', 'sample.mp4');
  for (const name of ['sample.mp4', 'ground-truth.json']) {
    if (!fs.existsSync(path.join(source, name))) {
      throw new StudioError(
        'FILE_NOT_FOUND',
        `The sample's ${name} is not in ${source}. Install Fiducial again, or open a project or video of yours.`,
      );
    }
  }
  try {
    fs.mkdirSync(path.dirname(clip), { recursive: true });
    fs.copyFileSync(path.join(source, 'sample.mp4'), clip);
  } catch (error) {
    throw explainDiskError(error, folder);
  }
  const truth = JSON.parse(fs.readFileSync(path.join(source, 'ground-truth.json'), 'utf8')) as GroundTruth;
  return { truth, clip };
}

async function fill(studio: Studio, project: ProjectStore, clip: string, truth: GroundTruth): Promise<void> {
  const person = project.rows.person.list('1')[0];
  const mainSet = project.rows.labelSet.list("kind = 'main'")[0];
  if (!person || !mainSet)
    throw new StudioError('PROJECT_CORRUPT', `The sample project in ${project.folder} is incomplete.`);
  for await (const event of importVideos(studio, { personId: person.id, paths: [clip], imageRate: null })) {
    if (event.kind === 'refused') throw new StudioError('FILE_MISMATCH', event.message);
  }
  const video = project.rows.video.list('1')[0];
  if (!video) throw new StudioError('PROJECT_CORRUPT', `The sample clip ${clip} could not be imported.`);
  const commit = (command: Parameters<ProjectStore['log']['commit']>[1]): void =>
    void project.log.commit(
      { commandId: newId(), personId: person.id, videoId: video.id, frame: 0 },
      command,
    );
  for (const [index, { text, shape }] of shownObjects.entries()) {
    const object = truth.objects.find((each) => each.expression === text);
    if (!object) throw new StudioError('FILE_MISMATCH', `The sample's ground truth does not know “${text}”.`);
    const expressionId = newId();
    commit({
      kind: 'createExpression',
      data: {
        id: expressionId,
        text,
        definition: object.note,
        counts: 'The whole ball, also while something hides part of it.',
        countsNot: 'Its shadow.',
        category: 'object',
        colour: index,
        position: index,
        isArchived: false,
      },
    });
    const keyframes = keyframesOf(object, shape).filter((_keyframe, k) => index > 0 || k === 0);
    const [first, ...later] = keyframes;
    if (!first) continue;
    const trackId = newId();
    commit({
      kind: 'createTrack',
      data: {
        trackId,
        objectId: newId(),
        videoId: video.id,
        labelSetId: mainSet.id,
        shape,
        keyframe: first,
        expressionIds: [expressionId],
      },
    });
    if (later.length > 0) commit({ kind: 'setKeyframes', data: { trackId, keyframes: later } });
  }
}

function keyframesOf(object: GroundTruth['objects'][number], shape: TrackShape): Keyframe[] {
  return object.centres.flatMap(([x, y], frame): Keyframe[] => {
    if (frame % keyframeEvery !== 0 || object.visibility[frame] !== 'visible') return [];
    const set = { frame, gap: 'linear', source: 'person' } as const;
    const box = object.boxes[frame];
    if (shape === 'box' && box) return [{ ...set, x: box[0], y: box[1], w: box[2], h: box[3] }];
    return [{ ...set, x, y, w: null, h: null }];
  });
}
