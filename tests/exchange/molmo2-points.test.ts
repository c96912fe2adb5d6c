import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import type { FrameTable } from '#domain/frame-table.ts';
import type { Answer, Video } from '#domain/records.ts';
import type { Track } from '#domain/track.ts';
import type { DatasetSource } from '#exchange/dataset.ts';
import type { Problem } from '#exchange/format.ts';
import { molmo2Points } from '#exchange/molmo2/points-format.ts';
import {
  answer,
  constantTable,
  document,
  expression,
  id,
  keyframe,
  object,
  source,
  tableOfTicks,
  track,
  video,
} from './builders.ts';
import { memoryFiles } from './memory-files.ts';

const cup = expression(20, 'red cup');

interface Scene {
  table: FrameTable;
  video?: Partial<Video>;
  answer?: Partial<Answer>;
  /** One object each. */
  tracks: Partial<Track>[];
}

/** A project of one video whose objects are all red cups. */
function scene({ table, video: fields, answer: said, tracks }: Scene): DatasetSource {
  const clip = video(100, table, fields);
  const objects = tracks.map((_, index) => object(200 + index, clip.id, index + 1));
  return source({ expressions: [cup] }, [
    document({
      video: clip,
      table,
      objects,
      objectExpressions: objects.map((one) => ({ objectId: one.id, expressionId: cup.id })),
      answers: [answer(300, clip.id, cup.id, said)],
      tracks: tracks.map((one, index) => {
        const of = objects[index];
        if (!of) throw new Error('unreachable');
        return track(400 + index, of, one);
      }),
    }),
  ]);
}

/** A point on one frame that says nothing of others. */
function pointOn(frame: number, x: number, y: number): Partial<Track> {
  return {
    keyframes: [keyframe(frame, x, y)],
    visibility: [{ startFrame: frame, endFrame: frame, value: 'visible' }],
  };
}

async function rowsOf(from: DatasetSource, options: unknown = {}): Promise<unknown[]> {
  return (await molmo2Points.preview(from, options, 100)).rows.map((one) => one.row);
}

async function problemsOf(from: DatasetSource, options: unknown = {}): Promise<Problem[]> {
  const out: Problem[] = [];
  for await (const problem of molmo2Points.preflight(from, options)) out.push(problem);
  return out;
}

const thirty = constantTable(300, 30, 1);
const ntsc = constantTable(300, 30_000, 1001, 4004);

