import type { GrayFrameSource, GrayImage } from './gray.ts';

/** Reads frames `from` to `to` in rising order, each when it is asked for. */
export type ReadRange = (from: number, to: number) => AsyncIterator<GrayImage>;

/**
 * Frames one at a time, in either direction, over a decoder that only goes forward: forward it reads on, backward
 * it reads a stretch before the frame wanted and keeps it.
 */
export class FrameWindow implements GrayFrameSource {
  readonly #read: ReadRange;
  readonly #frameCount: number;
  /** Frames in a stretch, by the bytes they take. */
  readonly #stretch: number;
  #running: { next: number; frames: AsyncIterator<GrayImage> } | undefined;
  #kept = new Map<number, GrayImage>();

  /** `budget` is the most bytes to keep; a few frames are kept however large they are. */
  constructor(read: ReadRange, video: { frameCount: number; frameBytes: number }, budget = 128 << 20) {
    this.#read = read;
    this.#frameCount = video.frameCount;
    this.#stretch = Math.max(4, Math.floor(budget / Math.max(1, video.frameBytes)));
  }

  /** Throws RangeError outside the video, and whatever reading throws. */
  async read(index: number): Promise<GrayImage> {
    if (index < 0 || index >= this.#frameCount) {
      throw new RangeError(`Frame ${index} is outside the video (0 to ${this.#frameCount - 1})`);
    }
    const kept = this.#kept.get(index);
    if (kept) return kept;
    if (this.#kept.has(index + 1)) return this.#readBackward(index);
    return this.#readForward(index);
  }

  /** Ends a read that is under way. */
  async close(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    this.#kept.clear();
    await running?.frames.return?.();
  }

  async #readForward(index: number): Promise<GrayImage> {
    if (this.#running?.next !== index) {
      await this.close();
      this.#running = { next: index, frames: this.#read(index, this.#frameCount - 1) };
    }
    const running = this.#running;
    const image = await this.#take(running.frames, index);
    running.next = index + 1;
    // The frame before it is needed to tell that the reading goes backward from here.
    this.#kept = new Map([[index, image]]);
    return image;
  }

  async #readBackward(index: number): Promise<GrayImage> {
    await this.close();
    const from = Math.max(0, index - this.#stretch + 1);
    const frames = this.#read(from, index);
    for (let frame = from; frame <= index; frame++) this.#kept.set(frame, await this.#take(frames, frame));
    await frames.return?.();
    return this.read(index);
  }

  async #take(frames: AsyncIterator<GrayImage>, index: number): Promise<GrayImage> {
    const { value, done } = await frames.next();
    if (done === true) throw new Error(`Frame ${index} cannot be tracked on: the video ends before it.`);
    return value;
  }
}
