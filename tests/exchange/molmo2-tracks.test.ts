import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import type { FrameTable } from '#domain/frame-table.ts';
import type { Answer, Video } from '#domain/records.ts';
import { packSpanData, type SpanData } from '#domain/span-data.ts';
import type { Track } from '#domain/track.ts';
import type { DatasetSource } from '#exchange/dataset.ts';
import type { Problem } from '#exchange/format.ts';
import { molmo2Tracks } from '#exchange/molmo2/tracks-format.ts';
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

const ball = expression(20, 'ball');

interface Scene {
  table: FrameTable;
  video?: Partial<Video>;
  answer?: Partial<Answer>;
  tracks: Partial<Track>[];
  data?: SpanData;
}

function scene({ table, video: fields, answer: said, tracks, data }: Scene): DatasetSource {
  const clip = video(100, table, fields);
  const objects = tracks.map((_, index) => object(200 + index, clip.id, index + 1));
  return source({ expressions: [ball] }, [
    document({
      video: clip,
      table,
      objects,
      objectExpressions: objects.map((one) => ({ objectId: one.id, expressionId: ball.id })),
      answers: [answer(300, clip.id, ball.id, said)],
      tracks: tracks.flatMap((one, index) => {
        const of = objects[index];
        return of ? [track(400 + index, of, one)] : [];
      }),
      spanData: () => data,
    }),
  ]);
}

async function rowsOf(from: DatasetSource, options: unknown): Promise<unknown[]> {
  return (await molmo2Tracks.preview(from, options, 100)).rows.map((one) => one.row);
}

async function problemsOf(from: DatasetSource, options: unknown): Promise<Problem[]> {
  const out: Problem[] = [];
  for await (const problem of molmo2Tracks.preflight(from, options)) out.push(problem);
  return out;
}

const ten = constantTable(20, 10, 1, 5);
const seen = (startFrame: number, endFrame: number) => ({ startFrame, endFrame, value: 'visible' as const });
const occluded = (startFrame: number, endFrame: number) => ({
  startFrame,
  endFrame,
  value: 'occluded' as const,
});
const absent = (startFrame: number, endFrame: number) => ({ startFrame, endFrame, value: 'absent' as const });
const across: Partial<Track> = {
  keyframes: [keyframe(0, 0, 10), keyframe(19, 190, 10)],
  visibility: [seen(0, 9), occluded(10, 14), seen(15, 19)],
};
const leaving: Partial<Track> = {
  keyframes: [keyframe(0, 50, 60), keyframe(9, 50, 60)],
  visibility: [seen(0, 9), absent(10, 19)],
};
const onSource = { clock: 'source', samplingFps: [2] };

