import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probeImageFolder } from '#media/image-folder.node.ts';
import { imageTable } from '#media/image-table.ts';
import { probeVideoFile } from '#media/probe.node.ts';
import type { OpenClip } from '../../scripts/clips/manifest.ts';
import { clipPath, openClip, openClips, refusedClips } from '../support/clips.ts';
import { openMediaBrowser, type MediaBrowser } from './browser.ts';
import type * as ClipPage from './clip-page.ts';

const containers = openClips.filter(({ kind }) => kind === 'container');
/** Fewer frames than any clip has, so that frames must be dropped and decoded again. */
const cachedFrames = 12;

let browser: MediaBrowser;
beforeAll(async () => {
  browser = await openMediaBrowser('/tests/media/clip-page.ts');
}, 60_000);
afterAll(() => browser.close());

async function inPage(file: string): Promise<ClipPage.ClipInPage> {
  const { table, info } = await probeVideoFile(clipPath(file));
  return {
    name: basename(file),
    kind: 'container',
    urls: [browser.urlOf(clipPath(file))],
    size: { width: info.width, height: info.height },
    table: {
      timescale: table.timescale,
      ticks: [...table.ticks],
      durations: [...table.durations],
      isKey: [...table.isKey],
      decodeOrder: [...table.decodeOrder],
    },
  };
}

type Page = typeof ClipPage;
/** Calls a function of clip-page.ts in the browser. */
function call<Name extends keyof Page>(
  name: Name,
  ...given: Parameters<Page[Name]>
): Promise<Awaited<ReturnType<Page[Name]>>> {
  return browser.page.evaluate(
    ({ name, given }) =>
      (globalThis as unknown as { media: Record<string, (...all: unknown[]) => unknown> }).media[name]?.(
        ...given,
      ),
    { name, given },
  ) as Promise<Awaited<ReturnType<Page[Name]>>>;
}

/** A folder of images, at a rate that does not matter here. */
async function folderInPage(file: string): Promise<ClipPage.ClipInPage> {
  const folder = await probeImageFolder(clipPath(file));
  const table = imageTable(folder.images.length, 25);
  return {
    name: folder.name,
    kind: 'images',
    urls: folder.images.map((image) => browser.urlOf(join(folder.path, image))),
    size: { width: folder.width, height: folder.height },
    table: {
      timescale: table.timescale,
      ticks: [...table.ticks],
      durations: [...table.durations],
      isKey: [...table.isKey],
      decodeOrder: [...table.decodeOrder],
    },
  };
}

/** What each frame of the clip must show; undefined where the picture may be damaged. */
function expected(clip: OpenClip, frame: number): number | undefined {
  return clip.patterns ? (clip.patterns[frame] ?? undefined) : frame;
}

function wrongSights(clip: OpenClip, sights: ClipPage.Sight[]): ClipPage.Sight[] {
  return sights.filter(([frame, seen]) => {
    const wanted = expected(clip, frame);
    return wanted === undefined ? typeof seen === 'number' && seen > frame + 3 : seen !== wanted;
  });
}

function count(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

/** Jumps all over the clip, the same on every run, each followed by a step or two. */
function jumps(length: number): number[] {
  const route: number[] = [];
  let state = 12_345;
  for (let i = 0; i < 30; i++) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    const frame = state % length;
    route.push(frame, Math.min(frame + 1, length - 1), Math.max(frame - 1, 0));
  }
  return route;
}

describe('every frame on screen is the frame whose index is shown', () => {
  for (const clip of containers) {
    it(`${clip.file}: forward, back and jumping. ${clip.nasty}`, async () => {
      const page = await inPage(clip.file);
      const forward = count(clip.frameCount);
      const route = [...forward, ...forward.toReversed(), ...jumps(clip.frameCount)];
      const sights = await call('walk', page, route, page.size, cachedFrames);
      expect(sights).toHaveLength(route.length);
      expect(wrongSights(clip, sights)).toEqual([]);
    });
  }
});

describe('folders of images', () => {
  for (const clip of openClips.filter(({ kind }) => kind === 'images')) {
    it(`${clip.file}: forward, back and jumping. ${clip.nasty}`, async () => {
      const page = await folderInPage(clip.file);
      const forward = count(clip.frameCount);
      const route = [...forward, ...forward.toReversed(), ...jumps(clip.frameCount)];
      expect(wrongSights(clip, await call('walk', page, route, page.size, 4))).toEqual([]);
    });
  }

  it('say which image cannot be read, and show the others', async () => {
    const page = await folderInPage('images-gap');
    page.urls[3] = browser.urlOf(clipPath('text.mp4'));
    const sights = await call('walk', page, count(8), page.size, 4);
    expect(sights.filter(([frame, seen]) => frame !== seen)).toEqual([[3, 'undecodable']]);
    expect(await call('proves', page)).toMatchObject({ state: 'failed', undecodable: [3] });
  });
});

describe('bitmaps at shown size', () => {
  it('are upright and whole at another size than the video has', async () => {
    for (const file of ['h264-rotated-90.mp4', 'h264-wide-pixels.mp4', 'h264-resized.mp4']) {
      const clip = openClip(file);
      const page = await inPage(file);
      const shown = { width: Math.round(clip.width * 0.7), height: Math.round(clip.height * 0.7) };
      const sights = await call('walk', page, jumps(clip.frameCount), shown, cachedFrames);
      expect(wrongSights(clip, sights)).toEqual([]);
    }
  });

  it('follow a change of size, and are never larger than the displayed frame', async () => {
    const page = await inPage('vp8.webm');
    const { sizes, seen } = await call('resize', page, [
      { width: 160, height: 90 },
      { width: 240, height: 135 },
      { width: 3200, height: 1800 },
    ]);
    expect(sizes).toEqual([
      { width: 160, height: 90 },
      { width: 240, height: 135 },
      { width: 320, height: 180 },
    ]);
    expect(seen).toEqual([7, 7, 7]);
  });

  it('stay within the bound on memory', async () => {
    const { most, bound } = await call('mostBytes', await inPage('h264-gop250.mp4'), 10);
    expect(most).toBeGreaterThan(bound / 2);
    expect(most).toBeLessThanOrEqual(bound);
  });
});

