import type { Point, Size } from '#domain/geometry.ts';

/**
 * Where the picture lies on the canvas: its top-left corner in CSS pixels of the canvas, and CSS pixels per video
 * pixel. Video coordinates are those of `Position`: outer-corner origin, so a pixel covers [i, i + 1).
 */
export interface View {
  x: number;
  y: number;
  scale: number;
}

/** Device pixels per video pixel at which zooming in ends. */
export const maxZoom = 32;
/** Device pixels per video pixel from which single pixels are drawn as sharp squares. */
export const sharpZoom = 3;

/**
 * At what part of the video's size pictures are to be decoded for a zoom (device pixels per video pixel): no fewer
 * pixels than are shown, in few steps, because a change decodes everything anew.
 */
export function decodeScale(zoom: number): number {
  return [0.25, 0.375, 0.5, 0.75].find((scale) => scale >= zoom) ?? 1;
}

/** CSS pixels kept free around a fitted picture, so that marks at its edge can be seen and grasped. */
const fitMargin = 10;

export function toVideo(view: View, screen: Point): Point {
  return { x: (screen.x - view.x) / view.scale, y: (screen.y - view.y) / view.scale };
}

export function toScreen(view: View, video: Point): Point {
  return { x: video.x * view.scale + view.x, y: video.y * view.scale + view.y };
}

/** The whole picture, centred. A canvas without area shows it at 1. */
export function fitView(canvas: Size, picture: Size): View {
  const scale = Math.min(
    (canvas.width - 2 * fitMargin) / picture.width,
    (canvas.height - 2 * fitMargin) / picture.height,
  );
  const usable = scale > 0 && Number.isFinite(scale) ? scale : 1;
  return centredView(canvas, { x: picture.width / 2, y: picture.height / 2 }, usable);
}

/** The view at `scale` that has a place of the video in the middle of the canvas. */
export function centredView(canvas: Size, video: Point, scale: number): View {
  return { x: canvas.width / 2 - video.x * scale, y: canvas.height / 2 - video.y * scale, scale };
}

/** Zooms by a factor; what lies under `anchor` (CSS pixels) stays there. Ends at `maxZoom` and half the fit. */
export function zoomView(
  view: View,
  anchor: Point,
  factor: number,
  limits: { canvas: Size; picture: Size; pixelRatio: number },
): View {
  const least = fitView(limits.canvas, limits.picture).scale / 2;
  const most = maxZoom / limits.pixelRatio;
  const scale = Math.min(Math.max(view.scale * factor, Math.min(least, most)), most);
  const fixed = toVideo(view, anchor);
  return { x: anchor.x - fixed.x * scale, y: anchor.y - fixed.y * scale, scale };
}

/**
 * The same view with its corner on a device pixel, so that 1:1 copies pixels exactly, and with some of the picture
 * left in sight however far it was pushed.
 */
export function settleView(view: View, canvas: Size, picture: Size, pixelRatio: number): View {
  const keep = 40;
  const clamp = (at: number, extent: number, room: number): number =>
    Math.round(Math.min(Math.max(at, keep - extent), room - keep) * pixelRatio) / pixelRatio;
  return {
    x: clamp(view.x, picture.width * view.scale, canvas.width),
    y: clamp(view.y, picture.height * view.scale, canvas.height),
    scale: view.scale,
  };
}

/** Keeps the middle of the canvas where it was when the canvas changes size. */
export function resizeView(view: View, before: Size, after: Size): View {
  return {
    x: view.x + (after.width - before.width) / 2,
    y: view.y + (after.height - before.height) / 2,
    scale: view.scale,
  };
}
