import { describe, expect, it } from 'vitest';
import type { Area } from './area-grid.ts';
import { placeTags, type TagRequest } from './tags.ts';

const canvas = { width: 800, height: 600 };

function request(id: string, x: number, y: number, more: Partial<TagRequest> = {}): TagRequest {
  const object = { x: x - 9, y: y - 9, width: 18, height: 18 };
  return { id, object, motion: { x: 0, y: 0 }, width: 80, height: 18, isForced: false, ...more };
}

function overlaps(a: Area, b: Area): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

describe('tags', () => {
  it('stand beside their object, on the side it does not move to', () => {
    for (const motion of [
      { x: 5, y: 0 },
      { x: -5, y: 0 },
      { x: 0, y: 5 },
      { x: 3, y: -4 },
    ]) {
      const [tag] = placeTags([request('a', 400, 300, { motion })], canvas, new Map());
      const middle = { x: (tag?.area.x ?? 0) + 40 - 400, y: (tag?.area.y ?? 0) + 9 - 300 };
      expect(middle.x * motion.x + middle.y * motion.y).toBeLessThan(0);
    }
  });

  it('cover neither objects nor each other where there is room', () => {
    const requests = Array.from({ length: 40 }, (_, i) =>
      request(String(i), 100 + (i % 5) * 140, 60 + Math.floor(i / 5) * 65),
    );
    const tags = placeTags(requests, canvas, new Map());
    expect(tags).toHaveLength(40);
    for (const [index, tag] of tags.entries()) {
      expect(requests.some(({ object }) => overlaps(tag.area, object))).toBe(false);
      expect(tags.slice(index + 1).some((other) => overlaps(tag.area, other.area))).toBe(false);
    }
  });

  it('stay on the canvas at its edges', () => {
    for (const [x, y] of [
      [5, 5],
      [795, 5],
      [5, 595],
      [795, 595],
    ] as const) {
      const [tag] = placeTags([request('a', x, y)], canvas, new Map());
      const { area } = tag ?? { area: { x: -1, y: -1, width: 0, height: 0 } };
      expect(area.x).toBeGreaterThanOrEqual(0);
      expect(area.y).toBeGreaterThanOrEqual(0);
      expect(area.x + area.width).toBeLessThanOrEqual(800);
      expect(area.y + area.height).toBeLessThanOrEqual(600);
    }
  });

  it('leave room in a crowd, but the selected object keeps its tag', () => {
    const crowd = Array.from({ length: 60 }, (_, i) =>
      request(String(i), 400 + (i % 8) * 6, 300 + Math.floor(i / 8) * 6, { isForced: i === 59 }),
    );
    const ids = placeTags(
      crowd.toSorted((a, b) => Number(b.isForced) - Number(a.isForced)),
      canvas,
      new Map(),
    ).map((tag) => tag.id);
    expect(ids.length).toBeLessThan(60);
    expect(ids).toContain('59');
  });

  it('stay on their side while others are about as good', () => {
    const [first] = placeTags([request('a', 400, 300, { motion: { x: 1, y: 0 } })], canvas, new Map());
    const before = new Map([['a', first?.side ?? 0]]);
    const [second] = placeTags([request('a', 402, 300, { motion: { x: 1, y: 0.5 } })], canvas, before);
    expect(second?.side).toBe(first?.side);
  });
});
