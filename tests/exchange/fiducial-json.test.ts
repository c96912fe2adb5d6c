import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fiducialJson } from '#exchange/fiducial-json/format.ts';
import { ExchangeError } from '#exchange/exchange-error.ts';
import type { DatasetSource } from '#exchange/dataset.ts';
import { arbitraryProject, longSpanData } from './arbitrary-project.ts';
import { constantTable, document, id, keyframe, object, source, track, video } from './builders.ts';
import { contentOf, memoryFiles, type MemoryFiles } from './memory-files.ts';

async function written(from: DatasetSource): Promise<MemoryFiles> {
  const files = memoryFiles();
  await fiducialJson.write(from, {}, files);
  return files;
}

async function readBack(files: MemoryFiles): Promise<unknown> {
  const read = await fiducialJson.read?.(files);
  if (!read) throw new Error('Fiducial JSON must be readable.');
  return contentOf(read);
}

const table = constantTable(10_000, 30_000, 1001, 2002);
const clip = video(100, table);
const cup = object(101, clip.id, 1);
const data = longSpanData(9_000);
const dense = track(102, cup, {
  keyframes: [keyframe(0, 1.5, -0), keyframe(9_500, 20.25, 3)],
  derived: [{ startFrame: 1, endFrame: 8_990, dataId: id(103), dataOffset: 5, runId: null, isStale: false }],
  visibility: [{ startFrame: 0, endFrame: 9_999, value: 'visible' }],
});
const denseProject = source({}, [
  document({
    video: clip,
    table,
    objects: [cup],
    tracks: [dense],
    spanData: (dataId) => (dataId === id(103) ? data : undefined),
  }),
]);

describe('Fiducial JSON', () => {
  it('reads back every project as it was', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryProject, async ({ project, videos }) => {
        const from = source(project, videos);
        expect(await readBack(await written(from))).toEqual(await contentOf(from));
      }),
      { numRuns: 150 },
    );
  });

  it('keeps long tables and dense spans across lines, to the last bit', async () => {
    expect(await readBack(await written(denseProject))).toEqual(await contentOf(denseProject));
  });

  it('gives the same bytes for the same project, whatever order its records come in', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryProject, async ({ project, videos }) => {
        const one = await written(source(project, videos));
        const other = await written(
          source(
            {
              ...project,
              expressions: project.expressions.toReversed(),
              persons: project.persons.toReversed(),
            },
            videos
              .map((v) => ({ ...v, tracks: v.tracks.toReversed(), objects: v.objects.toReversed() }))
              .toReversed(),
          ),
        );
        for (const [path, bytes] of one.files) expect(other.files.get(path)).toEqual(bytes);
        expect(other.files.size).toBe(one.files.size);
      }),
      { numRuns: 40 },
    );
  });

  it('says in the preview what it will write', async () => {
    const preview = await fiducialJson.preview(denseProject, {}, 3);
    expect(preview.rows.map((row) => row.file)).toEqual(['project.jsonl', 'project.jsonl', 'project.jsonl']);
    expect(preview.counts).toMatchObject({ project: 1, video: 1, track: 1 });
  });

  it('warns before it writes what could not be read back', async () => {
    const beyond = { ...dense, visibility: [{ startFrame: 0, endFrame: 10_000, value: 'visible' as const }] };
    const from = source({}, [
      document({ video: clip, table, objects: [cup], tracks: [beyond], spanData: () => data }),
    ]);
    const messages: string[] = [];
    for await (const problem of fiducialJson.preflight(from, {})) messages.push(problem.message);
    expect(messages).toEqual([expect.stringContaining('frames 0 to 10000, in a video of 10000')]);
  });
});

