/** Name of the performance mark that is set when the draw call of a frame's picture and labels has returned. */
export const drawMarkPrefix = 'fiducial:draw:';

const kept = 2000;
const names: string[] = [];

/**
 * Notes that a frame stands on the canvas, and in its detail which picture of it. The latest marks are kept, so that a
 * long session does not pile them up.
 */
export function markDraw(frame: number, detail: 'none' | 'soft' | 'sharp' | 'failed'): void {
  const name = `${drawMarkPrefix}${frame}`;
  performance.mark(name, { detail });
  names.push(name);
  if (names.length <= kept) return;
  for (const old of new Set(names.splice(0, kept / 2))) performance.clearMarks(old);
}
