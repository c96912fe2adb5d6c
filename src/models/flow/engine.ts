import type { Point } from '#domain/geometry.ts';
import type { GrayImage } from './gray.ts';

/**
 * The image operations the tracker rests on. Places are in pixels of the images given, with pixel centres at +0.5;
 * an implementation over another convention converts inside.
 */
export interface FlowEngine {
  /** Corners worth following, best first, at least `minDistance` apart. */
  corners(image: GrayImage, options: { max: number; minDistance: number }): Point[];
  /** Pyramidal Lucas-Kanade from one image to another of the same size, and back again. */
  flow(from: GrayImage, to: GrayImage, seeds: readonly FlowSeed[], options: FlowOptions): FlowResult[];
  /** Normalised cross-correlation of a template at every place where it fits, row by row. */
  match(image: GrayImage, template: GrayImage): { width: number; height: number; scores: Float32Array };
}

export interface FlowSeed {
  from: Point;
  /** Where it is expected in the second image. */
  guess: Point;
}

export interface FlowOptions {
  /** Side of the window in pixels, odd. */
  window: number;
  /** Pyramid levels above the image itself. */
  levels: number;
}

export interface FlowResult {
  to: Point;
  /** Distance between a seed and where tracking it there and back ends, in pixels; Infinity when either failed. */
  error: number;
}
