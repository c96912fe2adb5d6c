/** Runs in the page: times stepping through one clip, by the studio's frame source and by a <video> element. */
import type { FrameTable } from '#domain/frame-table.ts';
import { openFrameProxy } from '#media/frame-proxy.web.ts';
import { openFrameSource } from '#media/frame-source.web.ts';
import type { Size } from '#media/upright.web.ts';

export interface BenchClip {
  url: string;
  columns: Record<'ticks' | 'durations' | 'isKey' | 'decodeOrder', number[]>;
  timescale: number;
  displaySize: Size;
  shownSize: Size;
  cacheBytes: number;
}

/** Milliseconds of each step, by what was done. */
export interface Timings {
  forward: number[];
  back: number[];
  jump: number[];
  /** One step forward, right after a jump. */
  stepAfterJump: number[];
}

/** A held key repeats about this often. */
const keyRepeatMs = 1000 / 30;

interface Player {
  /** Shows a frame and returns when it is drawn. */
  show: (index: number, direction: -1 | 0 | 1) => Promise<void>;
  close: () => void;
}

function tableOf({ columns, timescale }: BenchClip): FrameTable {
  return {
    builderVersion: 1,
    timescale,
    ticks: Float64Array.from(columns.ticks),
    durations: Float64Array.from(columns.durations),
    isKey: Uint8Array.from(columns.isKey),
    decodeOrder: Uint32Array.from(columns.decodeOrder),
  };
}

function canvasOf({ width, height }: Size): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  document.body.replaceChildren(canvas);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('No canvas');
  return context;
}

function studio(clip: BenchClip): Player {
  const { shownSize } = clip;
  const context = canvasOf(shownSize);
  const source = openFrameSource({
    video: { kind: 'container', url: clip.url, name: 'bench' },
    table: tableOf(clip),
    displaySize: clip.displaySize,
    shownSize,
    cacheBytes: clip.cacheBytes,
  });
  return {
    show: async (index, direction) => {
      source.setPlayhead(index, direction);
      let bitmap = source.peek(index);
      if (!bitmap) {
        const answer = await source.request(index);
        if (answer.kind !== 'ready') throw new Error(`Frame ${index}: ${answer.kind}`);
        bitmap = answer.bitmap;
      }
      context.drawImage(bitmap, 0, 0, shownSize.width, shownSize.height);
    },
    close: () => source.close(),
  };
}

async function videoElement(clip: BenchClip): Promise<Player> {
  const { shownSize } = clip;
  const context = canvasOf(shownSize);
  const video = document.createElement('video');
  video.muted = true;
  video.preload = 'auto';
  video.src = clip.url;
  document.body.append(video);
  await new Promise((resolve, reject) => {
    video.addEventListener('loadeddata', resolve, { once: true });
    video.addEventListener('error', () => reject(new Error('The <video> cannot play the clip')), {
      once: true,
    });
  });
  const { columns, timescale } = clip;
  let current = -1;
  return {
    show: async (index) => {
      // No frame is presented anew when it is there already.
      if (index === current) return;
      current = index;
      const shown = new Promise<void>((resolve) => {
        video.requestVideoFrameCallback(() => resolve());
      });
      // The middle of the frame, where rounding cannot reach its neighbours.
      const tick = (columns.ticks[index] ?? 0) + (columns.durations[index] ?? 0) / 2;
      video.currentTime = tick / timescale;
      await shown;
      context.drawImage(video, 0, 0, shownSize.width, shownSize.height);
    },
    close: () => {
      video.removeAttribute('src');
      video.load();
    },
  };
}

async function timed(action: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** Holds the key down: one step per key repeat, later when the step before took longer. */
async function hold(player: Player, from: number, direction: -1 | 1, steps: number): Promise<number[]> {
  const times: number[] = [];
  await player.show(from, direction);
  for (let step = 1; step <= steps; step++) {
    const taken = await timed(() => player.show(from + step * direction, direction));
    times.push(taken);
    await pause(Math.max(0, keyRepeatMs - taken));
  }
  return times;
}

async function measure(player: Player, frameCount: number, steps: number, jumps: number): Promise<Timings> {
  const from = Math.min(300, frameCount - steps - 1);
  const forward = await hold(player, from, 1, steps);
  const back = await hold(player, from + steps, -1, steps);
  const jump: number[] = [];
  const stepAfterJump: number[] = [];
  for (let i = 1; i <= jumps; i++) {
    // The golden ratio spreads jumps evenly and never repeats.
    const index = Math.floor(((i * 0.618_034) % 1) * (frameCount - 2));
    jump.push(await timed(() => player.show(index, 0)));
    stepAfterJump.push(await timed(() => player.show(index + 1, 1)));
  }
  player.close();
  return { forward, back, jump, stepAfterJump };
}

/** Both in turn, in the same page. The element takes fewer steps: each takes it long. */
export async function compare(clip: BenchClip): Promise<{ ours: Timings; video: Timings }> {
  const frameCount = clip.columns.ticks.length;
  const ours = await measure(studio(clip), frameCount, 400, 20);
  const video = await measure(await videoElement(clip), frameCount, 40, 20);
  return { ours, video };
}

/** Milliseconds from opening a source to the first frame's drawing. */
export function firstFrame(clip: BenchClip): Promise<number> {
  return timed(async () => {
    const player = studio(clip);
    await player.show(0, 0);
    player.close();
  });
}

/** Milliseconds to draw frames here and there where the proxy is built, and how many frames it built in how long. */
export async function scrub(
  clip: BenchClip,
  wanted: number,
): Promise<{ times: number[]; framesPerSecond: number }> {
  const context = canvasOf(clip.shownSize);
  const started = performance.now();
  const proxy = openFrameProxy({
    video: { kind: 'container', url: clip.url, name: 'bench' },
    table: tableOf(clip),
    displaySize: clip.displaySize,
    key: `bench-${Date.now()}`,
    isBusy: () => false,
  });
  const covered = (): number =>
    proxy.coverage().reduce((sum, { startFrame, endFrame }) => sum + endFrame - startFrame + 1, 0);
  await new Promise<void>((resolve, reject) => {
    proxy.onCoverage(() => {
      if (covered() >= wanted) resolve();
      else if (proxy.state !== 'building') reject(new Error(`The proxy is ${proxy.state}`));
    });
  });
  const framesPerSecond = (covered() / (performance.now() - started)) * 1000;
  const times: number[] = [];
  for (let i = 1; i <= 60; i++) {
    const index = Math.floor(((i * 0.618_034) % 1) * wanted);
    times.push(
      await timed(async () => {
        const picture = proxy.peek(index) ?? (await proxy.load(index));
        if (!picture) throw new Error(`The proxy lacks frame ${index}`);
        context.drawImage(picture, 0, 0, clip.shownSize.width, clip.shownSize.height);
      }),
    );
  }
  proxy.close();
  return { times, framesPerSecond };
}
