import { expect, test } from 'vitest';
import { createActiveClock } from './active-clock.ts';

test('time between signs of life is counted, once', () => {
  const clock = createActiveClock();
  for (const now of [100, 110, 125]) clock.touch(now);
  expect(clock.take()).toBe(25);
  clock.touch(130);
  expect(clock.take()).toBe(5);
  expect(clock.take()).toBe(0);
});

test('a pause of more than a minute counts nothing', () => {
  const clock = createActiveClock();
  for (const now of [0, 60, 121, 131]) clock.touch(now);
  expect(clock.take()).toBe(70);
});
