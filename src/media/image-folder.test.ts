import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secondsOf } from '#domain/frame-table.ts';
import { clipPath, openClips } from '../../tests/support/clips.ts';
import { imageFolderContentHash, probeImageFolder } from './image-folder.node.ts';
import { imageSize } from './image-size.ts';
import { imageTable } from './image-table.ts';

describe('folders of images', () => {
  for (const clip of openClips.filter(({ kind }) => kind === 'images')) {
    it(`${clip.file}: every image in order, and its size. ${clip.nasty}`, async () => {
      const folder = await probeImageFolder(clipPath(clip.file));
      expect(folder.images).toEqual(clip.images);
      expect({ width: folder.width, height: folder.height }).toEqual({
        width: clip.width,
        height: clip.height,
      });
    });
  }

  it('take name and rate from MOT’s seqinfo.ini, from the sequence or its image folder', async () => {
    for (const path of ['images-mot/PATTERN-01', 'images-mot/PATTERN-01/img1']) {
      const folder = await probeImageFolder(clipPath(path));
      expect(folder).toMatchObject({
        name: 'PATTERN-01',
        rate: 25,
        path: clipPath('images-mot/PATTERN-01/img1'),
      });
    }
  });

  it('say that numbers have gaps, and have a hash of their content', async () => {
    const folder = await probeImageFolder(clipPath('images-gap'));
    expect(folder.notices).toEqual(['The numbers have gaps; frames follow the order of the files.']);
    expect(await imageFolderContentHash(folder)).toMatch(/^[\da-f]{64}$/);
  });
});

describe('folders that somebody filled by hand', () => {
  let path: string;
  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'fiducial-images-'));
  });
  afterEach(() => rm(path, { recursive: true }));

  /** The first bytes of a PNG of this size. */
  function png(width: number, height: number): Uint8Array {
    const bytes = new Uint8Array(33);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, 0x89504e47);
    view.setUint32(16, width);
    view.setUint32(20, height);
    return bytes;
  }

  it('may mix sizes: the first counts, and people are told', async () => {
    await writeFile(join(path, 'a9.png'), png(64, 48));
    await writeFile(join(path, 'a10.png'), png(32, 32));
    const folder = await probeImageFolder(path);
    expect(folder).toMatchObject({ images: ['a9.png', 'a10.png'], width: 64, height: 48 });
    expect(folder.notices[0]).toContain('a10.png');
  });

  it('are refused without images, with two images of one number, and with a first image that is none', async () => {
    await writeFile(join(path, 'notes.txt'), 'no image');
    await expect(probeImageFolder(path)).rejects.toMatchObject({ code: 'NO_IMAGES' });
    await writeFile(join(path, '0001.jpg'), 'no image either');
    await expect(probeImageFolder(path)).rejects.toThrow('0001.jpg');
    await writeFile(join(path, '0001.png'), png(8, 8));
    await expect(probeImageFolder(path)).rejects.toThrow('same number');
  });
});

describe('sizes of images', () => {
  it('are turned as Exif says', () => {
    const exif = [
      0x45, 0x78, 0x69, 0x66, 0, 0, 0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0,
      0,
    ];
    const jpeg = [
      0xff,
      0xd8,
      0xff,
      0xe1,
      0,
      exif.length + 2,
      ...exif,
      0xff,
      0xc0,
      0,
      11,
      8,
      0,
      48,
      0,
      64,
      1,
      0,
      0,
    ];
    expect(imageSize(Uint8Array.from(jpeg))).toEqual({ width: 48, height: 64 });
    expect(imageSize(Uint8Array.from(jpeg.slice(0, 30)))).toBe('more');
  });
});

describe('the clock of image folders', () => {
  it('is exact for whole and broadcast rates', () => {
    expect(imageTable(3, 25)).toMatchObject({ timescale: 25, ticks: Float64Array.of(0, 1, 2) });
    expect(imageTable(3, 29.97)).toMatchObject({ timescale: 30_000, ticks: Float64Array.of(0, 1001, 2002) });
    expect(secondsOf(imageTable(100, 12.5), 50)).toBe(4);
  });

  it('refuses a rate that is none', () => {
    expect(() => imageTable(3, 0)).toThrow(RangeError);
  });
});
