import Database from 'better-sqlite3';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { v7 as newId } from 'uuid';
import { encodeFrameTable } from '#domain/frame-table.ts';
import type { Video } from '#domain/records.ts';
import { probeVideoFile } from '#media/probe.node.ts';
import { createProjectStore, projectFileOf, type ProjectStore } from '#store/project-store.ts';

/**
 * Makes a project as large as a team's: `node scripts/generate-project.ts FOLDER [--videos N] [--tracks N]
 * [--keyframes N]`. All videos are the sample clip, under names of their own; tracks and keyframes are spread evenly.
 */

export interface ProjectSize {
  videos: number;
  /** In all videos together. */
  tracks: number;
  /** In all tracks together; at most one a frame fits a track. */
  keyframes: number;
}

/** What the bars of `npm run bench -- store` are about. */
export const largeProject: ProjectSize = { videos: 1_000, tracks: 20_000, keyframes: 2_000_000 };

const clip = path.resolve(import.meta.dirname, '..', 'resources/sample/sample.mp4');
const expressionCount = 50;
const answersPerVideo = 5;

/** Makes the project in `folder`, which must have none. Throws RangeError when the keyframes do not fit the frames. */
export async function generateProject(folder: string, size: ProjectSize): Promise<void> {
  const { table, info, sizeBytes, quickHash } = await probeVideoFile(clip);
  const frameCount = table.ticks.length;
  const perTrack = Math.ceil(size.keyframes / size.tracks);
  if (perTrack > frameCount) {
    throw new RangeError(
      `${perTrack} keyframes a track do not fit ${frameCount} frames: ask for more tracks`,
    );
  }
  fs.mkdirSync(path.join(folder, 'media'), { recursive: true });
  fs.copyFileSync(clip, path.join(folder, 'media', 'clip.mp4'));
  const person = { id: newId(), name: 'Generator', role: 'annotator' as const, isArchived: false };
  const mainSetId = newId();
  const store = createProjectStore(folder, (rows) => {
    rows.project.insert({ id: newId(), name: 'Large project', workGrid: { kind: 'every' } });
    rows.person.insert(person);
    rows.labelSet.insert({
      id: mainSetId,
      kind: 'main',
      name: 'Main',
      personId: null,
      runId: null,
      isShown: true,
    });
  });
  try {
    const expressions = store.transact(() => addExpressions(store));
    store.transact(() => {
      for (let number = 1; number <= size.videos; number++) {
        const video: Video = {
          id: newId(),
          number,
          name: `clip ${number}`,
          kind: 'container',
          path: 'media/clip.mp4',
          sizeBytes,
          quickHash,
          width: info.width,
          height: info.height,
          rotation: info.rotation,
          codec: info.codec,
          frameCount,
          durationSeconds: frameCount / 30,
          imageRate: null,
          notices: info.notices,
          originalPath: null,
          notes: '',
          isRemoved: false,
        };
        const share = countFor(number, size.tracks, size.videos);
        store.rows.video.insert(video);
        store.videos.saveFrameTable(video.id, table.builderVersion, encodeFrameTable(table));
        addLabels(store, video, { mainSetId, expressions, tracks: share });
      }
    });
  } finally {
    store.close();
  }
  addKeyframes(projectFileOf(folder), perTrack, size.keyframes, frameCount);
}

/** The n-th of `parts` nearly equal shares of `all`, counted from 1. */
function countFor(n: number, all: number, parts: number): number {
  return Math.floor((n * all) / parts) - Math.floor(((n - 1) * all) / parts);
}

function addExpressions(store: ProjectStore): string[] {
  return Array.from({ length: expressionCount }, (_, n) => {
    const id = newId();
    store.rows.expression.insert({
      id,
      text: `the thing number ${n + 1}`,
      definition: 'What the generator says it is.',
      counts: 'The middle of it.',
      countsNot: 'Its shadow.',
      category: 'object',
      colour: n % 12,
      position: n,
      isArchived: false,
    });
    return id;
  });
}

function addLabels(
  store: ProjectStore,
  video: Video,
  wanted: { mainSetId: string; expressions: readonly string[]; tracks: number },
): void {
  const { rows } = store;
  const { mainSetId, expressions } = wanted;
  const mine = Array.from(
    { length: answersPerVideo },
    (_, n) => expressions[(video.number + n) % expressions.length] ?? '',
  );
  mine.forEach((expressionId, n) => {
    rows.answer.insert({
      id: newId(),
      expressionId,
      videoId: video.id,
      labelSetId: mainSetId,
      verdict: 'objects',
      count: null,
      coverage: [{ startFrame: 0, endFrame: video.frameCount - 1 }],
      coverageGrid: { kind: 'every' },
      state: n === 0 ? 'open' : 'done',
      notes: '',
    });
  });
  for (let number = 1; number <= wanted.tracks; number++) {
    const objectId = newId();
    const trackId = newId();
    rows.object.insert({ id: objectId, videoId: video.id, number, name: '', notes: '', attributes: {} });
    rows.objectExpression.insert({ objectId, expressionId: mine[number % mine.length] ?? '' });
    rows.track.insert({
      id: trackId,
      videoId: video.id,
      objectId,
      labelSetId: mainSetId,
      shape: 'point',
      state: 'annotated',
      sourceTrackId: null,
      notes: '',
      attributes: {},
    });
    rows.visibilitySpan.insert({
      trackId,
      startFrame: 0,
      endFrame: video.frameCount - 1,
      value: 'visible',
    });
  }
}

/** By SQLite itself: two million rows one by one take a minute, this takes seconds. */
function addKeyframes(file: string, perTrack: number, total: number, frameCount: number): void {
  const db = new Database(file);
  try {
    db.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < @perTrack)
       INSERT INTO keyframe (track_id, frame, x, y, w, h, gap, source)
       SELECT id, i * @step, (i * 7.25 + at * 13) % 960, (i * 3.5 + at * 29) % 540, NULL, NULL, 'linear', 'person'
       FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS at FROM track) CROSS JOIN n
       WHERE at * @perTrack + i < @total
       ORDER BY id, i`,
    ).run({ perTrack, total, step: Math.floor(frameCount / perTrack) });
  } finally {
    db.close();
  }
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { videos: { type: 'string' }, tracks: { type: 'string' }, keyframes: { type: 'string' } },
  });
  const [folder] = positionals;
  if (folder === undefined) throw new Error('Say which folder to make the project in.');
  const size = {
    videos: Number(values.videos ?? largeProject.videos),
    tracks: Number(values.tracks ?? largeProject.tracks),
    keyframes: Number(values.keyframes ?? largeProject.keyframes),
  };
  const started = performance.now();
  await generateProject(path.resolve(folder), size);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${size.videos} videos, ${size.tracks} tracks, ${size.keyframes} keyframes in ${seconds} s`);
}
