import {
  EncodedPacketSink,
  Input,
  Logging,
  LogLevel,
  MATROSKA,
  MP4,
  QTFF,
  UnsupportedInputFormatError,
  WEBM,
  type EncodedPacket,
  type InputVideoTrack,
} from 'mediabunny';
import type { FrameTable } from '#domain/frame-table.ts';
import {
  arrangeFrames,
  type Arrangement,
  type PacketColumns,
  type PresentedRange,
} from './arrange-frames.ts';
import { inspectPacket, nalLengthSize } from './inspect-packet.ts';
import { readIsobmffHeader, type IsobmffHeader } from './isobmff-tracks.ts';
import type { CancelSignal, MediaFile } from './media-bytes.ts';
import { copyCommand, MediaError } from './media-error.ts';
import { withoutCutBlock } from './repair-matroska.ts';

/** Clockwise degrees. */
export type Rotation = 0 | 90 | 180 | 270;

/** What people and decoders need to know about a video beside its frames. */
export interface VideoInfo {
  /** RFC 6381 codec string, as VideoDecoder takes it. */
  codec: string;
  /** Size in pixels as coded (of the first frame, where it changes midway). */
  codedWidth: number;
  codedHeight: number;
  /** Displayed size in pixels: after sample aspect ratio and rotation. */
  width: number;
  height: number;
  /** Clockwise degrees to turn a decoded picture upright. */
  rotation: Rotation;
  /** Sample aspect ratio, width to height of a coded pixel. */
  sar: { numerator: number; denominator: number };
  /** What people should know: packets left out, key flags corrected, … One sentence each. */
  notices: string[];
}

export interface ProbedVideo {
  table: FrameTable;
  info: VideoInfo;
}

export interface ProbeOptions {
  /** Packets looked at so far; the total is not known before the end. */
  onProgress?: (packets: number) => void;
  signal?: CancelSignal;
}

/** Opens the demuxer on a file. The caller disposes it. */
export function openInput(file: Pick<MediaFile, 'source'>): Input {
  // What the demuxer warns about reaches people as a notice or a refusal, not through the console.
  Logging.level = LogLevel.Errors;
  return new Input({ formats: [MP4, QTFF, MATROSKA, WEBM], source: file.source });
}

/**
 * Reads a video's container and packets and builds its frame table. Nothing is decoded.
 *
 * Throws MediaError for what cannot be annotated frame-exactly; an aborted signal throws its reason.
 */
export async function buildFrameTable(file: MediaFile, options: ProbeOptions = {}): Promise<ProbedVideo> {
  if (file.size === 0) {
    throw new MediaError(
      'EMPTY_FILE',
      `${file.name} is empty (0 bytes). Copy it again from where it came from.`,
    );
  }
  const header = await readIsobmffHeader(file);
  if (header === 'missing') {
    throw new MediaError(
      'DAMAGED',
      `${file.name} has no index (moov box): the recording or the copy was cut short. Copy it again, or repair it with a tool such as untrunc.`,
    );
  }
  const whole = await withoutCutBlock(file);
  const input = openInput(whole);
  try {
    const probed = await probeInput(file, input, header, options);
    if (whole.size < file.size) {
      probed.info.notices.push('The file is cut off in the middle of a packet; the video ends before it.');
    }
    return probed;
  } catch (error) {
    if (error instanceof UnsupportedInputFormatError) {
      throw new MediaError(
        'NOT_VIDEO',
        `${file.name} is not an MP4, MOV, WebM or MKV file. If it is a video, copy it with: ${copyCommand(file.name)}`,
        { cause: error, remedy: copyCommand(file.name) },
      );
    }
    throw error;
  } finally {
    input.dispose();
  }
}

async function probeInput(
  file: MediaFile,
  input: Input,
  header: IsobmffHeader | undefined,
  options: ProbeOptions,
): Promise<ProbedVideo> {
  const track = await input.getPrimaryVideoTrack();
  if (!track) {
    throw new MediaError('NO_VIDEO_TRACK', `${file.name} has no video in it, only sound or other data.`);
  }
  const codec = await track.getCodec();
  if (codec === null) {
    const id = String((await track.getInternalCodecId()) ?? 'unknown');
    throw new MediaError(
      'UNSUPPORTED_CODEC',
      `${file.name} is coded as "${id}", which this program cannot decode. Copy it with: ${copyCommand(file.name)}`,
      { remedy: copyCommand(file.name) },
    );
  }
  const timescale = await track.getTimeResolution();
  const presented = presentedRange(file, track, header);
  const read = await readPackets(file, track, {
    codec,
    timescale,
    isIndexed: header !== undefined,
    ...options,
  });
  const arrangement = arrangeFrames(read.packets, timescale, presented);
  if (arrangement.table.ticks.length === 0) {
    throw new MediaError(
      'NO_FRAMES',
      `${file.name} has a video track but no frame in it is there to be shown.`,
    );
  }
  const notices = [...read.notices, ...noticesOf(arrangement)];
  return { table: arrangement.table, info: await describe(track, notices) };
}

