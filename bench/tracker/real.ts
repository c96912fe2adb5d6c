import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { FlowEngine } from '#models/flow/engine.ts';
import type { GrayImage } from '#models/flow/gray.ts';
import { follow, plainFlow, saidOn, type Said } from './follow.ts';
import { decode } from './pictures.ts';

const root = join(import.meta.dirname, '..', '..');
/** Not shipped: beside the checkout, where the machine has them. */
const clips = join(root, '..', 'shared', 'clips');
export const realClips = ['02_cups', '05_default_juggle'] as const;

const labelsSchema = z.object({
  clip: z.string(),
  width: z.int(),
  height: z.int(),
  what: z.string(),
  size: z.object({ w: z.number(), h: z.number() }),
  labels: z.array(z.object({ frame: z.int(), x: z.number(), y: z.number(), isCovered: z.boolean() })),
});
type Label = z.infer<typeof labelsSchema>['labels'][number];

/** What somebody has to do who starts a tracker with one click and sets it right at the labelled frames. */
export interface Annotated {
  corrections: number;
  /** Labelled frames, and how many of them were right to 4, 8 and 16 px before any correction there. */
  labels: number;
  within: readonly number[];
  /** Labelled frames on which something else was followed, and called seen. */
  strayed: number;
}

export interface RealRun {
  name: string;
  point: Annotated;
  box: Annotated;
  plain: Annotated;
}

/** A label is met up to here; beyond, it is corrected. */
const tolerance = 16;
/** A claim further off than this is about something else. */
const elsewhere = 48;

/** Follows the hand-labelled thing of a real clip; a text says why not. */
export async function runReal(engine: FlowEngine, name: string): Promise<RealRun | string> {
  const file = join(root, 'tests', 'fixtures', 'real-clips', `${name}.json`);
  const { clip, width, height, size, labels } = labelsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const last = labels.at(-1)?.frame ?? 0;
  const pictures = decode(join(clips, clip), width, height, last + 1);
  if (typeof pictures === 'string') return pictures;
  const tracker =
    (box: { w: number; h: number } | null) =>
    async ({ frame, x, y }: Label): Promise<(frame: number) => Said> => {
      const start = box
        ? { frame, x: x - box.w / 2, y: y - box.h / 2, ...box }
        : { frame, x, y, w: null, h: null };
      const proposal = await follow(engine, pictures, [start]);
      return (at) => saidOn(proposal, at);
    };
  return {
    name,
    point: await annotate(labels, tracker(null)),
    box: await annotate(labels, tracker(size)),
    plain: await annotate(labels, (label) => Promise.resolve(plainFrom(engine, pictures, label))),
  };
}

function plainFrom(engine: FlowEngine, pictures: readonly GrayImage[], label: Label): (at: number) => Said {
  const places = plainFlow(engine, pictures.slice(label.frame), label);
  return (at) => ({ row: null, said: places[at - label.frame] ?? null, isCalledVisible: true });
}

async function annotate(
  labels: readonly Label[],
  start: (label: Label) => Promise<(frame: number) => Said>,
): Promise<Annotated> {
  const [first, ...rest] = labels;
  const result: Annotated = { corrections: 0, labels: 0, within: [], strayed: 0 };
  if (!first) return result;
  let said = await start(first);
  for (const label of rest) {
    const { said: at, isCalledVisible } = said(label.frame);
    const off = at ? Math.hypot(at.x - label.x, at.y - label.y) : Infinity;
    if (isCalledVisible && off > elsewhere) result.strayed++;
    // Nobody corrects what cannot be seen.
    if (label.isCovered) continue;
    result.labels++;
    result.within = [4, 8, 16].map((limit, index) => (result.within[index] ?? 0) + (off <= limit ? 1 : 0));
    if (off <= tolerance) continue;
    result.corrections++;
    said = await start(label);
  }
  return result;
}
