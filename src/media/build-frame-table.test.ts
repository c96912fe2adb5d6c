import { describe, expect, it } from 'vitest';
import { frameCountOf } from '#domain/frame-table.ts';
import { clipPath, openClips, refusedClips } from '../../tests/support/clips.ts';
import { contentHash, probeVideoFile, quickHash } from './probe.node.ts';

const containers = openClips.filter((clip) => clip.kind === 'container');

describe('frame tables of containers', () => {
  for (const clip of containers) {
    it(`${clip.file}: exact ticks and size. ${clip.nasty}`, async () => {
      const { table, info } = await probeVideoFile(clipPath(clip.file));
      expect(frameCountOf(table)).toBe(clip.frameCount);
      expect(table.timescale).toBe(clip.timescale);
      expect([...table.ticks]).toEqual(clip.ticks);
      expect({ width: info.width, height: info.height }).toEqual({ width: clip.width, height: clip.height });
      if (clip.keyFrames) {
        const keys = [...table.isKey.keys()].filter((index) => table.isKey[index] === 1);
        expect(keys).toEqual(clip.keyFrames);
      }
    });

    it(`${clip.file}: frames last until the next, and each packet is one frame at most`, async () => {
      const { table } = await probeVideoFile(clipPath(clip.file));
      expect([...table.durations].every((duration) => duration > 0)).toBe(true);
      expect(new Set(table.decodeOrder).size).toBe(frameCountOf(table));
    });
  }
});

describe('files that are refused', () => {
  for (const clip of refusedClips.filter(({ reason }) => reason !== 'CANNOT_DECODE')) {
    it(`${clip.file}: ${clip.reason}, naming the file. ${clip.nasty}`, async () => {
      const refused = probeVideoFile(clipPath(clip.file));
      await expect(refused).rejects.toMatchObject({ name: 'MediaError', code: clip.reason });
      await expect(refused).rejects.toThrow(clip.file);
    });
  }

  it('a file that is not there is refused by name', async () => {
    await expect(probeVideoFile('/nowhere/at-all.mp4')).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});

describe('hashes of files', () => {
  it('tell different files apart and are the same for the same bytes', async () => {
    const [a, b] = [clipPath('vp8.webm'), clipPath('h264-ntsc.mp4')];
    const { quickHash: probed, sizeBytes } = await probeVideoFile(a);
    expect(await quickHash(a)).toBe(probed);
    expect(await quickHash(b)).not.toBe(probed);
    const seen: number[] = [];
    expect(await contentHash(a, (done) => seen.push(done))).toMatch(/^[\da-f]{64}$/);
    expect(seen.at(-1)).toBe(sizeBytes);
  });

  it('stop when they are cancelled', async () => {
    await expect(contentHash(clipPath('vp8.webm'), () => {}, AbortSignal.abort())).rejects.toThrow('aborted');
  });
});
