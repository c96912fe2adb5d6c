/** Reading and patching the boxes of MP4 files that we made ourselves (32-bit sizes only). */
export interface Box {
  type: string;
  /** Boxes inside; undefined for a box that is only data. */
  children: Box[] | undefined;
  data: Buffer;
}

const containers = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'edts']);

export function parseBoxes(bytes: Buffer): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = bytes.readUInt32BE(at);
    if (size < 8 || at + size > bytes.length) throw new Error(`Not a whole box at byte ${at}`);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const data = bytes.subarray(at + 8, at + size);
    boxes.push(
      containers.has(type)
        ? { type, children: parseBoxes(data), data: Buffer.alloc(0) }
        : { type, children: undefined, data },
    );
    at += size;
  }
  return boxes;
}

export function serializeBoxes(boxes: readonly Box[]): Buffer {
  return Buffer.concat(
    boxes.flatMap((box) => {
      const content = box.children ? serializeBoxes(box.children) : box.data;
      const header = Buffer.alloc(8);
      header.writeUInt32BE(content.length + 8, 0);
      header.write(box.type, 4, 'latin1');
      return [header, content];
    }),
  );
}

/** The first box at a path such as 'moov/trak/edts'. Throws where there is none. */
export function boxAt(boxes: readonly Box[], path: string): Box {
  let level: readonly Box[] = boxes;
  let found: Box | undefined;
  for (const type of path.split('/')) {
    found = level.find((box) => box.type === type);
    level = found?.children ?? [];
  }
  if (!found) throw new Error(`The file has no box ${path}`);
  return found;
}

/** Takes the first box at a path away. */
export function removeBox(boxes: Box[], path: string): void {
  const parts = path.split('/');
  const type = parts.pop();
  const level = parts.length === 0 ? boxes : (boxAt(boxes, parts.join('/')).children ?? []);
  const index = level.findIndex((box) => box.type === type);
  if (index === -1) throw new Error(`The file has no box ${path}`);
  level.splice(index, 1);
}

/** Data of a full box (version and flags, then a counted table of 32-bit numbers). */
export function tableData(version: number, rows: readonly (readonly number[])[]): Buffer {
  const numbers = rows.flat();
  const data = Buffer.alloc(8 + numbers.length * 4);
  data.writeUInt8(version, 0);
  data.writeUInt32BE(rows.length, 4);
  numbers.forEach((value, i) => data.writeInt32BE(value, 8 + i * 4));
  return data;
}

/** Rows of such a table. */
export function tableRows(data: Buffer, columns: number): number[][] {
  return Array.from({ length: data.readUInt32BE(4) }, (_, row) =>
    Array.from({ length: columns }, (_, column) => data.readInt32BE(8 + (row * columns + column) * 4)),
  );
}

export interface Edit {
  /** In ticks of the movie. */
  duration: number;
  /** In ticks of the media; -1 for an empty edit. */
  mediaTime: number;
  rate?: number;
}

/** Sets the edit list of the first track; an empty list takes it away. */
export function setEdits(boxes: Box[], edits: readonly Edit[]): void {
  const track = boxAt(boxes, 'moov/trak');
  const children = track.children ?? [];
  track.children = children.filter((box) => box.type !== 'edts');
  if (edits.length === 0) return;
  const rows = edits.map(({ duration, mediaTime, rate = 1 }) => [duration, mediaTime, rate * 0x10000]);
  const list: Box = { type: 'elst', children: undefined, data: tableData(0, rows) };
  const header = track.children.findIndex((box) => box.type === 'tkhd');
  track.children.splice(header + 1, 0, { type: 'edts', children: [list], data: Buffer.alloc(0) });
}

/** First media tick that the track's only edit shows. */
export function editStart(boxes: readonly Box[]): number {
  return tableRows(boxAt(boxes, 'moov/trak/edts/elst').data, 3)[0]?.[1] ?? 0;
}

/** Ticks per second of the movie header. */
export function movieTimescale(boxes: readonly Box[]): number {
  return boxAt(boxes, 'moov/mvhd').data.readUInt32BE(12);
}

/** Makes the first track show turned clockwise by a quarter, half or three quarters. */
export function setRotation(boxes: readonly Box[], degrees: 90 | 180 | 270): void {
  const { data } = boxAt(boxes, 'moov/trak/tkhd');
  const width = data.readInt32BE(76);
  const height = data.readInt32BE(80);
  const one = 0x10000;
  const matrices = {
    90: [0, one, 0, -one, 0, 0, height, 0],
    180: [-one, 0, 0, 0, -one, 0, width, height],
    270: [0, -one, 0, one, 0, 0, 0, width],
  };
  matrices[degrees].forEach((value, i) => data.writeInt32BE(value, 40 + i * 4));
}
