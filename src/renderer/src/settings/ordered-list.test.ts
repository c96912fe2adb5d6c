import { expect, test } from 'vitest';
import { inOrder, lastPosition, movedPosition } from './ordered-list.ts';

const items = ['a', 'b', 'c'].map((id, position) => ({ id, position }));

function moved(id: string, direction: 1 | -1): string[] {
  const position = movedPosition(items, id, direction);
  return inOrder(
    items.map((item) => (item.id === id && position !== undefined ? { ...item, position } : item)),
  ).map((item) => item.id);
}

test('an item moves one place, the others stay', () => {
  expect(moved('a', 1)).toEqual(['b', 'a', 'c']);
  expect(moved('b', 1)).toEqual(['a', 'c', 'b']);
  expect(moved('c', -1)).toEqual(['a', 'c', 'b']);
  expect(moved('b', -1)).toEqual(['b', 'a', 'c']);
});

test('the ends cannot be passed', () => {
  expect(movedPosition(items, 'a', -1)).toBeUndefined();
  expect(movedPosition(items, 'c', 1)).toBeUndefined();
  expect(movedPosition(items, 'unknown', 1)).toBeUndefined();
});

test('a new item comes last, in an empty list first', () => {
  expect(lastPosition(items)).toBe(3);
  expect(lastPosition([])).toBe(0);
});
