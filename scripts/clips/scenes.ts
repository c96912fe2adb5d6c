import { normalNumbers } from './random.ts';
import type { Shape } from './shapes.ts';
import { smoothStep, type Texture } from './textures.ts';

/**
 * Synthetic scenes with exact ground truth: textured things moving over a textured background. Pictures are drawn
 * in memory; nothing here needs Node or a browser. Coordinates are pixels of the picture, x right, y down, origin
 * at the outer corner of the top-left pixel (a pixel's centre is at +0.5), as everywhere in Fiducial.
 */

/** Where a thing is: its middle in the picture, turned by `angle` radians (clockwise on screen), enlarged. */
export interface Pose {
  x: number;
  y: number;
  angle: number;
  scale: number;
}

export interface SceneObject {
  name: string;
  shape: Shape;
  texture: Texture;
  /** Pose at a time in frames (fractions are used for motion blur); undefined where the thing is not there. */
  pose(time: number): Pose | undefined;
  /** Brightness factor from the offset to the middle, as shares of the half size, not turned with the thing. */
  shading?: (x: number, y: number) => number;
  /** A soft shadow on what lies behind. Lengths in pixels, opacity 0 to 1. */
  shadow?: { dx: number; dy: number; softness: number; opacity: number };
}

export interface Scene {
  width: number;
  height: number;
  frameCount: number;
  background: Texture;
  /** Drawn in this order: later things cover earlier ones. */
  objects: readonly SceneObject[];
  /** Share of a frame the shutter is open; 0 or undefined draws an instant. Ground truth is the middle of it. */
  shutter?: number;
  /** Deviation of added noise in grey levels. */
  noise?: number;
  noiseSeed?: number;
  /** Radius in pixels of an out-of-focus blur of the whole picture. */
  defocus?: number;
}

/** What is true of one object on one frame. The box is the whole outline, also where it is hidden. */
export interface Truth {
  /** The object's middle; undefined where it is absent. */
  centre: { x: number; y: number } | undefined;
  box: { x: number; y: number; width: number; height: number } | undefined;
  /** Occluded: the middle is covered or off the picture. Absent: nothing of it is in the picture's bounds. */
  visibility: 'visible' | 'occluded' | 'absent';
  /** Share of the outline's area that can be seen. */
  visibleShare: number;
}

export interface SceneRenderer {
  /** A frame as RGBA, `width * height * 4` bytes, opaque. */
  rgba(frame: number): Uint8ClampedArray<ArrayBuffer>;
  /** A frame as brightness (BT.601 weights), `width * height` bytes. */
  gray(frame: number): Uint8Array<ArrayBuffer>;
}

const blurSteps = 8;

/** Draws a scene's frames; the background is drawn once. The same scene always gives the same bytes. */
export function sceneRenderer(scene: Scene): SceneRenderer {
  const background = drawBackground(scene);
  const rgba = (frame: number): Uint8ClampedArray<ArrayBuffer> => {
    let picture = drawOpenShutter(scene, background, frame);
    if (scene.defocus !== undefined && scene.defocus > 0) {
      picture = blurred(picture, scene.width, scene.height, scene.defocus);
    }
    if (scene.noise !== undefined && scene.noise > 0) addNoise(picture, scene, frame);
    return picture;
  };
  return { rgba, gray: (frame) => toGray(rgba(frame)) };
}

/** Brightness of RGBA pixels by BT.601 weights. */
export function toGray(rgba: Uint8ClampedArray | Uint8Array): Uint8Array<ArrayBuffer> {
  const gray = new Uint8Array(rgba.length / 4);
  for (let i = 0; i < gray.length; i++) {
    const at = i * 4;
    gray[i] = ((rgba[at] ?? 0) * 77 + (rgba[at + 1] ?? 0) * 150 + (rgba[at + 2] ?? 0) * 29 + 128) >> 8;
  }
  return gray;
}

/** What is true of an object on a frame. Throws RangeError when the scene has no such object. */
export function truthOf(scene: Scene, name: string, frame: number): Truth {
  const { object, above } = findObject(scene, name);
  const pose = object.pose(frame);
  const nothing: Truth = { centre: undefined, box: undefined, visibility: 'absent', visibleShare: 0 };
  if (!pose) return nothing;
  const box = boxOf(object, pose);
  const isOutside = box.maxX <= 0 || box.maxY <= 0 || box.minX >= scene.width || box.minY >= scene.height;
  if (isOutside) return nothing;
  return {
    centre: { x: pose.x, y: pose.y },
    box: { x: box.minX, y: box.minY, width: box.maxX - box.minX, height: box.maxY - box.minY },
    visibility: isSeen(scene, above, frame, pose.x, pose.y) ? 'visible' : 'occluded',
    visibleShare: visibleShareOf(scene, object, above, pose, frame),
  };
}

/**
 * Where a place on an object's surface (in the object's own pixels from its middle) is on a frame, and whether it
 * can be seen there. Undefined where the object is absent.
 */
