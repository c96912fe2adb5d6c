import { describe, expect, it } from 'vitest';
import { FrameCache } from './frame-cache.ts';

class Picture {
  isClosed = false;
  close(): void {
    this.isClosed = true;
  }
}

function filled(cache: FrameCache<Picture>, count: number, bytes: number): Picture[] {
  return Array.from({ length: count }, (_, index) => {
    const picture = new Picture();
    cache.put(index, picture, bytes, 0, { index, direction: 1 });
    return picture;
  });
}

describe('a frame cache', () => {
  it('keeps to its bytes and closes what it drops', () => {
    const cache = new FrameCache<Picture>(100);
    const pictures = filled(cache, 50, 10);
    expect(cache.bytes).toBeLessThanOrEqual(100);
    expect(pictures.filter((picture) => !picture.isClosed)).toHaveLength(cache.size);
  });

  it('keeps to its number of frames where small pictures leave room for more', () => {
    const cache = new FrameCache<Picture>(1_000_000, 8);
    const pictures = filled(cache, 50, 1);
    expect(cache.size).toBe(8);
    expect(cache.capacity(1)).toBe(8);
    expect(pictures.at(-1)?.isClosed).toBe(false);
    expect(pictures[0]?.isClosed).toBe(true);
  });

  it('closes everything when it is cleared', () => {
    const cache = new FrameCache<Picture>(1000);
    const pictures = filled(cache, 20, 10);
    cache.clear();
    expect(cache.bytes).toBe(0);
    expect(pictures.every((picture) => picture.isClosed)).toBe(true);
  });
});
