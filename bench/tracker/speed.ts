import type { FlowEngine } from '#models/flow/engine.ts';
import { motionScene } from '../../scripts/clips/motions.ts';
import { surfacePoint } from '../../scripts/clips/scenes.ts';
import { followAll } from './follow.ts';
import { draw } from './pictures.ts';

export interface Speed {
  name: string;
  /** Milliseconds a frame, the reading of frames left out. */
  ms: number;
}

/** How long a frame takes at common sizes, for one point, one box, and eight points at once. */
export async function runSpeed(engine: FlowEngine): Promise<Speed[]> {
  const speeds: Speed[] = [];
  for (const [width, height] of [
    [1280, 720],
    [1920, 1080],
  ] as const) {
    const scene = motionScene('translation', { seed: 5, width, height, frameCount: 24, size: height / 4 });
    const pictures = draw(scene);
    const middle = surfacePoint(scene, 'target', { u: 0, v: 0 }, 0) ?? { x: 0, y: 0 };
    const side = height / 4;
    const point = (index: number) => {
      const [dx, dy] = [((index % 4) - 1.5) * (side / 6), (index < 4 ? -1 : 1) * (side / 8)];
      return [{ frame: 0, x: middle.x + dx, y: middle.y + dy, w: null, h: null }];
    };
    const box = [{ frame: 0, x: middle.x - side / 2, y: middle.y - side * 0.4, w: side, h: side * 0.8 }];
    const cases = [
      { what: 'one point', things: [point(0)] },
      { what: 'one box', things: [box] },
      { what: '8 points', things: Array.from({ length: 8 }, (_, index) => point(index)) },
    ];
    for (const { what, things } of cases) {
      const began = performance.now();
      await followAll(engine, pictures, things);
      const ms = (performance.now() - began) / (pictures.length - 1);
      speeds.push({ name: `${what}, ${width}x${height}, a frame`, ms });
    }
  }
  return speeds;
}
