import type { Page } from 'playwright';
import { keyRepeatMs, pause } from '../studio/drive.ts';

/** What a <video> needs to seek to a frame: the middle of each, in seconds, where rounding cannot reach its neighbours. */
export interface SeekPlan {
  url: string;
  middles: readonly number[];
  /** Size of the canvas it is drawn into, in pixels. */
  width: number;
  height: number;
}

declare global {
  /** What the page shows next on a key press, and how long each took. */
  var baseline: { wanted: number; times: number[] } | undefined;
}

/** The baseline: on a key press a <video> seeks, and its picture is drawn into a canvas when it is presented. */
export async function openVideoElement(page: Page, plan: SeekPlan): Promise<void> {
  await page.evaluate(async ({ url, middles, width, height }) => {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const video = document.createElement('video');
    video.muted = true;
    video.preload = 'auto';
    video.src = url;
    document.body.replaceChildren(canvas, video);
    await new Promise((resolve, reject) => {
      video.addEventListener('loadeddata', resolve, { once: true });
      video.addEventListener('error', () => reject(new Error('The <video> cannot play the clip')));
    });
    const context = canvas.getContext('2d', { alpha: false });
    const baseline = { wanted: 0, times: [] as number[] };
    globalThis.baseline = baseline;
    window.addEventListener('keydown', ({ timeStamp }) => {
      video.requestVideoFrameCallback(() => {
        context?.drawImage(video, 0, 0, width, height);
        baseline.times.push(performance.now() - timeStamp);
      });
      video.currentTime = middles[baseline.wanted] ?? 0;
    });
  }, plan);
}

/** Presses a key for each frame in turn, once the one before is there and not faster than a key repeats. */
export async function seekEach(page: Page, frames: readonly number[]): Promise<number[]> {
  const times: number[] = [];
  for (const frame of frames) {
    await page.evaluate((wanted) => {
      if (globalThis.baseline) Object.assign(globalThis.baseline, { wanted, times: [] });
    }, frame);
    await page.keyboard.press('KeyF');
    await page.waitForFunction(() => globalThis.baseline?.times.length === 1, undefined, { polling: 5 });
    const time = await page.evaluate(() => globalThis.baseline?.times[0] ?? Number.NaN);
    times.push(time);
    await pause(Math.max(0, keyRepeatMs - time));
  }
  return times;
}
