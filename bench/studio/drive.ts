import type { Page } from 'playwright';
import { startRecording, takeRecording, waitForDraw, type Recording } from './recorder.ts';

/** A held key repeats about this often. */
export const keyRepeatMs = 1000 / 30;

/** How long it took from an input to the frame it asked for. Milliseconds. */
export interface StepTiming {
  /** From the browser's time stamp of the event to the return of the draw call. */
  total: number;
  /** From the page's first listener on: what the studio itself does. */
  work: number;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

async function waitForSharp(page: Page): Promise<void> {
  await page.locator('.transport-state.sharp').waitFor({ timeout: 60_000 });
}

/** Waits for an opened video's first sharp picture, and listens from now on. */
export async function whenOpen(page: Page): Promise<void> {
  await waitForSharp(page);
  await startRecording(page);
}

/** Goes to a frame by its number, as a person types it. Resolves when it is there, with the time from Enter on. */
export async function jumpTo(page: Page, frame: number): Promise<StepTiming> {
  await page.keyboard.press('Backquote');
  await page.keyboard.type(String(frame));
  await takeRecording(page);
  await page.keyboard.press('Enter');
  await waitForDraw(page, frame, { isSharp: true });
  const timing = jumpTiming(await takeRecording(page), frame);
  if (!timing) throw new Error(`Frame ${frame} was drawn before it was asked for`);
  return timing;
}

/** Holds a key down for as many repeats, at the pace of the keyboard whatever the page does meanwhile. */
export async function hold(page: Page, key: string, times: number): Promise<void> {
  const sent: Promise<void>[] = [];
  const started = performance.now();
  for (let i = 0; i < times; i++) {
    await pause(Math.max(0, started + i * keyRepeatMs - performance.now()));
    sent.push(page.keyboard.down(key));
  }
  await Promise.all(sent);
  await page.keyboard.up(key);
}

/**
 * Holds a stepping key from `from` on for `steps` repeats and answers how long each took to the next sharp picture
 * farther on. A repeat that came before the picture asked for last counts until the picture after it.
 */
export async function holdStep(
  page: Page,
  { from, direction, steps }: { from: number; direction: 1 | -1; steps: number },
): Promise<StepTiming[]> {
  const key = direction === 1 ? 'KeyF' : 'KeyD';
  const last = from + direction * steps;
  await takeRecording(page);
  await hold(page, key, steps);
  // A held key passes over nothing: what was not reached in its time is stepped to, untimed.
  await waitForSharp(page);
  for (;;) {
    const shown = Number(await page.locator('[data-shown-frame]').getAttribute('data-shown-frame'));
    if ((last - shown) * direction <= 0) break;
    await page.keyboard.press(key);
    await waitForSharp(page);
  }
  await waitForSharp(page);
  return heldTimings(await takeRecording(page), { from, direction, steps });
}

/** One step on its own. */
export async function stepOnce(page: Page, from: number, direction: 1 | -1): Promise<StepTiming> {
  const [timing] = await holdStep(page, { from, direction, steps: 1 });
  if (!timing) throw new Error(`The step from frame ${from} was not drawn`);
  return timing;
}

/** Each repeat of a held key with the first sharp draw, after it, of a frame beyond the one that stood there. */
function heldTimings(
  { inputs, draws }: Recording,
  { from, direction, steps }: { from: number; direction: 1 | -1; steps: number },
): StepTiming[] {
  const presses = inputs.filter(({ type }) => type === 'keydown').slice(0, steps);
  const sharp = draws.filter(({ isSharp }) => isSharp);
  return presses.flatMap(({ at, heard }) => {
    const stood = sharp.findLast((draw) => draw.at < heard)?.frame ?? from;
    const draw = sharp.find((each) => each.at >= heard && (each.frame - stood) * direction > 0);
    return draw ? [{ total: draw.at - at, work: draw.at - heard }] : [];
  });
}

/** A key press with the first sharp draw, after it, of the frame that it asked for. */
function jumpTiming({ inputs, draws }: Recording, frame: number): StepTiming | undefined {
  const press = inputs.find(({ type }) => type === 'keydown');
  const draw = draws.find((each) => each.isSharp && press && each.at >= press.heard && each.frame === frame);
  return press && draw && { total: draw.at - press.at, work: draw.at - press.heard };
}

/**
 * Drags along the timeline's ruler over frames of the video and answers how long each took to be on the canvas, soft
 * or sharp, and the share that was sharp at once.
 */
export async function scrub(
  page: Page,
  places: readonly number[],
): Promise<{ times: number[]; sharpShare: number }> {
  const ruler = page.getByRole('slider', { name: 'Frame' });
  const box = await ruler.boundingBox();
  if (!box) throw new Error('The timeline is not on the page');
  const times: number[] = [];
  let sharp = 0;
  await page.mouse.move(box.x + box.width / 2, box.y + 8);
  await page.mouse.down();
  for (const place of places) {
    const [first = 0, perPixel = 1] = ((await ruler.getAttribute('data-view')) ?? '').split(',').map(Number);
    const x = Math.round((place - first) / perPixel);
    const frame = Math.floor(first + x * perPixel);
    await takeRecording(page);
    await page.mouse.move(Math.round(box.x) + x, box.y + 8);
    await page.waitForFunction(() => (globalThis.recording?.draws.length ?? 0) > 0, undefined, {
      polling: 5,
    });
    const { inputs, draws } = await takeRecording(page);
    const input = inputs.find(({ type }) => type === 'pointermove');
    const [draw] = draws;
    if (!input || !draw) throw new Error(`Frame ${frame} was not drawn`);
    times.push(draw.at - input.at);
    if (draw.isSharp) sharp += 1;
  }
  await page.mouse.up();
  return { times, sharpShare: sharp / places.length };
}

export function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Waits until the small pictures of a video's first frames are built and kept (media/proxy-store.web.ts). */
export async function waitForProxy(page: Page, frames: number): Promise<void> {
  const covered = async (): Promise<number> =>
    page.evaluate(async () => {
      const storage = await navigator.storage.getDirectory();
      const root = await storage.getDirectoryHandle('frame-proxies', { create: true });
      let sum = 0;
      for await (const folder of root.values()) {
        if (folder.kind !== 'directory') continue;
        for await (const name of folder.keys()) {
          const [first, last] = name.split('-').map(Number);
          if (first !== undefined && last !== undefined) sum += last - first + 1;
        }
      }
      return sum;
    });
  const end = performance.now() + 120_000;
  while ((await covered()) < frames) {
    if (performance.now() > end) throw new Error(`No proxy of ${frames} frames within two minutes`);
    await pause(500);
  }
}