describe('Molmo 2 track rows', () => {
  it('match a row worked out by hand', async () => {
    const from = scene({ table: ten, tracks: [across, leaving] });
    expect(await rowsOf(from, onSource)).toEqual([
      {
        id: `clips/cups-${ball.id}-track-2fps`,
        video: 'clips/cups',
        clip: 'clips/cups',
        video_dataset: 'fiducial',
        expression: 'ball',
        fps: 10,
        sampling_fps: 2,
        width: 200,
        height: 100,
        n_frames: 20,
        start_frame: 0,
        end_frame: 19,
        task: 'track',
        frame_trajectories: [
          {
            frame: 0,
            time: 0,
            points: [
              { id: 1, point: [0, 10], occluded: false },
              { id: 2, point: [50, 60], occluded: false },
            ],
          },
          {
            frame: 5,
            time: 0.5,
            points: [
              { id: 1, point: [50, 10], occluded: false },
              { id: 2, point: [50, 60], occluded: false },
            ],
          },
          { frame: 10, time: 1, points: [{ id: 1, point: [100, 10], occluded: true }] },
          { frame: 15, time: 1.5, points: [{ id: 1, point: [150, 10], occluded: false }] },
        ],
        mask_id: ['1', '2'],
        obj_id: [1, 2],
        anno_id: id(300),
        qid: ball.id,
      },
    ]);
    expect(await problemsOf(from, onSource)).toEqual([]);
  });

  it('have one row for each task, sampling rate and, for single points, object', async () => {
    const from = scene({ table: ten, tracks: [across, leaving] });
    const ids = (await rowsOf(from, {
      clock: 'source',
      tasks: ['track', 'ground', 'single_point_track'],
      samplingFps: [1, 2],
    })) as { id: string; mask_id: string[] }[];
    expect(ids.map((row) => row.id.replace(`clips/cups-${ball.id}-`, ''))).toEqual([
      'track-1fps',
      'track-2fps',
      'ground-1fps',
      'ground-2fps',
      'single_point_track-o1-1fps',
      'single_point_track-o1-2fps',
      'single_point_track-o2-1fps',
      'single_point_track-o2-2fps',
    ]);
    expect(ids.slice(4).map((row) => row.mask_id)).toEqual([['1'], ['1'], ['2'], ['2']]);
  });

  it('follow a single point from where it is first seen, whatever is known of the frames before', async () => {
    const late: Partial<Track> = {
      keyframes: [keyframe(5, 1, 1), keyframe(19, 1, 1)],
      visibility: [seen(5, 19)],
    };
    const from = scene({ table: ten, tracks: [late] });
    expect(await rowsOf(from, { ...onSource, tasks: ['single_point_track'] })).toMatchObject([
      { frame_trajectories: [{ frame: 5 }, { frame: 10 }, { frame: 15 }] },
    ]);
    expect(await rowsOf(from, onSource)).toEqual([]);
  });

  it('never give an unlabelled frame out as an absence', async () => {
    const short: Partial<Track> = {
      keyframes: [keyframe(0, 1, 1), keyframe(9, 1, 1)],
      visibility: [seen(0, 9)],
    };
    const from = scene({ table: ten, tracks: [across, short] });
    expect(await rowsOf(from, onSource)).toEqual([]);
    expect(await problemsOf(from, onSource)).toMatchObject([
      {
        kind: 'left-out',
        frame: 10,
        message: expect.stringContaining(
          'object #2 is on frame 10 and 1 more is not known (unlabelled)',
        ) as string,
      },
    ]);
    const omit = { ...onSource, unlabelled: 'omit' };
    expect(await rowsOf(from, omit)).toMatchObject([{ frame_trajectories: [{ frame: 0 }, { frame: 5 }] }]);
    expect(await problemsOf(from, omit)).toMatchObject([{ kind: 'note', frame: 10 }]);
  });

  it.each([
    ['29.97 fps', constantTable(60, 30_000, 1001), 'not constant or not a whole number'],
    ['a varying rate', tableOfTicks([0, 100, 300, 400], 1000, 100), 'not constant or not a whole number'],
  ])('refuse %s on the source’s clock, and take it as a copy', async (_what, table, message) => {
    const still: Partial<Track> = {
      keyframes: [keyframe(0, 2, 2, { gap: 'hold' })],
      visibility: [seen(0, table.ticks.length - 1)],
    };
    const from = scene({ table, tracks: [still] });
    expect(await rowsOf(from, onSource)).toEqual([]);
    expect((await problemsOf(from, onSource))[0]?.message).toContain(message);
    const [row] = (await rowsOf(from, {})) as {
      fps: number;
      sampling_fps: number;
      frame_trajectories: { time: number }[];
    }[];
    expect(row?.fps).toBe(table.timescale === 1000 ? 8 : 30);
    for (const rate of (await rowsOf(from, {})) as NonNullable<typeof row>[])
      expect(rate.fps % rate.sampling_fps).toBe(0);
  });

  it('refuse a container the loader does not open, and warn of one that is stored turned', async () => {
    const webm = scene({ table: ten, video: { path: 'clips/cups.webm' }, tracks: [across] });
    expect((await problemsOf(webm, onSource))[0]?.message).toContain('.mp4 files only');
    const turned = scene({ table: ten, video: { rotation: 90 }, tracks: [across] });
    expect(await problemsOf(turned, onSource)).toMatchObject([{ kind: 'note', row: id(100) }]);
    expect(await rowsOf(turned, onSource)).toHaveLength(1);
    expect(await problemsOf(turned, {})).toEqual([]);
  });

  it('refuse a sampling rate that does not divide the frame rate', async () => {
    const table = constantTable(50, 25, 1);
    const from = scene({
      table,
      tracks: [{ keyframes: [keyframe(0, 2, 2, { gap: 'hold' })], visibility: [seen(0, 49)] }],
    });
    expect(await rowsOf(from, { clock: 'source', samplingFps: [1, 2] })).toMatchObject([{ sampling_fps: 1 }]);
    expect((await problemsOf(from, { clock: 'source' }))[0]?.message).toContain('25 fps sampled at 2');
    expect(await rowsOf(from, {})).toMatchObject([{ fps: 26 }, { fps: 26 }]);
  });

  it('take positions from the source frame that a copy’s frame shows, scaled to the copy', async () => {
    // 0.4 s of one frame, then 10 fps: at 1 s the frame on screen is index 7 (0.4 + 6 × 0.1).
    const table = tableOfTicks([0, 400, 500, 600, 700, 800, 900, 1000, 1100], 1000, 100);
    const from = scene({
      table,
      video: { width: 101, height: 51 },
      tracks: [{ keyframes: [keyframe(0, 0, 0), keyframe(8, 80, 40)], visibility: [seen(0, 8)] }],
    });
    expect(await rowsOf(from, { copyFps: 4, samplingFps: [2] })).toMatchObject([
      {
        fps: 4,
        n_frames: 5,
        width: 100,
        height: 50,
        start_frame: 0,
        end_frame: 7,
        frame_trajectories: [
          { frame: 0, time: 0, points: [{ point: [0, 0] }] },
          { frame: 2, time: 0.5, points: [{ point: [(20 * 100) / 101, (10 * 50) / 51] }] },
          { frame: 4, time: 1, points: [{ point: [(70 * 100) / 101, (35 * 50) / 51] }] },
        ],
      },
    ]);
  });

  it('export only keyframes when asked, and name those the loader passes over', async () => {
    const from = scene({
      table: ten,
      tracks: [
        {
          keyframes: [keyframe(0, 1, 1), keyframe(7, 2, 2), keyframe(10, 3, 3)],
          visibility: [seen(0, 10), absent(11, 19)],
        },
      ],
    });
    const options = { ...onSource, frames: 'keyframes' };
    expect(await rowsOf(from, options)).toMatchObject([
      { frame_trajectories: [{ frame: 0 }, { frame: 7 }, { frame: 10 }] },
    ]);
    expect(await problemsOf(from, options)).toMatchObject([{ kind: 'dropped', frame: 7 }]);
    const every = (await rowsOf(from, { ...onSource, frames: 'every' })) as {
      frame_trajectories: unknown[];
    }[];
    expect(every[0]?.frame_trajectories).toHaveLength(11);
  });

  describe('with flow', () => {
    const rows = Array.from({ length: 18 }, (_, row) => ({ x: row, y: 7, w: null, h: null, confidence: 1 }));
    const flowing = (isStale: boolean): Partial<Track> => ({
      keyframes: [keyframe(0, 0, 10, { gap: 'flow' }), keyframe(19, 190, 10)],
      derived: [{ startFrame: 1, endFrame: 18, dataId: id(500), dataOffset: 0, runId: null, isStale }],
      visibility: [seen(0, 19)],
    });

    it('export what flow found', async () => {
      const from = scene({ table: ten, tracks: [flowing(false)], data: packSpanData('point', rows) });
      expect(await rowsOf(from, onSource)).toMatchObject([
        { frame_trajectories: [{}, { points: [{ point: [4, 7] }] }, { points: [{ point: [9, 7] }] }, {}] },
      ]);
    });

    it('refuse flow that is out of date, or export its interpolation when told so, naming the track', async () => {
      const from = scene({ table: ten, tracks: [flowing(true)], data: packSpanData('point', rows) });
      expect(await rowsOf(from, onSource)).toEqual([]);
      expect((await problemsOf(from, onSource))[0]?.message).toContain(
        'object #1 is on frame 5 and 2 more is not known (stale flow)',
      );
      const interpolate = { ...onSource, staleFlow: 'interpolate' };
      expect(await rowsOf(from, interpolate)).toMatchObject([
        { frame_trajectories: [{}, { points: [{ point: [50, 10] }] }, {}, {}] },
      ]);
      expect(await problemsOf(from, interpolate)).toMatchObject([
        { kind: 'note', frame: 5, message: expect.stringContaining('object #1') as string },
      ]);
    });

    it('refuse positions that are no numbers', async () => {
      const broken = rows.map((row) => ({ ...row, x: Number.NaN }));
      const from = scene({ table: ten, tracks: [flowing(false)], data: packSpanData('point', broken) });
      expect((await problemsOf(from, onSource))[0]?.message).toContain('(not a number)');
    });
  });

  it('clamp points to the frame and name the first', async () => {
    const from = scene({
      table: ten,
      tracks: [{ keyframes: [keyframe(0, 205, 101, { gap: 'hold' })], visibility: [seen(0, 19)] }],
    });
    expect(await rowsOf(from, onSource)).toMatchObject([
      { frame_trajectories: [{ points: [{ point: [200, 100] }] }, {}, {}, {}] },
    ]);
    expect(await problemsOf(from, onSource)).toMatchObject([{ kind: 'changed', frame: 0 }]);
  });

  it('part a copy into windows of at most 63 s, each with its own clock', async () => {
    const long = constantTable(700, 10, 1);
    const from = scene({
      table: long,
      tracks: [{ keyframes: [keyframe(0, 2, 2, { gap: 'hold' })], visibility: [seen(0, 699)] }],
    });
    expect(await rowsOf(from, { samplingFps: [1] })).toMatchObject([
      { video: `${id(100)}-000`, n_frames: 350, start_frame: 0, end_frame: 349 },
      { video: `${id(100)}-001`, n_frames: 350, start_frame: 350, end_frame: 699 },
    ]);
  });

  it('have no row for a clip in which nothing is visible, because its text would be empty', async () => {
    const hidden = {
      keyframes: [keyframe(0, 1, 1, { gap: 'hold' as const })],
      visibility: [occluded(0, 9), absent(10, 19)],
    };
    const from = scene({ table: ten, tracks: [hidden] });
    expect(await rowsOf(from, onSource)).toEqual([]);
    expect(await problemsOf(from, onSource)).toMatchObject([{ kind: 'note' }]);
    expect((await molmo2Tracks.preview(from, onSource, 1)).counts).toMatchObject({ rows: 0, leftOut: 0 });
  });

  it('warn when two videos have one file name', async () => {
    const videos = [100, 101].map((n) => {
      const clip = video(n, ten);
      const of = object(n + 100, clip.id, 1);
      return document({
        video: clip,
        table: ten,
        objects: [of],
        objectExpressions: [{ objectId: of.id, expressionId: ball.id }],
        answers: [answer(n + 200, clip.id, ball.id)],
        tracks: [track(n + 300, of, across)],
      });
    });
    const from = source({ expressions: [ball] }, videos);
    expect(await problemsOf(from, onSource)).toMatchObject([{ kind: 'note', row: 'clips/cups' }]);
    expect(await problemsOf(from, {})).toEqual([]);
  });
});

