import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hasFfmpeg } from '../../scripts/clips/ffmpeg.ts';
import { makeLongClip } from '../../scripts/clips/long-clips.ts';
import { verifyClip } from '../../scripts/clips/verify-clips.ts';

test.runIf(hasFfmpeg())('a long clip, here a short one, carries its index on every frame', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'long-clips-'));
  const size = { width: 480, height: 270 };
  const frameCount = 70;
  await makeLongClip({ ...size, framesPerSecond: 30, frameCount, groupLength: 25 }, join(folder, 'clip.mp4'));
  const problems = await verifyClip(folder, {
    file: 'clip.mp4',
    nasty: '',
    expect: 'open',
    kind: 'container',
    codec: 'h264',
    frameCount,
    timescale: 15_360,
    ticks: Array.from({ length: frameCount }, (_, i) => i * 512),
    ...size,
  });
  rmSync(folder, { recursive: true });
  expect(problems).toEqual([]);
});
