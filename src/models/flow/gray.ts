import type { Point } from '#domain/geometry.ts';
import { type Similarity } from './similarity.ts';

/** Luma, one byte a pixel, rows without padding. */
export interface GrayImage {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Frames of one video as luma of the displayed frame. Sequential reads, either way, are the fast ones. */
export interface GrayFrameSource {
  read(index: number): Promise<GrayImage>;
}

/**
 * Part of a frame, shrunk by a whole factor. Its pixel (i, j) covers `factor`² frame pixels; a place (x, y) of the
 * displayed frame is (x / factor − originX, y / factor − originY) here, in the same convention (pixel centres
 * at +0.5).
 */
export interface Crop extends GrayImage {
  originX: number;
  originY: number;
}

export interface CropArea {
  /** In shrunk pixels, whole. */
  originX: number;
  originY: number;
  width: number;
  height: number;
}

/** Cuts an area out of a frame, repeating the border pixels outside it. */
export function crop(frame: GrayImage, area: CropArea, factor: number): Crop {
  const data = new Uint8Array(area.width * area.height);
  if (factor === 1) cropRows(frame, area, data);
  else cropShrunk(frame, area, factor, data);
  return { ...area, data };
}

function cropRows(frame: GrayImage, area: CropArea, out: Uint8Array): void {
  const { width, height, data } = frame;
  const left = Math.min(Math.max(-area.originX, 0), area.width);
  const right = Math.min(Math.max(width - area.originX, 0), area.width);
  for (let j = 0; j < area.height; j++) {
    const row = clamp(area.originY + j, height) * width;
    const at = j * area.width;
    if (right > left) {
      const start = row + area.originX + left;
      out.set(data.subarray(start, start + right - left), at + left);
    }
    if (left > 0) out.fill(data[row] ?? 0, at, at + left);
    if (right < area.width) out.fill(data[row + width - 1] ?? 0, at + right, at + area.width);
  }
}

function cropShrunk(frame: GrayImage, area: CropArea, factor: number, out: Uint8Array): void {
  const { width, height, data } = frame;
  const count = factor * factor;
  for (let j = 0; j < area.height; j++) {
    for (let i = 0; i < area.width; i++) {
      let sum = 0;
      for (let v = 0; v < factor; v++) {
        const row = clamp((area.originY + j) * factor + v, height) * width;
        for (let u = 0; u < factor; u++)
          sum += data[row + clamp((area.originX + i) * factor + u, width)] ?? 0;
      }
      out[j * area.width + i] = (sum + count / 2) / count;
    }
  }
}

function clamp(value: number, size: number): number {
  return value < 0 ? 0 : value >= size ? size - 1 : value;
}

/**
 * A crop less its brightness over ±`radius` pixels around each pixel, about mid-grey: light that stays where it is
 * while a thing turns under it would otherwise be taken for the thing.
 */
export function withoutShading(source: Crop, radius: number): Crop {
  const { width, height, data } = source;
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += data[y * width + x] ?? 0;
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] ?? 0) + row;
    }
  }
  const flat = new Uint8Array(data.length);
  const sum = (x: number, y: number): number => sums[y * (width + 1) + x] ?? 0;
  for (let y = 0; y < height; y++) {
    const top = Math.max(0, y - radius);
    const bottom = Math.min(height, y + radius + 1);
    for (let x = 0; x < width; x++) {
      const left = Math.max(0, x - radius);
      const right = Math.min(width, x + radius + 1);
      const total = sum(right, bottom) - sum(left, bottom) - sum(right, top) + sum(left, top);
      const level = 128.5 + (data[y * width + x] ?? 0) - total / ((right - left) * (bottom - top));
      flat[y * width + x] = Math.min(255, Math.max(0, level));
    }
  }
  return { ...source, data: flat };
}

/**
 * `source` seen through a motion: the pixel of `area` at place p shows the source at `toSource`(p), between pixels
 * by bilinear mixing. Both sides in shrunk pixels.
 */
export function warp(source: Crop, area: CropArea, toSource: Similarity): Crop {
  const data = new Uint8Array(area.width * area.height);
  const maxX = source.width - 1;
  const maxY = source.height - 1;
  const { a, b, tx, ty } = toSource;
  for (let j = 0; j < area.height; j++) {
    const y = area.originY + j + 0.5;
    for (let i = 0; i < area.width; i++) {
      const x = area.originX + i + 0.5;
      let u = a * x - b * y + tx - source.originX - 0.5;
      let v = b * x + a * y + ty - source.originY - 0.5;
      u = u < 0 ? 0 : u > maxX ? maxX : u;
      v = v < 0 ? 0 : v > maxY ? maxY : v;
      const u0 = Math.min(Math.floor(u), maxX - 1);
      const v0 = Math.min(Math.floor(v), maxY - 1);
      const at = v0 * source.width + u0;
      const fu = u - u0;
      const fv = v - v0;
      const p = source.data[at] ?? 0;
      const q = source.data[at + 1] ?? 0;
      const r = source.data[at + source.width] ?? 0;
      const s = source.data[at + source.width + 1] ?? 0;
      const upper = p + (q - p) * fu;
      data[j * area.width + i] = upper + (r + (s - r) * fu - upper) * fv + 0.5;
    }
  }
  return { ...area, data };
}

export interface Likeness {
  /** Normalised cross-correlation, −1..1: blind to brightness and contrast. */
  correlation: number;
  /** Lin's concordance (1989), −1..1: correlation less what differs in brightness and contrast. */
  concordance: number;
}

/**
 * How alike two crops of the same area are over a square of ±`radius` pixels around a place in shrunk pixels.
 * Undefined where the square leaves the crops or the first has no texture there.
 */
export function likeness(a: Crop, b: Crop, place: Point, radius: number): Likeness | undefined {
  const cx = Math.floor(place.x - a.originX);
  const cy = Math.floor(place.y - a.originY);
  if (cx < radius || cy < radius || cx + radius >= a.width || cy + radius >= a.height) return undefined;
  let sumA = 0;
  let sumB = 0;
  let sumAA = 0;
  let sumBB = 0;
  let sumAB = 0;
  for (let y = cy - radius; y <= cy + radius; y++) {
    const row = y * a.width;
    for (let x = cx - radius; x <= cx + radius; x++) {
      const p = a.data[row + x] ?? 0;
      const q = b.data[row + x] ?? 0;
      sumA += p;
      sumB += q;
      sumAA += p * p;
      sumBB += q * q;
      sumAB += p * q;
    }
  }
  const count = (2 * radius + 1) ** 2;
  const varA = sumAA / count - (sumA / count) ** 2;
  const varB = sumBB / count - (sumB / count) ** 2;
  if (varA < flatVariance) return undefined;
  const together = sumAB / count - (sumA / count) * (sumB / count);
  return {
    correlation: together / Math.sqrt(varA * Math.max(varB, flatVariance)),
    concordance: (2 * together) / (varA + varB + ((sumA - sumB) / count) ** 2),
  };
}

/** Below this variance (grey levels squared) a patch says nothing. */
const flatVariance = 6;
