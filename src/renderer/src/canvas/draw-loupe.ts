import type { Point } from '#domain/geometry.ts';
import { cropSide, type Crop } from './keyframe-crops.ts';

/** CSS pixels per video pixel under the loupe. */
const loupeScale = 8;
export const cellSide = cropSide * loupeScale;

export interface LoupeCell {
  crop: Crop | undefined;
  at: Point;
  colour: string;
}

/** Draws a crop with the place in the middle of a cell at (x, 0), and a cross that leaves the place itself free. */
export function drawLoupeCell(context: CanvasRenderingContext2D, cell: LoupeCell, x: number): void {
  const { crop, at, colour } = cell;
  context.save();
  context.beginPath();
  context.rect(x, 0, cellSide, cellSide);
  context.clip();
  context.fillStyle = '#0c0d0f';
  context.fillRect(x, 0, cellSide, cellSide);
  if (crop) {
    context.imageSmoothingEnabled = false;
    const left = x + cellSide / 2 + (crop.left - at.x) * loupeScale;
    const top = cellSide / 2 + (crop.top - at.y) * loupeScale;
    const side = crop.canvas.width * loupeScale;
    context.drawImage(crop.canvas, left, top, side, side);
  }
  drawCross(context, x + cellSide / 2, cellSide / 2, colour);
  context.fillStyle = '#0c0d0f';
  context.fillRect(x + cellSide - 1, 0, 1, cellSide);
  context.restore();
}

function drawCross(context: CanvasRenderingContext2D, x: number, y: number, colour: string): void {
  const gap = 9;
  const arm = 18;
  const arms = new Path2D();
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    arms.moveTo(x + dx * gap, y + dy * gap);
    arms.lineTo(x + dx * (gap + arm), y + dy * (gap + arm));
  }
  context.lineWidth = 3;
  context.strokeStyle = 'rgb(0 0 0 / 55%)';
  context.stroke(arms);
  context.lineWidth = 1;
  context.strokeStyle = colour;
  context.stroke(arms);
  context.beginPath();
  context.arc(x, y, 1.5, 0, 2 * Math.PI);
  context.fillStyle = 'rgb(0 0 0 / 70%)';
  context.fill();
  context.beginPath();
  context.arc(x, y, 0.9, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
}