describe('Molmo 2 point rows', () => {
  it('match a row worked out by hand', async () => {
    const from = scene({
      table: thirty,
      tracks: [pointOn(45, 50, 25), pointOn(45, 20, 10.5), pointOn(0, 200, 0)],
      answer: { count: 3 },
    });
    expect(await rowsOf(from, { clock: 'source' })).toEqual([
      {
        video_id: 'clips/cups',
        video_source: 'generated',
        video_duration: 10,
        clip_start: null,
        clip_end: null,
        category: 'object',
        label: 'red cup',
        question: 'How many red cup are there in the video?',
        count: 3,
        two_fps_timestamps: [0, 1.5],
        points: [
          [{ x: 100, y: 0 }],
          [
            { x: 10, y: 10.5 },
            { x: 25, y: 25 },
          ],
        ],
        annotator_unsure: false,
        raw_frames: [0, 45],
        raw_timestamps: [0, 1.5],
      },
    ]);
    expect(await problemsOf(from, { clock: 'source' })).toEqual([]);
  });

  it('use the copy’s clock for a video that is not on the grid, and say which source frame it shows', async () => {
    const from = scene({ table: ntsc, tracks: [pointOn(14, 100, 50)] });
    expect(await rowsOf(from)).toMatchObject([
      {
        video_id: id(100),
        two_fps_timestamps: [0.5],
        raw_frames: [14],
        raw_timestamps: [(14 * 1001) / 30_000],
      },
    ]);
  });

  it('leave out and name a point off the grid, on either clock', async () => {
    const from = scene({ table: ntsc, tracks: [pointOn(15, 100, 50)] });
    for (const clock of ['source', 'two-fps-copy']) {
      expect(await rowsOf(from, { clock })).toEqual([]);
      expect(await problemsOf(from, { clock })).toMatchObject([
        {
          kind: 'left-out',
          expression: 'red cup',
          frame: 15,
          message: expect.stringContaining(
            'object #1 is visible on frame 15 (0.5005 s), off the 0.5 s grid',
          ) as string,
        },
      ]);
    }
  });

  it('hold on varying frame rates: a frame shown at the instant but begun before is not the source’s own', async () => {
    const table = tableOfTicks([100, 400, 600, 1000, 1100, 1350], 1000, 250);
    const whole = { startFrame: 0, endFrame: 5, value: 'visible' as const };
    const from = scene({
      table,
      tracks: [{ keyframes: [keyframe(1, 0, 0), keyframe(5, 40, 20)], visibility: [whole] }],
    });
    expect(await rowsOf(from, { clock: 'source' })).toMatchObject([
      { two_fps_timestamps: [0.5], raw_frames: [2] },
    ]);
    const copy = scene({
      table,
      tracks: [{ keyframes: [keyframe(4, 1, 1)], visibility: [{ ...whole, startFrame: 4, endFrame: 4 }] }],
    });
    expect(await rowsOf(copy)).toMatchObject([{ two_fps_timestamps: [1], raw_frames: [4] }]);
  });

  it('take a box by its centre, of the displayed size of a rotated video', async () => {
    const from = scene({
      table: thirty,
      video: { width: 101, height: 333, rotation: 90 },
      tracks: [
        {
          shape: 'box',
          keyframes: [keyframe(0, 0, 0, { w: 101, h: 333 })],
          visibility: [{ startFrame: 0, endFrame: 0, value: 'visible' }],
        },
      ],
    });
    expect(await rowsOf(from)).toMatchObject([{ points: [[{ x: 50, y: 50 }]] }]);
  });

  it('clamp what lies outside and say so', async () => {
    const from = scene({ table: thirty, tracks: [pointOn(0, 50, -4)] });
    expect(await rowsOf(from)).toMatchObject([{ points: [[{ x: 25, y: 0 }]] }]);
    expect(await problemsOf(from)).toMatchObject([{ kind: 'changed', frame: 0 }]);
  });

  it('say none with a count of 0, and unsure with a flag', async () => {
    const none = scene({ table: thirty, tracks: [], answer: { verdict: 'none' } });
    expect(await rowsOf(none)).toMatchObject([
      { count: 0, points: [], two_fps_timestamps: [], annotator_unsure: false },
    ]);
    const unsure = scene({ table: thirty, tracks: [pointOn(0, 1, 1)], answer: { verdict: 'unsure' } });
    expect(await rowsOf(unsure)).toMatchObject([{ count: 1, annotator_unsure: true }]);
  });

  it.each([
    [
      'an open answer',
      { answer: { verdict: 'open' as const }, tracks: [pointOn(0, 1, 1)] },
      'nobody has finished',
    ],
    ['a count that differs', { answer: { count: 2 }, tracks: [pointOn(0, 1, 1)] }, '2 were counted, but 1'],
    [
      'none beside a label',
      { answer: { verdict: 'none' as const }, tracks: [pointOn(0, 1, 1)] },
      'but object #1 is labelled',
    ],
    ['objects without a label', { tracks: [] }, 'but none is labelled'],
    [
      'frames nobody searched',
      { answer: { coverage: [{ startFrame: 0, endFrame: 99 }] }, tracks: [pointOn(0, 1, 1)] },
      'frame 100 (3.3333 s) was not searched',
    ],
    [
      'stale flow',
      {
        tracks: [
          {
            keyframes: [keyframe(1, 0, 0, { gap: 'flow' }), keyframe(299, 9, 9)],
            visibility: [{ startFrame: 1, endFrame: 299, value: 'visible' as const }],
          },
        ],
      },
      '(stale flow)',
    ],
  ])('leave the row out for %s', async (_what, fields, message) => {
    const from = scene({ table: thirty, ...fields });
    expect(await rowsOf(from)).toEqual([]);
    expect((await problemsOf(from)).map((problem) => problem.message).join()).toContain(message);
  });

  it('take a searched grid at its word', async () => {
    const coverage = Array.from({ length: 20 }, (_, k) => ({ startFrame: k * 15, endFrame: k * 15 }));
    const from = scene({
      table: thirty,
      tracks: [pointOn(15, 1, 1)],
      answer: { coverage, coverageGrid: { kind: 'rate', perSecond: 2 } },
    });
    expect(await rowsOf(from)).toMatchObject([{ count: 1 }]);
  });

  it('never take an unlabelled object for an absent one in a window', async () => {
    const long = constantTable(80 * 10, 10, 1);
    const pointed = scene({ table: long, tracks: [pointOn(20, 1, 1)] });
    expect(await rowsOf(pointed, { clock: 'source' })).toMatchObject([{ clip_start: 0, clip_end: 40 }]);
    expect(await problemsOf(pointed, { clock: 'source' })).toMatchObject([
      { kind: 'left-out', frame: 400, message: expect.stringContaining('not known (unlabelled)') as string },
    ]);
    const gone = scene({
      table: long,
      tracks: [
        {
          ...pointOn(20, 1, 1),
          visibility: [
            { startFrame: 20, endFrame: 20, value: 'visible' },
            { startFrame: 21, endFrame: 799, value: 'absent' },
          ],
        },
      ],
    });
    expect(await rowsOf(gone, { clock: 'source' })).toMatchObject([
      { clip_start: 0, clip_end: 40, two_fps_timestamps: [2], count: 1 },
      { clip_start: 40, clip_end: 80, two_fps_timestamps: [], count: 0 },
    ]);
    expect(await problemsOf(gone, { clock: 'source' })).toMatchObject([{ kind: 'dropped' }]);
    expect(await problemsOf(gone)).toEqual([]);
    expect(await rowsOf(gone)).toMatchObject([
      { video_id: `${id(100)}-000`, clip_start: null, video_duration: 40 },
      { video_id: `${id(100)}-001`, clip_start: null, count: 0 },
    ]);
  });

  it('keep later windows on the file’s own clock', async () => {
    const long = constantTable(80 * 10, 10, 1, 3);
    const absent = { startFrame: 0, endFrame: 604, value: 'absent' as const };
    const seen = { startFrame: 605, endFrame: 605, value: 'visible' as const };
    const from = scene({
      table: long,
      tracks: [{ keyframes: [keyframe(605, 100, 50)], visibility: [absent, seen] }],
    });
    expect(await rowsOf(from, { clock: 'source' })).toMatchObject([
      { count: 0 },
      { clip_start: 40, two_fps_timestamps: [60.5], raw_frames: [605] },
    ]);
    expect(await rowsOf(from)).toMatchObject([
      { count: 0 },
      { two_fps_timestamps: [20.5], raw_frames: [605] },
    ]);
  });

  it('warn of more points than any of Ai2’s mixtures takes', async () => {
    const from = scene({ table: thirty, tracks: Array.from({ length: 61 }, (_, n) => pointOn(0, n, 1)) });
    expect(await rowsOf(from)).toMatchObject([{ count: 61 }]);
    expect(await problemsOf(from)).toMatchObject([{ kind: 'dropped' }]);
  });

  it('leave proposals out unless told otherwise', async () => {
    const from = scene({
      table: thirty,
      tracks: [pointOn(0, 1, 1), { ...pointOn(0, 2, 2), state: 'proposed' }],
    });
    expect(await rowsOf(from)).toMatchObject([{ count: 1 }]);
    expect(await rowsOf(from, { includeProposed: true })).toMatchObject([{ count: 2 }]);
    expect(await molmo2Points.losses(from, {})).toContainEqual({
      what: 'proposals that nobody accepted',
      count: 1,
    });
  });

  it('refuse an image folder on its own clock, not as a copy', async () => {
    const from = scene({ table: thirty, video: { kind: 'images' }, tracks: [pointOn(0, 1, 1)] });
    expect(await problemsOf(from, { clock: 'source' })).toMatchObject([
      { kind: 'left-out', expression: null },
    ]);
    expect(await rowsOf(from)).toHaveLength(1);
  });
});

