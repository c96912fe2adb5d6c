import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { openMediaBrowser, type MediaBrowser } from '../../tests/media/browser.ts';
import { longClip } from '../../scripts/clips/long-clips.ts';
import { probeVideoFile } from '#media/probe.node.ts';
import type { Row } from '../row.ts';
import type * as BenchPage from './page.ts';

/** About the size of the canvas in a window of a Full HD screen. */
const shownSize = { width: 1280, height: 720 };
const cacheBytes = 512 * 2 ** 20;

/**
 * Times stepping on 1080p30 H.264 with a key frame every 250 frames, against <video> seeking with
 * requestVideoFrameCallback in the same page.
 */
export async function run(): Promise<Row[]> {
  const minute = await longClip('1080p30-gop250-minute');
  if (minute === undefined)
    throw new Error('The clip of this benchmark is made by ffmpeg, which is not on the PATH.');
  const browser = await openMediaBrowser('/bench/step/page.ts');
  try {
    const { ours, video } = await compare(browser, minute);
    const scrubbed = await scrub(browser, minute);
    return [
      ...rowsOf(ours, video),
      ratioRow('scrub over the proxy, p50', percentile(scrubbed, 0.5), percentile(video.jump, 0.5), 10),
      await openingRow(browser, tenMinutes(minute)),
    ];
  } finally {
    await browser.close();
  }
}

function rowsOf(ours: BenchPage.Timings, video: BenchPage.Timings): Row[] {
  return [
    ratioRow('step forward, p50', percentile(ours.forward, 0.5), percentile(video.forward, 0.5), 20),
    ratioRow('step forward, p95', percentile(ours.forward, 0.95), percentile(video.forward, 0.95), 10),
    limitRow('step back, p50', percentile(ours.back, 0.5), percentile(video.back, 0.5), 16.7),
    limitRow('step back, p95', percentile(ours.back, 0.95), percentile(video.back, 0.95), 33),
    ratioRow('random jump, p50', percentile(ours.jump, 0.5), percentile(video.jump, 0.5), 1),
    ratioRow(
      'first step after a jump, p50',
      percentile(ours.stepAfterJump, 0.5),
      percentile(video.stepAfterJump, 0.5),
      1,
    ),
  ];
}

function ratioRow(name: string, ours: number, baseline: number, bar: number): Row {
  const ratio = baseline / ours;
  return row({ name, ours, baseline, ratio, bar: `ratio >= ${bar}` }, ratio >= bar);
}

function limitRow(name: string, ours: number, baseline: number, limit: number): Row {
  const ratio = baseline === 0 ? 0 : baseline / ours;
  return row({ name, ours, baseline, ratio, bar: `<= ${limit} ms` }, ours <= limit);
}

function row(values: Omit<Row, 'group' | 'result' | 'unit'>, isPass: boolean): Row {
  return { group: 'step', unit: 'ms', result: isPass ? 'pass' : 'short', ...values };
}

function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

async function inPage(browser: MediaBrowser, path: string): Promise<BenchPage.BenchClip> {
  const { table, info } = await probeVideoFile(path);
  return {
    url: browser.urlOf(path),
    columns: {
      ticks: [...table.ticks],
      durations: [...table.durations],
      isKey: [...table.isKey],
      decodeOrder: [...table.decodeOrder],
    },
    timescale: table.timescale,
    displaySize: { width: info.width, height: info.height },
    shownSize,
    cacheBytes,
  };
}

async function compare(
  browser: MediaBrowser,
  path: string,
): Promise<{ ours: BenchPage.Timings; video: BenchPage.Timings }> {
  const clip = await inPage(browser, path);
  return browser.page.evaluate(
    (given) => (globalThis as unknown as { media: typeof BenchPage }).media.compare(given),
    clip,
  );
}

/** Frames drawn from the proxy of the clip's first 500 frames. */
async function scrub(browser: MediaBrowser, path: string): Promise<number[]> {
  const clip = await inPage(browser, path);
  const { times, framesPerSecond } = await browser.page.evaluate(
    (given) => (globalThis as unknown as { media: typeof BenchPage }).media.scrub(given, 500),
    clip,
  );
  console.error(`The proxy was built at ${framesPerSecond.toFixed(0)} frames per second.`);
  return times;
}

/** Building the frame table of ten minutes of 1080p and drawing the first frame. */
async function openingRow(browser: MediaBrowser, path: string): Promise<Row> {
  const started = performance.now();
  await probeVideoFile(path);
  const probed = performance.now() - started;
  const clip = await inPage(browser, path);
  const drawn = await browser.page.evaluate(
    (given) => (globalThis as unknown as { media: typeof BenchPage }).media.firstFrame(given),
    clip,
  );
  return limitRow('open 10 minutes of 1080p: table and first frame', probed + drawn, 0, 2000);
}

/** The minute ten times over, in one file, its packets copied. */
function tenMinutes(minute: string): string {
  const path = minute.replace(/\.mp4$/, '-times-ten.mp4');
  if (!existsSync(path)) {
    const copy = ['-loglevel', 'error', '-stream_loop', '9', '-i', minute, '-c', 'copy', '-y', path];
    execFileSync('ffmpeg', copy);
  }
  return path;
}
