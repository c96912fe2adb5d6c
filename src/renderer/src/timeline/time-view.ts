/**
 * Which frames a timeline of some width shows. Frame `f` owns the pixels from its left edge to the next frame's; marks
 * are drawn at its centre. Pixels are CSS pixels from the left end of the lanes.
 */
export interface TimeView {
  /** Frame at pixel 0; may lie before frame 0 and between two frames. */
  firstFrame: number;
  framesPerPixel: number;
}

/** Room at both ends, so that the first and last keyframe are not cut. */
const marginPx = 10;
const widestFramePx = 48;

/** Left edge of a frame. */
export function frameToX(view: TimeView, frame: number): number {
  return (frame - view.firstFrame) / view.framesPerPixel;
}

/** Where a frame's mark is drawn. */
export function frameCentreX(view: TimeView, frame: number): number {
  return frameToX(view, frame + 0.5);
}

/** The frame under a pixel, clamped to the video. */
export function frameAtX(view: TimeView, x: number, frameCount: number): number {
  const frame = Math.floor(view.firstFrame + x * view.framesPerPixel);
  return Math.min(Math.max(frame, 0), Math.max(frameCount - 1, 0));
}

/** The whole video. */
export function fitAll(frameCount: number, width: number): TimeView {
  const framesPerPixel = widestScale(frameCount, width);
  return { firstFrame: -marginPx * framesPerPixel, framesPerPixel };
}

function widestScale(frameCount: number, width: number): number {
  return Math.max(frameCount / Math.max(width - 2 * marginPx, 1), 1 / widestFramePx);
}

/** The view with its scale and place inside what makes sense for the video. */
export function clampView(view: TimeView, frameCount: number, width: number): TimeView {
  const widest = widestScale(frameCount, width);
  const framesPerPixel = Math.min(Math.max(view.framesPerPixel, 1 / widestFramePx), widest);
  const margin = marginPx * framesPerPixel;
  const last = Math.max(frameCount + margin - width * framesPerPixel, -margin);
  return { firstFrame: Math.min(Math.max(view.firstFrame, -margin), last), framesPerPixel };
}

/** Zooms by `factor` (below 1 shows fewer frames); what is under pixel `x` stays there. */
export function zoomAt(
  view: TimeView,
  x: number,
  factor: number,
  frameCount: number,
  width: number,
): TimeView {
  const widest = widestScale(frameCount, width);
  const framesPerPixel = Math.min(Math.max(view.framesPerPixel * factor, 1 / widestFramePx), widest);
  const firstFrame = view.firstFrame + x * (view.framesPerPixel - framesPerPixel);
  return clampView({ firstFrame, framesPerPixel }, frameCount, width);
}

export function panBy(view: TimeView, pixels: number, frameCount: number, width: number): TimeView {
  const firstFrame = view.firstFrame + pixels * view.framesPerPixel;
  return clampView({ ...view, firstFrame }, frameCount, width);
}

/** The view moved just enough to show a frame; while playing it turns a page instead, so that it moves seldom. */
export function revealFrame(
  view: TimeView,
  frame: number,
  options: { frameCount: number; width: number; isPlaying: boolean },
): TimeView {
  const { frameCount, width, isPlaying } = options;
  const x = frameCentreX(view, frame);
  const edge = Math.min(24, width / 4);
  if (x >= marginPx / 2 && x <= width - marginPx / 2) return view;
  const target = isPlaying ? width * 0.1 : x < 0 ? edge : width - edge;
  const isFar = x < -width || x > 2 * width;
  return panBy(view, x - (isFar && !isPlaying ? width / 2 : target), frameCount, width);
}
