import { drawIndexPattern } from '../../tests/support/index-pattern.ts';
import { grain } from './textures.ts';

/** Pictures of the test clips: a quiet gray backdrop, and the frame's index as a pattern. */

export interface ClipPictures {
  /** Size as displayed, before turning; non-square pixels are squeezed by the caller's choice of size. */
  width: number;
  height: number;
  /** Index to draw on each picture, in presentation order. */
  indexes: readonly number[];
  /** Pictures are stored turned counter-clockwise by this, so that the display matrix puts them upright. */
  rotation?: 0 | 90 | 180 | 270;
}

/** RGBA bytes of every picture, as an encoder is to get them. */
export function* drawClip(pictures: ClipPictures): Generator<Uint8Array> {
  const { width, height } = pictures;
  const backdrop = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    const shade = 90 + 70 * grain(5, i % width, Math.floor(i / width), 64);
    backdrop.set([shade, shade, shade + 12, 255], i * 4);
  }
  for (const index of pictures.indexes) {
    const picture = backdrop.slice();
    drawIndexPattern(picture, width, height, index);
    yield storedTurned(picture, width, height, pictures.rotation ?? 0);
  }
}

/** The stored size of turned pictures. */
export function storedSize({ width, height, rotation }: ClipPictures): { width: number; height: number } {
  return rotation === 90 || rotation === 270 ? { width: height, height: width } : { width, height };
}

/** Turns a displayed picture back to how it is stored when a player turns it clockwise by `rotation`. */
function storedTurned(picture: Uint8Array, width: number, height: number, rotation: number): Uint8Array {
  if (rotation === 0) return picture;
  const from = new Uint32Array(picture.buffer, picture.byteOffset, width * height);
  const to = new Uint32Array(width * height);
  const places: Record<number, (x: number, y: number) => number> = {
    90: (x, y) => (width - 1 - x) * height + y,
    180: (x, y) => (height - 1 - y) * width + (width - 1 - x),
    270: (x, y) => x * height + (height - 1 - y),
  };
  const place = places[rotation];
  if (!place) throw new RangeError(`Pictures cannot be turned by ${rotation} degrees`);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) to[place(x, y)] = from[y * width + x] ?? 0;
  }
  return new Uint8Array(to.buffer);
}
