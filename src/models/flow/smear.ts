import type { Point } from '#domain/geometry.ts';
import type { Crop } from './gray.ts';

/** Share of a frame's time that a shutter is commonly open: the half-turn shutter of film, and of phones indoors. */
const shutter = 0.5;
/** Smears below this length in pixels do not change how alike two pictures are. */
const noticeable = 2;
const maxSamples = 16;

/**
 * A picture as the camera would see it if it moved by `motion` pixels a frame: averaged along the way it goes while
 * the shutter is open, about the middle of it. Undefined where it is too slow to matter.
 */
export function smeared(source: Crop, motion: Point): Crop | undefined {
  const length = shutter * Math.hypot(motion.x, motion.y);
  if (length < noticeable) return undefined;
  const { width, height } = source;
  const count = Math.min(maxSamples, Math.ceil(length) + 1);
  const sums = new Uint16Array(source.data.length);
  for (let sample = 0; sample < count; sample++) {
    const along = shutter * (sample / (count - 1) - 0.5);
    const dx = Math.round(along * motion.x);
    const dy = Math.round(along * motion.y);
    for (let y = 0; y < height; y++) {
      const row = Math.min(height - 1, Math.max(0, y + dy)) * width;
      for (let x = 0; x < width; x++) {
        const from = row + Math.min(width - 1, Math.max(0, x + dx));
        sums[y * width + x] = (sums[y * width + x] ?? 0) + (source.data[from] ?? 0);
      }
    }
  }
  return { ...source, data: Uint8Array.from(sums, (sum) => sum / count) };
}
