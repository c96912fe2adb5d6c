import { beforeAll, describe, expect, test } from 'vitest';
import { rowAt } from '#domain/span-data.ts';
import { spanAt } from '#domain/spans.ts';
import { motionScene, type MotionKind } from '../../../scripts/clips/motions.ts';
import { sceneRenderer, surfacePoint, truthOf, type Scene } from '../../../scripts/clips/scenes.ts';
import type { Anchor, Proposal, ProposerEvent, ProposerTarget } from '../proposer.ts';
import type { FlowEngine } from './engine.ts';
import type { GrayFrameSource } from './gray.ts';
import { loadEngine } from './opencv.node.ts';
import type { FlowParameters } from './parameters.ts';
import { trackFlow } from './track.ts';

const frameCount = 40;
const place = { u: 5, v: -4 };
let engine: FlowEngine;
beforeAll(async () => {
  engine = await loadEngine();
});

interface Clip {
  scene: Scene;
  source: GrayFrameSource;
  reads: number[];
}

function clipOf(
  kind: MotionKind,
  options: { seed?: number; frames?: number; isReversed?: boolean } = {},
): Clip {
  const count = options.frames ?? frameCount;
  const scene = motionScene(kind, { seed: options.seed ?? 2, frameCount: count });
  const renderer = sceneRenderer(scene);
  const reads: number[] = [];
  const source: GrayFrameSource = {
    read: (index) => {
      reads.push(index);
      const data = renderer.gray(options.isReversed === true ? count - 1 - index : index);
      return Promise.resolve({ width: scene.width, height: scene.height, data });
    },
  };
  return { scene, source, reads };
}

function anchorAt(scene: Scene, frame: number): Anchor {
  const at = truthAt(scene, frame);
  return { frame, x: at.x, y: at.y, w: null, h: null };
}

function truthAt(scene: Scene, frame: number): { x: number; y: number; isVisible: boolean } {
  const at = surfacePoint(scene, 'target', place, frame);
  if (!at) throw new Error(`the target is not there on frame ${frame}`);
  return at;
}

async function run(
  clip: Clip,
  targets: ProposerTarget[],
  parameters: Partial<FlowParameters> = {},
  signal: { aborted: boolean } = { aborted: false },
  watch: (event: ProposerEvent) => void = () => undefined,
  by: FlowEngine = engine,
): Promise<Proposal[]> {
  const { width, height, frameCount: count } = clip.scene;
  const request = {
    video: { id: 'video', size: { width, height }, frameCount: count },
    range: { startFrame: 0, endFrame: count - 1 },
    expression: null,
    targets,
    parameters: {
      direction: 'forward' as const,
      startFrame: 0,
      stopWhenLost: false,
      searchFrames: 90,
      ...parameters,
    },
    signal,
  };
  const proposals: Proposal[] = [];
  for await (const event of trackFlow(by, clip.source, request)) {
    watch(event);
    if (event.kind === 'proposal') proposals.push(event.proposal);
  }
  return proposals;
}

function pointTarget(...anchors: Anchor[]): ProposerTarget {
  return { objectId: 'object', shape: 'point', anchors };
}

function only(proposals: readonly Proposal[]): Proposal {
  const [proposal] = proposals;
  if (!proposal || proposals.length > 1) throw new Error(`${proposals.length} proposals instead of one`);
  return proposal;
}

function positionOn(proposal: Proposal, frame: number) {
  for (const piece of proposal.pieces) {
    const row = rowAt(piece.data, frame - piece.startFrame);
    if (row) return row;
  }
  return undefined;
}

function errorOn(clip: Clip, proposal: Proposal, frame: number): number {
  const row = positionOn(proposal, frame);
  const at = truthAt(clip.scene, frame);
  return row ? Math.hypot(row.x - at.x, row.y - at.y) : Infinity;
}

function worst(clip: Clip, proposal: Proposal, frames: readonly number[]): number {
  return Math.max(...frames.map((frame) => errorOn(clip, proposal, frame)));
}

