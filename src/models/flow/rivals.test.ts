import { beforeAll, expect, test } from 'vitest';
import type { FlowEngine } from './engine.ts';
import type { GrayImage } from './gray.ts';
import { loadEngine } from './opencv.node.ts';
import { RivalWatch } from './rivals.ts';
import { translation } from './similarity.ts';

let engine: FlowEngine;
beforeAll(async () => {
  engine = await loadEngine();
});

/** Two equal rings with a bar at the given middles, on a plain ground. */
function pictureOf(middles: readonly { x: number; y: number }[]): GrayImage {
  const [width, height] = [240, 120];
  const data = new Uint8Array(width * height).fill(120);
  for (const { x: cx, y: cy } of middles) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const d = Math.hypot(x - cx, y - cy);
        if (d < 11) data[y * width + x] = d > 7 || Math.abs(y - cy) < 2 ? 30 : 220;
      }
    }
  }
  return { width, height, data };
}

const sizes = { apart: 11, half: 11, factor: 1 };
const own = { x: 60, y: 60 };

function watchFor(frames: number, rivalAt: (frame: number) => { x: number; y: number }): RivalWatch {
  const watch = new RivalWatch();
  for (let frame = 0; frame < frames; frame++) {
    watch.advance();
    watch.look(engine, pictureOf([own, rivalAt(frame)]), { at: own, pose: translation(0, 0) }, sizes);
  }
  return watch;
}

test('a look-alike that came by is not taken for the thing, even after it went out of sight', () => {
  const watch = watchFor(8, (frame) => ({ x: 110 - 3 * frame, y: 60 }));
  for (let frame = 0; frame < 6; frame++) watch.advance();
  expect(watch.doubts({ x: 71, y: 60 }, own, 11)).toBe(true);
});

test('the thing itself is not doubted while the look-alike is well away', () => {
  const watch = watchFor(8, (frame) => ({ x: 110 - 2 * frame, y: 60 }));
  watch.advance();
  expect(watch.doubts({ x: 60.5, y: 60 }, own, 11)).toBe(false);
});

test('what keeps its distance is the own pattern and raises no doubt', () => {
  const watch = watchFor(8, () => ({ x: 85, y: 60 }));
  watch.advance();
  expect(watch.doubts({ x: 80, y: 60 }, own, 11)).toBe(false);
});
