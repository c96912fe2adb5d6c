import type { FrameTable } from '#domain/frame-table.ts';
import type { Span } from '#domain/spans.ts';
import { spanAt } from '#domain/spans.ts';
import type { SourceVideo } from './frame-source.web.ts';
import { joinSpans, proxySize } from './proxy-plan.ts';
import { ProxyStore } from './proxy-store.web.ts';
import type { ProxyReply, ProxyRequest } from './proxy-worker.web.ts';
import type { Size } from './upright.web.ts';

export interface FrameProxyOptions {
  video: SourceVideo;
  table: FrameTable;
  /** Size in pixels of the displayed frame. */
  displaySize: Size;
  /** Names the video's content, such as its quick hash: what was built for it before is used again. */
  key: string;
  /** While this says true, building waits: somebody needs the decoder. */
  isBusy: () => boolean;
  /** Bound on all proxies together, in bytes; the videos used longest ago go first. */
  maxBytes?: number;
}

export type ProxyState = 'building' | 'complete' | 'full' | 'failed';

const defaultMaxBytes = 2 * 2 ** 30;
const busyCheckMs = 100;
/** Decoded proxy pictures kept for drawing at once; about half a megabyte each. */
const keptPictures = 64;

/**
 * Small pictures of all frames, built outward from the playhead while the decoder is idle and kept across sessions.
 * They are of the right frame, only softer: what scrubbing shows until the decoder has caught up.
 */
export class FrameProxy {
  readonly #worker: Worker;
  readonly #store: Promise<ProxyStore | undefined>;
  readonly #pictures = new Map<number, ImageBitmap>();
  readonly #coverageListeners = new Set<() => void>();
  readonly #busyCheck: ReturnType<typeof setInterval>;
  #segments: Span[] = [];
  #state: ProxyState = 'building';
  #isClosed = false;

  constructor(options: FrameProxyOptions) {
    const { video, table, displaySize, isBusy } = options;
    const size = proxySize(displaySize);
    const key = `${options.key}-v${table.builderVersion}-${size.width}x${size.height}`;
    this.#store = this.#openStore(key);
    this.#worker = new Worker(new URL('./proxy-worker.web.ts', import.meta.url), { type: 'module' });
    this.#worker.addEventListener('message', ({ data }: MessageEvent<ProxyReply>) => {
      if (data.kind === 'covered') this.#cover([data.segment]);
      else if (data.kind === 'finished') this.#setState(data.isComplete ? 'complete' : 'full');
      else this.#setState('failed');
    });
    let wasBusy = isBusy();
    if (wasBusy) this.#post({ kind: 'pause' });
    this.#busyCheck = setInterval(() => {
      const busy = isBusy();
      if (busy !== wasBusy) this.#post({ kind: busy ? 'pause' : 'resume' });
      wasBusy = busy;
    }, busyCheckMs);
    this.#post({
      kind: 'build',
      video:
        video.kind === 'container'
          ? video
          : { kind: 'images', name: video.name, urls: Array.from(table.ticks, (_, i) => video.urlOf(i)) },
      table,
      key,
      size,
      maxBytes: options.maxBytes ?? defaultMaxBytes,
      playhead: 0,
    });
  }

  /** The small picture of a frame, if it is ready to be drawn now. It stays the proxy's; draw it in the same task. */
  peek(index: number): ImageBitmap | undefined {
    return this.#pictures.get(index);
  }

  /** Makes the small picture of a frame ready; undefined where the proxy does not reach yet. */
  async load(index: number): Promise<ImageBitmap | undefined> {
    const kept = this.#pictures.get(index);
    if (kept) {
      // Used again: to the end of the line.
      this.#pictures.delete(index);
      this.#pictures.set(index, kept);
      return kept;
    }
    const segment = spanAt(this.#segments, index);
    const picture = segment && (await (await this.#store)?.read(segment, index));
    if (!picture || this.#isClosed) return undefined;
    const bitmap = await createImageBitmap(picture).catch(() => undefined);
    if (!bitmap) return undefined;
    this.#keep(index, bitmap);
    return bitmap;
  }

  /** The frames that the proxy covers, as rising spans. */
  coverage(): Span[] {
    return joinSpans(this.#segments);
  }

  /** How far building is: 'full' when there is no room left, 'failed' when the video or the storage gave up. */
  get state(): ProxyState {
    return this.#state;
  }

  /** Calls back whenever the coverage has grown or the state has changed. Returns how to stop. */
  onCoverage(listener: () => void): () => void {
    this.#coverageListeners.add(listener);
    return () => this.#coverageListeners.delete(listener);
  }

  /** Building goes on from here. */
  setPlayhead(index: number): void {
    this.#post({ kind: 'playhead', index });
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#busyCheck);
    this.#worker.terminate();
    this.#coverageListeners.clear();
    for (const picture of this.#pictures.values()) picture.close();
    this.#pictures.clear();
  }

  /** Without a private file system (a private window, a full disk) there is no proxy, and nothing else is lost. */
  async #openStore(key: string): Promise<ProxyStore | undefined> {
    try {
      const store = await ProxyStore.open(key);
      this.#cover(await store.segments());
      return store;
    } catch {
      return undefined;
    }
  }

  #cover(segments: readonly Span[]): void {
    const known = new Set(this.#segments.map(({ startFrame }) => startFrame));
    const added = segments.filter(({ startFrame }) => !known.has(startFrame));
    this.#segments = [...this.#segments, ...added].toSorted((a, b) => a.startFrame - b.startFrame);
    for (const listener of this.#coverageListeners) listener();
  }

  #setState(state: ProxyState): void {
    this.#state = state;
    for (const listener of this.#coverageListeners) listener();
  }

  #keep(index: number, bitmap: ImageBitmap): void {
    this.#pictures.get(index)?.close();
    this.#pictures.set(index, bitmap);
    for (const [oldest, picture] of this.#pictures) {
      if (this.#pictures.size <= keptPictures) break;
      this.#pictures.delete(oldest);
      picture.close();
    }
  }

  #post(request: ProxyRequest): void {
    this.#worker.postMessage(request, []);
  }
}

/** Starts building a video's proxy, or goes on with what was built before. */
export function openFrameProxy(options: FrameProxyOptions): FrameProxy {
  return new FrameProxy(options);
}
