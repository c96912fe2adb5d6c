import { frameCountOf, meanRate, type FrameTable } from '#domain/frame-table.ts';
import type { DecoderReply, DecoderRequest, WorkerVideo } from './decoder-protocol.web.ts';
import { FrameCache, windowAround, type Playhead } from './frame-cache.ts';
import { openFrameProxy, type FrameProxy } from './frame-proxy.web.ts';
import { MediaError } from './media-error.ts';
import { planFill, type RunningFill } from './plan-fill.ts';
import type { Size } from './upright.web.ts';

/** Where the frames of a video come from. */
export type SourceVideo =
  | { kind: 'container'; url: string; name: string }
  | { kind: 'images'; urlOf: (index: number) => string; name: string };

export interface FrameSourceOptions {
  video: SourceVideo;
  table: FrameTable;
  /** Size in pixels of the displayed frame: after rotation and sample aspect ratio. */
  displaySize: Size;
  /** Size in pixels at which the frame is on screen; bitmaps are made at it, never larger than `displaySize`. */
  shownSize: Size;
  /** Bound on the bitmaps kept, in bytes. */
  cacheBytes: number;
  /** Names the video's content (its quick hash); with it, a proxy for scrubbing is built while nothing else is done. */
  proxyKey?: string;
}

/** What came of a request. */
export type FrameAnswer =
  | { kind: 'ready'; index: number; bitmap: ImageBitmap }
  /** The frame's data is damaged; nothing else stands in for it. */
  | { kind: 'undecodable'; index: number; message: string }
  /** Another frame was requested meanwhile. */
  | { kind: 'superseded'; index: number };

interface Waiter {
  index: number;
  promise: Promise<FrameAnswer>;
  resolve: (answer: FrameAnswer) => void;
  reject: (error: Error) => void;
}

const bytesPerPixel = 4;
const maxShownPerSecond = 61;
/** Of a small video thousands of frames would fit: more than anybody steps through, and all looked at to plan the next. */
const mostFrames = 600;
/** Frames within this distance are reached by stepping; farther ones by a jump. */
const stepReach = 30;

/**
 * The frames of one video as bitmaps at shown size, decoded ahead by a worker.
 *
 * A bitmap handed out belongs to the source: draw it in the same task. The ones of the playhead and of the last
 * answer stay until a successor is announced (a new size); others may be closed at any time.
 */
export class FrameSource {
  readonly #options: FrameSourceOptions;
  readonly #worker: Worker;
  readonly #cache: FrameCache<ImageBitmap>;
  readonly #undecodable = new Map<number, string>();
  readonly #availableListeners = new Set<(index: number) => void>();
  readonly #proxy: FrameProxy | undefined;
  #shownSize: Size;
  #generation = 0;
  #playhead: Playhead = { index: 0, direction: 0 };
  #waiter: Waiter | undefined;
  #running: (RunningFill & { id: number }) | undefined;
  #stride = 1;
  #lastFill = 0;
  #lastAnswered = 0;

