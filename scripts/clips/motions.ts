import { randomNumbers } from './random.ts';
import type { Pose, Scene, SceneObject } from './scenes.ts';
import { disc, rectangle } from './shapes.ts';
import { planks, speckles, stripes } from './textures.ts';

/** Scenes with one moving thing named `target`, for measuring trackers: one difficulty each. */

export const motionKinds = [
  'still',
  'translation',
  'curved',
  'scale',
  'rotation',
  'motion-blur',
  'defocus',
  'noise',
  'occlusion',
  'leaving',
] as const;
export type MotionKind = (typeof motionKinds)[number];

export interface MotionOptions {
  seed: number;
  width?: number;
  height?: number;
  frameCount?: number;
  /** Target's diameter in pixels. */
  size?: number;
  /** Speed along the path in pixels per frame; straight paths are slower where the picture is too small for it. */
  speed?: number;
}

/**
 * The scene of one kind of motion. The target is textured and stays whole inside the picture, except in `leaving`;
 * in `occlusion` it passes behind a post wider than itself in the middle of the clip.
 */
export function motionScene(kind: MotionKind, options: MotionOptions): Scene {
  const full = { width: 320, height: 240, frameCount: 100, size: 56, speed: 1.8, ...options };
  const { seed, width, height, frameCount, size } = full;
  const isRound = seed % 2 === 0;
  const target: SceneObject = {
    name: 'target',
    shape: isRound ? disc(size / 2) : rectangle(size, size * 0.8),
    texture: isRound
      ? speckles(seed * 31 + 7, [196, 92, 70], 12, 0.9)
      : stripes(seed * 31 + 7, [222, 190, 90], [70, 90, 150], 17),
    pose: pathOf(kind, full),
  };
  const post: SceneObject = {
    name: 'post',
    shape: rectangle(size * 1.3, height * 2),
    texture: planks(seed + 77, [120, 110, 96], 19),
    pose: () => ({ x: width / 2, y: height / 2, angle: 0, scale: 1 }),
  };
  return {
    width,
    height,
    frameCount,
    background: speckles(seed * 17 + 3, [112, 118, 120], 22, 0.7),
    objects: kind === 'occlusion' ? [target, post] : [target],
    ...(kind === 'motion-blur' ? { shutter: 0.8 } : {}),
    ...(kind === 'defocus' ? { defocus: 2 } : {}),
    ...(kind === 'noise' ? { noise: 12, noiseSeed: seed } : {}),
  };
}

function pathOf(kind: MotionKind, options: Required<MotionOptions>): (time: number) => Pose {
  const { width, height, frameCount, size } = options;
  const middle: Pose = { x: width / 2, y: height / 2, angle: 0, scale: 1 };
  const line = straightLine(options);
  switch (kind) {
    case 'still':
      return () => middle;
    case 'translation':
    case 'defocus':
    case 'noise':
    case 'occlusion':
      return line;
    case 'curved':
    case 'motion-blur':
      return loop(options);
    case 'scale':
      return (time) => ({ ...line(time), scale: 1 + 0.3 * Math.sin((time / frameCount) * Math.PI * 2) });
    case 'rotation':
      return (time) => ({ ...line(time), angle: (time / frameCount) * Math.PI });
    case 'leaving':
      return (time) => ({ ...middle, x: middle.x + (time / frameCount) * (width / 2 + size * 2) });
  }
}

/** Across the picture through its middle, slightly tilted, at a steady speed. */
function straightLine({ seed, width, height, frameCount, size, speed }: Required<MotionOptions>) {
  const next = randomNumbers(seed);
  const tilt = (next() - 0.5) * 0.5;
  const room = { x: width - size * 2, y: height - size * 2 };
  const length = Math.min(
    (frameCount - 1) * speed,
    room.x / Math.cos(tilt),
    room.y / Math.max(0.001, Math.abs(Math.sin(tilt))),
  );
  const direction = next() < 0.5 ? -1 : 1;
  return (time: number): Pose => {
    const along = (time / Math.max(1, frameCount - 1) - 0.5) * length * direction;
    return {
      x: width / 2 + Math.cos(tilt) * along,
      y: height / 2 + Math.sin(tilt) * along,
      angle: 0,
      scale: 1,
    };
  };
}

/** A closed, uneven curve around the middle. */
function loop({ seed, width, height, size, speed }: Required<MotionOptions>) {
  const next = randomNumbers(seed);
  const phase = next() * Math.PI * 2;
  const reach = { x: width / 2 - size, y: height / 2 - size };
  const rate = speed / Math.hypot(reach.x, reach.y);
  return (time: number): Pose => ({
    x: width / 2 + Math.cos(phase + time * rate * 1.4) * reach.x,
    y: height / 2 + Math.sin(phase * 2 + time * rate * 2.1) * reach.y,
    angle: 0,
    scale: 1,
  });
}
