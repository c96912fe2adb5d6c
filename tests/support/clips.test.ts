import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasFfmpeg } from '../../scripts/clips/ffmpeg.ts';
import { verifyClip } from '../../scripts/clips/verify-clips.ts';
import { clipFolder, clipPath, clips, openClip, openClips } from './clips.ts';

test('every clip of the manifest is there, and nothing else is', () => {
  const listed = clips.flatMap((clip) =>
    clip.expect === 'open' && clip.images ? clip.images.map((name) => join(clip.file, name)) : [clip.file],
  );
  expect(listed.filter((file) => !existsSync(clipPath(file)))).toEqual([]);
  const found = readdirSync(clipFolder, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(clipPath(file)).isFile())
    .filter((file) => !['clips.json', 'PROVENANCE.md'].includes(file) && !file.endsWith('seqinfo.ini'));
  expect(found.sort()).toEqual(listed.sort());
});

test('the clips stay below 5 MB', () => {
  const bytes = readdirSync(clipFolder, { recursive: true, encoding: 'utf8' }).map(
    (file) => statSync(clipPath(file)).size,
  );
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(5_000_000);
});

test('what the manifest says of times is whole', () => {
  for (const clip of openClips.filter((each) => each.kind === 'container')) {
    expect(clip.ticks, clip.file).toHaveLength(clip.frameCount);
    expect(
      clip.ticks.every(
        (tick, i) => Number.isInteger(tick) && (i === 0 || tick > (clip.ticks[i - 1] ?? tick)),
      ),
      clip.file,
    ).toBe(true);
    if (clip.patterns) expect(clip.patterns, clip.file).toHaveLength(clip.frameCount);
  }
});

// Only the machine that makes clips needs ffmpeg.
describe.runIf(hasFfmpeg())('by ffmpeg', () => {
  test.each(openClips.map((clip) => clip.file))(
    '%s holds the frames and times of the manifest',
    async (file) => {
      expect(await verifyClip(clipFolder, openClip(file))).toEqual([]);
    },
  );

  test('a wrong manifest is noticed', async () => {
    const clip = openClip('h264-vfr.mp4');
    const shifted = clip.ticks.map((tick, i) => (i === 40 ? tick + 1 : tick));
    expect(await verifyClip(clipFolder, { ...clip, ticks: shifted })).toHaveLength(1);
    expect(await verifyClip(clipFolder, { ...clip, frameCount: 89 })).toHaveLength(1);
    const swapped = clip.ticks.map((_, i) => (i === 5 ? 6 : i));
    expect(await verifyClip(clipFolder, { ...clip, patterns: swapped })).toHaveLength(1);
  });
});
