import { describe, expect, test } from 'vitest';
import { FrameWindow } from './frame-window.ts';
import type { GrayImage } from './gray.ts';

function windowOver(frameCount: number, budget: number) {
  const ranges: [number, number][] = [];
  const decoded: number[] = [];
  const window = new FrameWindow(
    async function* (from, to): AsyncGenerator<GrayImage> {
      ranges.push([from, to]);
      for (let index = from; index <= to; index++) {
        decoded.push(index);
        yield Promise.resolve({ width: 1, height: 1, data: Uint8Array.of(index) });
      }
    },
    { frameCount, frameBytes: 1 },
    budget,
  );
  const read = async (index: number): Promise<number | undefined> => (await window.read(index)).data[0];
  return { window, ranges, decoded, read };
}

describe('FrameWindow', () => {
  test('reads on forward in one go and decodes nothing ahead', async () => {
    const { read, ranges, decoded } = windowOver(100, 8);
    for (const index of [3, 4, 5, 6]) expect(await read(index)).toBe(index);
    expect(ranges).toEqual([[3, 99]]);
    expect(decoded).toEqual([3, 4, 5, 6]);
  });

  test('reads backward in stretches, each frame once', async () => {
    const { read, ranges } = windowOver(100, 8);
    for (let index = 30; index >= 0; index--) expect(await read(index)).toBe(index);
    expect(ranges).toEqual([
      [30, 99],
      [22, 29],
      [14, 21],
      [6, 13],
      [0, 5],
    ]);
  });

  test('reads again elsewhere, and the same frame twice from memory', async () => {
    const { read, ranges } = windowOver(100, 8);
    for (const index of [50, 50, 10, 11]) expect(await read(index)).toBe(index);
    expect(ranges).toEqual([
      [50, 99],
      [10, 99],
    ]);
  });

  test('names a frame outside the video', async () => {
    const { window } = windowOver(100, 8);
    await expect(window.read(100)).rejects.toThrow('Frame 100 is outside the video (0 to 99)');
  });
});
