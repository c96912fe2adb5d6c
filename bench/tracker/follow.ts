import type { Point } from '#domain/geometry.ts';
import { rowAt } from '#domain/span-data.ts';
import { spanAt } from '#domain/spans.ts';
import type { FlowEngine } from '#models/flow/engine.ts';
import type { GrayImage } from '#models/flow/gray.ts';
import type { FlowParameters } from '#models/flow/parameters.ts';
import { trackFlow } from '#models/flow/track.ts';
import type { Anchor, Proposal } from '#models/proposer.ts';

/** Follows one point through pictures and gives the proposal. */
export async function follow(
  engine: FlowEngine,
  pictures: readonly GrayImage[],
  anchors: readonly Anchor[],
  direction: FlowParameters['direction'] = 'forward',
): Promise<Proposal> {
  const first = pictures[0];
  if (!first) throw new Error('There are no pictures to follow a point through.');
  const source = {
    read: (index: number): Promise<GrayImage> => Promise.resolve(pictures[index] ?? first),
  };
  const events = trackFlow(engine, source, {
    video: { id: 'bench', size: first, frameCount: pictures.length },
    range: { startFrame: 0, endFrame: pictures.length - 1 },
    expression: null,
    targets: [{ objectId: 'object', shape: 'point', anchors }],
    parameters: { direction, startFrame: anchors[0]?.frame ?? 0, stopWhenLost: false, searchFrames: 90 },
    signal: { aborted: false },
  });
  for await (const event of events) if (event.kind === 'proposal') return event.proposal;
  throw new Error('The tracker ended without a proposal.');
}

/** What a proposal says of a frame. */
export function saidOn(proposal: Proposal, frame: number): { said: Point | null; isCalledVisible: boolean } {
  const isCalledVisible = spanAt(proposal.visibility, frame)?.value === 'visible';
  for (const { startFrame, data } of proposal.pieces) {
    const row = rowAt(data, frame - startFrame);
    if (row) return { said: row, isCalledVisible };
  }
  return { said: null, isCalledVisible: false };
}

/** The baseline: Lucas-Kanade from frame to frame on the whole picture, without any check. Never gives up. */
export function plainFlow(engine: FlowEngine, pictures: readonly GrayImage[], start: Point): Point[] {
  const places = [start];
  let before = pictures[0];
  let at = start;
  for (const picture of pictures.slice(1)) {
    if (!before) break;
    const [result] = engine.flow(before, picture, [{ from: at, guess: at }], { window: 21, levels: 3 });
    at = result?.to ?? at;
    places.push(at);
    before = picture;
  }
  return places;
}
