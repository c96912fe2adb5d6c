import { EncodedPacketSink, type EncodedPacket, type Input, type InputVideoTrack } from 'mediabunny';
import type { FrameTable } from '#domain/frame-table.ts';
import { descriptionBytes, openInput, wholeTicks, type Rotation } from './build-frame-table.ts';
import { frameAtTick } from './frame-lookup.ts';
import { isDisposable, nalLengthSize } from './inspect-packet.ts';
import { MediaError } from './media-error.ts';
import { withoutCutBlock } from './repair-matroska.ts';
import { openUrlFile } from './url-file.web.ts';

/** A packet in decode order. */
export interface StreamPacket {
  data: Uint8Array;
  /** Presentation timestamp in ticks. */
  tick: number;
  /** Position in decode order. */
  position: number;
  /** The frame it decodes to; undefined for packets that are no frame. */
  index: number | undefined;
  isKey: boolean;
  /** No other packet refers to this one. */
  isDisposable: boolean;
}

/** How decoded pictures become upright: turned clockwise, then mirrored left to right. */
export interface Orientation {
  rotation: Rotation;
  isFlipped: boolean;
}

/** The packets of one video file by URL, from any frame where decoding may start. */
export class PacketStream {
  readonly config: VideoDecoderConfig;
  readonly orientation: Orientation;
  readonly #name: string;
  readonly #input: Input;
  readonly #sink: EncodedPacketSink;
  readonly #table: FrameTable;
  readonly #lengthSize: number;

  private constructor(
    name: string,
    input: Input,
    track: InputVideoTrack,
    table: FrameTable,
    config: VideoDecoderConfig,
    orientation: Orientation,
  ) {
    this.#name = name;
    this.#input = input;
    this.#sink = new EncodedPacketSink(track);
    this.#table = table;
    this.config = config;
    this.#lengthSize = nalLengthSize('avc', descriptionBytes(config));
    this.orientation = orientation;
  }

  /** Reads the header. Throws MediaError when the file holds no video that can be configured. */
  static async open(url: string, name: string, table: FrameTable): Promise<PacketStream> {
    const input = openInput(await withoutCutBlock(await openUrlFile(url, name)));
    try {
      const track = await input.getPrimaryVideoTrack();
      const config = await track?.getDecoderConfig();
      if (!track || !config) {
        throw new MediaError('CANNOT_DECODE', `${name} holds no video that can be decoded.`);
      }
      const orientation: Orientation = {
        rotation: await track.getRotation(),
        isFlipped: await track.getFlip(),
      };
      return new PacketStream(name, input, track, table, config, orientation);
    } catch (error) {
      input.dispose();
      throw error;
    }
  }

  /**
   * Packets in decode order, from the one of key frame `index`, or from the file's first.
   *
   * Throws MediaError when the file is not the one the table was built from.
   */
  async *packets(index: number | undefined): AsyncGenerator<StreamPacket, void> {
    const { ticks, timescale, decodeOrder, isKey } = this.#table;
    const first =
      index === undefined
        ? await this.#sink.getFirstPacket()
        : await this.#sink.getPacket(((ticks[index] ?? 0) + 0.25) / timescale);
    let position = index === undefined ? 0 : (decodeOrder[index] ?? 0);
    if (!first) throw this.#changed();
    for await (const packet of this.#sink.packets(first)) {
      const tick = this.#tickOf(packet);
      const found = frameAtTick(this.#table, tick);
      // Of packets with one timestamp, the table knows which is the frame.
      const frame = found !== undefined && decodeOrder[found] === position ? found : undefined;
      if (index !== undefined && packet === first && frame !== index) throw this.#changed();
      yield {
        data: packet.data,
        tick,
        position,
        index: frame,
        isKey: frame === undefined ? packet.type === 'key' : isKey[frame] === 1,
        isDisposable: isDisposable(this.config.codec, this.#lengthSize, packet.data),
      };
      position++;
    }
  }

  close(): void {
    this.#input.dispose();
  }

  #tickOf(packet: EncodedPacket): number {
    return wholeTicks({ name: this.#name }, packet.timestamp, this.#table.timescale);
  }

  #changed(): MediaError {
    return new MediaError(
      'DAMAGED',
      `${this.#name} is not the file that was imported: its frames are elsewhere. Relink the video.`,
    );
  }
}
