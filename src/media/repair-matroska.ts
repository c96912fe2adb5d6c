import { CustomSource } from 'mediabunny';
import type { MediaFile } from './media-bytes.ts';

// Element ids of Matroska (RFC 9559).
const ebmlId = 0x1a45dfa3;
const segmentId = 0x18538067;
const clusterId = 0x1f43b675;
/** Children of a segment have ids of four bytes, with one exception that is not met here; a cluster's have fewer. */
const firstSegmentLevelId = 0x10000000;

interface Element {
  id: number;
  /** Offset of the size field, and its width. */
  sizeAt: number;
  sizeWidth: number;
  dataStart: number;
  /** Undefined for an element of unknown size (a live recording). */
  size: number | undefined;
}

/**
 * The same file, or, for a WebM or MKV file that was cut inside its last cluster, a view of it that ends with the
 * last whole block. A demuxer drops such a cluster altogether, and up to five seconds of frames with it.
 */
export async function withoutCutBlock(file: MediaFile): Promise<MediaFile> {
  const header = await elementAt(file, 0);
  if (header?.id !== ebmlId || header.size === undefined) return file;
  const segment = await elementAt(file, header.dataStart + header.size);
  if (segment?.id !== segmentId) return file;
  if (segment.size !== undefined && segment.dataStart + segment.size <= file.size) return file;

  let position = segment.dataStart;
  for (;;) {
    const element = await elementAt(file, position);
    if (!element) return file;
    const end = element.size === undefined ? undefined : element.dataStart + element.size;
    if (element.id === clusterId && (end === undefined || end > file.size)) {
      const children = await wholeChildren(file, element.dataStart);
      if (end !== undefined || children.isCut) return cutAfter(file, element, children.end);
      position = children.end;
    } else if (end === undefined || end > file.size) return file;
    else position = end;
  }
}

/** Where the last whole child of a cluster ends, and whether the file ends inside the next one. */
async function wholeChildren(file: MediaFile, start: number): Promise<{ end: number; isCut: boolean }> {
  let end = start;
  while (end < file.size) {
    const child = await elementAt(file, end);
    if (!child || child.size === undefined) return { end, isCut: !child };
    if (child.id >= firstSegmentLevelId) return { end, isCut: false };
    if (child.dataStart + child.size > file.size) return { end, isCut: true };
    end = child.dataStart + child.size;
  }
  return { end, isCut: true };
}

function cutAfter(file: MediaFile, cluster: Element, end: number): MediaFile {
  const patch =
    cluster.size === undefined ? undefined : sizeField(end - cluster.dataStart, cluster.sizeWidth);
  const read = async (from: number, to: number): Promise<Uint8Array> => {
    const bytes = (await file.read(from, Math.min(to, end))).slice();
    patch?.forEach((byte, i) => {
      const at = cluster.sizeAt + i - from;
      if (at >= 0 && at < bytes.length) bytes[at] = byte;
    });
    return bytes;
  };
  return {
    name: file.name,
    size: end,
    read,
    source: new CustomSource({ getSize: () => end, read, prefetchProfile: 'fileSystem' }),
  };
}

/** A number as an EBML size of exactly `width` bytes. */
function sizeField(size: number, width: number): Uint8Array {
  const field = new Uint8Array(width);
  let rest = size;
  for (let i = width - 1; i >= 0; i--) {
    field[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  field[0] = (field[0] ?? 0) | (0x80 >> (width - 1));
  return field;
}

async function elementAt(file: MediaFile, position: number): Promise<Element | undefined> {
  const bytes = await file.read(position, Math.min(position + 12, file.size));
  const idWidth = Math.clz32(bytes[0] ?? 0) - 23;
  const sizeWidth = Math.clz32(bytes[idWidth] ?? 0) - 23;
  if (idWidth > 4 || sizeWidth > 8 || bytes.length < idWidth + sizeWidth) return undefined;
  const id = bytes.subarray(0, idWidth).reduce((value, byte) => value * 256 + byte, 0);
  const sizeBytes = bytes.subarray(idWidth, idWidth + sizeWidth);
  const mask = (0x80 >> (sizeWidth - 1)) - 1;
  const isUnknown = sizeBytes.every((byte, i) => (i === 0 ? (byte & mask) === mask : byte === 0xff));
  const size = sizeBytes.reduce((value, byte, i) => value * 256 + (i === 0 ? byte & mask : byte), 0);
  const sizeAt = position + idWidth;
  return { id, sizeAt, sizeWidth, dataStart: sizeAt + sizeWidth, size: isUnknown ? undefined : size };
}