describe('a damaged Fiducial JSON', () => {
  const file = `videos/${clip.id}.jsonl`;

  /** Applies an edit to one file's lines and gives the error of reading it. */
  async function errorAfter(
    path: string,
    edit: (lines: string[]) => string[],
  ): Promise<ExchangeError | undefined> {
    const files = await written(denseProject);
    const lines = files.text(path).split('\n').slice(0, -1);
    files.files.set(path, new TextEncoder().encode(`${edit(lines).join('\n')}\n`));
    try {
      await readBack(files);
      return undefined;
    } catch (error) {
      if (error instanceof ExchangeError) return error;
      throw error;
    }
  }

  const replaceIn = (what: string, by: string) => (lines: string[]) =>
    lines.map((line) => line.replace(what, by));

  it.each([
    ['a wrong type', replaceIn('"width":200', '"width":"200"'), `${file} line 2 at /record/width`],
    [
      'a field that is not known',
      replaceIn('"width":200', '"width":200,"extra":1'),
      'line 2 at /record/extra',
    ],
    ['text that is not JSON', replaceIn('"width":200', '"width":'), `${file} line 2: this is not JSON`],
    ['a missing end', (lines: string[]) => lines.slice(0, -1), 'cut short: its end line is missing'],
    ['a missing line', (lines: string[]) => lines.toSpliced(-2, 1), 'lines before it, not'],
    ['another video’s id', replaceIn(`"id":"${clip.id}"`, `"id":"${id(999)}"`), '/record/id'],
    ['a file of another kind', replaceIn('"content":"video"', '"content":"project"'), 'line 1 at /content'],
    ['a newer version', replaceIn('"version":1', '"version":2'), 'newer program (format version 2)'],
    [
      'a track of no object',
      replaceIn(`"objectId":"${cup.id}"`, `"objectId":"${id(998)}"`),
      'is missing, but',
    ],
    ['a keyframe past the end', replaceIn('"frame":9500', '"frame":9007199254740991'), 'in a video of 10000'],
    [
      'a window past its data',
      replaceIn('"dataOffset":5', '"dataOffset":5000'),
      'more rows of the span data',
    ],
    ['a timestamp that falls', replaceIn('"ticks":[2002,3003', '"ticks":[2002,1'), 'does not rise'],
    [
      'a claimed size',
      replaceIn('"frameCount":10000,"kind"', '"frameCount":9007199254740991,"kind"'),
      'fewer',
    ],
    ['a deep nest', (lines: string[]) => [...lines, '['.repeat(100_000)], 'not JSON'],
  ])('is refused for %s, with the place', async (_what, edit, message) => {
    expect((await errorAfter(file, edit))?.message).toContain(message);
  });

  it('is refused when its last line is cut', async () => {
    const files = await written(denseProject);
    files.files.set(file, (files.files.get(file) ?? new Uint8Array()).slice(0, -10));
    await expect(readBack(files)).rejects.toThrow(/line \d+: the file is cut short/);
  });

  it('is refused when bytes are not UTF-8', async () => {
    const files = await written(denseProject);
    files.files.set('project.jsonl', Uint8Array.from([0x7b, 0xff, 0xfe, 0x0a]));
    await expect(readBack(files)).rejects.toThrow('project.jsonl line 1: there are bytes that are not UTF-8');
  });

  it('cannot make another file be read', async () => {
    const error = await errorAfter(
      'project.jsonl',
      replaceIn(`"id":"${clip.id}"`, '"id":"../../etc/passwd"'),
    );
    expect(error?.pointer).toBe('/id');
  });

  it('never breaks with anything but a clear error, whatever byte is wrong', async () => {
    const files = await written(source({}, [document({ video: clip, table: constantTable(10_000, 30, 1) })]));
    const whole = files.files.get(file) ?? new Uint8Array();
    const head = whole.subarray(0, 2_000);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: head.length - 1 }), fc.nat({ max: 255 }), async (at, byte) => {
        const damaged = whole.slice();
        damaged[at] = byte;
        files.files.set(file, damaged);
        try {
          await readBack(files);
        } catch (error) {
          expect(error).toBeInstanceOf(ExchangeError);
        }
      }),
      { numRuns: 150 },
    );
  });
});
