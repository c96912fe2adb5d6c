import { expect, test } from 'vitest';
import { motionKinds, motionScene } from '../../scripts/clips/motions.ts';
import { sceneRenderer, surfacePoint, truthOf, type Scene } from '../../scripts/clips/scenes.ts';
import { disc, rectangle, star } from '../../scripts/clips/shapes.ts';

const black = () => 0x000000;
const white = () => 0xffffff;

/** Brightness-weighted middle of a gray picture. */
function centroid(gray: Uint8Array, width: number): { x: number; y: number; mass: number } {
  let mass = 0;
  let sumX = 0;
  let sumY = 0;
  for (let i = 0; i < gray.length; i++) {
    const value = (gray[i] ?? 0) / 255;
    mass += value;
    sumX += value * ((i % width) + 0.5);
    sumY += value * (Math.floor(i / width) + 0.5);
  }
  return { x: sumX / mass, y: sumY / mass, mass };
}

function discScene(radius: number, more: Partial<Scene> = {}): Scene {
  const pose = (time: number) => ({
    x: 20.3 + time * 1.27,
    y: 30.6 + time * 0.41,
    angle: time * 0.1,
    scale: 1,
  });
  return {
    width: 96,
    height: 64,
    frameCount: 20,
    background: black,
    objects: [{ name: 'dot', shape: disc(radius), texture: white, pose }],
    ...more,
  };
}

test.each([{}, { shutter: 1 }, { defocus: 2 }])(
  'what is drawn is where the truth says, to 0.1 px: %o',
  (more) => {
    const scene = discScene(9, more);
    const renderer = sceneRenderer(scene);
    for (const frame of [0, 7, 19]) {
      const drawn = centroid(renderer.gray(frame), scene.width);
      const truth = truthOf(scene, 'dot', frame);
      expect(Math.abs(drawn.x - (truth.centre?.x ?? Infinity))).toBeLessThan(0.1);
      expect(Math.abs(drawn.y - (truth.centre?.y ?? Infinity))).toBeLessThan(0.1);
    }
  },
);

test('a drawn shape covers its area', () => {
  const drawn = centroid(sceneRenderer(discScene(9)).gray(3), 96);
  expect(drawn.mass).toBeGreaterThan(Math.PI * 81 * 0.98);
  expect(drawn.mass).toBeLessThan(Math.PI * 81 * 1.02);
});

test('the box of a turned rectangle and a star touches its corners', () => {
  const quarter = rectangle(40, 10).extent(Math.PI / 2);
  expect(quarter.maxX).toBeCloseTo(5);
  expect(quarter.maxY).toBeCloseTo(20);
  const upright = star(10, 4).extent(0);
  expect(upright.minY).toBeCloseTo(-10);
  expect(upright.maxY).toBeCloseTo(10 * Math.cos(Math.PI / 5));
  expect(star(10, 4).distance(0, 0)).toBeLessThan(0);
  expect(star(10, 4).distance(0, 9)).toBeGreaterThan(0);
});

test('a point of a surface turns with it', () => {
  const scene = discScene(9);
  const truth = truthOf(scene, 'dot', 10).centre ?? { x: 0, y: 0 };
  const point = surfacePoint(scene, 'dot', { u: 5, v: 0 }, 10);
  expect(point?.x).toBeCloseTo(truth.x + 5 * Math.cos(1));
  expect(point?.y).toBeCloseTo(truth.y + 5 * Math.sin(1));
  expect(point?.isVisible).toBe(true);
});

test('behind a post the middle is occluded, and the visible share falls to nothing and comes back', () => {
  const scene = motionScene('occlusion', { seed: 4 });
  const states = Array.from({ length: scene.frameCount }, (_, frame) => truthOf(scene, 'target', frame));
  expect(states.at(0)?.visibility).toBe('visible');
  expect(states.at(50)?.visibility).toBe('occluded');
  expect(states.at(50)?.visibleShare).toBe(0);
  expect(states.at(99)?.visibleShare).toBe(1);
});

test('what leaves the picture becomes absent', () => {
  const scene = motionScene('leaving', { seed: 1 });
  expect(truthOf(scene, 'target', 0).visibility).toBe('visible');
  expect(truthOf(scene, 'target', 99)).toMatchObject({
    visibility: 'absent',
    centre: undefined,
    visibleShare: 0,
  });
});

test.each(motionKinds)('%s: the same seed draws the same bytes, another seed does not', (kind) => {
  const scene = motionScene(kind, { seed: 5, width: 160, height: 120, size: 30 });
  const first = sceneRenderer(scene).gray(13);
  const again = sceneRenderer(motionScene(kind, { seed: 5, width: 160, height: 120, size: 30 })).gray(13);
  const other = sceneRenderer(motionScene(kind, { seed: 6, width: 160, height: 120, size: 30 })).gray(13);
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});

test.each(motionKinds.filter((kind) => kind !== 'leaving'))(
  '%s: the target stays whole in the picture',
  (kind) => {
    for (const seed of [1, 2, 3, 4]) {
      const scene = motionScene(kind, { seed });
      for (let frame = 0; frame < scene.frameCount; frame++) {
        const box = truthOf(scene, 'target', frame).box ?? { x: -1, y: -1, width: 0, height: 0 };
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.y).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(scene.width);
        expect(box.y + box.height).toBeLessThanOrEqual(scene.height);
      }
    }
  },
);

test('the truth of an object that does not exist is an error that names it', () => {
  expect(() => truthOf(discScene(3), 'cup', 0)).toThrow('cup');
});
