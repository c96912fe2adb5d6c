import type { Point } from '#domain/geometry.ts';
import type { FrameSource } from '#media/frame-source.web.ts';
import type { Session } from '../state/session.ts';

/** Video pixels on a side of the loupe; odd, so that one pixel is in the middle. */
export const cropSide = 13;
/** Crops are a little larger, so that a place between pixels can be centred. */
const storedSide = cropSide + 2;
const mostCrops = 64;
/** Milliseconds without a new wish before far frames are decoded. */
const idleMs = 250;

/** Pixels around a place of a frame; `left` and `top` are the video pixel of its corner. */
export interface Crop {
  canvas: OffscreenCanvas;
  left: number;
  top: number;
}

/** Crops of the frames on which keyframes lie, kept once seen. */
export interface KeyframeCrops {
  /** The crop, if it is there; if not, it is fetched, and `onArrived` told. */
  get(frame: number, at: Point): Crop | undefined;
  close(): void;
}

/** Decodes frames that the player does not have in a reader of its own, so that stepping is never disturbed. */
export function openKeyframeCrops(session: Session, onArrived: () => void): KeyframeCrops {
  const crops = new Map<string, Crop>();
  let wish: { frame: number; at: Point }[] = [];
  let reader: FrameSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;

  const keyOf = (frame: number, at: Point): string => `${frame}:${Math.floor(at.x)}:${Math.floor(at.y)}`;

  function keep(frame: number, at: Point, bitmap: ImageBitmap): Crop {
    const crop = cropOf(bitmap, session.editor.getState().video, at);
    crops.set(keyOf(frame, at), crop);
    for (const oldest of crops.keys()) {
      if (crops.size <= mostCrops) break;
      crops.delete(oldest);
    }
    return crop;
  }

  async function fetchWishes(): Promise<void> {
    for (let next = wish.shift(); next; next = wish.shift()) {
      const { frame, at } = next;
      // Room for three frames at the video's size: one is wanted, its neighbours come with it.
      const { width, height } = session.editor.getState().video;
      reader ??= session.openPictures(3 * width * height * 4);
      const answer = await reader.request(frame);
      if (isClosed) return;
      if (answer.kind !== 'ready') continue;
      keep(frame, at, answer.bitmap);
      onArrived();
    }
  }

  return {
    get(frame, at) {
      const known = crops.get(keyOf(frame, at));
      if (known) return known;
      const bitmap = session.source.peek(frame);
      const isWhole = bitmap?.width === session.editor.getState().video.width;
      if (bitmap && isWhole) return keep(frame, at, bitmap);
      if (!wish.some((each) => keyOf(each.frame, each.at) === keyOf(frame, at))) {
        wish = [...wish, { frame, at }].slice(-2);
        clearTimeout(timer);
        // A frame that cannot be read leaves its cell empty; the canvas says why when one goes there.
        timer = setTimeout(() => void fetchWishes().catch(() => undefined), idleMs);
      }
      return undefined;
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      reader?.close();
    },
  };
}

/** Copies the pixels around a place; what lies outside the picture stays transparent. */
export function cropOf(bitmap: ImageBitmap, video: { width: number; height: number }, at: Point): Crop {
  const left = Math.floor(at.x) - (storedSide - 1) / 2;
  const top = Math.floor(at.y) - (storedSide - 1) / 2;
  const canvas = new OffscreenCanvas(storedSide, storedSide);
  const context = canvas.getContext('2d');
  // The bitmap may be smaller than the video.
  const sx = bitmap.width / video.width;
  const sy = bitmap.height / video.height;
  if (context) context.imageSmoothingEnabled = sx < 1;
  context?.drawImage(
    bitmap,
    left * sx,
    top * sy,
    storedSide * sx,
    storedSide * sy,
    0,
    0,
    storedSide,
    storedSide,
  );
  return { canvas, left, top };
}
