import { frameTableBuilderVersion, type FrameTable } from '#domain/frame-table.ts';

/** The packets of a video track in decode order, one entry a packet in each column. */
export interface PacketColumns {
  /** Presentation timestamps in ticks. */
  ticks: number[];
  /** Durations in ticks, as the container says. */
  durations: number[];
  /** True where decoding may start. */
  isKey: boolean[];
  /** False for packets that decode to no picture. */
  isShown: boolean[];
}

/** The part of the timeline that is presented, in ticks of the packets: `start` up to but without `end`. */
export interface PresentedRange {
  start: number;
  end: number;
}

export interface Arrangement {
  table: FrameTable;
  /** Packets that are decoded but are no frames, and why. */
  leftOut: { outsideEdit: number; hidden: number; repeated: number };
  /** Frames are presented in another order than they are decoded in. */
  isReordered: boolean;
}

/**
 * Turns packets in decode order into the frame table: the presented ones, sorted by time.
 *
 * Of packets with the same timestamp the first in decode order is the frame. A frame lasts until the next one; the
 * last lasts as long as its packet says, or, where that says nothing, as long as the one before it.
 */
export function arrangeFrames(
  packets: PacketColumns,
  timescale: number,
  presented: PresentedRange,
): Arrangement {
  const { ticks } = packets;
  const leftOut = { outsideEdit: 0, hidden: 0, repeated: 0 };
  const order: number[] = [];
  for (const [position, tick] of ticks.entries()) {
    if (!packets.isShown[position]) leftOut.hidden++;
    else if (tick < presented.start || tick >= presented.end) leftOut.outsideEdit++;
    else order.push(position);
  }
  const isReordered = order.some(
    (position, i) => (ticks[position] ?? 0) < (ticks[order[i - 1] ?? -1] ?? -Infinity),
  );
  if (isReordered) order.sort((a, b) => (ticks[a] ?? 0) - (ticks[b] ?? 0) || a - b);
  const frames = order.filter((position, i) => i === 0 || ticks[position] !== ticks[order[i - 1] ?? -1]);
  leftOut.repeated = order.length - frames.length;

  const table: FrameTable = {
    builderVersion: frameTableBuilderVersion,
    timescale,
    ticks: Float64Array.from(frames, (position) => ticks[position] ?? 0),
    durations: new Float64Array(frames.length),
    isKey: Uint8Array.from(frames, (position) => (packets.isKey[position] ? 1 : 0)),
    decodeOrder: Uint32Array.from(frames),
  };
  fillDurations(table, packets.durations[frames.at(-1) ?? -1] ?? 0, presented.end);
  return { table, leftOut, isReordered };
}

function fillDurations(table: FrameTable, lastDuration: number, presentedEnd: number): void {
  const { ticks, durations } = table;
  const last = ticks.length - 1;
  for (let i = 0; i < last; i++) durations[i] = (ticks[i + 1] ?? 0) - (ticks[i] ?? 0);
  if (last < 0) return;
  const claimed = lastDuration > 0 ? lastDuration : (durations[last - 1] ?? 1);
  durations[last] = Math.min(claimed, presentedEnd - (ticks[last] ?? 0));
}
