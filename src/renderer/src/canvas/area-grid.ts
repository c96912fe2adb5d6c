/** A rectangle on the canvas in CSS pixels. */
export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Rectangles that can be asked how much of another they cover, without looking at those far away. */
export interface AreaGrid {
  add(area: Area): void;
  /** Share of `area` that the others cover, as a sum; `own` is left out. Others count with `spacing` around them. */
  coveredShare(area: Area, own: Area, spacing: number): number;
}

const cellSide = 64;

/** Cells that a rectangle touches, as columns and rows. */
function cellsOf({ x, y, width, height }: Area, margin: number) {
  const cell = (at: number): number => Math.floor(at / cellSide);
  return {
    left: cell(x - margin),
    right: cell(x + width + margin),
    top: cell(y - margin),
    bottom: cell(y + height + margin),
  };
}

/** Columns and rows within ±30,000, which no screen exceeds. */
function keyOf(column: number, row: number): number {
  return (column + 30_000) * 65_536 + row + 30_000;
}

export function createAreaGrid(): AreaGrid {
  const cells = new Map<number, Area[]>();
  return {
    add(area) {
      const { left, right, top, bottom } = cellsOf(area, 0);
      for (let column = left; column <= right; column++) {
        for (let row = top; row <= bottom; row++) {
          const key = keyOf(column, row);
          const members = cells.get(key);
          if (members) members.push(area);
          else cells.set(key, [area]);
        }
      }
    },
    coveredShare(area, own, spacing) {
      const { left, right, top, bottom } = cellsOf(area, spacing);
      let covered = 0;
      for (let column = left; column <= right; column++) {
        for (let row = top; row <= bottom; row++) {
          for (const other of cells.get(keyOf(column, row)) ?? []) {
            if (other === own) continue;
            const x = Math.max(area.x - spacing, other.x);
            const y = Math.max(area.y - spacing, other.y);
            const width = Math.min(area.x + area.width + spacing, other.x + other.width) - x;
            const height = Math.min(area.y + area.height + spacing, other.y + other.height) - y;
            if (width <= 0 || height <= 0) continue;
            // A rectangle lies in several cells: it counts in the one where the overlap begins.
            const isCounted = Math.floor(x / cellSide) === column && Math.floor(y / cellSide) === row;
            if (isCounted) covered += (width * height) / (area.width * area.height);
          }
        }
      }
      return covered;
    },
  };
}
