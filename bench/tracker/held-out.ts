import { randomNumbers } from '../../scripts/clips/random.ts';
import type { Pose, Scene, SceneObject } from '../../scripts/clips/scenes.ts';
import { disc, rectangle } from '../../scripts/clips/shapes.ts';
import { speckles, stripes } from '../../scripts/clips/textures.ts';

/**
 * Scenes the tracker was not tuned on: other textures, sizes, speeds and paths than `motionScene` has, drawn anew
 * by each seed. Nothing in src/models/flow may be chosen by looking at single seeds of these.
 */
export const heldOutKinds = ['weaving', 'turning', 'passed by', 'twin in front', 'twin beside'] as const;
export type HeldOutKind = (typeof heldOutKinds)[number];

const size = { width: 400, height: 300 };
const frameCount = 90;

/** `passed by`: something textured crosses in front. `twin …`: so does, or passes close by, a thing that looks the same. */
export function heldOutScene(kind: HeldOutKind, seed: number): Scene {
  const next = randomNumbers(seed * 7919 + 13);
  const between = (low: number, high: number): number => low + (high - low) * next();
  const diameter = between(44, 76);
  const isRound = next() < 0.5;
  const shape = isRound ? disc(diameter / 2) : rectangle(diameter, diameter * between(0.7, 1));
  const texture =
    next() < 0.5
      ? speckles(seed + 500, [between(60, 220), between(60, 200), between(40, 160)], between(7, 16), 0.8)
      : stripes(seed + 500, [between(150, 230), 180, 100], [60, between(60, 120), 130], between(9, 20));
  const path = weaving(between, kind === 'weaving' ? 1 : kind === 'turning' ? 0.6 : 0.3);
  const spin = kind === 'turning' ? between(-0.05, 0.05) : 0;
  const zoom = kind === 'turning' ? between(0.05, 0.3) : 0;
  const target: SceneObject = {
    name: 'target',
    shape,
    texture,
    pose: (time) => ({ ...path(time), angle: spin * time, scale: 1 + zoom * Math.sin(time / 14) }),
  };
  const offset = kind === 'twin beside' ? diameter * between(1.05, 1.25) : between(-6, 6);
  const speed = between(2.2, 4.5) * (next() < 0.5 ? 1 : -1);
  const meeting = between(35, 55);
  const passing = (time: number): Pose => {
    const at = path(meeting);
    return { x: at.x + speed * (time - meeting), y: at.y + offset, angle: 0, scale: 1 };
  };
  const wide = rectangle(diameter * between(0.9, 1.6), diameter * between(1.5, 2.2));
  const occluder: SceneObject = {
    name: 'occluder',
    shape: kind === 'passed by' ? wide : shape,
    texture:
      kind === 'passed by'
        ? speckles(seed + 900, [between(60, 200), between(60, 200), between(60, 200)], between(6, 18), 0.9)
        : texture,
    pose: passing,
  };
  return {
    ...size,
    frameCount,
    background: speckles(seed + 40, [between(80, 150), 115, 110], between(10, 30), 0.7),
    objects: kind === 'weaving' || kind === 'turning' ? [target] : [target, occluder],
    noise: between(0, 5),
    noiseSeed: seed,
    ...(kind === 'weaving' && next() < 0.5 ? { shutter: 0.5 } : {}),
  };
}

function weaving(between: (low: number, high: number) => number, reach: number): (time: number) => Pose {
  const waves = [between(0.03, 0.08), between(0.03, 0.08), between(0, 6), between(0, 6)] as const;
  return (time) => ({
    x: size.width / 2 + reach * 110 * Math.sin(waves[0] * time + waves[2]),
    y: size.height / 2 + reach * 70 * Math.sin(waves[1] * time + waves[3]),
    angle: 0,
    scale: 1,
  });
}
