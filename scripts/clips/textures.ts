import { hashNumber } from './random.ts';

/**
 * A procedural surface: the colour, as 0xRRGGBB, at a place in the surface's own pixels. Surfaces are smooth over
 * about two pixels, so that drawing one at a fraction of a pixel is exact enough for sub-pixel ground truth.
 */
export type Texture = (u: number, v: number) => number;

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

export function packColour(red: number, green: number, blue: number): number {
  return (toByte(red) << 16) | (toByte(green) << 8) | toByte(blue);
}

function toByte(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 255 : Math.round(value);
}

/** A packed colour brightened or darkened by a factor. */
export function dimmed(colour: number, factor: number): number {
  return packColour((colour >> 16) * factor, ((colour >> 8) & 255) * factor, (colour & 255) * factor);
}

/** Between two packed colours: `share` 0 gives the first, 1 the second. */
export function between(first: number, second: number, share: number): number {
  if (share <= 0) return first;
  if (share >= 1) return second;
  const mix = (shift: number): number => {
    const start = (first >> shift) & 255;
    return start + (((second >> shift) & 255) - start) * share;
  };
  return packColour(mix(16), mix(8), mix(0));
}

/** `colour` brightened or darkened by a factor. */
function scaled(colour: Colour, factor: number): number {
  return packColour(colour[0] * factor, colour[1] * factor, colour[2] * factor);
}

function mixed(a: Colour, b: Colour, share: number, factor: number): number {
  return packColour(
    (a[0] + (b[0] - a[0]) * share) * factor,
    (a[1] + (b[1] - a[1]) * share) * factor,
    (a[2] + (b[2] - a[2]) * share) * factor,
  );
}

/** 0 below `low`, 1 above `high`, smooth between. */
export function smoothStep(low: number, high: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return t * t * (3 - 2 * t);
}

/** Value noise in [0, 1] with one random value per whole coordinate. */
export function valueNoise(seed: number, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const fx = x - left;
  const fy = y - top;
  const sx = fx * fx * (3 - 2 * fx);
  const sy = fy * fy * (3 - 2 * fy);
  const upper = hashNumber(seed, left, top) * (1 - sx) + hashNumber(seed, left + 1, top) * sx;
  const lower = hashNumber(seed, left, top + 1) * (1 - sx) + hashNumber(seed, left + 1, top + 1) * sx;
  return upper * (1 - sy) + lower * sy;
}

/** Three octaves of value noise in [0, 1]; `size` is the coarsest grain in pixels. */
export function grain(seed: number, u: number, v: number, size: number): number {
  return (
    valueNoise(seed, u / size, v / size) * 0.5 +
    valueNoise(seed + 1, (u * 2) / size, (v * 2) / size) * 0.3 +
    valueNoise(seed + 2, (u * 4) / size, (v * 4) / size) * 0.2
  );
}

/** Grainy surface of one colour; `contrast` is the share of brightness that varies. */
export function speckles(seed: number, colour: Colour, size = 14, contrast = 0.8): Texture {
  return (u, v) => scaled(colour, 1 + contrast * (grain(seed, u, v, size) - 0.5) * 2);
}

/** Stripes across u, with grain. */
export function stripes(seed: number, first: Colour, second: Colour, period: number): Texture {
  return (u, v) => {
    const phase = Math.abs(((u / period) % 1) + (u < 0 ? 1 : 0) - 0.5) * period;
    const share = smoothStep(period / 4 - 1, period / 4 + 1, phase);
    return mixed(first, second, share, 0.75 + 0.5 * grain(seed, u, v, 10));
  };
}

/** A brick wall: rows of bricks shifted by half a brick, each with its own shade, mortar between them. */
export function bricks(seed: number, brick: Colour, mortar: Colour, width: number, height: number): Texture {
  const joint = height * 0.07;
  return (u, v) => {
    const row = Math.floor(v / height);
    const shifted = u / width + (row % 2 === 0 ? 0 : 0.5);
    const column = Math.floor(shifted);
    const inX = (shifted - column) * width;
    const inY = v - row * height;
    const edge = Math.min(inX, width - inX, inY, height - inY);
    const wobble = (valueNoise(seed + 9, u / 6, v / 6) - 0.5) * joint;
    const share = 1 - smoothStep(joint - 1, joint + 1.2, edge + wobble);
    const shade = 0.78 + 0.34 * hashNumber(seed, column, row);
    const factor = (share > 0.5 ? 1 : shade) * (0.78 + 0.44 * grain(seed + 3, u, v, 16));
    return mixed(brick, mortar, share, factor);
  };
}

/** Wood-like planks along u, for floors and posts. */
export function planks(seed: number, colour: Colour, plank: number): Texture {
  return (u, v) => {
    const row = Math.floor(v / plank);
    const inY = v - row * plank;
    const seam = smoothStep(0.4, 2.2, Math.min(inY, plank - inY));
    const veins = valueNoise(seed + row * 7, u / 60, v / 3.2) * 0.6 + grain(seed + 5, u, v, 18) * 0.4;
    return scaled(
      colour,
      (0.35 + 0.65 * seam) * (0.72 + 0.5 * veins) * (0.9 + 0.2 * hashNumber(seed, row, 3)),
    );
  };
}
