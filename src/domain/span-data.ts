import type { Position } from './geometry.ts';
import type { TrackShape } from './track.ts';

/**
 * Dense positions with confidence, one row a frame, made by a run and never changed after: derived spans are
 * windows on it. Rows are [x, y, confidence] for a point and [x, y, w, h, confidence] for a box, in pixels of the
 * displayed frame; confidence is 0..1.
 */
export interface SpanData {
  shape: TrackShape;
  values: Float64Array;
}

export function strideOf(shape: TrackShape): number {
  return shape === 'point' ? 3 : 5;
}

export function rowCountOf(data: SpanData): number {
  return data.values.length / strideOf(data.shape);
}

export interface DerivedPosition extends Position {
  confidence: number;
}

/** Position and confidence of one row; undefined outside the data. */
export function rowAt(data: SpanData, row: number): DerivedPosition | undefined {
  const stride = strideOf(data.shape);
  const at = row * stride;
  if (row < 0 || at + stride > data.values.length) return undefined;
  const value = (column: number): number => data.values[at + column] ?? 0;
  return data.shape === 'point'
    ? { x: value(0), y: value(1), w: null, h: null, confidence: value(2) }
    : { x: value(0), y: value(1), w: value(2), h: value(3), confidence: value(4) };
}

export function packSpanData(shape: TrackShape, rows: readonly DerivedPosition[]): SpanData {
  const values = rows.flatMap((row) =>
    shape === 'point'
      ? [row.x, row.y, row.confidence]
      : [row.x, row.y, row.w ?? 0, row.h ?? 0, row.confidence],
  );
  return { shape, values: Float64Array.from(values) };
}

/** Bytes: one for the shape (0 point, 1 box), seven of padding, then the values as little-endian float64. */
export function encodeSpanData(data: SpanData): Uint8Array {
  const bytes = new Uint8Array(8 + data.values.length * 8);
  bytes[0] = data.shape === 'point' ? 0 : 1;
  const view = new DataView(bytes.buffer);
  data.values.forEach((value, index) => view.setFloat64(8 + index * 8, value, true));
  return bytes;
}

/** Inverse of encodeSpanData. Throws RangeError on an unknown shape, or bytes that are no whole number of rows. */
export function decodeSpanData(bytes: Uint8Array): SpanData {
  if (bytes[0] !== 0 && bytes[0] !== 1) throw new RangeError(`Span data of unknown shape ${bytes[0]}`);
  const shape: TrackShape = bytes[0] === 0 ? 'point' : 'box';
  const count = (bytes.byteLength - 8) / 8;
  if (!Number.isInteger(count) || count < 0 || count % strideOf(shape) !== 0)
    throw new RangeError('Span data is cut short');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    shape,
    values: Float64Array.from({ length: count }, (_, index) => view.getFloat64(8 + index * 8, true)),
  };
}
