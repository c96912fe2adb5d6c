/** Size in pixels of an image as shown: turned as its own header says. */
export interface ImageSize {
  width: number;
  height: number;
}

/**
 * Size of a JPEG or PNG from its first bytes; 'more' when the header goes on beyond them, undefined when it is
 * neither, or damaged.
 */
export function imageSize(bytes: Uint8Array): ImageSize | 'more' | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length >= 24 && view.getUint32(0) === 0x89504e47) {
    return positive({ width: view.getUint32(16), height: view.getUint32(20) });
  }
  if (bytes.length >= 4 && view.getUint16(0) === 0xffd8) return jpegSize(view);
  return undefined;
}

/** Walks a JPEG's segments (ITU-T T.81, B.2) to the frame header. */
function jpegSize(view: DataView): ImageSize | 'more' | undefined {
  let at = 2;
  let isTurned = false;
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    const length = view.getUint16(at + 2);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return positive(isTurned ? { width: height, height: width } : { width, height });
    }
    if (marker === 0xe1 && at + 2 + length <= view.byteLength) {
      isTurned ||= exifOrientation(new DataView(view.buffer, view.byteOffset + at + 4, length - 2)) >= 5;
    }
    at += 2 + length;
  }
  return 'more';
}

/** Orientation tag of an Exif segment, 1 to 8; 1 when there is none. 5 and up swap width and height. */
function exifOrientation(segment: DataView): number {
  if (segment.byteLength < 14 || segment.getUint32(0) !== 0x45786966) return 1;
  const tiff = 6;
  const isLittle = segment.getUint16(tiff) === 0x4949;
  const directory = tiff + segment.getUint32(tiff + 4, isLittle);
  if (directory + 2 > segment.byteLength) return 1;
  const count = segment.getUint16(directory, isLittle);
  for (let i = 0; i < count; i++) {
    const entry = directory + 2 + i * 12;
    if (entry + 12 > segment.byteLength) return 1;
    if (segment.getUint16(entry, isLittle) === 0x0112) return segment.getUint16(entry + 8, isLittle);
  }
  return 1;
}

function positive(size: ImageSize): ImageSize | undefined {
  return size.width > 0 && size.height > 0 ? size : undefined;
}