export function surfacePoint(
  scene: Scene,
  name: string,
  place: { u: number; v: number },
  frame: number,
): { x: number; y: number; isVisible: boolean } | undefined {
  const { object, above } = findObject(scene, name);
  const pose = object.pose(frame);
  if (!pose) return undefined;
  const cos = Math.cos(pose.angle) * pose.scale;
  const sin = Math.sin(pose.angle) * pose.scale;
  const x = pose.x + place.u * cos - place.v * sin;
  const y = pose.y + place.u * sin + place.v * cos;
  return { x, y, isVisible: isSeen(scene, above, frame, x, y) };
}

function findObject(scene: Scene, name: string): { object: SceneObject; above: readonly SceneObject[] } {
  const index = scene.objects.findIndex((object) => object.name === name);
  const object = scene.objects[index];
  if (!object) throw new RangeError(`The scene has no object named ${name}`);
  return { object, above: scene.objects.slice(index + 1) };
}

function boxOf(object: SceneObject, pose: Pose): { minX: number; minY: number; maxX: number; maxY: number } {
  const extent = object.shape.extent(pose.angle);
  return {
    minX: pose.x + extent.minX * pose.scale,
    minY: pose.y + extent.minY * pose.scale,
    maxX: pose.x + extent.maxX * pose.scale,
    maxY: pose.y + extent.maxY * pose.scale,
  };
}

/** Signed distance from a place in the picture to an object's outline, in pixels of the picture. */
function distanceOn(object: SceneObject, pose: Pose, x: number, y: number): number {
  const { u, v } = toSurface(pose, x, y);
  return object.shape.distance(u, v) * pose.scale;
}

function toSurface(pose: Pose, x: number, y: number): { u: number; v: number } {
  const cos = Math.cos(pose.angle) / pose.scale;
  const sin = Math.sin(pose.angle) / pose.scale;
  const dx = x - pose.x;
  const dy = y - pose.y;
  return { u: dx * cos + dy * sin, v: dy * cos - dx * sin };
}

function isSeen(scene: Scene, above: readonly SceneObject[], time: number, x: number, y: number): boolean {
  if (x < 0 || y < 0 || x >= scene.width || y >= scene.height) return false;
  return above.every((other) => {
    const pose = other.pose(time);
    return !pose || distanceOn(other, pose, x, y) > 0;
  });
}

/** Share of the outline's area that is in the picture and uncovered, from a grid of 32 x 32 places. */
function visibleShareOf(
  scene: Scene,
  object: SceneObject,
  above: readonly SceneObject[],
  pose: Pose,
  frame: number,
): number {
  const steps = 32;
  const box = boxOf(object, pose);
  let inside = 0;
  let seen = 0;
  for (let row = 0; row < steps; row++) {
    for (let column = 0; column < steps; column++) {
      const x = box.minX + ((column + 0.5) / steps) * (box.maxX - box.minX);
      const y = box.minY + ((row + 0.5) / steps) * (box.maxY - box.minY);
      if (distanceOn(object, pose, x, y) > 0) continue;
      inside++;
      if (isSeen(scene, above, frame, x, y)) seen++;
    }
  }
  return inside === 0 ? 0 : seen / inside;
}

function drawBackground(scene: Scene): Uint8ClampedArray<ArrayBuffer> {
  const picture = new Uint8ClampedArray(scene.width * scene.height * 4);
  let at = 0;
  for (let y = 0; y < scene.height; y++) {
    for (let x = 0; x < scene.width; x++) {
      const colour = scene.background(x + 0.5, y + 0.5);
      picture[at] = colour >> 16;
      picture[at + 1] = (colour >> 8) & 255;
      picture[at + 2] = colour & 255;
      picture[at + 3] = 255;
      at += 4;
    }
  }
  return picture;
}

function drawOpenShutter(
  scene: Scene,
  background: Uint8ClampedArray<ArrayBuffer>,
  frame: number,
): Uint8ClampedArray<ArrayBuffer> {
  const shutter = scene.shutter ?? 0;
  if (shutter <= 0) return drawInstant(scene, background, frame);
  const sums = new Uint16Array(background.length);
  for (let step = 0; step < blurSteps; step++) {
    const time = frame + shutter * ((step + 0.5) / blurSteps - 0.5);
    const picture = drawInstant(scene, background, time);
    for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + (picture[i] ?? 0);
  }
  const mean = new Uint8ClampedArray(background.length);
  for (let i = 0; i < mean.length; i++) mean[i] = (sums[i] ?? 0) / blurSteps;
  return mean;
}

function drawInstant(
  scene: Scene,
  background: Uint8ClampedArray<ArrayBuffer>,
  time: number,
): Uint8ClampedArray<ArrayBuffer> {
  const picture = background.slice();
  for (const object of scene.objects) {
    const pose = object.pose(time);
    if (!pose) continue;
    if (object.shadow) drawShadow(picture, scene, object, pose, object.shadow);
    drawObject(picture, scene, object, pose);
  }
  return picture;
}

