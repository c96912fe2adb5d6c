import { frameCountOf, type FrameTable } from '#domain/frame-table.ts';
import { DecodeSession } from './decode-session.web.ts';
import { keyFrameBefore } from './frame-lookup.ts';
import { MediaError } from './media-error.ts';
import { PacketStream, type Orientation } from './packet-stream.web.ts';

/** A decoded frame, which the receiver closes, or why there is none. */
export type DecodedFrame =
  | { index: number; frame: VideoFrame; error?: undefined }
  | { index: number; frame?: undefined; error: MediaError };

/** A video file as a page finds it. */
export interface ContainerVideo {
  url: string;
  /** File name, for messages. */
  name: string;
}

export interface FrameReaderOptions {
  /** Decoding preference; where results must be the same everywhere, 'prefer-software'. */
  hardwareAcceleration?: HardwareAcceleration;
  /** Told the timestamp, in ticks, of every decoded picture that is no frame of the table. */
  onStray?: (tick: number) => void;
}

/**
 * Decodes frames of one video file by index. Runs in a worker or a page; one reader, one decoder, one read at a time.
 *
 * A decoded picture is told by its packet's timestamp, never by counting. Reading on continues the running decoder;
 * reading elsewhere starts it again at a key frame.
 */
export class FrameReader {
  readonly orientation: Orientation;
  readonly #name: string;
  readonly #table: FrameTable;
  readonly #stream: PacketStream;
  readonly #config: VideoDecoderConfig;
  readonly #onStray: (tick: number) => void;
  /** Decode positions of packets that make the decoder give up. */
  readonly #poison = new Set<number>();
  #session: DecodeSession | undefined;

  private constructor(
    name: string,
    table: FrameTable,
    stream: PacketStream,
    config: VideoDecoderConfig,
    onStray: (tick: number) => void = () => {},
  ) {
    this.#onStray = onStray;
    this.#name = name;
    this.#table = table;
    this.#stream = stream;
    this.#config = config;
    this.orientation = stream.orientation;
  }

  /** Opens a file whose frame table is known. Throws MediaError when it holds no decodable video. */
  static async open(
    video: ContainerVideo,
    table: FrameTable,
    { onStray, ...preferences }: FrameReaderOptions = {},
  ): Promise<FrameReader> {
    const stream = await PacketStream.open(video.url, video.name, table);
    return new FrameReader(video.name, table, stream, { ...stream.config, ...preferences }, onStray);
  }

  /**
   * Frames `from` to `to` (inclusive), in order, each exactly once: decoded, or with the reason why it cannot be.
   *
   * Leaving the loop early, or aborting, keeps the decoder where it is.
   */
  async *read(from: number, to: number, signal?: AbortSignal): AsyncGenerator<DecodedFrame, void> {
    const last = Math.min(to, frameCountOf(this.#table) - 1);
    let session = this.#sessionFor(from);
    for (let index = from; index <= last; index++) {
      for (;;) {
        signal?.throwIfAborted();
        const frame = session.take(index);
        if (frame) {
          yield { index, frame };
          break;
        }
        if (session.failure !== undefined) {
          session = this.#recover(session, index);
        } else if (session.isLost(index)) {
          yield { index, error: this.#cannotDecode(index) };
          break;
        } else await session.advance(index);
      }
    }
  }

  close(): void {
    this.#session?.close();
    this.#session = undefined;
    this.#stream.close();
  }

  /** The running session where it reaches `index` without skipping a key frame, else a new one. */
  #sessionFor(index: number): DecodeSession {
    const current = this.#session;
    if (current?.canContinue && index >= current.next) {
      if ((keyFrameBefore(this.#table, index) ?? 0) <= current.next) return current;
    }
    return this.#restart(index, false);
  }

  #restart(index: number, isCareful: boolean): DecodeSession {
    this.#session?.close();
    this.#session = new DecodeSession({
      table: this.#table,
      stream: this.#stream,
      config: this.#config,
      start: keyFrameBefore(this.#table, index),
      poison: this.#poison,
      isCareful,
      onStray: this.#onStray,
    });
    return this.#session;
  }

  /**
   * After the decoder gave up: decodes again, first one packet at a time to learn which one it cannot take, then
   * without that packet and those that build on it. Throws when not even starting is possible.
   */
  #recover(session: DecodeSession, index: number): DecodeSession {
    // Giving up before it was given anything is refusing the codec.
    if (session.isUnsupported || session.lastFed === undefined) {
      throw new MediaError(
        'CANNOT_DECODE',
        `${this.#name} (${this.#config.codec}) cannot be decoded here: ${session.failure ?? ''}`,
      );
    }
    if (!session.isCareful) return this.#restart(index, true);
    this.#poison.add(session.lastFed);
    return this.#restart(index, false);
  }

  #cannotDecode(index: number): MediaError {
    return new MediaError(
      'CANNOT_DECODE',
      `Frame ${index} of ${this.#name} cannot be decoded: its data is damaged or cut short.`,
    );
  }
}
