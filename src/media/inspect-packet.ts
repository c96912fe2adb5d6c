/** What a packet's own bits say, whatever the container claims. */
export interface PacketFacts {
  /**
   * 'key': decoding may start here. 'recovery': an H.264 recovery point, from which a decoder that starts here shows
   * right frames, but which Chromium's decoder does not accept as a start. 'unknown': the bits do not say.
   */
  start: 'key' | 'recovery' | 'delta' | 'unknown';
  /** False for a packet that decodes to no picture: a hidden reference, or nothing at all. */
  isShown: boolean;
}

/** Bytes of the NAL length prefix in H.264 and H.265 packets; 0 for start codes (Annex B). */
export function nalLengthSize(codec: string, description: Uint8Array | undefined): number {
  if (!description || description[0] !== 1) return 0;
  const at = codec === 'hevc' ? 21 : 4;
  return ((description[at] ?? 3) & 3) + 1;
}

/** Looks into one packet. `codec` is the demuxer's short name: avc, hevc, vp8, vp9 or av1. */
export function inspectPacket(codec: string, lengthSize: number, data: Uint8Array): PacketFacts {
  if (data.length === 0) return { start: 'delta', isShown: false };
  switch (codec) {
    case 'avc':
      return inspectAvc(data, lengthSize);
    case 'hevc':
      return inspectHevc(data, lengthSize);
    case 'vp8':
      // RFC 6386, 9.1: bit 0 is 0 for a key frame, bit 4 is show_frame.
      return { start: isSet(data[0], 0) ? 'delta' : 'key', isShown: isSet(data[0], 4) };
    case 'vp9':
      return inspectVp9(data);
    case 'av1':
      return inspectAv1(data);
    default:
      return { start: 'unknown', isShown: true };
  }
}

function isSet(byte: number | undefined, bit: number): boolean {
  return (((byte ?? 0) >> bit) & 1) === 1;
}

/** Start offsets of a packet's NAL units. */
function* nalUnits(data: Uint8Array, lengthSize: number): Generator<Uint8Array> {
  if (lengthSize > 0) {
    let at = 0;
    while (at + lengthSize < data.length) {
      let size = 0;
      for (let i = 0; i < lengthSize; i++) size = size * 256 + (data[at + i] ?? 0);
      at += lengthSize;
      yield data.subarray(at, at + size);
      at += size;
    }
    return;
  }
  let start = -1;
  for (let at = 0; at + 3 <= data.length; at++) {
    if (data[at] !== 0 || data[at + 1] !== 0 || data[at + 2] !== 1) continue;
    if (start >= 0) yield data.subarray(start, at);
    start = at + 3;
    at += 2;
  }
  if (start >= 0) yield data.subarray(start);
}

function inspectAvc(data: Uint8Array, lengthSize: number): PacketFacts {
  let isRecovery = false;
  let hasSlice = false;
  for (const unit of nalUnits(data, lengthSize)) {
    const type = (unit[0] ?? 0) & 31;
    if (type === 5) return { start: 'key', isShown: true };
    if (type === 6 && hasRecoveryPoint(unit)) isRecovery = true;
    if (type >= 1 && type <= 4) {
      hasSlice = true;
      break;
    }
  }
  return { start: hasSlice && isRecovery ? 'recovery' : 'delta', isShown: hasSlice };
}

/** A recovery point message with recovery_frame_cnt 0 (ITU-T H.264, D.1.8). */
function hasRecoveryPoint(unit: Uint8Array): boolean {
  const bytes = unit.filter((byte, i) => !(byte === 3 && unit[i - 1] === 0 && unit[i - 2] === 0));
  let at = 1;
  const readNumber = (): number => {
    let value = 0;
    while (bytes[at] === 255) {
      value += 255;
      at++;
    }
    return value + (bytes[at++] ?? 0);
  };
  while (at + 2 < bytes.length) {
    const type = readNumber();
    const size = readNumber();
    // recovery_frame_cnt is Exp-Golomb coded: 0 is a single 1 bit.
    if (type === 6) return isSet(bytes[at], 7);
    at += size;
  }
  return false;
}

function inspectHevc(data: Uint8Array, lengthSize: number): PacketFacts {
  for (const unit of nalUnits(data, lengthSize)) {
    const type = ((unit[0] ?? 0) >> 1) & 63;
    if (type < 32) return { start: type >= 16 && type <= 23 ? 'key' : 'delta', isShown: true };
  }
  return { start: 'delta', isShown: false };
}

function inspectVp9(data: Uint8Array): PacketFacts {
  // VP9 bitstream specification, 6.2: frame_marker (2), profile (2), reserved bit in profile 3, show_existing_frame,
  // frame_type, show_frame.
  const first = data[0] ?? 0;
  if (first >> 6 !== 2) return { start: 'unknown', isShown: true };
  const shift = (first & 0x30) === 0x30 ? 1 : 0;
  const bit = (index: number): boolean => isSet(data[index >> 3], 7 - (index & 7));
  if (bit(4 + shift)) return { start: 'delta', isShown: true };
  // A superframe ends with an index (Annex B) and always shows one of its frames.
  const isSuperframe = ((data.at(-1) ?? 0) & 0xe0) === 0xc0;
  return { start: bit(5 + shift) ? 'delta' : 'key', isShown: isSuperframe || bit(6 + shift) };
}

function inspectAv1(data: Uint8Array): PacketFacts {
  // AV1 bitstream specification, 5.3: a temporal unit is a list of OBUs and shows one frame.
  let at = 0;
  while (at < data.length) {
    const header = data[at++] ?? 0;
    const type = (header >> 3) & 15;
    if (isSet(header, 2)) at++;
    let size = data.length - at;
    if (isSet(header, 1)) {
      size = 0;
      for (let i = 0; i < 8; i++) {
        const byte = data[at++] ?? 0;
        size += (byte & 127) * 2 ** (7 * i);
        if (byte < 128) break;
      }
    }
    if (type === 3 || type === 6) {
      const first = data[at] ?? 0;
      if (isSet(first, 7)) return { start: 'delta', isShown: true };
      return { start: ((first >> 5) & 3) === 0 ? 'key' : 'delta', isShown: true };
    }
    at += size;
  }
  return { start: 'unknown', isShown: true };
}

/**
 * True for a packet that no other packet refers to, so that decoding may leave it out when its picture is not wanted.
 * Only H.264 says so plainly (nal_ref_idc 0); for other codecs the answer is always false.
 */
export function isDisposable(codec: string, lengthSize: number, data: Uint8Array): boolean {
  if (!codec.startsWith('avc')) return false;
  for (const unit of nalUnits(data, lengthSize)) {
    const header = unit[0] ?? 0;
    const type = header & 31;
    if (type >= 1 && type <= 5) return header >> 5 === 0;
  }
  return false;
}
