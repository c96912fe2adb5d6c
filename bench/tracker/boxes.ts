import type { FlowEngine } from '#models/flow/engine.ts';
import type { GrayImage } from '#models/flow/gray.ts';
import { motionScene, type MotionKind } from '../../scripts/clips/motions.ts';
import { truthOf } from '../../scripts/clips/scenes.ts';
import { follow, saidOn } from './follow.ts';
import { draw } from './pictures.ts';

export type Box = readonly [x: number, y: number, width: number, height: number];

/** How a followed box lies over the true one, over frames on which the thing is in sight. */
export interface BoxScores {
  frames: number;
  /** Shares of frames called visible with an intersection over union of at least 0.5 and 0.75. */
  half: number;
  threeQuarters: number;
  /** Mean intersection over union on the last thirty frames in sight. */
  atTheEnd: number;
}

const kinds = ['translation', 'scale', 'rotation'] as const satisfies readonly MotionKind[];

/** Follows the outline of generated things, one row a kind of motion. */
export async function runBoxes(
  engine: FlowEngine,
  seeds: readonly number[],
): Promise<{ name: string; scores: BoxScores }[]> {
  const runs = [];
  for (const kind of kinds) {
    const overlaps: number[] = [];
    for (const seed of seeds) {
      const scene = motionScene(kind, { seed, frameCount: 100 });
      const boxes = Array.from({ length: scene.frameCount }, (_, frame): Box | null => {
        const { box } = truthOf(scene, 'target', frame);
        return box ? [box.x, box.y, box.width, box.height] : null;
      });
      overlaps.push(...(await overlapsOf(engine, draw(scene), boxes)));
    }
    runs.push({ name: kind, scores: boxScores(overlaps) });
  }
  return runs;
}

/** Intersection over union on each frame after the first; 0 where nothing is called visible. Null boxes are skipped. */
export async function overlapsOf(
  engine: FlowEngine,
  pictures: readonly GrayImage[],
  boxes: readonly (Box | null)[],
): Promise<number[]> {
  const start = boxes.findIndex((box) => box !== null);
  const [x, y, w, h] = boxes[start] ?? [0, 0, 0, 0];
  const proposal = await follow(engine, pictures, [{ frame: start, x, y, w, h }]);
  const overlaps: number[] = [];
  for (let frame = start + 1; frame < pictures.length; frame++) {
    const truth = boxes[frame];
    if (!truth) continue;
    const { row, isCalledVisible } = saidOn(proposal, frame);
    overlaps.push(row && isCalledVisible ? overlap([row.x, row.y, row.w ?? 0, row.h ?? 0], truth) : 0);
  }
  return overlaps;
}

export function boxScores(overlaps: readonly number[]): BoxScores {
  const share = (limit: number): number =>
    overlaps.filter((value) => value >= limit).length / overlaps.length;
  const last = overlaps.slice(-30);
  const atTheEnd = last.reduce((sum, value) => sum + value, 0) / last.length;
  return { frames: overlaps.length, half: share(0.5), threeQuarters: share(0.75), atTheEnd };
}

function overlap(a: Box, b: Box): number {
  const w = Math.max(0, Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]));
  const h = Math.max(0, Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]));
  return (w * h) / (a[2] * a[3] + b[2] * b[3] - w * h);
}
