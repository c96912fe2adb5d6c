import type { Position } from '#domain/geometry.ts';
import { handlePlace, handlesOf } from './hit.ts';
import type { Mark } from './marks.ts';
import { toScreen, type View } from './viewport.ts';

type Context = CanvasRenderingContext2D;

/** Radius of a point's ring in CSS pixels, the same at every zoom. */
export const markRadius = 7;

const halo = 'rgb(0 0 0 / 65%)';
const selectedHalo = 'rgb(255 255 255 / 85%)';
const stale = '#f2b134';

/** Draws one mark in CSS pixels of the canvas, at `position` (where it is dragged to, or where it is). */
export function drawMark(context: Context, mark: Mark, position: Position, view: View): void {
  const at = toScreen(view, position);
  const outline = outlineOf(mark, position, view);

  context.save();
  context.lineJoin = 'round';
  if (mark.isFlashed) strokeWith(context, outline, 'rgb(255 255 255 / 45%)', 14, []);
  if (mark.isSelected) strokeWith(context, outline, selectedHalo, 6.5, []);
  strokeWith(context, outline, halo, strokeOf(mark) + 2.2, []);
  if (mark.look === 'set') {
    context.globalAlpha = mark.shape === 'point' ? 0.3 : 0.1;
    context.fillStyle = mark.colour;
    context.fill(outline);
    context.globalAlpha = 1;
  }
  if (mark.isOccluded) hatch(context, outline, mark.colour, at.x, at.y, position, view);
  strokeWith(context, outline, mark.colour, strokeOf(mark), dashOf(mark));
  if (position.w === null) drawCentre(context, mark, at.x, at.y);
  if (mark.isStale) {
    context.beginPath();
    context.arc(at.x + markRadius, at.y - markRadius, 2.5, 0, 2 * Math.PI);
    context.fillStyle = stale;
    context.fill();
  }
  context.restore();
}

function outlineOf(mark: Mark, position: Position, view: View): Path2D {
  const { x, y } = toScreen(view, position);
  const outline = new Path2D();
  if (position.w === null || position.h === null) addGlyph(outline, mark.glyph, x, y);
  else outline.rect(x, y, position.w * view.scale, position.h * view.scale);
  return outline;
}

function strokeWith(context: Context, path: Path2D, colour: string, width: number, dash: number[]): void {
  context.setLineDash(dash);
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.stroke(path);
}

/** What a person set is solid and strong, what is derived is thin. */
function strokeOf(mark: Mark): number {
  return mark.look === 'set' ? 2.2 : mark.look === 'proposal' ? 1.8 : 1.3;
}

function dashOf(mark: Mark): number[] {
  if (mark.look === 'proposal') return [5, 3];
  if (mark.isOccluded) return [3, 3];
  return mark.look === 'flow' ? [1.5, 2.5] : [];
}

function addGlyph(path: Path2D, glyph: Mark['glyph'], x: number, y: number): void {
  const r = markRadius;
  switch (glyph) {
    case 'ring':
      path.arc(x, y, r, 0, 2 * Math.PI);
      return;
    case 'square':
      path.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8);
      return;
    case 'diamond':
      path.moveTo(x, y - r * 1.25);
      path.lineTo(x + r * 1.25, y);
      path.lineTo(x, y + r * 1.25);
      path.lineTo(x - r * 1.25, y);
      path.closePath();
      return;
    case 'triangle':
      path.moveTo(x, y - r * 1.3);
      path.lineTo(x + r * 1.2, y + r * 0.8);
      path.lineTo(x - r * 1.2, y + r * 0.8);
      path.closePath();
  }
}

/** The exact place: a dot of one CSS pixel's radius, light in a dark rim, so that it reads on any picture. */
function drawCentre(context: Context, mark: Mark, x: number, y: number): void {
  context.setLineDash([]);
  context.beginPath();
  context.arc(x, y, 2, 0, 2 * Math.PI);
  context.fillStyle = halo;
  context.fill();
  context.beginPath();
  context.arc(x, y, 1.1, 0, 2 * Math.PI);
  context.fillStyle = mark.isSelected ? '#ffffff' : mark.colour;
  context.fill();
}

/** Diagonal lines inside the outline, as on the occluded part of a lane. */
function hatch(
  context: Context,
  outline: Path2D,
  colour: string,
  x: number,
  y: number,
  position: Position,
  view: View,
): void {
  const w = position.w === null ? 3 * markRadius : position.w * view.scale;
  const h = position.h === null ? 3 * markRadius : position.h * view.scale;
  const left = position.w === null ? x - w / 2 : x;
  const top = position.h === null ? y - h / 2 : y;
  const gap = position.w === null ? 4 : 9;
  context.save();
  context.clip(outline);
  context.beginPath();
  for (let d = -h; d < w; d += gap) {
    context.moveTo(left + d, top + h);
    context.lineTo(left + d + h, top);
  }
  context.globalAlpha = 0.55;
  context.lineWidth = 1;
  context.strokeStyle = colour;
  context.stroke();
  context.restore();
}

/** The handles of a selected box. */
export function drawHandles(context: Context, box: Position, view: View): void {
  context.save();
  context.fillStyle = '#ffffff';
  context.strokeStyle = 'rgb(0 0 0 / 80%)';
  context.lineWidth = 1;
  for (const handle of handlesOf(box, view.scale)) {
    const { x, y } = toScreen(view, handlePlace(box, handle));
    context.fillRect(x - 3.5, y - 3.5, 7, 7);
    context.strokeRect(x - 3.5, y - 3.5, 7, 7);
  }
  context.restore();
}
