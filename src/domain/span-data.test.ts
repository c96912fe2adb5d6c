import { describe, expect, it } from 'vitest';
import { decodeSpanData, encodeSpanData, packSpanData, rowAt, rowCountOf } from './span-data.ts';

const box = packSpanData('box', [
  { x: 1, y: 2, w: 3, h: 4, confidence: 0.5 },
  { x: 5.25, y: -6, w: 7, h: 8, confidence: 1 },
]);

describe('span data', () => {
  it('comes back from its bytes as it was, also out of a larger buffer', () => {
    const bytes = encodeSpanData(box);
    expect(decodeSpanData(bytes)).toEqual(box);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeSpanData(shifted.subarray(3))).toEqual(box);
  });

  it('answers rows inside it and nothing outside', () => {
    expect(rowCountOf(box)).toBe(2);
    expect(rowAt(box, 1)).toEqual({ x: 5.25, y: -6, w: 7, h: 8, confidence: 1 });
    expect(rowAt(box, 2)).toBeUndefined();
    expect(rowAt(box, -1)).toBeUndefined();
    const point = packSpanData('point', [{ x: 1, y: 2, w: null, h: null, confidence: 0 }]);
    expect(rowAt(point, 0)).toEqual({ x: 1, y: 2, w: null, h: null, confidence: 0 });
  });

  it('refuses bytes that are cut short, empty, or of no known shape', () => {
    const bytes = encodeSpanData(box);
    expect(() => decodeSpanData(bytes.subarray(0, -8))).toThrow('cut short');
    expect(() => decodeSpanData(bytes.subarray(0, 5))).toThrow('cut short');
    expect(() => decodeSpanData(new Uint8Array(0))).toThrow(RangeError);
    bytes[0] = 7;
    expect(() => decodeSpanData(bytes)).toThrow('unknown shape 7');
  });
});
