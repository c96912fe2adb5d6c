import { z } from 'zod';
import { durationSeconds, frameAtSeconds, frameCountOf, secondsOf, type FrameTable } from './frame-table.ts';

/** Which frames a project labels: every one, each k-th, or n per second taken through the frame table. */
export const workGridSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('every') }),
  z.object({ kind: z.literal('step'), frames: z.int().min(1) }),
  z.object({ kind: z.literal('rate'), perSecond: z.number().positive() }),
]);
export type WorkGrid = z.infer<typeof workGridSchema>;

/**
 * Frame indices of the grid, rising, without repeats. At a rate, the k-th instant k / perSecond picks the frame
 * shown then; a video slower than the rate yields each of its frames once.
 */
export function gridFrames(grid: WorkGrid, table: FrameTable): Uint32Array {
  const count = frameCountOf(table);
  switch (grid.kind) {
    case 'every':
      return Uint32Array.from({ length: count }, (_, index) => index);
    case 'step':
      return Uint32Array.from({ length: Math.ceil(count / grid.frames) }, (_, index) => index * grid.frames);
    case 'rate': {
      const frames: number[] = [];
      const duration = durationSeconds(table);
      for (let k = 0; k / grid.perSecond < duration; k++) {
        const frame = frameAtSeconds(table, k / grid.perSecond);
        if (frames.at(-1) !== frame) frames.push(frame);
        // At a rate above the video's, go on with the instant that shows the next frame: one turn a frame.
        const next = frame + 1 < count ? secondsOf(table, frame + 1) : duration;
        k = Math.max(k, Math.floor(next * grid.perSecond) - 2);
      }
      return Uint32Array.from(frames);
    }
  }
}

/** Nearest grid frame strictly after (direction 1) or before (-1) `frame`; undefined past the ends. */
export function neighbourOnGrid(frames: Uint32Array, frame: number, direction: 1 | -1): number | undefined {
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((frames[middle] ?? 0) < frame) low = middle + 1;
    else high = middle;
  }
  if (direction === -1) return frames[low - 1];
  return frames[low] === frame ? frames[low + 1] : frames[low];
}

/** The grid frame closest to `frame` (the earlier one on a tie); undefined for an empty grid. */
export function nearestOnGrid(frames: Uint32Array, frame: number): number | undefined {
  const after = neighbourOnGrid(frames, frame - 1, 1);
  if (after === frame) return frame;
  const before = neighbourOnGrid(frames, frame, -1);
  if (before === undefined) return after;
  if (after === undefined) return before;
  return frame - before <= after - frame ? before : after;
}
