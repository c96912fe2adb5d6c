import type { Point } from '#domain/geometry.ts';
import { markRadius } from './draw-mark.ts';
import type { PlacedTag } from './tags.ts';
import type { TrailPoint } from './trails.ts';
import type { Preview } from './tools/tool.ts';
import { toScreen, type View } from './viewport.ts';

type Context = CanvasRenderingContext2D;

/** Before the shown frame a full line with dots, after it a faint one with hollow dots; both fade with distance. */
export function drawTrail(
  context: Context,
  line: readonly TrailPoint[],
  colour: string,
  view: View,
  length: number,
): void {
  context.save();
  context.setLineDash([]);
  let previous: { at: Point; offset: number } | undefined;
  const here = line.find((point) => point.offset === 0);
  let lastDot: Point | undefined;
  for (const point of line) {
    const at = toScreen(view, point);
    const strength = 1 - Math.abs(point.offset) / (length + 1);
    context.globalAlpha = 0.15 + 0.75 * strength;
    if (previous) {
      const isAfter = previous.offset >= 0;
      context.lineWidth = isAfter ? 1 : 1.6;
      context.strokeStyle = colour;
      context.beginPath();
      context.moveTo(previous.at.x, previous.at.y);
      context.lineTo(at.x, at.y);
      context.stroke();
    }
    // Dots that would run into each other, or into the mark itself, say nothing.
    const isApart = !lastDot || Math.hypot(at.x - lastDot.x, at.y - lastDot.y) >= leastDotGap;
    const isOnMark = here && isNear(at, toScreen(view, here), markRadius + 3);
    if (!isOnMark && (isApart || point.isKeyframe)) {
      drawTrailDot(context, at, point, colour);
      lastDot = at;
    }
    previous = { at, offset: point.offset };
  }
  context.restore();
}

/** CSS pixels between dots of a trail. */
const leastDotGap = 5;

function isNear(a: Point, b: Point, reach: number): boolean {
  return Math.hypot(a.x - b.x, a.y - b.y) < reach;
}

function drawTrailDot(context: Context, at: Point, point: TrailPoint, colour: string): void {
  context.beginPath();
  context.arc(at.x, at.y, point.isKeyframe ? 3 : 1.8, 0, 2 * Math.PI);
  context.lineWidth = 1;
  context.fillStyle = point.offset < 0 ? colour : 'rgb(0 0 0 / 60%)';
  context.fill();
  context.strokeStyle = point.offset < 0 ? 'rgb(0 0 0 / 60%)' : colour;
  context.stroke();
}

const tagFont = '600 12px system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif';
const tagPadding = 5;
export const tagHeight = 18;

const widths = new Map<string, number>();

/** Width of a tag with these words, in CSS pixels. */
export function tagWidth(context: Context, text: string): number {
  let width = widths.get(text);
  if (width === undefined) {
    context.font = tagFont;
    width = Math.ceil(context.measureText(text).width) + 2 * tagPadding;
    if (widths.size > 5000) widths.clear();
    widths.set(text, width);
  }
  return width;
}

export function drawTag(
  context: Context,
  tag: PlacedTag,
  words: { text: string; colour: string; isSelected: boolean },
): void {
  const { x, y, width, height } = tag.area;
  context.save();
  context.setLineDash([]);
  context.beginPath();
  context.moveTo(tag.from.x, tag.from.y);
  context.lineTo(tag.to.x, tag.to.y);
  context.lineWidth = 2.6;
  context.strokeStyle = 'rgb(0 0 0 / 55%)';
  context.stroke();
  context.lineWidth = 1.2;
  context.strokeStyle = words.colour;
  context.stroke();
  context.beginPath();
  context.roundRect(x, y, width, height, 4);
  context.fillStyle = words.isSelected ? 'rgb(10 12 15 / 92%)' : 'rgb(10 12 15 / 72%)';
  context.fill();
  context.lineWidth = words.isSelected ? 1.5 : 1;
  context.strokeStyle = words.isSelected ? '#ffffff' : words.colour;
  context.stroke();
  context.font = tagFont;
  context.textBaseline = 'middle';
  context.fillStyle = words.isSelected ? '#ffffff' : '#e4e7ec';
  context.fillText(words.text, x + tagPadding, y + height / 2 + 0.5);
  context.restore();
}

/** What a gesture is drawing: rubber band, lasso, or the object being made. */
export function drawGesture(context: Context, preview: Preview, view: View, draftColour: string): void {
  const { band, lasso, path } = preview;
  const draft = preview.draft?.position;
  if (band) {
    const at = toScreen(view, band);
    context.save();
    context.fillStyle = 'rgb(76 159 254 / 14%)';
    context.strokeStyle = '#8ac1ff';
    context.setLineDash([4, 3]);
    context.fillRect(at.x, at.y, (band.w ?? 0) * view.scale, (band.h ?? 0) * view.scale);
    context.strokeRect(at.x, at.y, (band.w ?? 0) * view.scale, (band.h ?? 0) * view.scale);
    context.restore();
  }
  if (lasso) {
    const line = lineOf(lasso, view);
    line.closePath();
    context.save();
    context.fillStyle = 'rgb(76 159 254 / 14%)';
    context.strokeStyle = '#8ac1ff';
    context.setLineDash([4, 3]);
    context.fill(line);
    context.stroke(line);
    context.restore();
  }
  if (path) {
    const line = lineOf(path, view);
    context.save();
    context.lineWidth = 3.5;
    context.strokeStyle = 'rgb(0 0 0 / 60%)';
    context.stroke(line);
    context.lineWidth = 1.6;
    context.strokeStyle = draftColour;
    context.stroke(line);
    context.restore();
  }
  if (draft && draft.w !== null && draft.h !== null) {
    const at = toScreen(view, draft);
    context.save();
    context.strokeStyle = 'rgb(0 0 0 / 65%)';
    context.lineWidth = 4;
    context.strokeRect(at.x, at.y, draft.w * view.scale, draft.h * view.scale);
    context.strokeStyle = draftColour;
    context.lineWidth = 2;
    context.strokeRect(at.x, at.y, draft.w * view.scale, draft.h * view.scale);
    context.restore();
  }
}

function lineOf(points: readonly Point[], view: View): Path2D {
  const line = new Path2D();
  for (const point of points) {
    const at = toScreen(view, point);
    line.lineTo(at.x, at.y);
  }
  return line;
}
