import type { FrameTable } from '#domain/frame-table.ts';

/** The frame with exactly this timestamp in ticks. */
export function frameAtTick(table: FrameTable, tick: number): number | undefined {
  const { ticks } = table;
  let low = 0;
  let high = ticks.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = ticks[middle] ?? Infinity;
    if (found === tick) return middle;
    if (found < tick) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

/** The last frame at or before `index` where decoding may start; undefined when that is the file's start only. */
export function keyFrameBefore(table: Pick<FrameTable, 'isKey'>, index: number): number | undefined {
  const found = table.isKey.lastIndexOf(1, index);
  return found < 0 ? undefined : found;
}

/** The first frame after `index` where decoding may start; the frame count when there is none. */
export function keyFrameAfter(table: Pick<FrameTable, 'isKey'>, index: number): number {
  const found = table.isKey.indexOf(1, index + 1);
  return found < 0 ? table.isKey.length : found;
}
