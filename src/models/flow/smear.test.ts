import { expect, test } from 'vitest';
import { smeared } from './smear.ts';

const size = 31;
function dot() {
  const data = new Uint8Array(size * size);
  data[15 * size + 15] = 250;
  return { originX: 0, originY: 0, width: size, height: size, data };
}

test('a dot becomes a streak along its motion, half as long, about the same middle', () => {
  const streak = smeared(dot(), { x: 16, y: 0 });
  const lit = Array.from({ length: size }, (_, x) => streak?.data[15 * size + x] ?? 0);
  const places = lit.flatMap((value, x) => (value > 0 ? [x] : []));
  expect(places).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 19]);
  expect(streak?.data.filter((value) => value > 0)).toHaveLength(places.length);
});

test('what hardly moves is not smeared', () => {
  expect(smeared(dot(), { x: 1, y: 2 })).toBeUndefined();
});
