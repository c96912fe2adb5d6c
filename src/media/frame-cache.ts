/** What a cache holds: it is closed when it is dropped. */
export interface Closable {
  close: () => void;
}

/** Where the person is and where they are heading: -1 back, 0 nowhere in particular, 1 forward. */
export interface Playhead {
  index: number;
  direction: -1 | 0 | 1;
}

/** How many frames to keep on either side of the playhead. */
export interface Window {
  before: number;
  after: number;
}

/** The frames around the playhead that fit into `capacity` frames, most of them where the person is heading. */
export function windowAround(capacity: number, direction: Playhead['direction']): Window {
  const ahead = Math.max(1, Math.floor(capacity * 0.65));
  const behind = Math.max(1, Math.floor(capacity * 0.25));
  const even = Math.max(1, Math.floor(capacity * 0.45));
  if (direction === 0) return { before: even, after: even };
  return direction > 0 ? { before: behind, after: ahead } : { before: ahead, after: behind };
}

interface Entry<T> {
  picture: T;
  bytes: number;
  /** Which size it was made for. */
  generation: number;
}

/**
 * Pictures by frame index, bounded by bytes and by number. What is farthest outside the playhead's window goes first; pinned
 * frames (on screen) stay.
 */
export class FrameCache<T extends Closable> {
  readonly #entries = new Map<number, Entry<T>>();
  readonly #maxBytes: number;
  readonly #maxFrames: number;
  readonly #pinned = new Set<number>();
  #bytes = 0;

  constructor(maxBytes: number, maxFrames = Infinity) {
    this.#maxBytes = maxBytes;
    this.#maxFrames = maxFrames;
  }

  /** How many pictures of a size there is room for. */
  capacity(bytesEach: number): number {
    return Math.min(Math.floor(this.#maxBytes / bytesEach), this.#maxFrames);
  }

  get bytes(): number {
    return this.#bytes;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The picture of a frame, of whatever size it was made for. */
  get(index: number): T | undefined {
    return this.#entries.get(index)?.picture;
  }

  hasGeneration(index: number, generation: number): boolean {
    return this.#entries.get(index)?.generation === generation;
  }

  indices(): number[] {
    return [...this.#entries.keys()].toSorted((a, b) => a - b);
  }

  /** Frames that must not be closed, because they are on screen. Replaces the ones before. */
  pin(indices: Iterable<number>): void {
    this.#pinned.clear();
    for (const index of indices) this.#pinned.add(index);
  }

  /** Takes a picture over; one of the same frame is closed and replaced. May close the new one again, if it is worst. */
  put(index: number, picture: T, bytes: number, generation: number, playhead: Playhead): void {
    this.#drop(index);
    this.#entries.set(index, { picture, bytes, generation });
    this.#bytes += bytes;
    const window = windowAround(this.capacity(bytes), playhead.direction);
    const isFull = (): boolean => this.#bytes > this.#maxBytes || this.#entries.size > this.#maxFrames;
    while (isFull() && this.#entries.size > 1) {
      const worst = this.#worst(playhead, window);
      if (worst === undefined) return;
      this.#drop(worst);
    }
  }

  clear(): void {
    for (const index of this.#entries.keys()) this.#drop(index);
  }

  #worst(playhead: Playhead, window: Window): number | undefined {
    let worst: number | undefined;
    let worstDistance = -1;
    for (const index of this.#entries.keys()) {
      if (this.#pinned.has(index)) continue;
      const offset = index - playhead.index;
      const distance = offset < 0 ? -offset / window.before : offset / window.after;
      if (distance > worstDistance) {
        worst = index;
        worstDistance = distance;
      }
    }
    return worst;
  }

  #drop(index: number): void {
    const entry = this.#entries.get(index);
    if (!entry) return;
    this.#entries.delete(index);
    this.#bytes -= entry.bytes;
    entry.picture.close();
  }
}
