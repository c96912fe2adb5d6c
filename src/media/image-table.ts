import { frameTableBuilderVersion, type FrameTable } from '#domain/frame-table.ts';

/**
 * The frame table of `count` images at the rate a person gave, in frames per second.
 *
 * The clock is chosen so that the rate is exact: 25 is 1/25, 29.97 is 1001/30000; any other fraction is taken to a
 * thousandth of a frame per second.
 */
export function imageTable(count: number, rate: number): FrameTable {
  if (!(rate > 0) || !Number.isFinite(rate)) {
    throw new RangeError(`A rate of ${rate} frames per second is not possible`);
  }
  const { timescale, duration } = clockOf(rate);
  return {
    builderVersion: frameTableBuilderVersion,
    timescale,
    ticks: Float64Array.from({ length: count }, (_, index) => index * duration),
    durations: new Float64Array(count).fill(duration),
    isKey: new Uint8Array(count).fill(1),
    decodeOrder: Uint32Array.from({ length: count }, (_, index) => index),
  };
}

function clockOf(rate: number): { timescale: number; duration: number } {
  if (Number.isInteger(rate)) return { timescale: rate, duration: 1 };
  const nearest = Math.round(rate);
  // 23.976, 29.97 and 59.94 are written rounded and mean 24, 30 and 60 times 1000/1001.
  if (Math.abs(rate - (nearest * 1000) / 1001) < 0.001) return { timescale: nearest * 1000, duration: 1001 };
  return { timescale: Math.max(1, Math.round(rate * 1000)), duration: 1000 };
}
