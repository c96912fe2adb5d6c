import { describe, expect, it } from 'vitest';
import {
  decodeFrameTable,
  encodeFrameTable,
  frameAtSeconds,
  secondsOf,
  type FrameTable,
} from './frame-table.ts';

/** 29.97 frames a second with B-frames, starting at a tick that is not zero. */
const table: FrameTable = {
  builderVersion: 3,
  timescale: 30000,
  ticks: Float64Array.from({ length: 300 }, (_, index) => 4004 + index * 1001),
  durations: new Float64Array(300).fill(1001),
  isKey: Uint8Array.from({ length: 300 }, (_, index) => Number(index % 250 === 0)),
  decodeOrder: Uint32Array.from({ length: 300 }, (_, index) => index ^ 1),
};

describe('a frame table', () => {
  it('comes back from its bytes as it was, also out of a larger buffer', () => {
    const bytes = encodeFrameTable(table);
    const shifted = new Uint8Array(bytes.length + 5);
    shifted.set(bytes, 5);
    expect(decodeFrameTable(shifted.subarray(5))).toEqual(table);
  });

  it('is refused when its bytes are cut short or something else', () => {
    const bytes = encodeFrameTable(table);
    expect(() => decodeFrameTable(bytes.subarray(0, -1))).toThrow('cut short');
    expect(() => decodeFrameTable(bytes.subarray(0, 10))).toThrow(RangeError);
    bytes[0] = 0;
    expect(() => decodeFrameTable(bytes)).toThrow('Not a frame table');
  });

  it('finds every frame again by its own time', () => {
    for (let index = 0; index < 300; index++) {
      expect(frameAtSeconds(table, secondsOf(table, index))).toBe(index);
    }
    expect(frameAtSeconds(table, -1)).toBe(0);
    expect(frameAtSeconds(table, 1e6)).toBe(299);
    expect(() => secondsOf(table, 300)).toThrow('outside the video');
  });
});
