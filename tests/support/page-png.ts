import { inflateSync } from 'node:zlib';

/** Pixels as the page shows them. */
export interface Picture {
  width: number;
  height: number;
  /** Four bytes a pixel, rows from the top. */
  rgba: Uint8Array;
}

const signatureLength = 8;

/** Reads the PNG files that screenshots are: 8 bits, RGB or RGBA, not interlaced. Throws RangeError for others. */
export function decodePng(file: Buffer): Picture {
  const parts: Buffer[] = [];
  let header: Buffer | undefined;
  for (let at = signatureLength; at + 8 <= file.length;) {
    const length = file.readUInt32BE(at);
    const kind = file.toString('latin1', at + 4, at + 8);
    const body = file.subarray(at + 8, at + 8 + length);
    if (kind === 'IHDR') header = body;
    if (kind === 'IDAT') parts.push(body);
    at += length + 12;
  }
  const [depth, colour, , , interlace] = header?.subarray(8) ?? [];
  if (!header || depth !== 8 || (colour !== 2 && colour !== 6) || interlace !== 0) {
    throw new RangeError('Not a PNG of 8-bit RGB or RGBA');
  }
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  const channels = colour === 2 ? 3 : 4;
  const bytes = unfilter(inflateSync(Buffer.concat(parts)), width * channels, height, channels);
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let from = 0, to = 0; to < rgba.length; from += channels, to += 4) {
    rgba.set(bytes.subarray(from, from + channels), to);
  }
  return { width, height, rgba };
}

/** Undoes the row filters (PNG specification, section 9). */
function unfilter(data: Buffer, rowBytes: number, rows: number, channels: number): Uint8Array {
  const out = new Uint8Array(rowBytes * rows);
  for (let row = 0; row < rows; row++) {
    const filter = data[row * (rowBytes + 1)] ?? 0;
    const from = row * (rowBytes + 1) + 1;
    const to = row * rowBytes;
    for (let i = 0; i < rowBytes; i++) {
      const left = i >= channels ? (out[to + i - channels] ?? 0) : 0;
      const up = row > 0 ? (out[to + i - rowBytes] ?? 0) : 0;
      const upLeft = i >= channels && row > 0 ? (out[to + i - rowBytes - channels] ?? 0) : 0;
      out[to + i] = (data[from + i] ?? 0) + predicted(filter, left, up, upLeft);
    }
  }
  return out;
}

function predicted(filter: number, left: number, up: number, upLeft: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const paeth = left + up - upLeft;
  const [a, b, c] = [Math.abs(paeth - left), Math.abs(paeth - up), Math.abs(paeth - upLeft)];
  return a <= b && a <= c ? left : b <= c ? up : upLeft;
}
