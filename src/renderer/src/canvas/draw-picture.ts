import type { Size } from '#domain/geometry.ts';
import type { ShownPicture } from '../player/player.ts';
import { sharpZoom, type View } from './viewport.ts';

/**
 * Draws the part of the picture that is in sight. From `sharpZoom` device pixels per video pixel each video pixel is
 * a sharp square; a picture with fewer pixels than the video is always smoothed.
 */
export function drawPicture(
  context: CanvasRenderingContext2D,
  picture: ShownPicture | undefined,
  video: Size,
  view: View,
): void {
  // A bitmap whose memory was taken back has no size; its successor is on the way.
  if (!picture || picture.bitmap.width === 0) return;
  const { bitmap } = picture;
  const transform = context.getTransform();
  const room = {
    width: context.canvas.width / transform.a,
    height: context.canvas.height / transform.d,
  };
  const first = {
    x: Math.max(0, Math.floor(-view.x / view.scale)),
    y: Math.max(0, Math.floor(-view.y / view.scale)),
  };
  const end = {
    x: Math.min(video.width, Math.ceil((room.width - view.x) / view.scale)),
    y: Math.min(video.height, Math.ceil((room.height - view.y) / view.scale)),
  };
  if (end.x <= first.x || end.y <= first.y) return;
  // Bitmaps may be smaller than the video, or larger after a change of size midway.
  const sx = bitmap.width / video.width;
  const sy = bitmap.height / video.height;
  context.imageSmoothingEnabled = bitmap.width < video.width || view.scale * transform.a < sharpZoom;
  context.drawImage(
    bitmap,
    first.x * sx,
    first.y * sy,
    (end.x - first.x) * sx,
    (end.y - first.y) * sy,
    view.x + first.x * view.scale,
    view.y + first.y * view.scale,
    (end.x - first.x) * view.scale,
    (end.y - first.y) * view.scale,
  );
}