const frames = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('following a point', () => {
  test.each(['translation', 'curved', 'rotation', 'scale', 'noise'] as const)(
    'stays within a pixel of the truth on %s',
    async (kind) => {
      const clip = clipOf(kind);
      const proposal = only(await run(clip, [pointTarget(anchorAt(clip.scene, 0))]));
      expect(worst(clip, proposal, frames(0, frameCount - 1))).toBeLessThan(1);
      expect(proposal.isComplete).toBe(true);
      expect(proposal.visibility).toEqual([{ startFrame: 0, endFrame: frameCount - 1, value: 'visible' }]);
    },
  );

  test('backwards on a reversed video gives the same as forwards', async () => {
    const clip = clipOf('curved');
    const reversed = clipOf('curved', { isReversed: true });
    const last = frameCount - 1;
    const start = anchorAt(clip.scene, 0);
    const forward = only(await run(clip, [pointTarget(start)]));
    const backward = only(
      await run(reversed, [pointTarget({ ...start, frame: last })], {
        direction: 'backward',
        startFrame: last,
      }),
    );
    for (const frame of frames(0, last)) {
      expect(positionOn(backward, last - frame)).toEqual(positionOn(forward, frame));
    }
  });

  test('goes both ways from a frame in the middle', async () => {
    const clip = clipOf('translation');
    const target = pointTarget(anchorAt(clip.scene, 20));
    const proposal = only(await run(clip, [target], { direction: 'both', startFrame: 20 }));
    expect(worst(clip, proposal, frames(0, frameCount - 1))).toBeLessThan(1);
    expect(positionOn(proposal, 20)).toMatchObject({ ...truthWithout(clip, 20), confidence: 1 });
  });

  test('follows the size of a box', async () => {
    const clip = clipOf('scale');
    const box = truthOf(clip.scene, 'target', 0).box;
    if (!box) throw new Error('no box');
    const start = { frame: 0, x: box.x, y: box.y, w: box.width, h: box.height };
    const proposal = only(await run(clip, [{ objectId: 'object', shape: 'box', anchors: [start] }]));
    for (const frame of [10, 20, 30, 39]) {
      const truth = truthOf(clip.scene, 'target', frame).box;
      const found = positionOn(proposal, frame);
      expect(Math.abs((found?.w ?? 0) - (truth?.width ?? 0))).toBeLessThan(3);
      expect(Math.abs((found?.x ?? 0) - (truth?.x ?? 0))).toBeLessThan(3);
    }
  });
});

function truthWithout(clip: Clip, frame: number): { x: number; y: number } {
  const { x, y } = truthAt(clip.scene, frame);
  return { x, y };
}

describe('out of sight', () => {
  test('a covered point is occluded, not carried off by what covers it, and its return is marked', async () => {
    const clip = clipOf('occlusion', { frames: 100 });
    const proposal = only(await run(clip, [pointTarget(anchorAt(clip.scene, 0))]));
    const covered = frames(0, 99).filter((frame) => !truthAt(clip.scene, frame).isVisible);
    const called = covered.filter((frame) => spanAt(proposal.visibility, frame)?.value === 'visible');
    expect(covered.length).toBeGreaterThan(20);
    expect(called.length).toBeLessThan(5);
    expect(called.every((frame) => errorOn(clip, proposal, frame) < 16)).toBe(true);
    expect(proposal.marks.map((mark) => mark.kind)).toContain('re-acquired');
    expect(errorOn(clip, proposal, 99)).toBeLessThan(2);
  });

  test('something that leaves for good stays unlabelled from there on', async () => {
    const clip = clipOf('leaving', { frames: 100 });
    const proposal = only(await run(clip, [pointTarget(anchorAt(clip.scene, 0))], { searchFrames: 20 }));
    const gone = frames(0, 99).find((frame) => !truthAt(clip.scene, frame).isVisible) ?? 0;
    const last = proposal.visibility.at(-1)?.endFrame ?? 0;
    expect(Math.abs(last - gone)).toBeLessThan(5);
    expect(proposal.marks).toEqual([{ kind: 'lost', frame: last }]);
    expect(positionOn(proposal, last + 1)).toBeUndefined();
  });

  test('stopWhenLost gives up at the first loss', async () => {
    const clip = clipOf('occlusion', { frames: 100 });
    const target = pointTarget(anchorAt(clip.scene, 0));
    const proposal = only(await run(clip, [target], { stopWhenLost: true }));
    const covered = frames(0, 99).find((frame) => !truthAt(clip.scene, frame).isVisible) ?? 0;
    expect(proposal.visibility).toHaveLength(1);
    expect(Math.abs((proposal.visibility[0]?.endFrame ?? 0) - covered)).toBeLessThan(8);
    expect(Math.max(...clip.reads)).toBeLessThan(covered + 10);
  });
});