/** The edit list as the range of ticks that is presented. Ticks count from the edit's start, as the demuxer's do. */
function presentedRange(
  file: MediaFile,
  track: InputVideoTrack,
  header: IsobmffHeader | undefined,
): PresentedRange {
  const found = header?.tracks.find((candidate) => candidate.id === track.id);
  const wholeFile = { start: -Infinity, end: Infinity };
  if (!header || !found) return wholeFile;
  const refuse = (what: string): never => {
    throw new MediaError(
      'UNSUPPORTED_EDITS',
      `${file.name} ${what}, so its frames have no one place on the timeline. Make a copy without them: ${copyCommand(file.name)}`,
      { remedy: copyCommand(file.name) },
    );
  };
  if (found.descriptionCount > 1)
    refuse(`is spliced from ${found.descriptionCount} differently coded pieces`);
  const shown = found.edits.filter((edit) => edit.mediaTime >= 0);
  const [edit] = shown;
  if (!edit) return wholeFile;
  if (shown.length > 1) refuse(`has an edit list of ${shown.length} pieces`);
  if (edit.rate !== 1) refuse(`plays at ${edit.rate} times its speed by an edit list`);
  const delay = found.edits
    .slice(0, found.edits.indexOf(edit))
    .reduce((sum, empty) => sum + empty.segmentDuration, 0);
  const ticksPerMovieTick = found.timescale / header.movieTimescale;
  const start = Math.round(delay * ticksPerMovieTick);
  if (edit.segmentDuration === 0) return { start, end: Infinity };
  // Durations are rounded to the movie's timescale: half of its tick may not let one more frame in.
  return { start, end: start + (edit.segmentDuration - 0.5) * ticksPerMovieTick };
}

interface ReadOptions extends ProbeOptions {
  codec: string;
  timescale: number;
  /** The container has an index: packets can be listed without reading them. */
  isIndexed: boolean;
}

/** Key flags this far apart are looked for in the packets between. */
const longGap = 600;

/** Every packet in decode order, with flags corrected by what is inside. */
async function readPackets(
  file: MediaFile,
  track: InputVideoTrack,
  options: ReadOptions,
): Promise<{ packets: PacketColumns; notices: string[] }> {
  const config = await track.getDecoderConfig();
  const lengthSize = nalLengthSize(options.codec, descriptionBytes(config ?? {}));
  const sink = new EncodedPacketSink(track);
  const packets: PacketColumns = { ticks: [], durations: [], isKey: [], isShown: [] };
  const correction = { lying: 0, found: 0 };
  const inspect = (position: number, data: Uint8Array): void => {
    const facts = inspectPacket(options.codec, lengthSize, data);
    packets.isShown[position] = facts.isShown;
    if (facts.start === 'unknown') return;
    const isKey = facts.start === 'key';
    if (packets.isKey[position] !== isKey) correction[isKey ? 'found' : 'lying']++;
    packets.isKey[position] = isKey;
  };

  const metadataOnly = options.isIndexed;
  for (
    let packet: EncodedPacket | null = await sink.getFirstPacket({ metadataOnly });
    packet;
    packet = await sink.getNextPacket(packet, { metadataOnly })
  ) {
    const position = packets.ticks.length;
    packets.ticks.push(wholeTicks(file, packet.timestamp, options.timescale));
    packets.durations.push(Math.round(packet.duration * options.timescale));
    packets.isKey.push(packet.type === 'key');
    packets.isShown.push(packet.byteLength > 0);
    if (!metadataOnly) inspect(position, packet.data);
    if (position % 1000 === 999) {
      options.signal?.throwIfAborted();
      options.onProgress?.(position + 1);
    }
  }
  const notices: string[] = [];
  if (metadataOnly) {
    const fetchData = async (position: number): Promise<Uint8Array | undefined> => {
      const seconds = ((packets.ticks[position] ?? 0) + 0.25) / options.timescale;
      return (await sink.getPacket(seconds))?.data;
    };
    const missing = await dropMissing(packets, fetchData);
    if (missing > 0) {
      notices.push(
        `The file promises ${missing} more packet(s) than it holds; the video ends where the data ends.`,
      );
    }
    for (const position of doubtful(packets.isKey)) {
      const data = await fetchData(position);
      if (data) inspect(position, data);
      options.signal?.throwIfAborted();
    }
  }
  if (correction.lying > 0) {
    notices.push(
      `${correction.lying} frame(s) are marked as key frames but are none; the marks are ignored.`,
    );
  }
  if (correction.found > 0)
    notices.push(`${correction.found} key frame(s) are not marked as such; they are used.`);
  return { packets, notices };
}

