/**
 * The frame index as a pattern in the picture, so that a test can tell which frame pixels come from.
 *
 * The stamp is a picture of 60 x 48 units that covers x 0.2 to 0.8 and y 0.2 to 0.92 of the displayed frame; the
 * margins are free for labels. Its upper 60 x 36 units are 10 x 6 cells: magenta corners to find it by, a ring
 * (white above, black below, alternating left and right, so that a turned or mirrored picture never reads), and
 * 8 x 4 data cells, white for 1: 20 bits of index, most significant first, and a 12-bit checksum. Below is the
 * index in digits for people. Reading gives the index or nothing, never a wrong one.
 */

export interface Region {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The largest index that fits. */
export const maxPatternIndex = 2 ** 20 - 1;
/** Units of the stamp. */
export const stampWidth = 60;
export const stampHeight = 48;
/** Where the stamp lies, as shares of the displayed frame. */
export const stampPlace: Region = { x: 0.2, y: 0.2, width: 0.6, height: 0.72 };
/** Where the cells lie, as shares of the displayed frame. */
export const patternPlace: Region = { x: 0.2, y: 0.2, width: 0.6, height: 0.54 };

const columns = 10;
const rows = 6;
const unitsPerCell = 6;
const dataColumns = columns - 2;
const indexBits = 20;
const checkBits = 12;
const checkPolynomial = 0x80f;

/** Digits 0 to 9, seven rows of five bits each. */
const digitRows = [
  [14, 17, 19, 21, 25, 17, 14],
  [4, 12, 4, 4, 4, 4, 14],
  [14, 17, 1, 2, 4, 8, 31],
  [31, 2, 4, 2, 1, 17, 14],
  [2, 6, 10, 18, 31, 2, 2],
  [31, 16, 30, 1, 1, 17, 14],
  [6, 8, 16, 30, 17, 17, 14],
  [31, 1, 2, 4, 8, 8, 8],
  [14, 17, 17, 14, 17, 17, 14],
  [14, 17, 17, 15, 1, 2, 12],
];

type Ink = 'black' | 'white' | 'magenta';
const inkColours: Record<Ink, readonly [number, number, number]> = {
  black: [12, 12, 12],
  white: [243, 243, 243],
  magenta: [240, 16, 240],
};

function checksumOf(index: number): number {
  // Not zero at the start, so that a picture of one colour is not a valid frame 0.
  let remainder = 0xa5b;
  for (let bit = indexBits - 1; bit >= 0; bit--) {
    const carry = ((remainder >> (checkBits - 1)) & 1) ^ ((index >> bit) & 1);
    remainder = (remainder << 1) & (2 ** checkBits - 1);
    if (carry === 1) remainder ^= checkPolynomial;
  }
  return remainder;
}

/** Data bit `position`, counted row by row, of the cells of an index. */
function dataBit(index: number, position: number): number {
  return position < indexBits
    ? (index >> (indexBits - 1 - position)) & 1
    : (checksumOf(index) >> (indexBits + checkBits - 1 - position)) & 1;
}

/** Ink of a cell of the ring; undefined for a data cell. */
function ringInk(column: number, row: number): Ink | undefined {
  const isSide = column === 0 || column === columns - 1;
  const isEnd = row === 0 || row === rows - 1;
  if (isSide && isEnd) return 'magenta';
  if (isEnd) return row === 0 ? 'white' : 'black';
  if (!isSide) return undefined;
  return (row % 2 === 1) === (column === 0) ? 'white' : 'black';
}

function stampInk(index: number, x: number, y: number): Ink {
  const column = Math.floor(x / unitsPerCell);
  const row = Math.floor(y / unitsPerCell);
  if (row < rows) {
    const bit = () => dataBit(index, (row - 1) * dataColumns + column - 1);
    return ringInk(column, row) ?? (bit() === 1 ? 'white' : 'black');
  }
  const text = String(index);
  const left = Math.floor((stampWidth - text.length * 6) / 2);
  const digit = digitRows[Number(text[Math.floor((x - left) / 6)] ?? 'x')];
  const bits = digit?.[y - 39] ?? 0;
  return (bits >> (4 - ((x - left) % 6))) & 1 ? 'white' : 'black';
}

/** The stamp of an index as RGB, 60 x 48 x 3 bytes. Throws RangeError for an index that does not fit. */
export function drawStamp(index: number): Uint8Array<ArrayBuffer> {
  if (!Number.isInteger(index) || index < 0 || index > maxPatternIndex) {
    throw new RangeError(`Index ${index} does not fit the pattern (0 to ${maxPatternIndex})`);
  }
  const stamp = new Uint8Array(stampWidth * stampHeight * 3);
  for (let y = 0; y < stampHeight; y++) {
    for (let x = 0; x < stampWidth; x++) {
      stamp.set(inkColours[stampInk(index, x, y)], (y * stampWidth + x) * 3);
    }
  }
  return stamp;
}

/** Draws the stamp of an index onto an RGBA picture of a displayed frame. Throws RangeError as drawStamp does. */
export function drawIndexPattern(
  rgba: Uint8Array | Uint8ClampedArray,
  width: number,
  height: number,
  index: number,
): void {
  const stamp = drawStamp(index);
  const left = Math.round(stampPlace.x * width);
  const top = Math.round(stampPlace.y * height);
  const stampedWidth = Math.round(stampPlace.width * width);
  const stampedHeight = Math.round(stampPlace.height * height);
  for (let y = 0; y < stampedHeight; y++) {
    const stampY = Math.floor(((y + 0.5) / stampedHeight) * stampHeight);
    for (let x = 0; x < stampedWidth; x++) {
      const from = (stampY * stampWidth + Math.floor(((x + 0.5) / stampedWidth) * stampWidth)) * 3;
      const to = ((top + y) * width + left + x) * 4;
      rgba.set(stamp.subarray(from, from + 3), to);
      rgba[to + 3] = 255;
    }
  }
}

/**
 * The index that RGBA pixels carry, or undefined where the pattern is not whole, not sharp or not valid. `region` is
 * where the displayed frame lies in the pixels, at any scale, also partly outside. Without it the frame is taken to
 * fill the pixels, and if nothing is there the pattern is searched by its magenta corners. Works on gray pixels too,
 * except for the search.
 */
export function readIndexPattern(
  rgba: Uint8Array | Uint8ClampedArray,
  width: number,
  height: number,
  region?: Region,
): number | undefined {
  const whole = { x: 0, y: 0, width, height };
  const index = readCells(rgba, width, height, cellsIn(region ?? whole));
  if (index !== undefined || region) return index;
  const found = findCells(rgba, width, height);
  return found && readCells(rgba, width, height, found);
}

function cellsIn(frame: Region): Region {
  return {
    x: frame.x + patternPlace.x * frame.width,
    y: frame.y + patternPlace.y * frame.height,
    width: patternPlace.width * frame.width,
    height: patternPlace.height * frame.height,
  };
}

function readCells(
  rgba: Uint8Array | Uint8ClampedArray,
  width: number,
  height: number,
  cells: Region,
): number | undefined {
  const isInside =
    cells.x >= -0.5 &&
    cells.y >= -0.5 &&
    cells.x + cells.width <= width + 0.5 &&
    cells.y + cells.height <= height + 0.5;
  if (!isInside || cells.width < columns * 2 || cells.height < rows * 2) return undefined;
  const levels = new Float64Array(columns * rows);
  for (let i = 0; i < levels.length; i++) {
    levels[i] = cellLevel(rgba, width, cells, i % columns, Math.floor(i / columns));
  }
  return decodeLevels(levels);
}

/** Mean brightness of the inner part of a cell. */
function cellLevel(
  rgba: Uint8Array | Uint8ClampedArray,
  width: number,
  cells: Region,
  column: number,
  row: number,
): number {
  const left = cells.x + ((column + 0.3) / columns) * cells.width;
  const top = cells.y + ((row + 0.3) / rows) * cells.height;
  const right = Math.max(Math.floor(left) + 1, Math.floor(left + (0.4 / columns) * cells.width));
  const bottom = Math.max(Math.floor(top) + 1, Math.floor(top + (0.4 / rows) * cells.height));
  let sum = 0;
  let count = 0;
  for (let y = Math.floor(top); y < bottom; y++) {
    for (let x = Math.floor(left); x < right; x++) {
      const at = (y * width + x) * 4;
      sum += (rgba[at] ?? 0) * 0.299 + (rgba[at + 1] ?? 0) * 0.587 + (rgba[at + 2] ?? 0) * 0.114;
      count++;
    }
  }
  return sum / count;
}

/** The ring says what black and white look like here; every cell must be clearly one of them. */
function decodeLevels(levels: Float64Array): number | undefined {
  const known: Record<Ink, number[]> = { black: [], white: [], magenta: [] };
  levels.forEach((level, i) => {
    const ink = ringInk(i % columns, Math.floor(i / columns));
    if (ink) known[ink].push(level);
  });
  const black = mean(known.black);
  const white = mean(known.white);
  if (white - black < 60) return undefined;
  const isBlack = (level: number): boolean => level < black + (white - black) * 0.35;
  const isWhite = (level: number): boolean => level > black + (white - black) * 0.65;
  if (!known.black.every(isBlack) || !known.white.every(isWhite)) return undefined;
  let index = 0;
  let check = 0;
  for (let position = 0; position < indexBits + checkBits; position++) {
    const row = 1 + Math.floor(position / dataColumns);
    const level = levels[row * columns + 1 + (position % dataColumns)] ?? Number.NaN;
    if (!isBlack(level) && !isWhite(level)) return undefined;
    const bit = isWhite(level) ? 1 : 0;
    if (position < indexBits) index = index * 2 + bit;
    else check = check * 2 + bit;
  }
  return check === checksumOf(index) ? index : undefined;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The pattern's bounds from its magenta corners; thin magenta things elsewhere do not count. */
function findCells(rgba: Uint8Array | Uint8ClampedArray, width: number, height: number): Region | undefined {
  const perColumn = new Uint32Array(width);
  const perRow = new Uint32Array(height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      const green = (rgba[at + 1] ?? 0) + 80;
      if ((rgba[at] ?? 0) < green || (rgba[at + 2] ?? 0) < green) continue;
      perColumn[x] = (perColumn[x] ?? 0) + 1;
      perRow[y] = (perRow[y] ?? 0) + 1;
    }
  }
  const horizontal = extentOfPeaks(perColumn);
  const vertical = extentOfPeaks(perRow);
  if (!horizontal || !vertical) return undefined;
  return {
    x: horizontal.start,
    y: vertical.start,
    width: horizontal.end - horizontal.start,
    height: vertical.end - vertical.start,
  };
}

function extentOfPeaks(counts: Uint32Array): { start: number; end: number } | undefined {
  const enough = counts.reduce((most, count) => Math.max(most, count), 0) / 2;
  if (enough < 1) return undefined;
  return {
    start: counts.findIndex((count) => count >= enough),
    end: counts.findLastIndex((count) => count >= enough) + 1,
  };
}