  constructor(options: FrameSourceOptions) {
    this.#options = options;
    this.#cache = new FrameCache(options.cacheBytes, mostFrames);
    this.#shownSize = this.#clamped(options.shownSize);
    this.#worker = new Worker(new URL('./decoder.web.ts', import.meta.url), { type: 'module' });
    this.#worker.addEventListener('message', ({ data }: MessageEvent<DecoderReply>) => this.#receive(data));
    this.#worker.addEventListener('error', (event) => {
      this.#break(
        new MediaError('CANNOT_DECODE', `The decoder stopped: ${event.message}. Open the video again.`),
      );
    });
    const { video, proxyKey } = options;
    this.#proxy =
      proxyKey === undefined
        ? undefined
        : openFrameProxy({ ...options, key: proxyKey, isBusy: () => this.isBusy });
    const workerVideo: WorkerVideo =
      video.kind === 'container' ? video : { kind: 'images', name: video.name };
    this.#post({ kind: 'open', video: workerVideo, table: options.table, shownSize: this.#shownSize });
  }

  /** The frame's bitmap, if it is there now. After a change of size it may still be of the size before. */
  peek(index: number): ImageBitmap | undefined {
    return this.#cache.get(index);
  }

  /**
   * A small picture of the frame, if one is ready: softer than `peek`, of the same frame. A request makes it ready
   * where the proxy reaches, and tells `onAvailable`.
   */
  peekProxy(index: number): ImageBitmap | undefined {
    return this.#proxy?.peek(index);
  }

  /** The small pictures of this video, for their coverage; undefined where none are built. */
  get proxy(): FrameProxy | undefined {
    return this.#proxy;
  }

  /** Why a frame cannot be decoded; undefined while that is not known. */
  undecodableReason(index: number): string | undefined {
    return this.#undecodable.get(index);
  }

  /**
   * The frame, as soon as it can be had. A later request for another frame supersedes this one.
   *
   * Rejects with MediaError when the file cannot be read or decoded at all; asking again tries again.
   */
  request(index: number): Promise<FrameAnswer> {
    if (this.#waiter?.index === index) return this.#waiter.promise;
    this.#supersede();
    const { promise, resolve, reject } = Promise.withResolvers<FrameAnswer>();
    this.#waiter = { index, promise, resolve, reject };
    if (index !== this.#playhead.index) this.#playhead = { index, direction: this.#heading(index) };
    this.#answer(index);
    if (this.#waiter) void this.#showProxy(index);
    this.#plan();
    return promise;
  }

  /**
   * Says where the person is and where they are heading, so that frames are there before they are asked for. When
   * playing at `speed`, only every `playbackStride(speed)`th frame is made ready.
   */
  setPlayhead(index: number, direction: Playhead['direction'], speed = 1): void {
    this.#playhead = { index, direction };
    this.#stride = this.playbackStride(speed);
    this.#proxy?.setPlayhead(index);
    this.#pin();
    this.#plan();
  }

  /**
   * Frames from one that is shown to the next when playing at `speed` times the video's own: a screen shows no more
   * than 60 a second. The frames shown are the multiples of it.
   */
  playbackStride(speed: number): number {
    return Math.max(1, Math.ceil((Math.abs(speed) * meanRate(this.#options.table)) / maxShownPerSecond));
  }

  /** Bitmaps are made at this size from now on. The ones there stay until their successors come. */
  setShownSize(size: Size): void {
    const clamped = this.#clamped(size);
    if (clamped.width === this.#shownSize.width && clamped.height === this.#shownSize.height) return;
    this.#shownSize = clamped;
    this.#generation++;
    this.#running = undefined;
    this.#post({ kind: 'size', shownSize: clamped, generation: this.#generation });
    this.#plan();
  }

  /** Calls back for every frame that `peek` (or, failing that, `peekProxy`) has anew. Returns how to stop. */
  onAvailable(listener: (index: number) => void): () => void {
    this.#availableListeners.add(listener);
    return () => this.#availableListeners.delete(listener);
  }

  /** Frames that `peek` has now, rising. */
  cachedFrames(): number[] {
    return this.#cache.indices();
  }

  /** True while frames are being decoded: background work waits. */
  get isBusy(): boolean {
    return this.#running !== undefined;
  }

  /** Bytes of the bitmaps kept. */
  get cachedBytes(): number {
    return this.#cache.bytes;
  }

  close(): void {
    this.#worker.terminate();
    this.#proxy?.close();
    this.#running = undefined;
    this.#supersede();
    this.#availableListeners.clear();
    this.#cache.clear();
  }

  #clamped(size: Size): Size {
    const { displaySize } = this.#options;
    return {
      width: Math.max(1, Math.min(Math.round(size.width), displaySize.width)),
      height: Math.max(1, Math.min(Math.round(size.height), displaySize.height)),
    };
  }

  async #showProxy(index: number): Promise<void> {
    const picture = await this.#proxy?.load(index);
    if (!picture || this.#waiter?.index !== index) return;
    for (const listener of this.#availableListeners) listener(index);
  }

  /** Where a request for `index` leads from the playhead: a step has a direction, a jump has none. */
  #heading(index: number): Playhead['direction'] {
    const offset = index - this.#playhead.index;
    if (Math.abs(offset) > stepReach) return 0;
    return offset > 0 ? 1 : -1;
  }

  #supersede(): void {
    const waiter = this.#waiter;
    this.#waiter = undefined;
    waiter?.resolve({ kind: 'superseded', index: waiter.index });
  }

  /** Answers whoever waits for `index`, if there is an answer now. */
  #answer(index: number): void {
    const waiter = this.#waiter;
    if (!waiter || waiter.index !== index) return;
    const bitmap = this.#cache.hasGeneration(index, this.#generation) ? this.#cache.get(index) : undefined;
    const message = this.#undecodable.get(index);
    if (!bitmap && message === undefined) return;
    this.#waiter = undefined;
    this.#lastAnswered = index;
    this.#pin();
    waiter.resolve(
      bitmap ? { kind: 'ready', index, bitmap } : { kind: 'undecodable', index, message: message ?? '' },
    );
  }

  #pin(): void {
    this.#cache.pin([this.#playhead.index, this.#lastAnswered, this.#waiter?.index ?? this.#lastAnswered]);
  }

  /** Decodes what is needed most, unless that is under way. */
  #plan(): void {
    const frameBytes = this.#shownSize.width * this.#shownSize.height * bytesPerPixel;
    const capacity = this.#cache.capacity(frameBytes);
    const stride = this.#stride;
    const target = this.#waiter?.index;
    const window = windowAround(capacity * stride, this.#playhead.direction);
    const { table, video } = this.#options;
    const isMissing = (index: number): boolean =>
      (index % stride === 0 || index === target) &&
      !this.#cache.hasGeneration(index, this.#generation) &&
      !this.#undecodable.has(index);
    const plan = planFill({
      table,
      playhead: this.#playhead,
      window,
      target,
      running: this.#running,
      isMissing,
    });
    if (plan === 'keep') return;
    if (!plan) {
      if (this.#running) this.#post({ kind: 'stop' });
      this.#running = undefined;
      return;
    }
    const { from } = plan;
    const to = Math.min(plan.to, frameCountOf(table) - 1);
    const indices = Array.from({ length: to - from + 1 }, (_, offset) => from + offset);
    this.#lastFill++;
    this.#running = { from, to, progress: from, id: this.#lastFill };
    this.#post({
      kind: 'fill',
      fill: this.#lastFill,
      from,
      to,
      skip: indices.filter((index) => !isMissing(index)),
      isLastFirst: target === to && to > from,
      urls: video.kind === 'images' ? indices.map((index) => video.urlOf(index)) : [],
    });
  }

  #receive(reply: DecoderReply): void {
    const isCurrent = reply.fill === this.#running?.id;
    switch (reply.kind) {
      case 'frame': {
        const { bitmap, index } = reply;
        if (isCurrent && this.#running) this.#running.progress = Math.max(this.#running.progress, index + 1);
        if (reply.generation !== this.#generation) {
          bitmap.close();
          return;
        }
        const bytes = bitmap.width * bitmap.height * bytesPerPixel;
        this.#cache.put(index, bitmap, bytes, reply.generation, this.#centre());
        this.#announce(index);
        break;
      }
      case 'undecodable':
        if (isCurrent && this.#running) this.#running.progress = reply.index + 1;
        this.#undecodable.set(reply.index, reply.message);
        this.#announce(reply.index);
        break;
      case 'filled':
        if (!isCurrent) return;
        this.#running = undefined;
        this.#plan();
        break;
      case 'broken':
        if (isCurrent) this.#break(new MediaError(reply.code, reply.message));
        break;
    }
  }

  /** A frame that is waited for counts as the place where the person is. */
  #centre(): Playhead {
    return this.#waiter ? { ...this.#playhead, index: this.#waiter.index } : this.#playhead;
  }

  #announce(index: number): void {
    this.#answer(index);
    for (const listener of this.#availableListeners) listener(index);
  }

  #break(error: MediaError): void {
    this.#running = undefined;
    const waiter = this.#waiter;
    this.#waiter = undefined;
    waiter?.reject(error);
  }

  #post(request: DecoderRequest): void {
    this.#worker.postMessage(request, []);
  }
}

/** Opens a video's frames. The table is the one stored with the video; the file is opened when frames are needed. */
export function openFrameSource(options: FrameSourceOptions): FrameSource {
  return new FrameSource(options);
}