describe('Molmo 2 track files', () => {
  it('read back from Parquet as from JSON lines, and are the same bytes each time', async () => {
    const from = scene({ table: ten, tracks: [across, leaving] });
    const [one, other] = [memoryFiles(), memoryFiles()];
    await molmo2Tracks.write(from, { tasks: ['track', 'ground'] }, one);
    await molmo2Tracks.write(from, { tasks: ['track', 'ground'] }, other);
    expect(other.files).toEqual(one.files);
    const bytes = one.files.get('ground/train.parquet') ?? new Uint8Array();
    const rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer });
    const lines = one
      .text('ground/train.jsonl')
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    const plain: unknown = JSON.parse(
      JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)),
    );
    expect(plain).toEqual(lines);
    expect(lines).toHaveLength(2);
    expect(one.text('README.md')).toContain('config_name: "ground"');
  });

  it('say what they cannot hold', async () => {
    const from = scene({
      table: ten,
      tracks: [{ ...across, shape: 'box', notes: 'blurred' }],
      answer: { verdict: 'unsure' },
    });
    const losses = await molmo2Tracks.losses(from, {});
    expect(losses).toContainEqual({ what: 'boxes (only their centre is exported)', count: 1 });
    expect(losses).toContainEqual({ what: 'answers “unsure”', count: 1 });
    expect(losses).toContainEqual({ what: 'notes', count: 1 });
  });

  it('write no data file where there is no row', async () => {
    const files = memoryFiles();
    const { counts } = await molmo2Tracks.write(scene({ table: ten, tracks: [] }), {}, files);
    expect(counts).toMatchObject({ rows: 0, leftOut: 2 });
    expect([...files.files.keys()]).toEqual(['README.md']);
  });
});