describe('Molmo 2 point files', () => {
  const from = scene({
    table: ntsc,
    video: { width: 641, height: 481 },
    tracks: [pointOn(14, 100, 50), pointOn(29, 20, 20)],
  });

  it('read back from Parquet as from JSON lines, nested lists and all', async () => {
    const files = memoryFiles();
    const { counts } = await molmo2Points.write(from, {}, files);
    expect(counts).toMatchObject({ rows: 1, leftOut: 0, copies: 1, 'rows in object': 1 });
    expect([...files.files.keys()].sort()).toEqual([
      'README.md',
      `index-maps/${id(100)}.json`,
      'object/train.jsonl',
      'object/train.parquet',
    ]);
    const bytes = files.files.get('object/train.parquet') ?? new Uint8Array();
    const [row] = await parquetReadObjects({ file: new Uint8Array(bytes).buffer });
    const line: unknown = JSON.parse(files.text('object/train.jsonl'));
    expect(
      JSON.parse(
        JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)),
      ),
    ).toEqual(line);
    expect(row?.['points']).toEqual([
      [{ x: (100 * 100) / 641, y: (50 * 100) / 481 }],
      [{ x: (20 * 100) / 641, y: (20 * 100) / 481 }],
    ]);
    expect(row?.['count']).toBe(2n);
  });

  it('tell the source frame of each frame of a copy', async () => {
    const files = memoryFiles();
    await molmo2Points.write(from, {}, files);
    expect(JSON.parse(files.text(`index-maps/${id(100)}.json`))).toMatchObject({
      copy: `generated_videos/${id(100)}_2fps.mp4`,
      fps: 2,
      width: 640,
      height: 480,
      source: { videoId: id(100), timescale: 30_000 },
      sourceFrames: expect.arrayContaining([0, 14, 29]) as number[],
    });
    const copies = [];
    for await (const copy of molmo2Points.copies?.(from, {}) ?? []) copies.push(copy);
    expect(copies).toMatchObject([
      { path: `generated_videos/${id(100)}_2fps.mp4`, width: 640, height: 480, fps: 2 },
    ]);
  });

  it('are the same bytes each time', async () => {
    const [one, other] = [memoryFiles(), memoryFiles()];
    await molmo2Points.write(from, {}, one);
    await molmo2Points.write(from, {}, other);
    expect(other.files).toEqual(one.files);
  });
});
