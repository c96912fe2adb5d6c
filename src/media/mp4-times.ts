/** Boxes that hold others, on the way to those with times. */
const parents = new Set(['moov', 'trak', 'mdia']);
/** Full boxes that begin with a creation and a modification time. */
const timed = new Set(['mvhd', 'tkhd', 'mdhd']);

/**
 * Sets the creation and modification times of an MP4 file to "not known" (0), in place, so that the same pictures
 * give the same bytes whenever they are written. Source: ISO/IEC 14496-12, 8.2.2, 8.3.2, 8.4.2. Throws RangeError
 * when a box leaves the file.
 */
export function clearMp4Times(bytes: Uint8Array): void {
  clear(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, bytes.byteLength);
}

function clear(view: DataView, from: number, to: number): void {
  let at = from;
  while (at + 8 <= to) {
    const type = String.fromCharCode(...[4, 5, 6, 7].map((k) => view.getUint8(at + k)));
    const short = view.getUint32(at);
    const header = short === 1 ? 16 : 8;
    const size = short === 0 ? to - at : short === 1 ? Number(view.getBigUint64(at + 8)) : short;
    if (size < header || at + size > to) throw new RangeError(`The box ${type} at ${at} leaves the file`);
    const body = at + header;
    if (parents.has(type)) clear(view, body, at + size);
    if (timed.has(type)) {
      const isLong = view.getUint8(body) === 1;
      const length = isLong ? 16 : 8;
      for (let k = 0; k < length; k++) view.setUint8(body + 4 + k, 0);
    }
    at += size;
  }
}