function drawObject(picture: Uint8ClampedArray, scene: Scene, object: SceneObject, pose: Pose): void {
  const box = boxOf(object, pose);
  const halfWidth = (box.maxX - box.minX) / 2;
  const halfHeight = (box.maxY - box.minY) / 2;
  const cos = Math.cos(pose.angle) / pose.scale;
  const sin = Math.sin(pose.angle) / pose.scale;
  forPixels(scene, box, 1, (x, y, at) => {
    const dx = x - pose.x;
    const dy = y - pose.y;
    const u = dx * cos + dy * sin;
    const v = dy * cos - dx * sin;
    const coverage = Math.min(1, 0.5 - object.shape.distance(u, v) * pose.scale);
    if (coverage <= 0) return;
    const colour = object.texture(u, v);
    const light = object.shading ? object.shading(dx / halfWidth, dy / halfHeight) : 1;
    blend(
      picture,
      at,
      (colour >> 16) * light,
      ((colour >> 8) & 255) * light,
      (colour & 255) * light,
      coverage,
    );
  });
}

function drawShadow(
  picture: Uint8ClampedArray,
  scene: Scene,
  object: SceneObject,
  pose: Pose,
  shadow: NonNullable<SceneObject['shadow']>,
): void {
  const cast: Pose = { ...pose, x: pose.x + shadow.dx, y: pose.y + shadow.dy };
  forPixels(scene, boxOf(object, cast), shadow.softness, (x, y, at) => {
    const away = distanceOn(object, cast, x, y);
    const strength = shadow.opacity * (1 - smoothStep(-shadow.softness, shadow.softness, away));
    if (strength > 0) blend(picture, at, 0, 0, 0, strength);
  });
}

/** Calls `draw` for the centre of each pixel of a box that is in the picture, with its place in the bytes. */
function forPixels(
  scene: Scene,
  box: { minX: number; minY: number; maxX: number; maxY: number },
  margin: number,
  draw: (x: number, y: number, at: number) => void,
): void {
  const left = Math.max(0, Math.floor(box.minX - margin));
  const right = Math.min(scene.width - 1, Math.ceil(box.maxX + margin));
  const bottom = Math.min(scene.height - 1, Math.ceil(box.maxY + margin));
  for (let y = Math.max(0, Math.floor(box.minY - margin)); y <= bottom; y++) {
    for (let x = left; x <= right; x++) draw(x + 0.5, y + 0.5, (y * scene.width + x) * 4);
  }
}

function blend(
  picture: Uint8ClampedArray,
  at: number,
  red: number,
  green: number,
  blue: number,
  share: number,
): void {
  picture[at] = (picture[at] ?? 0) * (1 - share) + Math.min(255, red) * share;
  picture[at + 1] = (picture[at + 1] ?? 0) * (1 - share) + Math.min(255, green) * share;
  picture[at + 2] = (picture[at + 2] ?? 0) * (1 - share) + Math.min(255, blue) * share;
}

function addNoise(picture: Uint8ClampedArray, scene: Scene, frame: number): void {
  const next = normalNumbers((scene.noiseSeed ?? 0) * 65_537 + frame);
  const deviation = scene.noise ?? 0;
  for (let at = 0; at < picture.length; at += 4) {
    const change = next() * deviation;
    picture[at] = (picture[at] ?? 0) + change;
    picture[at + 1] = (picture[at + 1] ?? 0) + change;
    picture[at + 2] = (picture[at + 2] ?? 0) + change;
  }
}

/** Two passes of a box blur each way: close to a round lens blur, and symmetric, so that nothing shifts. */
function blurred(
  picture: Uint8ClampedArray<ArrayBuffer>,
  width: number,
  height: number,
  radius: number,
): Uint8ClampedArray<ArrayBuffer> {
  let current = picture;
  for (let pass = 0; pass < 2; pass++) {
    current = boxBlur(current, width, height, Math.max(1, Math.round(radius)), 4, width * 4);
    current = boxBlur(current, height, width, Math.max(1, Math.round(radius)), width * 4, 4);
  }
  return current;
}

function boxBlur(
  source: Uint8ClampedArray<ArrayBuffer>,
  length: number,
  lines: number,
  radius: number,
  step: number,
  lineStep: number,
): Uint8ClampedArray<ArrayBuffer> {
  const result = source.slice();
  const window = radius * 2 + 1;
  for (let line = 0; line < lines; line++) {
    for (let channel = 0; channel < 3; channel++) {
      const start = line * lineStep + channel;
      const read = (i: number): number => source[start + Math.min(length - 1, Math.max(0, i)) * step] ?? 0;
      let sum = 0;
      for (let i = -radius; i <= radius; i++) sum += read(i);
      for (let i = 0; i < length; i++) {
        result[start + i * step] = sum / window;
        sum += read(i + radius + 1) - read(i - radius);
      }
    }
  }
  return result;
}
