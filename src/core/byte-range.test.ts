import { describe, expect, test } from 'vitest';
import { parseRange } from './byte-range.ts';

describe('a range of a file of 100 bytes', () => {
  test.each([
    [null, 'whole'],
    ['bytes=0-', { start: 0, end: 99 }],
    ['bytes=0-0', { start: 0, end: 0 }],
    ['bytes=10-19', { start: 10, end: 19 }],
    ['bytes=90-1000', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-1000', { start: 0, end: 99 }],
    ['bytes=99-', { start: 99, end: 99 }],
    ['bytes=100-', 'none'],
    ['bytes=-0', 'none'],
    ['bytes=20-10', 'whole'],
    ['bytes=0-1,5-6', 'whole'],
    ['bytes=-', 'whole'],
    ['lines=0-1', 'whole'],
  ])('%s is %o', (header, range) => {
    expect(parseRange(header, 100)).toEqual(range);
  });

  test('nothing of an empty file can be had', () => {
    expect(parseRange('bytes=0-', 0)).toBe('none');
    expect(parseRange('bytes=-5', 0)).toBe('none');
    expect(parseRange(null, 0)).toBe('whole');
  });
});
