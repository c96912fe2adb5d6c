import type { Orientation } from './packet-stream.web.ts';

/** Width and height in pixels. */
export interface Size {
  width: number;
  height: number;
}

type DrawTarget = OffscreenCanvasRenderingContext2D;

/** Draws a decoded picture upright over the whole canvas, whatever its own size and pixel shape. */
export function drawUpright(
  context: DrawTarget,
  picture: VideoFrame | ImageBitmap,
  orientation: Orientation,
): void {
  const { width, height } = context.canvas;
  const isTurned = orientation.rotation % 180 !== 0;
  context.setTransform(1, 0, 0, 1, width / 2, height / 2);
  if (orientation.isFlipped) context.scale(-1, 1);
  context.rotate((orientation.rotation * Math.PI) / 180);
  const drawnWidth = isTurned ? height : width;
  const drawnHeight = isTurned ? width : height;
  context.drawImage(picture, -drawnWidth / 2, -drawnHeight / 2, drawnWidth, drawnHeight);
}

/** Makes bitmaps of decoded pictures: upright, at one size. */
export class BitmapMaker {
  readonly #canvas: OffscreenCanvas;
  readonly #context: OffscreenCanvasRenderingContext2D;
  readonly #orientation: Orientation;

  constructor(size: Size, orientation: Orientation) {
    this.#canvas = new OffscreenCanvas(Math.max(1, size.width), Math.max(1, size.height));
    this.#context = contextOf(this.#canvas, { alpha: false });
    this.#orientation = orientation;
  }

  /** The picture stays the caller's to close. */
  make(picture: VideoFrame | ImageBitmap): ImageBitmap {
    drawUpright(this.#context, picture, this.#orientation);
    return this.#canvas.transferToImageBitmap();
  }
}

/** A canvas's 2D context. Throws when the browser has none left to give. */
export function contextOf(
  canvas: OffscreenCanvas,
  settings: CanvasRenderingContext2DSettings,
): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', settings);
  if (!context) throw new Error('This browser gives no 2D canvas: close other pages and try again.');
  return context;
}
