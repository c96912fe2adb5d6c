import type { FrameTable } from '#domain/frame-table.ts';
import { frameAtTick, keyFrameAfter } from './frame-lookup.ts';
import type { PacketStream, StreamPacket } from './packet-stream.web.ts';

/** Packets given to the decoder and not yet taken by it. */
const maxQueued = 8;
/** Decoded frames waiting to be taken; each is a full picture, and hardware decoders own few. */
const maxWaiting = 4;
/** Once a frame this much later is out, an earlier one will not come any more: more than any codec reorders by. */
const maxReorder = 32;

export interface SessionOptions {
  table: FrameTable;
  stream: PacketStream;
  config: VideoDecoderConfig;
  /** Key frame to start at; undefined for the file's first packet. */
  start: number | undefined;
  /** Decode positions of packets that must not be given. */
  poison: ReadonlySet<number>;
  /** Give one packet at a time, so that a failure tells which. */
  isCareful: boolean;
  /** Told the timestamp, in ticks, of pictures that are no frame. */
  onStray: (tick: number) => void;
}

/** One run of a decoder, from a key frame onwards, kept a few frames ahead of what was taken. */
export class DecodeSession {
  /** The lowest frame that may still come out. */
  next: number;
  /** Why the decoder gave up; undefined while it runs. */
  failure: string | undefined;
  /** The decoder refused the codec as such: trying again cannot help. */
  isUnsupported = false;
  /** Decode position of the packet given last. */
  lastFed: number | undefined;
  readonly isCareful: boolean;
  readonly #table: FrameTable;
  readonly #poison: ReadonlySet<number>;
  readonly #onStray: (tick: number) => void;
  readonly #decoder: VideoDecoder;
  readonly #packets: AsyncGenerator<StreamPacket, void>;
  readonly #waiting = new Map<number, VideoFrame>();
  /** The frame somebody waits for. */
  #wanted: number | undefined;
  #highest = -1;
  /** Frames whose packets lie before this decode position have come out, if they ever will. */
  #settledBefore = 0;
  /** A start (or a flush) must be followed by a key frame. */
  #needsKey = true;
  #isClosed = false;
  #isPumping = false;
  /** What reading the file threw, for whoever waits. */
  #readError: unknown;
  #wake = (): void => {};

