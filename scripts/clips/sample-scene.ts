import type { Pose, Scene, SceneObject } from './scenes.ts';
import { disc, rectangle, star } from './shapes.ts';
import {
  between,
  bricks,
  dimmed,
  grain,
  packColour,
  planks,
  smoothStep,
  speckles,
  stripes,
  type Colour,
  type Texture,
} from './textures.ts';

/**
 * The scene of the sample project: a room with a red ball that rolls behind a pillar, a blue ball that crosses it, a
 * striped box that turns, and a star that comes in from above.
 */

const width = 960;
const height = 540;
/** Where the wall meets the floor. */
const horizon = 352;
const pillarX = 688;

function room(): Texture {
  const wall = bricks(11, [176, 142, 118], [201, 190, 174], 74, 29);
  const floor = planks(23, [150, 112, 78], 27);
  const board = speckles(31, [225, 217, 203], 20, 0.18);
  return (u, v) => {
    // Light falls from the upper left and fades to the corners.
    const fall = Math.hypot((u - width * 0.4) / width, (v - height * 0.3) / height);
    const light = 1.12 - 0.6 * fall * fall;
    if (v < horizon - 16) return dimmed(wall(u, v), light);
    if (v < horizon) return dimmed(board(u, v), light * smoothStep(-3, 1.5, v - (horizon - 16)));
    const depth = (v - horizon) / (height - horizon);
    // Planks run away from us: they widen to the front.
    const across = (u - width / 2) / (0.55 + 0.6 * depth);
    const shade = 0.62 + 0.38 * smoothStep(0, 0.3, depth);
    return dimmed(floor(v * 2.2 + 900, across + 2000), light * shade);
  };
}

/** A ball's surface: speckled, with a light band that shows how it rolls. */
function ballSkin(seed: number, colour: Colour, band: Colour, radius: number): Texture {
  const skin = speckles(seed, colour, 15, 0.55);
  const light = speckles(seed + 40, band, 9, 0.3);
  return (u, v) => {
    const bend = v + (u * u) / (radius * 5);
    const fromBand = Math.abs(bend) - radius * 0.17;
    const fromSpot = Math.hypot(u, v - radius * 0.62) - radius * 0.16;
    const share = 1 - smoothStep(-1, 1, Math.min(fromBand, fromSpot));
    return between(skin(u, v), light(u, v), share);
  };
}

/** Light on a ball from the upper left, with a soft highlight. */
function ballLight(x: number, y: number): number {
  const z = Math.sqrt(Math.max(0, 1 - x * x - y * y));
  const facing = Math.max(0, -0.45 * x - 0.6 * y + 0.66 * z);
  return 0.42 + 0.72 * facing + 0.5 * smoothStep(0.93, 1, facing);
}

function rollingBall(
  name: string,
  radius: number,
  skin: Texture,
  path: (time: number) => { x: number; y: number },
): SceneObject {
  const start = path(0).x;
  return {
    name,
    shape: disc(radius),
    texture: skin,
    shading: ballLight,
    shadow: { dx: 10, dy: radius * 0.42, softness: 16, opacity: 0.4 },
    pose: (time) => {
      const place = path(time);
      return { ...place, angle: (place.x - start) / (radius * 1.6), scale: 1 };
    },
  };
}

const redBall = rollingBall('red ball', 38, ballSkin(101, [205, 44, 38], [246, 222, 190], 38), (time) => ({
  x: 78 + time * 2.75,
  y: 408 - 58 * Math.sin((Math.PI * time) / 74) ** 2,
}));

const blueBall = rollingBall('blue ball', 44, ballSkin(211, [38, 92, 196], [208, 226, 240], 44), (time) => ({
  x: 868 - time * 2.6,
  y: 458 - 26 * Math.sin((Math.PI * time) / 110) ** 2,
}));

const stripedBox: SceneObject = {
  name: 'striped box',
  shape: rectangle(112, 78),
  texture: stripes(307, [236, 178, 52], [44, 110, 96], 30),
  shadow: { dx: 16, dy: 20, softness: 12, opacity: 0.35 },
  pose: (time) => ({
    x: 236 + 96 * Math.sin((time / 300) * Math.PI * 2),
    y: 168 + 44 * Math.cos((time / 300) * Math.PI * 2.6),
    angle: (time / 300) * Math.PI * 2,
    scale: 1 + 0.12 * Math.sin((time / 300) * Math.PI * 4),
  }),
};

/** Comes down from above the picture after a second, then swings. */
function starPose(time: number): Pose {
  const arrival = smoothStep(24, 96, time);
  const swing = (time - 24) / 46;
  return {
    x: 742 + 128 * Math.sin(swing) * arrival,
    y: -48 + arrival * (214 + 40 * Math.cos(swing * 1.7)),
    angle: Math.sin(time / 33) * 0.5,
    scale: 1,
  };
}

const smallStar: SceneObject = {
  name: 'star',
  shape: star(30, 14),
  texture: (u, v) => {
    const shade = 0.72 + 0.5 * grain(401, u, v, 9);
    return packColour(250 * shade, 214 * shade, 96 * shade);
  },
  shadow: { dx: 12, dy: 14, softness: 8, opacity: 0.35 },
  pose: starPose,
};

const pillar: SceneObject = {
  name: 'pillar',
  shape: rectangle(96, 500),
  texture: bricks(503, [138, 140, 146], [92, 93, 98], 52, 47),
  shading: (x) => 0.5 + 0.75 * Math.sqrt(Math.max(0, 1 - (x + 0.25) ** 2)),
  shadow: { dx: 22, dy: 4, softness: 18, opacity: 0.35 },
  pose: () => ({ x: pillarX, y: 230, angle: 0, scale: 1 }),
};

/** What people are told about each object whose truth is known. */
export const sampleObjects = [
  { name: 'red ball', expression: 'the red ball', note: 'Rolls behind the pillar for about a second' },
  { name: 'blue ball', expression: 'the blue ball', note: 'Crosses in front of the red ball' },
  { name: 'striped box', expression: 'the striped box', note: 'Turns once around' },
  { name: 'star', expression: 'the small star', note: 'Comes into the picture from above' },
] as const;

export const sampleRate = 30;

export const sampleScene: Scene = {
  width,
  height,
  frameCount: 300,
  background: room(),
  objects: [stripedBox, redBall, pillar, blueBall, smallStar],
  shutter: 0.35,
  noise: 1.5,
  noiseSeed: 7,
};