/** Packets whose flag needs a look inside: every claimed key, and all between two that are far apart. */
function doubtful(isKey: readonly boolean[]): number[] {
  const positions: number[] = [];
  let lastKey = 0;
  for (let position = 0; position <= isKey.length; position++) {
    if (position < isKey.length && !isKey[position]) continue;
    if (position - lastKey > longGap) {
      for (let between = lastKey + 1; between < position; between++) positions.push(between);
    }
    if (position < isKey.length) positions.push(position);
    lastKey = position;
  }
  return positions;
}

/** Takes away the packets at the end whose data the file does not have. Returns how many. */
async function dropMissing(
  packets: PacketColumns,
  fetchData: (position: number) => Promise<Uint8Array | undefined>,
): Promise<number> {
  const count = packets.ticks.length;
  if (count === 0 || (await fetchData(count - 1))) return 0;
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (await fetchData(middle)) low = middle + 1;
    else high = middle;
  }
  for (const column of [packets.ticks, packets.durations, packets.isKey, packets.isShown])
    column.length = low;
  return count - low;
}

/** Seconds as ticks. Throws when they are not a whole number of ticks: an index must never rest on rounding. */
export function wholeTicks(file: Pick<MediaFile, 'name'>, seconds: number, timescale: number): number {
  const ticks = seconds * timescale;
  const whole = Math.round(ticks);
  if (Math.abs(ticks - whole) > 1e-3) {
    throw new MediaError(
      'UNSUPPORTED_TIMES',
      `${file.name} has a frame at ${seconds} s, which is no whole number of 1/${timescale} s. Copy it with: ${copyCommand(file.name)}`,
      { remedy: copyCommand(file.name) },
    );
  }
  return whole;
}

/** The out-of-band part of a decoder configuration (avcC and the like), as bytes. */
export function descriptionBytes({ description }: { description?: unknown }): Uint8Array | undefined {
  if (description instanceof Uint8Array) return description;
  return description instanceof ArrayBuffer ? new Uint8Array(description) : undefined;
}

function noticesOf({ leftOut, isReordered, table }: Arrangement): string[] {
  const notices: string[] = [];
  if (isReordered) notices.push('Frames are stored out of order (B-frames); they are sorted by their time.');
  if (leftOut.outsideEdit > 0) {
    notices.push(`${leftOut.outsideEdit} packet(s) outside the edit list are decoded but are no frames.`);
  }
  if (leftOut.hidden > 0)
    notices.push(`${leftOut.hidden} packet(s) hold no picture to show and are no frames.`);
  if (leftOut.repeated > 0) {
    notices.push(`${leftOut.repeated} packet(s) repeat another's timestamp and are no frames of their own.`);
  }
  if (!table.isKey.includes(1)) notices.push('There is no key frame: seeking decodes from the start.');
  return notices;
}

async function describe(track: InputVideoTrack, notices: string[]): Promise<VideoInfo> {
  const [config, sar, codedWidth, codedHeight, width, height, rotation] = await Promise.all([
    track.getCodecParameterString(),
    track.getPixelAspectRatio(),
    track.getCodedWidth(),
    track.getCodedHeight(),
    track.getDisplayWidth(),
    track.getDisplayHeight(),
    track.getRotation(),
  ]);
  return {
    codec: config ?? '',
    codedWidth,
    codedHeight,
    width,
    height,
    rotation,
    sar: { numerator: sar.num, denominator: sar.den },
    notices,
  };
}
