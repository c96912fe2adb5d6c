import { expect, test } from 'vitest';
import { spreadFrames } from './spread-frames.ts';

test('the first and last frames are among them, the rest evenly between', () => {
  expect(spreadFrames(101, 5)).toEqual([0, 25, 50, 75, 100]);
});

test('a short video gives each of its frames once', () => {
  expect(spreadFrames(3, 8)).toEqual([0, 1, 2]);
  expect(spreadFrames(1, 8)).toEqual([0]);
});
