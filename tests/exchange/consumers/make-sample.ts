/**
 * Writes the exports that the Python consumers read: node tests/exchange/consumers/make-sample.ts FOLDER
 * Videos of several clocks (29.97, varying, 30, over 63 s), objects that leave and hide, none and unsure.
 */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FrameTable } from '#domain/frame-table.ts';
import type { ExportSink, VideoDocument } from '#exchange/dataset.ts';
import { formatById } from '#exchange/formats.ts';
import { exportDataset } from '#exchange/manifest.ts';
import {
  answer,
  constantTable,
  document,
  expression,
  keyframe,
  object,
  source,
  tableOfTicks,
  track,
  video,
} from '../builders.ts';

const cups = expression(20, 'red “cup”, the left one', 'referring expression');
const dogs = expression(21, 'dog');
const birds = expression(22, 'bird', 'animal');

function scene(n: number, table: FrameTable, path: string): VideoDocument {
  const clip = video(n, table, { path, width: 641, height: 481 });
  const last = table.ticks.length - 1;
  const half = Math.floor(last / 2);
  const stays = object(n + 1, clip.id, 1);
  const leaves = object(n + 2, clip.id, 2);
  return document({
    video: clip,
    table,
    objects: [stays, leaves],
    objectExpressions: [stays, leaves].map((one) => ({ objectId: one.id, expressionId: cups.id })),
    answers: [
      answer(n + 10, clip.id, cups.id),
      answer(n + 11, clip.id, dogs.id, { verdict: 'none' }),
      answer(n + 12, clip.id, birds.id, { verdict: 'unsure' }),
    ],
    tracks: [
      track(n + 20, stays, {
        keyframes: [keyframe(0, 10.25, 20), keyframe(last, 600, 400)],
        visibility: [
          { startFrame: 0, endFrame: half, value: 'visible' },
          { startFrame: half + 1, endFrame: last, value: 'occluded' },
        ],
      }),
      track(n + 21, leaves, {
        shape: 'box',
        keyframes: [keyframe(0, 300, 200, { w: 40, h: 20, gap: 'hold' })],
        visibility: [
          { startFrame: 0, endFrame: half, value: 'visible' },
          { startFrame: half + 1, endFrame: last, value: 'absent' },
        ],
      }),
    ],
  });
}

const varying = tableOfTicks(
  Array.from({ length: 150 }, (_, n) => 500 + n * 33 + (n % 5) * 6),
  1000,
  33,
);
const dataset = source({ expressions: [cups, dogs, birds] }, [
  scene(0x100, constantTable(300, 30_000, 1001, 2002), 'ntsc.mp4'),
  scene(0x200, varying, 'varying.webm'),
  scene(0x300, constantTable(240, 90_000, 3000, 6000), 'thirty.mp4'),
  scene(0x400, constantTable(1600, 20, 1), 'long.mp4'),
]);

function folderSink(folder: string): ExportSink {
  return {
    async write(path, content) {
      const parts: Uint8Array[] = [];
      for await (const part of content instanceof Uint8Array ? [content] : content) parts.push(part);
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), Buffer.concat(parts));
    },
  };
}

const [out] = process.argv.slice(2);
if (out === undefined) throw new Error('usage: node tests/exchange/consumers/make-sample.ts FOLDER');
const tasks = ['track', 'ground', 'single_point_track'];
for (const [name, formatId, options] of [
  ['points-copy', 'molmo2-points', {}],
  ['points-source', 'molmo2-points', { clock: 'source' }],
  ['tracks-copy', 'molmo2-tracks', { tasks }],
  ['tracks-source', 'molmo2-tracks', { clock: 'source', tasks }],
] as const) {
  const format = formatById(formatId);
  if (!format) throw new Error(`There is no format ${formatId}.`);
  const { counts } = await exportDataset({
    format,
    source: dataset,
    options,
    sink: folderSink(join(out, name)),
    program: { name: 'Fiducial', version: 'sample' },
    createHasher() {
      const hash = createHash('sha256');
      return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
    },
    frameProofOf: () => [],
    otherFiles: [],
  });
  console.log(name, JSON.stringify(counts));
}