  constructor(options: SessionOptions) {
    this.#table = options.table;
    this.#poison = options.poison;
    this.isCareful = options.isCareful;
    this.#onStray = options.onStray;
    this.next = options.start ?? 0;
    this.#packets = options.stream.packets(options.start);
    this.#decoder = new VideoDecoder({
      output: (frame) => this.#accept(frame),
      error: (error) => this.#fail(error),
    });
    this.#decoder.addEventListener('dequeue', () => this.#stir());
    try {
      this.#decoder.configure(options.config);
    } catch (error) {
      this.isUnsupported = true;
      this.#fail(error);
    }
  }

  /** Reading on from `next` will work. */
  get canContinue(): boolean {
    return this.failure === undefined && this.#readError === undefined && !this.isCareful;
  }

  /** Hands over frame `index`, if it is out, and drops all before it. */
  take(index: number): VideoFrame | undefined {
    this.next = Math.max(this.next, index);
    for (const [waitingIndex, frame] of this.#waiting) {
      if (waitingIndex >= index) continue;
      frame.close();
      this.#waiting.delete(waitingIndex);
    }
    const frame = this.#waiting.get(index);
    if (!frame) return undefined;
    this.#waiting.delete(index);
    this.next = index + 1;
    this.#wanted = undefined;
    void this.#pump();
    return frame;
  }

  /** True when frame `index` is not out and never will be. */
  isLost(index: number): boolean {
    if (this.#waiting.has(index)) return false;
    return (this.#table.decodeOrder[index] ?? 0) < this.#settledBefore || this.#highest >= index + maxReorder;
  }

  /** Works towards frame `index` and resolves when something has happened. Throws when the file cannot be read. */
  async advance(index: number): Promise<void> {
    this.#wanted = index;
    if (this.#readError !== undefined) throw this.#readError;
    const stirred = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    void this.#pump();
    await stirred;
    if (this.#readError !== undefined) throw this.#readError;
  }

  close(): void {
    this.#isClosed = true;
    for (const frame of this.#waiting.values()) frame.close();
    this.#waiting.clear();
    if (this.#decoder.state !== 'closed') this.#decoder.close();
    this.#packets.return().catch(() => {});
    this.#wake();
  }

  #stir(): void {
    this.#wake();
    void this.#pump();
  }

  /** Gives packets for as long as the decoder takes them and too few frames wait. */
  async #pump(): Promise<void> {
    if (this.#isPumping) return;
    this.#isPumping = true;
    try {
      while (this.#mayFeed()) await this.#feed();
    } catch (error) {
      this.#readError = error;
    } finally {
      this.#isPumping = false;
      if (this.failure !== undefined || this.#readError !== undefined) this.#wake();
    }
  }

  #mayFeed(): boolean {
    if (this.#isClosed || this.failure !== undefined || this.#settledBefore === Infinity) return false;
    if (this.#decoder.decodeQueueSize >= (this.isCareful ? 1 : maxQueued)) return false;
    const isWaitedFor = this.#wanted !== undefined && !this.#waiting.has(this.#wanted);
    return isWaitedFor || this.#waiting.size < maxWaiting;
  }

  async #feed(): Promise<void> {
    const { value: packet } = await this.#packets.next();
    if (this.#isClosed || this.failure !== undefined) return;
    if (!packet) {
      await this.#flush(Infinity);
    } else if (this.#poison.has(packet.position)) {
      const resume = keyFrameAfter(this.#table, packet.index ?? this.next);
      await this.#flush(this.#table.decodeOrder[resume] ?? Infinity);
    } else if (this.#needsKey && !packet.isKey) {
      this.#settledBefore = Math.max(this.#settledBefore, packet.position + 1);
      this.#wake();
    } else if (packet.isDisposable && packet.index !== undefined && packet.index < this.next) {
      // Nobody wants it and nothing builds on it: seeking deep into a group of pictures takes half the time.
      return;
    } else {
      const type = packet.isKey ? 'key' : 'delta';
      this.#needsKey = false;
      this.lastFed = packet.position;
      // Ticks stand for microseconds: they come back exactly, and rise as the real times do.
      this.#decoder.decode(new EncodedVideoChunk({ type, timestamp: packet.tick, data: packet.data }));
      if (this.isCareful) await this.#untilTaken();
    }
  }

  /** Gets everything out of the decoder. What comes next must be a key frame. */
  async #flush(settledBefore: number): Promise<void> {
    this.#needsKey = true;
    if (this.#decoder.state === 'configured') await this.#decoder.flush().catch(() => {});
    if (this.failure === undefined) this.#settledBefore = settledBefore;
    this.#wake();
  }

  async #untilTaken(): Promise<void> {
    for (let round = 0; round < 200; round++) {
      if (this.failure !== undefined || this.#isClosed) return;
      if (this.#decoder.decodeQueueSize === 0 && round > 1) return;
      await nextTask();
    }
  }

  #accept(frame: VideoFrame): void {
    const index = frameAtTick(this.#table, frame.timestamp);
    if (index === undefined) this.#onStray(frame.timestamp);
    if (index === undefined || this.#isClosed || index < this.next || this.#waiting.has(index)) frame.close();
    else {
      this.#waiting.set(index, frame);
      this.#highest = Math.max(this.#highest, index);
    }
    this.#stir();
  }

  #fail(error: unknown): void {
    this.failure = error instanceof Error ? error.message : String(error);
    if (error instanceof DOMException && error.name === 'NotSupportedError') this.isUnsupported = true;
    this.#wake();
  }
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 2);
  });
}
