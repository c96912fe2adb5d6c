/** A frame's identity before any colour conversion. */
export interface PlaneHash {
  /** SHA-256, hex, over the planes Y, U, V (and A), rows packed, of the visible rectangle. */
  sha256: string;
  /** Layout of the planes that were hashed: I420 for all 8-bit 4:2:0 video. */
  format: VideoPixelFormat;
  /** Size in pixels of the visible rectangle. */
  width: number;
  height: number;
}

/**
 * Hashes the decoded planes of a frame, so that another decoder can check that it sees the same picture
 * (`ffmpeg -pix_fmt yuv420p -f rawvideo`). Open the reader with software decoding: hardware may round differently.
 *
 * Interleaved chroma (NV12) is taken apart first. Throws when the browser hides the frame's planes.
 */
export async function hashPlanes(frame: VideoFrame): Promise<PlaneHash> {
  const { format, visibleRect } = frame;
  if (!format || !visibleRect)
    throw new Error('This browser does not hand out the planes of decoded frames.');
  const raw = new Uint8Array(frame.allocationSize());
  const layout = await frame.copyTo(raw);
  const { width, height } = visibleRect;
  const planes = layout.map((plane, index) => {
    const shape = planeShape(format, index, width, height);
    return packRows(raw, plane, shape.rowBytes, shape.rows);
  });
  const planar =
    format === 'NV12' ? planes.flatMap((plane, i) => (i === 0 ? [plane] : deinterleave(plane))) : planes;
  const bytes = new Uint8Array(planar.reduce((sum, plane) => sum + plane.length, 0));
  let at = 0;
  for (const plane of planar) {
    bytes.set(plane, at);
    at += plane.length;
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { sha256, format: format === 'NV12' ? 'I420' : format, width, height };
}

interface PlaneShape {
  rowBytes: number;
  rows: number;
}

function planeShape(format: VideoPixelFormat, plane: number, width: number, height: number): PlaneShape {
  const bytes = /P1[02]$/.test(format) ? 2 : 1;
  if (/^(RGB|BGR)/.test(format)) return { rowBytes: width * 4, rows: height };
  if (plane === 0 || plane === 3 || format.startsWith('I444'))
    return { rowBytes: width * bytes, rows: height };
  const chromaWidth = Math.ceil(width / 2);
  if (format.startsWith('I422')) return { rowBytes: chromaWidth * bytes, rows: height };
  const rowBytes = format === 'NV12' ? chromaWidth * 2 : chromaWidth * bytes;
  return { rowBytes, rows: Math.ceil(height / 2) };
}

function packRows(raw: Uint8Array, layout: PlaneLayout, rowBytes: number, rows: number): Uint8Array {
  const packed = new Uint8Array(rowBytes * rows);
  for (let row = 0; row < rows; row++) {
    const start = layout.offset + row * layout.stride;
    packed.set(raw.subarray(start, start + rowBytes), row * rowBytes);
  }
  return packed;
}

function deinterleave(chroma: Uint8Array): Uint8Array[] {
  const half = chroma.length / 2;
  const u = new Uint8Array(half);
  const v = new Uint8Array(half);
  for (let i = 0; i < half; i++) {
    u[i] = chroma[2 * i] ?? 0;
    v[i] = chroma[2 * i + 1] ?? 0;
  }
  return [u, v];
}
