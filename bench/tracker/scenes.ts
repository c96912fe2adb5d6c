import type { FlowEngine } from '#models/flow/engine.ts';
import { motionScene } from '../../scripts/clips/motions.ts';
import { surfacePoint, type Scene } from '../../scripts/clips/scenes.ts';
import { follow, plainFlow, saidOn } from './follow.ts';
import { draw } from './pictures.ts';
import type { Judged } from './scores.ts';

/** Places on the target's surface that are followed, in pixels from its middle. */
const places = [
  { u: 5, v: -4 },
  { u: -10, v: 8 },
  { u: 0, v: 0 },
];

export interface SceneRun {
  ours: Judged[];
  plain: Judged[];
  /** Milliseconds a frame. */
  ours_ms: number;
  plain_ms: number;
}

/** Follows points through scenes, by us and by plain Lucas-Kanade. */
export async function runScenes(engine: FlowEngine, scenes: readonly Scene[]): Promise<SceneRun> {
  const run: SceneRun = { ours: [], plain: [], ours_ms: 0, plain_ms: 0 };
  let frames = 0;
  for (const scene of scenes) {
    const pictures = draw(scene);
    for (const place of places) {
      const start = surfacePoint(scene, 'target', place, 0);
      if (!start?.isVisible) continue;
      frames += pictures.length - 1;
      const began = performance.now();
      const proposal = await follow(engine, pictures, [
        { frame: 0, x: start.x, y: start.y, w: null, h: null },
      ]);
      const between = performance.now();
      const plain = plainFlow(engine, pictures, start);
      run.ours_ms += between - began;
      run.plain_ms += performance.now() - between;
      for (let frame = 1; frame < pictures.length; frame++) {
        const truth = surfacePoint(scene, 'target', place, frame);
        const base = { truth: truth ?? { x: -1e6, y: -1e6 }, isVisible: truth?.isVisible ?? false };
        const { said, isCalledVisible, row } = saidOn(proposal, frame);
        run.ours.push({ ...base, said, isCalledVisible, confidence: row?.confidence ?? 0 });
        run.plain.push({ ...base, said: plain[frame] ?? null, isCalledVisible: true, confidence: 1 });
      }
    }
  }
  run.ours_ms /= frames;
  run.plain_ms /= frames;
  return run;
}

/** Mean errors between keyframes every `every` frames: by flow between them, and by straight lines. */
export async function runBetween(
  engine: FlowEngine,
  seeds: readonly number[],
  every: number,
): Promise<{ flow: number; linear: number }> {
  let flow = 0;
  let linear = 0;
  let count = 0;
  for (const seed of seeds) {
    const scene = motionScene('curved', { seed, frameCount: 91 });
    const pictures = draw(scene);
    for (const place of places) {
      const truth = (frame: number): { x: number; y: number } =>
        surfacePoint(scene, 'target', place, frame) ?? { x: 0, y: 0 };
      const anchors = [];
      for (let frame = 0; frame < pictures.length; frame += every) {
        const { x, y } = truth(frame);
        anchors.push({ frame, x, y, w: null, h: null });
      }
      const proposal = await follow(engine, pictures, anchors, 'between');
      for (let frame = 0; frame < pictures.length; frame++) {
        const from = Math.floor(frame / every) * every;
        if (frame === from) continue;
        const [a, b, at] = [truth(from), truth(from + every), truth(frame)];
        const t = (frame - from) / every;
        const { said } = saidOn(proposal, frame);
        flow += said ? Math.hypot(said.x - at.x, said.y - at.y) : Infinity;
        linear += Math.hypot(a.x + (b.x - a.x) * t - at.x, a.y + (b.y - a.y) * t - at.y);
        count++;
      }
    }
  }
  return { flow: flow / count, linear: linear / count };
}