describe('keyframes on the way', () => {
  test('are met exactly, and what is between them is spread over the gap', async () => {
    const clip = clipOf('curved');
    const moved = { ...anchorAt(clip.scene, 20), x: truthAt(clip.scene, 20).x + 3 };
    const last = anchorAt(clip.scene, 39);
    const proposal = only(await run(clip, [pointTarget(anchorAt(clip.scene, 0), moved, last)]));
    expect(positionOn(proposal, 20)).toMatchObject({ x: moved.x, y: moved.y, confidence: 1 });
    expect(positionOn(proposal, 39)).toMatchObject({ x: last.x, y: last.y });
    expect(errorOn(clip, proposal, 10)).toBeCloseTo(1.5, 0);
    expect(errorOn(clip, proposal, 1)).toBeLessThan(0.5);
    expect(proposal.keyframes.map((keyframe) => keyframe.frame)).toEqual([0, 20, 39]);
  });

  test('between keyframes it beats straight lines by far on a curve', async () => {
    const clip = clipOf('curved', { frames: 61 });
    const anchors = [0, 15, 30, 45, 60].map((frame) => anchorAt(clip.scene, frame));
    const proposal = only(await run(clip, [pointTarget(...anchors)], { direction: 'between' }));
    const linear = (frame: number): number => {
      const from = truthAt(clip.scene, Math.floor(frame / 15) * 15);
      const to = truthAt(clip.scene, Math.min(60, Math.floor(frame / 15) * 15 + 15));
      const at = truthAt(clip.scene, frame);
      const t = (frame % 15) / 15;
      return Math.hypot(from.x + (to.x - from.x) * t - at.x, from.y + (to.y - from.y) * t - at.y);
    };
    const mean = (error: (frame: number) => number): number =>
      frames(0, 60).reduce((sum, frame) => sum + error(frame), 0) / 61;
    expect(mean((frame) => errorOn(clip, proposal, frame))).toBeLessThan(mean(linear) / 4);
  });

  test('tracking forward does not touch what lies before its start', async () => {
    const clip = clipOf('translation');
    const anchors = [5, 20].map((frame) => anchorAt(clip.scene, frame));
    const proposal = only(await run(clip, [pointTarget(...anchors)], { startFrame: 20 }));
    expect(proposal.pieces.map((piece) => piece.startFrame)).toEqual([20]);
    expect(Math.min(...clip.reads)).toBe(20);
  });

  test('a target without a keyframe in the range is refused with advice', async () => {
    const clip = clipOf('translation');
    await expect(run(clip, [pointTarget()])).rejects.toThrow(/no keyframe on frames 0 to 39/);
  });
});

describe('a run', () => {
  test('that is cancelled keeps what it has done', async () => {
    const clip = clipOf('translation');
    const signal = { aborted: false };
    const start = anchorAt(clip.scene, 0);
    const proposal = only(
      await run(clip, [pointTarget(start)], {}, signal, (event) => {
        if (event.kind === 'progress' && event.done === 15) signal.aborted = true;
      }),
    );
    expect(proposal.isComplete).toBe(false);
    expect(proposal.visibility).toEqual([{ startFrame: 0, endFrame: 14, value: 'visible' }]);
    expect(worst(clip, proposal, frames(0, 14))).toBeLessThan(1);
    expect(clip.reads).toEqual(frames(0, 14));
  });

  test('follows several objects each as if it were alone, and reads each frame once', async () => {
    const clip = clipOf('occlusion', { frames: 60 });
    const first = { ...pointTarget(anchorAt(clip.scene, 0)), objectId: 'first' };
    const second = {
      ...pointTarget({ frame: 10, x: 40.5, y: 200.5, w: null, h: null }),
      objectId: 'second',
    };
    const together = await run(clip, [first, second]);
    expect(new Set(clip.reads).size).toBe(clip.reads.length);
    const alone = [...(await run(clip, [first])), ...(await run(clip, [second]))];
    expect(together).toEqual(alone);
  });

  test('names the object and the frame where a picture cannot be followed', async () => {
    const clip = clipOf('translation');
    const target = pointTarget(anchorAt(clip.scene, 0));
    const broken: FlowEngine = {
      ...engine,
      flow: () => {
        throw new Error('out of memory');
      },
    };
    const request = run(clip, [target], {}, { aborted: false }, () => undefined, broken);
    await expect(request).rejects.toThrow(/object could not be followed on frame 1: Error: out of memory/);
  });

  test('sends rows as it goes that agree with what it proposes at the end', async () => {
    const clip = clipOf('curved');
    const partial = new Map<number, { x: number; y: number }>();
    const target = pointTarget(anchorAt(clip.scene, 0));
    const proposals = await run(clip, [target], {}, { aborted: false }, (event) => {
      if (event.kind !== 'partial') return;
      for (let row = 0; ; row++) {
        const at = rowAt(event.rows.data, row);
        if (!at) break;
        partial.set(event.rows.startFrame + row, at);
      }
    });
    expect(partial.size).toBeGreaterThan(30);
    for (const [frame, at] of partial) expect(positionOn(only(proposals), frame)).toEqual(at);
  });
});