describe('playing', () => {
  it('shows as many frames as a screen can, each the right one', async () => {
    for (const [speed, stride] of [
      [0.1, 1],
      [1, 1],
      [4, 2],
    ] as const) {
      const played = await call('plays', await inPage('h264-gop250.mp4'), speed);
      expect(played.stride).toBe(stride);
      expect(played.sights).toEqual(count(300 / stride).map((i) => [i * stride, i * stride]));
    }
  });
});

describe('requests', () => {
  it('for other frames are dropped when a later one comes', async () => {
    const { kinds, last } = await call('scrub', await inPage('h264-gop250.mp4'), [20, 200, 120, 260, 90]);
    expect(kinds).toEqual(['superseded', 'superseded', 'superseded', 'superseded', 'ready']);
    expect(last).toEqual([90, 90]);
  });
});

describe('decodability', () => {
  it('is decided by decoding: what opens shows the right frames, what does not says why', async () => {
    for (const clip of refusedClips.filter(({ reason }) => reason === 'CANNOT_DECODE')) {
      const page = await inPage(clip.file);
      const decision = await call('decides', page);
      if (decision.canDecode) {
        const sights = await call('walk', page, [5, 0, 9], page.size, cachedFrames);
        expect(sights).toEqual([
          [5, 5],
          [0, 0],
          [9, 9],
        ]);
      } else expect(decision.reason).toMatch(new RegExp(`${clip.file}.*ffmpeg`, 's'));
    }
  });

  it('is given for every clip that must open', async () => {
    for (const clip of containers) {
      expect([clip.file, await call('decides', await inPage(clip.file))]).toEqual([
        clip.file,
        { canDecode: true },
      ]);
    }
  });
});

describe('the proof of a frame table', () => {
  it('holds for a table built from the file', async () => {
    const proof = await call('proves', await inPage('h264-edit-preroll.mp4'));
    expect(proof).toMatchObject({ state: 'proved', frames: 50, decoded: 50, details: [] });
  });

  it('fails for a table that lacks a frame', async () => {
    const page = await inPage('h264-ntsc.mp4');
    for (const column of ['ticks', 'durations', 'isKey', 'decodeOrder'] as const)
      page.table[column].splice(30, 1);
    const proof = await call('proves', page);
    expect(proof).toMatchObject({ state: 'failed', unexpected: [30_030] });
  });
});

describe('the proxy', () => {
  it('shows small pictures of the right frames, and finds them again the next time', async () => {
    const page = await inPage('h264-gop250.mp4');
    const built = await call('readsProxy', page, 'gop250', 2 ** 30);
    expect(built.found).toBe(0);
    expect(built.sights.filter(([frame, seen]) => frame !== seen)).toEqual([]);
    const again = await call('readsProxy', page, 'gop250', 2 ** 30);
    expect(again.found).toBe(300);
    expect(again.sights.filter(([frame, seen]) => frame !== seen)).toEqual([]);
  });

  it('makes room by forgetting the video used longest ago', async () => {
    await call('readsProxy', await inPage('vp8.webm'), 'older', 2 ** 30);
    await call('readsProxy', await inPage('h264-ntsc.mp4'), 'newer', 1);
    const { found } = await call('readsProxy', await inPage('vp8.webm'), 'older', 2 ** 30);
    expect(found).toBe(0);
  });

  it('is of the frame that was asked for, while the sharp one is on its way', async () => {
    const page = await inPage('h264-gop250.mp4');
    await call('readsProxy', page, 'scrubbed', 2 ** 30);
    for (const frame of [240, 17, 199]) {
      const [, seen] = await call('firstSeenWhenScrubbing', page, 'scrubbed', frame);
      expect(seen).toBe(frame);
    }
  });
});

describe('frames for the tracker and for exports', () => {
  it('are the frames asked for, as colour and as gray', async () => {
    const page = await inPage('h264-rotated-wide-pixels.mp4');
    const frames = [0, 1, 2, 9, 10, 25, 3];
    for (const format of ['rgba', 'gray'] as const) {
      expect(await call('readsPixels', page, frames, format)).toEqual(frames.map((frame) => [frame, frame]));
    }
  });

  it('have the same planes as another decoder gives', async () => {
    for (const file of ['h264-cropped.mp4', 'vp9-odd.webm', 'av1-odd.mp4', 'vp8.webm']) {
      const page = await inPage(file);
      const frames = [0, 13, 29];
      const planes = execFileSync(
        'ffmpeg',
        [
          '-loglevel',
          'error',
          '-i',
          clipPath(file),
          '-fps_mode',
          'passthrough',
          '-pix_fmt',
          'yuv420p',
          '-f',
          'rawvideo',
          '-',
        ],
        { maxBuffer: 2 ** 28 },
      );
      const { width, height } = page.size;
      const frameBytes = width * height + 2 * Math.ceil(width / 2) * Math.ceil(height / 2);
      const wanted = frames.map((frame) => {
        const bytes = planes.subarray(frame * frameBytes, (frame + 1) * frameBytes);
        return `I420 ${createHash('sha256').update(bytes).digest('hex')}`;
      });
      expect(await call('hashes', page, frames)).toEqual(wanted);
    }
  });
});
