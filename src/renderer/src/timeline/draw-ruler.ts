import { secondsOf, type FrameTable } from '#domain/frame-table.ts';
import type { Span } from '#domain/spans.ts';
import { formatSeconds, gridTicks, rulerTicks, secondsDigits, tickStep } from './ruler-ticks.ts';
import { rulerHeight } from './sizes.ts';
import { frameCentreX, frameToX, type TimeView } from './time-view.ts';
import type { TimelineColours } from './timeline-colours.ts';
import { visibleSpans } from './visible-marks.ts';

export interface RulerPicture {
  view: TimeView;
  width: number;
  table: FrameTable;
  grid: Uint32Array;
  /** Frames that were searched for the active expression. */
  coverage: readonly Span[];
  /** Frames that have a small picture for scrubbing. */
  soft: readonly Span[];
  /** Frames whose sharp pictures are ready. */
  ready: readonly Span[];
  colours: TimelineColours;
}

const labelSpacing = 96;

/** Frame numbers with seconds, ticks, the work grid, and below them what was searched and what is decoded. */
export function drawRuler(context: CanvasRenderingContext2D, picture: RulerPicture): void {
  const { view, width, table, grid, colours } = picture;
  const frameCount = table.ticks.length;
  context.fillStyle = colours.raised;
  context.fillRect(0, 0, width, rulerHeight);
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.font = '11px system-ui, sans-serif';
  const step = tickStep(view.framesPerPixel, labelSpacing);
  const digits = secondsDigits(table, step);
  const endX = frameToX(view, frameCount);
  for (const { frame, x, isMajor } of rulerTicks(view, frameCount, width, labelSpacing)) {
    context.fillStyle = isMajor ? colours.faint : colours.line;
    context.fillRect(Math.round(x), isMajor ? 3 : 17, 1, isMajor ? 19 : 5);
    if (!isMajor) continue;
    const label = String(frame);
    const labelEnd = x + 5 + context.measureText(label).width;
    const seconds = formatSeconds(secondsOf(table, frame), digits);
    context.fillStyle = colours.dim;
    context.fillText(label, x + 5, 9);
    // The last label may have no room for its seconds.
    if (labelEnd + 6 + context.measureText(seconds).width > Math.min(width, endX + 8)) continue;
    context.fillStyle = colours.faint;
    context.fillText(seconds, labelEnd + 6, 9);
  }
  if (grid.length < frameCount) {
    context.fillStyle = colours.accent;
    for (const frame of gridTicks(grid, view, width)) {
      context.fillRect(Math.round(frameCentreX(view, frame)) - 0.5, 18, 2, 4);
    }
  }
  drawStrip(context, picture, picture.coverage, { top: 24, height: 4, colour: colours.ok });
  drawStrip(context, picture, picture.soft, { top: 30, height: 2, colour: colours.line });
  drawStrip(context, picture, picture.ready, { top: 30, height: 2, colour: colours.dim });
  context.fillStyle = colours.line;
  context.fillRect(0, rulerHeight - 1, width, 1);
}

function drawStrip(
  context: CanvasRenderingContext2D,
  { view, width }: RulerPicture,
  spans: readonly Span[],
  strip: { top: number; height: number; colour: string },
): void {
  context.fillStyle = strip.colour;
  for (const { left, right } of visibleSpans(spans, view, width)) {
    context.fillRect(left, strip.top, right - left, strip.height);
  }
}

/** The playhead over ruler or lanes, and the selected range behind it. */
export function drawPlayhead(
  context: CanvasRenderingContext2D,
  options: {
    view: TimeView;
    width: number;
    height: number;
    frame: number;
    range: Span | null;
    isRuler: boolean;
    colours: TimelineColours;
  },
): void {
  const { view, width, height, frame, range, isRuler, colours } = options;
  if (range) {
    const left = Math.max(frameToX(view, range.startFrame), 0);
    const right = Math.min(frameToX(view, range.endFrame + 1), width);
    context.fillStyle = colours.accent;
    if (right > left) {
      context.globalAlpha = isRuler ? 0.3 : 0.1;
      context.fillRect(left, 0, right - left, height);
      context.globalAlpha = 0.8;
      context.fillRect(left, 0, 1, height);
      context.fillRect(right - 1, 0, 1, height);
      context.globalAlpha = 1;
    }
  }
  const frameWidth = 1 / view.framesPerPixel;
  const x = frameCentreX(view, frame);
  context.fillStyle = colours.text;
  if (frameWidth > 6) {
    context.globalAlpha = 0.08;
    context.fillRect(frameToX(view, frame), 0, frameWidth, height);
    context.globalAlpha = 1;
  }
  context.fillRect(Math.round(x - 0.5), isRuler ? 12 : 0, 1, height);
  if (!isRuler) return;
  context.beginPath();
  context.moveTo(x - 5, 12);
  context.lineTo(x + 5, 12);
  context.lineTo(x + 5, 17);
  context.lineTo(x, 23);
  context.lineTo(x - 5, 17);
  context.closePath();
  context.fill();
}
