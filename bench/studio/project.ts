import fs from 'node:fs';
import path from 'node:path';
import { pino } from 'pino';
import { newId } from '#api/new-id.ts';
import { importVideos } from '#core/import-videos.ts';
import { createStudio } from '#core/index.ts';
import type { Video } from '#domain/records.ts';
import { encodeSpanData, packSpanData } from '#domain/span-data.ts';
import type { Keyframe, TrackShape } from '#domain/track.ts';
import type { ProjectStore } from '#store/project-store.ts';

/** Labels to put on a video: lanes alike in kind, each a little different in place and time. */
export interface LabelPlan {
  tracks: number;
  /** Frames between keyframes. */
  keyframeEvery: number;
  /** Frames that a track is there; tracks start spread over the video. Longer than the video: all of it. */
  trackFrames: number;
}

const repository = path.resolve(import.meta.dirname, '..', '..');
/** A run's dense positions: on two tracks of three, so many spans of so many frames, spread over the track. */
const derivedSpans = 8;
const derivedFrames = 600;

/**
 * Makes a project in `folder` with these videos, by the core itself, and labels on the first. `userFolder` keeps the
 * person's settings out of it. Throws with the core's words when a video is refused.
 */
export async function makeProject(
  folder: string,
  options: { userFolder: string; videos: readonly string[]; labels?: LabelPlan },
): Promise<void> {
  const { userFolder, videos, labels } = options;
  const studio = createStudio({
    userFolder,
    resourcesFolder: path.join(repository, 'resources'),
    version: '0.0.0-bench',
    log: pino({ level: 'silent' }),
  });
  try {
    const project = studio.create(folder, 'Benchmark');
    const personId = project.rows.person.list('1')[0]?.id ?? newId();
    for await (const event of importVideos(studio, { personId, paths: videos, imageRate: null })) {
      if (event.kind === 'refused') throw new Error(event.message);
    }
    const [video] = project.rows.video.list('1');
    if (labels && video) project.transact(() => fillVideo(project, video, labels));
  } finally {
    studio.close();
  }
}

/** Copies of a video under other names, linked and not copied where the disk can, each with a tail that tells it apart. */
export function copiesOf(video: string, folder: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const copy = path.join(folder, `copy-${index + 1}.mp4`);
    fs.copyFileSync(video, copy, fs.constants.COPYFILE_FICLONE);
    // An empty box at the end: the same frames, other content.
    const tail = Buffer.from('\0\0\0\u000cfree\0\0\0\0', 'latin1');
    tail.writeUInt32BE(index, 8);
    fs.appendFileSync(copy, tail);
    return copy;
  });
}

function fillVideo(project: ProjectStore, video: Video, plan: LabelPlan): void {
  const { rows } = project;
  const labelSetId = rows.labelSet.list("kind = 'main'")[0]?.id ?? newId();
  const expressionIds = ['a box on the wall', 'a point on the wall'].map((text, position) => {
    const id = newId();
    const words = { definition: '', counts: '', countsNot: '', category: '' };
    rows.expression.insert({ id, text, ...words, colour: position, position, isArchived: false });
    return id;
  });
  for (let index = 0; index < plan.tracks; index++) {
    const shape: TrackShape = index % 2 === 0 ? 'box' : 'point';
    const objectId = newId();
    const number = index + 1;
    rows.object.insert({ id: objectId, videoId: video.id, number, name: '', notes: '', attributes: {} });
    rows.objectExpression.insert({ objectId, expressionId: expressionIds[index % 2] ?? '' });
    const track = {
      id: newId(),
      videoId: video.id,
      objectId,
      labelSetId,
      shape,
      state: 'annotated' as const,
    };
    rows.track.insert({ ...track, sourceTrackId: null, notes: '', attributes: {} });
    fillTrack(project, video, { trackId: track.id, shape, index, plan });
  }
}

function fillTrack(
  { rows, spanData }: ProjectStore,
  video: Video,
  { trackId, shape, index, plan }: { trackId: string; shape: TrackShape; index: number; plan: LabelPlan },
): void {
  const last = video.frameCount - 1;
  const isWhole = plan.trackFrames >= video.frameCount;
  const startFrame = isWhole ? 0 : Math.floor(((index * 0.618_034) % 1) * (last - plan.trackFrames));
  const endFrame = isWhole ? last : startFrame + plan.trackFrames - 1;
  const gaps: Keyframe['gap'][] = ['linear', 'smooth', 'hold'];
  const gap = gaps[index % gaps.length] ?? 'linear';
  for (let frame = startFrame; frame <= endFrame; frame += plan.keyframeEvery) {
    rows.keyframe.insert({ trackId, frame, ...placeAt(video, shape, index, frame), gap, source: 'person' });
  }
  const hidden = Math.min(startFrame + 400, endFrame);
  rows.visibilitySpan.insert({ trackId, startFrame, endFrame: hidden - 1, value: 'visible' });
  rows.visibilitySpan.insert({ trackId, startFrame: hidden, endFrame: hidden, value: 'occluded' });
  if (hidden < endFrame)
    rows.visibilitySpan.insert({ trackId, startFrame: hidden + 1, endFrame, value: 'visible' });
  if (index % 3 === 0) return;
  const apart = Math.max(Math.floor((endFrame - startFrame) / derivedSpans), derivedFrames);
  for (let from = startFrame + 20; from + derivedFrames < endFrame; from += apart) {
    const dataId = newId();
    const positions = Array.from({ length: derivedFrames }, (_, row) => ({
      ...placeAt(video, shape, index, from + row),
      confidence: row % 50 === 0 ? 0.3 : 0.9,
    }));
    spanData.insert(dataId, encodeSpanData(packSpanData(shape, positions)));
    const span = { trackId, startFrame: from, endFrame: from + derivedFrames - 1, dataId, dataOffset: 0 };
    rows.derivedSpan.insert({ ...span, runId: null, isStale: false });
  }
}

/** Somewhere on the picture, moving: never the same for two tracks. */
function placeAt(
  video: Video,
  shape: TrackShape,
  index: number,
  frame: number,
): { x: number; y: number; w: number | null; h: number | null } {
  const x = video.width * (0.45 + 0.4 * Math.sin(frame / 211 + index * 2.4));
  const y = video.height * (0.45 + 0.4 * Math.cos(frame / 173 + index * 1.7));
  if (shape === 'point') return { x, y, w: null, h: null };
  return { x, y, w: video.width * 0.05, h: video.height * 0.06 };
}
