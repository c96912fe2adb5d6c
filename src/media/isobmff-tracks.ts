import type { MediaFile } from './media-bytes.ts';

/** One entry of a track's edit list, as stored. */
export interface Edit {
  /** Seconds on the timeline × movie timescale; 0 in a fragmented file means "to the end". */
  segmentDuration: number;
  /** First media tick shown; -1 for a stretch of nothing. */
  mediaTime: number;
  rate: number;
}

/** What an MP4 or MOV header says about a track that a demuxer keeps to itself. */
export interface IsobmffTrack {
  id: number;
  /** 'vide', 'soun', … */
  handler: string;
  timescale: number;
  edits: Edit[];
  /** How many sample descriptions (decoder configurations) the track uses. */
  descriptionCount: number;
}

export interface IsobmffHeader {
  movieTimescale: number;
  tracks: IsobmffTrack[];
}

const maxHeaderBytes = 512 * 2 ** 20;

/**
 * Reads the movie header of an MP4 or MOV file (ISO/IEC 14496-12).
 *
 * Undefined when the file is not of that family; 'missing' when it is, but has no header: a recording that was cut.
 */
export async function readIsobmffHeader(
  file: Pick<MediaFile, 'read' | 'size'>,
): Promise<IsobmffHeader | 'missing' | undefined> {
  let position = 0;
  let isIsobmff = false;
  while (position + 8 <= file.size) {
    const head = viewOf(await file.read(position, Math.min(position + 16, file.size)));
    const box = boxAt(head, 0, file.size - position);
    if (!box || !/^[\w ]{4}$/.test(box.type)) break;
    if (
      position === 0 &&
      !['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot', 'styp'].includes(box.type)
    ) {
      return undefined;
    }
    isIsobmff = true;
    if (box.type === 'moov') {
      if (position + box.size > file.size || box.size > maxHeaderBytes) return 'missing';
      return parseMovie(viewOf(await file.read(position + box.headerSize, position + box.size)));
    }
    position += box.size;
  }
  return isIsobmff ? 'missing' : undefined;
}

interface Box {
  type: string;
  size: number;
  headerSize: number;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function boxAt(view: DataView, at: number, room: number): Box | undefined {
  if (at + 8 > view.byteLength) return undefined;
  const short = view.getUint32(at);
  const type = String.fromCharCode(...[4, 5, 6, 7].map((offset) => view.getUint8(at + offset)));
  if (short === 0) return { type, size: room, headerSize: 8 };
  if (short !== 1) return short < 8 ? undefined : { type, size: short, headerSize: 8 };
  if (at + 16 > view.byteLength) return undefined;
  const size = Number(view.getBigUint64(at + 8));
  return size < 16 ? undefined : { type, size, headerSize: 16 };
}

/** The boxes inside `view`, each with a view of its content; a box that runs over the end is cut. */
function* boxesIn(view: DataView): Generator<{ type: string; content: DataView }> {
  let at = 0;
  for (;;) {
    const box = boxAt(view, at, view.byteLength - at);
    if (!box) return;
    const end = Math.min(at + box.size, view.byteLength);
    const start = Math.min(at + box.headerSize, end);
    yield { type: box.type, content: new DataView(view.buffer, view.byteOffset + start, end - start) };
    at += box.size;
  }
}

function parseMovie(moov: DataView): IsobmffHeader {
  const header: IsobmffHeader = { movieTimescale: 1000, tracks: [] };
  for (const { type, content } of boxesIn(moov)) {
    if (type === 'mvhd') header.movieTimescale = content.getUint32(content.getUint8(0) === 1 ? 20 : 12);
    if (type === 'trak') {
      const track: IsobmffTrack = { id: -1, handler: '', timescale: 0, edits: [], descriptionCount: 1 };
      parseTrack(content, track);
      header.tracks.push(track);
    }
  }
  return header;
}

function parseTrack(view: DataView, track: IsobmffTrack): void {
  for (const { type, content } of boxesIn(view)) {
    switch (type) {
      case 'mdia':
      case 'minf':
      case 'stbl':
      case 'edts':
        parseTrack(content, track);
        break;
      case 'tkhd':
        track.id = content.getUint32(content.getUint8(0) === 1 ? 20 : 12);
        break;
      case 'mdhd':
        track.timescale = content.getUint32(content.getUint8(0) === 1 ? 20 : 12);
        break;
      case 'hdlr':
        // Data handlers (inside minf) come after the media handler and do not count.
        track.handler ||= String.fromCharCode(...[8, 9, 10, 11].map((offset) => content.getUint8(offset)));
        break;
      case 'stsd':
        track.descriptionCount = content.getUint32(4);
        break;
      case 'elst':
        track.edits = parseEdits(content);
        break;
      default:
    }
  }
}

function parseEdits(view: DataView): Edit[] {
  const isLong = view.getUint8(0) === 1;
  const entrySize = isLong ? 20 : 12;
  const count = Math.min(view.getUint32(4), Math.floor((view.byteLength - 8) / entrySize));
  return Array.from({ length: count }, (_, index) => {
    const at = 8 + index * entrySize;
    return {
      segmentDuration: isLong ? Number(view.getBigUint64(at)) : view.getUint32(at),
      mediaTime: isLong ? Number(view.getBigInt64(at + 8)) : view.getInt32(at + 4),
      rate: view.getInt32(at + entrySize - 4) / 65_536,
    };
  });
}
