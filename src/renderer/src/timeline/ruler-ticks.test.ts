import { describe, expect, it } from 'vitest';
import { formatSeconds, gridTicks, rulerTicks, tickStep } from './ruler-ticks.ts';

describe('ruler', () => {
  it('labels round frame numbers that stand far enough apart', () => {
    expect(tickStep(0.02, 96)).toBe(2);
    expect(tickStep(0.001, 96)).toBe(1);
    expect(tickStep(0.3, 96)).toBe(50);
    expect(tickStep(200, 96)).toBe(20_000);
    expect(tickStep(1, 100)).toBe(100);
  });

  it('never puts more labels than there is room for', () => {
    for (const framesPerPixel of [0.02, 0.13, 1, 9, 211]) {
      const view = { firstFrame: 0, framesPerPixel };
      const majors = rulerTicks(view, 200_000, 1000, 96).filter((tick) => tick.isMajor);
      for (const [i, tick] of majors.slice(1).entries()) {
        expect(tick.x - (majors[i]?.x ?? 0)).toBeGreaterThanOrEqual(96 - 1e-6);
      }
    }
  });

  it('shows grid frames until they would run together', () => {
    const grid = Uint32Array.from({ length: 100 }, (_, i) => i * 10);
    expect(gridTicks(grid, { firstFrame: 0, framesPerPixel: 1 }, 95)).toEqual([
      0, 10, 20, 30, 40, 50, 60, 70, 80, 90,
    ]);
    expect(gridTicks(grid, { firstFrame: 0, framesPerPixel: 4 }, 95)).toEqual([]);
  });

  it('prints minutes once there are some', () => {
    expect(formatSeconds(4.104, 3)).toBe('4.104 s');
    expect(formatSeconds(83.5, 1)).toBe('1:23.5');
    expect(formatSeconds(62, 0)).toBe('1:02');
  });
});
