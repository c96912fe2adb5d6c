import { expect, test } from 'vitest';
import { fileNameOf, formatBytes, formatCount, formatDuration } from './format-units.ts';

test('durations are as long as they have to be', () => {
  expect([4.14, 59.9, 61, 725, 3753].map(formatDuration)).toEqual([
    '4.1 s',
    '59.9 s',
    '1:01',
    '12:05',
    '1:02:33',
  ]);
});

test('sizes and counts read as people write them', () => {
  expect([0, 12, 734_000, 12_345_678, 4.021e9].map(formatBytes)).toEqual([
    '0 KB',
    '1 KB',
    '734 KB',
    '12.3 MB',
    '4.02 GB',
  ]);
  expect([formatCount(1, 'track'), formatCount(2000, 'track')]).toEqual(['1 track', '2,000 tracks']);
});

test('a file is named by the last part of its path', () => {
  expect(['/a/b.mp4', 'C:\\clips\\c.mp4', '/folder/'].map(fileNameOf)).toEqual(['b.mp4', 'c.mp4', 'folder']);
});
