import fs from 'node:fs';
import { expect, test } from 'vitest';
import { clearMp4Times } from './mp4-times.ts';

const clip = new URL('../../tests/fixtures/clips/h264-ntsc.mp4', import.meta.url);

/** Offset of the creation time of the first box of this type. */
function timeOf(bytes: Buffer, type: string): number {
  return bytes.indexOf(type) + 4 + 4;
}

test('times are cleared, and nothing else changes', () => {
  const original = fs.readFileSync(clip);
  const stamped = Buffer.from(original);
  for (const type of ['mvhd', 'tkhd', 'mdhd']) {
    stamped.writeUInt32BE(0xdeadbeef, timeOf(stamped, type));
    stamped.writeUInt32BE(0xcafecafe, timeOf(stamped, type) + 4);
  }
  clearMp4Times(stamped);
  const expected = Buffer.from(original);
  for (const type of ['mvhd', 'tkhd', 'mdhd'])
    expected.fill(0, timeOf(expected, type), timeOf(expected, type) + 8);
  expect(stamped.equals(expected)).toBe(true);
});

test('a file that is cut short is refused', () => {
  expect(() => clearMp4Times(fs.readFileSync(clip).subarray(0, 200))).toThrow(RangeError);
});
