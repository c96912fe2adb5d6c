import type { Point } from '#domain/geometry.ts';
import { rowAt, type DerivedPosition } from '#domain/span-data.ts';
import { spanAt } from '#domain/spans.ts';
import type { FlowEngine } from '#models/flow/engine.ts';
import type { GrayImage } from '#models/flow/gray.ts';
import type { FlowParameters } from '#models/flow/parameters.ts';
import { trackFlow } from '#models/flow/track.ts';
import type { Anchor, Proposal } from '#models/proposer.ts';

/** Follows one thing through pictures and gives the proposal; a box where the first anchor has a size. */
export async function follow(
  engine: FlowEngine,
  pictures: readonly GrayImage[],
  anchors: readonly Anchor[],
  direction: FlowParameters['direction'] = 'forward',
): Promise<Proposal> {
  const [proposal] = await followAll(engine, pictures, [anchors], direction);
  if (!proposal) throw new Error('The tracker ended without a proposal.');
  return proposal;
}

/** Follows several things at once, each from anchors of its own. */
export async function followAll(
  engine: FlowEngine,
  pictures: readonly GrayImage[],
  things: readonly (readonly Anchor[])[],
  direction: FlowParameters['direction'] = 'forward',
): Promise<Proposal[]> {
  const first = pictures[0];
  if (!first) throw new Error('There are no pictures to follow anything through.');
  const source = {
    read: (index: number): Promise<GrayImage> => Promise.resolve(pictures[index] ?? first),
  };
  const events = trackFlow(engine, source, {
    video: { id: 'bench', size: first, frameCount: pictures.length },
    range: { startFrame: 0, endFrame: pictures.length - 1 },
    expression: null,
    targets: things.map((anchors, index) => ({
      objectId: `object ${index}`,
      shape: anchors[0]?.w === null ? 'point' : 'box',
      anchors,
    })),
    parameters: {
      direction,
      startFrame: things[0]?.[0]?.frame ?? 0,
      stopWhenLost: false,
      searchFrames: 90,
    },
    signal: { aborted: false },
  });
  const proposals: Proposal[] = [];
  for await (const event of events) if (event.kind === 'proposal') proposals.push(event.proposal);
  return proposals;
}

export interface Said {
  /** The position, of a box its upper left corner; null where nothing was said. */
  row: DerivedPosition | null;
  /** The point, or the middle of the box. */
  said: Point | null;
  isCalledVisible: boolean;
}

/** What a proposal says of a frame. */
export function saidOn(proposal: Proposal, frame: number): Said {
  const isCalledVisible = spanAt(proposal.visibility, frame)?.value === 'visible';
  for (const { startFrame, data } of proposal.pieces) {
    const row = rowAt(data, frame - startFrame);
    if (!row) continue;
    const said = { x: row.x + (row.w ?? 0) / 2, y: row.y + (row.h ?? 0) / 2 };
    return { row, said, isCalledVisible };
  }
  return { row: null, said: null, isCalledVisible: false };
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
