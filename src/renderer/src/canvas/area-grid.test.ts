import { array, assert, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAreaGrid, type Area } from './area-grid.ts';

const areas = record({
  x: integer({ min: -200, max: 900 }),
  y: integer({ min: -200, max: 700 }),
  width: integer({ min: 1, max: 300 }),
  height: integer({ min: 1, max: 300 }),
});

function overlap(a: Area, b: Area): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(width, 0) * Math.max(height, 0);
}

describe('the grid of taken areas', () => {
  it('finds the same overlaps as looking at every one', () => {
    assert(
      property(
        array(areas, { maxLength: 20 }),
        areas,
        integer({ min: 0, max: 5 }),
        (others, area, spacing) => {
          const grid = createAreaGrid();
          for (const other of others) grid.add(other);
          const wide = {
            x: area.x - spacing,
            y: area.y - spacing,
            width: area.width + 2 * spacing,
            height: area.height + 2 * spacing,
          };
          const expected =
            others.reduce((sum, other) => sum + overlap(wide, other), 0) / (area.width * area.height);
          expect(grid.coveredShare(area, area, spacing)).toBeCloseTo(expected, 9);
        },
      ),
    );
  });
});
