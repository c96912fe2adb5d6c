import { frameAtSeconds, type FrameTable } from '#domain/frame-table.ts';
import { frameAtX, frameCentreX, type TimeView } from './time-view.ts';

export interface RulerTick {
  frame: number;
  /** Centre of the frame in pixels. */
  x: number;
  isMajor: boolean;
}

/** Frames between labelled ticks: the smallest of 1, 2, 5, 10, 20, 50, … that keeps them `minPx` apart. */
export function tickStep(framesPerPixel: number, minPx: number): number {
  const wanted = Math.max(framesPerPixel * minPx, 1);
  const power = 10 ** Math.floor(Math.log10(wanted));
  for (const factor of [1, 2, 5]) if (factor * power >= wanted) return factor * power;
  return 10 * power;
}

/** Ticks inside the width, minor ones between the labelled where there is room. */
export function rulerTicks(view: TimeView, frameCount: number, width: number, minPx = 84): RulerTick[] {
  const major = tickStep(view.framesPerPixel, minPx);
  const minor = Math.max(1, Math.round(major / (String(major).startsWith('2') ? 4 : 5)));
  const step = minor / view.framesPerPixel >= 6 ? minor : major;
  const first = Math.ceil(frameAtX(view, -minPx, frameCount) / step) * step;
  const last = frameAtX(view, width, frameCount);
  const ticks: RulerTick[] = [];
  for (let frame = first; frame <= last; frame += step) {
    ticks.push({ frame, x: frameCentreX(view, frame), isMajor: frame % major === 0 });
  }
  return ticks;
}

/** Grid frames inside the width; none when they would stand closer than `minPx` (a solid bar says nothing). */
export function gridTicks(grid: Uint32Array, view: TimeView, width: number, minPx = 3): number[] {
  const first = grid[0] ?? 0;
  const last = grid.at(-1) ?? 0;
  const spacing = (last - first) / Math.max(grid.length - 1, 1) / view.framesPerPixel;
  if (spacing < minPx) return [];
  const frames: number[] = [];
  for (let i = firstAtOrAfter(grid, view.firstFrame - 1); i < grid.length; i++) {
    const frame = grid[i] ?? 0;
    const x = frameCentreX(view, frame);
    if (x > width) break;
    frames.push(frame);
  }
  return frames;
}

/** Index of the first value at or after `frame` in a rising list; its length when there is none. */
export function firstAtOrAfter(frames: Uint32Array, frame: number): number {
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((frames[middle] ?? 0) < frame) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Seconds as the ruler and the transport print them. */
export function formatSeconds(seconds: number, digits: 0 | 1 | 2 | 3): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds.toFixed(digits)} s`;
  const rest = (seconds - minutes * 60).toFixed(digits).padStart(digits === 0 ? 2 : digits + 3, '0');
  return `${minutes}:${rest}`;
}

/** Digits after the point that tell neighbouring labels apart. */
export function secondsDigits(table: FrameTable, frames: number): 0 | 1 | 2 | 3 {
  const perFrame = 1 / Math.max(frameAtSeconds(table, 1), 1);
  const seconds = perFrame * frames;
  if (seconds >= 20) return 0;
  if (seconds >= 1) return 1;
  return seconds >= 0.1 ? 2 : 3;
}
