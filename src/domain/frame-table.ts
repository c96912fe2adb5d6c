/**
 * A video's frame table: for every frame, in presentation order, its exact timestamp, duration, key-frame flag
 * and place in decode order. Built once per video (media/), stored as bytes, and the only source of seconds.
 *
 * Ticks are whole numbers (seconds × timescale). Packets outside the container's edit list are decoded but are
 * not frames: `decodeOrder` counts them, the other columns do not have them.
 */
export interface FrameTable {
  builderVersion: number;
  /** Ticks per second. */
  timescale: number;
  /** Presentation timestamp of each frame in ticks; rising. Frame 0 may be at any value. */
  ticks: Float64Array;
  /** Duration of each frame in ticks. */
  durations: Float64Array;
  /** 1 where decoding may start: a frame that needs no earlier one. */
  isKey: Uint8Array;
  /** Position of each frame's packet in decode order, counted over all packets of the file. */
  decodeOrder: Uint32Array;
}

export const frameTableBuilderVersion = 1;

export function frameCountOf(table: FrameTable): number {
  return table.ticks.length;
}

/** Exact presentation time of a frame relative to frame 0, in seconds. Throws RangeError outside the video. */
export function secondsOf(table: FrameTable, index: number): number {
  const tick = table.ticks[index];
  const first = table.ticks[0];
  if (tick === undefined || first === undefined) {
    throw new RangeError(`Frame ${index} is outside the video (0 to ${table.ticks.length - 1})`);
  }
  return (tick - first) / table.timescale;
}

/** Seconds from the first frame's start to the last frame's end. */
export function durationSeconds(table: FrameTable): number {
  const last = table.ticks.length - 1;
  if (last < 0) return 0;
  return secondsOf(table, last) + (table.durations[last] ?? 0) / table.timescale;
}

/** The frame on screen at `seconds` after frame 0's timestamp: the last frame that starts at or before it, clamped. */
export function frameAtSeconds(table: FrameTable, seconds: number): number {
  const first = table.ticks[0] ?? 0;
  const wanted = seconds * table.timescale + first;
  let low = 0;
  let high = table.ticks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    // Half a millitick of slack: seconds that were divided and multiplied again must find their own frame.
    if ((table.ticks[middle] ?? Infinity) <= wanted + 5e-4) low = middle;
    else high = middle - 1;
  }
  return Math.max(low, 0);
}

/** Mean frames per second over the whole video; for display only, never to compute a time. */
export function meanRate(table: FrameTable): number {
  const seconds = durationSeconds(table);
  return seconds > 0 ? table.ticks.length / seconds : 0;
}

/** True where every frame lasts equally long (to a tick): the video has a constant frame rate. */
export function isConstantRate(table: FrameTable): boolean {
  const count = table.ticks.length;
  if (count < 3) return true;
  const first = table.ticks[0] ?? 0;
  const step = ((table.ticks[count - 1] ?? 0) - first) / (count - 1);
  return table.ticks.every((tick, index) => Math.abs(tick - first - index * step) <= 1);
}

const magic = 0x46544231; // "FTB1"

/** Bytes of a table: header (magic, builder version, timescale, count) then the four columns, little-endian. */
export function encodeFrameTable(table: FrameTable): Uint8Array {
  const count = table.ticks.length;
  const bytes = new Uint8Array(24 + count * (8 + 8 + 4 + 1));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, table.builderVersion, true);
  view.setFloat64(8, table.timescale, true);
  view.setUint32(16, count, true);
  for (let i = 0; i < count; i++) {
    view.setFloat64(24 + i * 8, table.ticks[i] ?? 0, true);
    view.setFloat64(24 + count * 8 + i * 8, table.durations[i] ?? 0, true);
    view.setUint32(24 + count * 16 + i * 4, table.decodeOrder[i] ?? 0, true);
    view.setUint8(24 + count * 20 + i, table.isKey[i] ?? 0);
  }
  return bytes;
}

/** Inverse of encodeFrameTable. Throws RangeError when the bytes are not a whole table. */
export function decodeFrameTable(bytes: Uint8Array): FrameTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 24 || view.getUint32(0, true) !== magic) throw new RangeError('Not a frame table');
  const count = view.getUint32(16, true);
  if (bytes.byteLength !== 24 + count * 21) throw new RangeError('The frame table is cut short');
  const table: FrameTable = {
    builderVersion: view.getUint32(4, true),
    timescale: view.getFloat64(8, true),
    ticks: new Float64Array(count),
    durations: new Float64Array(count),
    isKey: new Uint8Array(count),
    decodeOrder: new Uint32Array(count),
  };
  for (let i = 0; i < count; i++) {
    table.ticks[i] = view.getFloat64(24 + i * 8, true);
    table.durations[i] = view.getFloat64(24 + count * 8 + i * 8, true);
    table.decodeOrder[i] = view.getUint32(24 + count * 16 + i * 4, true);
    table.isKey[i] = view.getUint8(24 + count * 20 + i);
  }
  return table;
}
