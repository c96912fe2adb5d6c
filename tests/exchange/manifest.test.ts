import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatById, formats } from '#exchange/formats.ts';
import {
  exportDataset,
  manifestSchema,
  type ExportRequest,
  type Hasher,
  type Manifest,
} from '#exchange/manifest.ts';
import { decodeHashes, proofFaults } from '../../scripts/check-frame-proof.ts';
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
import { memoryFiles, type MemoryFiles } from './memory-files.ts';

function createHasher(): Hasher {
  const hash = createHash('sha256');
  return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
}

const table = constantTable(60, 30, 1);
const clip = video(100, table, { path: '/home/ana/secret place/cups.mp4' });
const cup = object(200, clip.id, 1);
const words = expression(20, 'cup');
const from = source({ expressions: [words] }, [
  document({
    video: clip,
    table,
    contentHash: 'cd'.repeat(32),
    objects: [cup],
    objectExpressions: [{ objectId: cup.id, expressionId: words.id }],
    answers: [answer(300, clip.id, words.id)],
    tracks: [
      track(400, cup, {
        keyframes: [keyframe(0, 5, 250)],
        visibility: [{ startFrame: 0, endFrame: 0, value: 'visible' }],
      }),
    ],
  }),
]);

function request(
  formatId: string,
  fields: Partial<ExportRequest> = {},
): ExportRequest & { files: MemoryFiles } {
  const format = formatById(formatId);
  if (!format) throw new Error(`There is no format ${formatId}.`);
  const files = memoryFiles();
  return {
    format,
    source: from,
    options: {},
    sink: files,
    files,
    program: { name: 'Fiducial', version: '0.1.0' },
    createHasher,
    frameProofOf: () => [],
    otherFiles: [],
    ...fields,
  };
}

describe('an export’s manifest', () => {
  it.each(formats.map((format) => format.id))(
    'names every file of %s with its size and hash',
    async (formatId) => {
      const one = request(formatId);
      const manifest = await exportDataset(one);
      expect(manifestSchema.parse(JSON.parse(one.files.text('manifest.json')))).toEqual(manifest);
      const written = [...one.files.files].filter(([path]) => path !== 'manifest.json');
      expect(written.length).toBeGreaterThan(0);
      expect(manifest.files).toEqual(
        written
          .map(([path, bytes]) => ({
            path,
            bytes: bytes.length,
            sha256: createHash('sha256').update(bytes).digest('hex'),
          }))
          .sort((a, b) => (a.path < b.path ? -1 : 1)),
      );
    },
  );

  it('holds options with their defaults, counts, problems, and no place on this machine', async () => {
    const one = request('molmo2-points');
    const manifest = await exportDataset(one);
    expect(manifest).toMatchObject({
      format: 'molmo2-points',
      options: { clock: 'two-fps-copy', openAnswers: 'skip' },
      counts: { rows: 1, copies: 1 },
      problems: { changed: 1 },
      videos: [{ id: clip.id, path: 'cups.mp4', sha256: 'cd'.repeat(32), frameCount: 60 }],
    });
    for (const path of one.files.files.keys()) {
      if (!path.endsWith('.parquet')) expect(one.files.text(path)).not.toContain('secret place');
    }
  });

  it('is the same bytes each time, and lists files written beside', async () => {
    const otherFiles = [{ path: 'videos/a.mp4', bytes: 3, sha256: 'ef'.repeat(32) }];
    const [one, other] = [request('molmo2-tracks', { otherFiles }), request('molmo2-tracks', { otherFiles })];
    const manifest = await exportDataset(one);
    await exportDataset(other);
    expect(other.files.files).toEqual(one.files.files);
    expect(manifest.files).toContainEqual(otherFiles[0]);
  });

  it('is not written when an option is wrong', async () => {
    const one = request('molmo2-tracks', { options: { samplingFps: [0] } });
    await expect(exportDataset(one)).rejects.toThrow();
    expect(one.files.files.size).toBe(0);
  });
});

function hasFfmpeg(): boolean {
  try {
    execFileSync('ffmpeg', ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!hasFfmpeg())('a frame proof', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fiducial-proof-'));
  const file = join(folder, 'clip.mp4');
  // 30 fps with frames 3, 10, 17 … left out: a varying rate, B-frames, a start that is not zero.
  const indices = Array.from({ length: 30 }, (_, n) => n).filter((n) => n % 7 !== 3);
  const varying = tableOfTicks(
    indices.map((n) => 2970 + n * 3000),
    90_000,
    3000,
  );
  const proven = [0, 5, 20];
  let entry: Manifest['videos'][number];

  beforeAll(() => {
    const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=160x120:r=30:d=1'];
    const filter = ['-vf', "select='not(eq(mod(n,7),3))',setpts=PTS+0.033/TB", '-fps_mode', 'vfr'];
    const coding = ['-video_track_timescale', '90000', '-c:v', 'libx264', '-bf', '2', '-pix_fmt', 'yuv420p'];
    execFileSync('ffmpeg', ['-v', 'error', ...picture, ...filter, ...coding, '-y', file]);
    // Another way to the planes: all of them as raw video, cut into frames here.
    const raw = execFileSync(
      'ffmpeg',
      ['-v', 'error', '-i', file, '-fps_mode', 'passthrough', '-f', 'rawvideo', '-'],
      {
        maxBuffer: 1 << 26,
      },
    );
    const size = 160 * 120 * 1.5;
    expect(raw.length).toBe(size * indices.length);
    entry = {
      id: id(100),
      path: 'clip.mp4',
      sizeBytes: 1,
      sha256: null,
      frameCount: indices.length,
      timescale: 90_000,
      firstTicks: varying.ticks[0] ?? 0,
      proof: proven.map((frame) => ({
        frame,
        ticks: varying.ticks[frame] ?? 0,
        planes: createHash('sha256')
          .update(raw.subarray(frame * size, (frame + 1) * size))
          .digest('hex'),
      })),
    };
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('holds against another decoder run, by index, timestamp and pixels', async () => {
    expect(proofFaults(entry, await decodeHashes(file))).toEqual([]);
  });

  it('finds a shift by one frame, and says by how much', async () => {
    const shifted = {
      ...entry,
      proof: entry.proof.slice(0, 2).map((proof) => ({ ...proof, frame: proof.frame + 1 })),
    };
    const faults = proofFaults(shifted, await decodeHashes(file));
    expect(faults).toContain('frame 1 has other pixels; they are those of frame 0');
    expect(faults).toContain('frame 6 is at 0.2333 s, not 0.2000 s');
  });

  it('checks a whole export from the command line', async () => {
    const one = request('molmo2-points', {
      source: source({}, [document({ video: video(100, varying, { path: 'clip.mp4' }), table: varying })]),
      frameProofOf: () => entry.proof,
    });
    await exportDataset(one);
    for (const [path, bytes] of one.files.files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    const check = (): string =>
      execFileSync(process.execPath, ['scripts/check-frame-proof.ts', folder], {
        encoding: 'utf8',
        stdio: 'pipe',
      });
    expect(check()).toContain('ok        clip.mp4: 3 frames proven');
    writeFileSync(join(folder, 'README.md'), 'changed');
    expect(check).toThrow(/Command failed/);
  });
});
