import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { FlowEngine } from '#models/flow/engine.ts';
import { boxScores, overlapsOf, type BoxScores } from './boxes.ts';
import { follow, plainFlow, saidOn } from './follow.ts';
import { decode } from './pictures.ts';
import type { Judged } from './scores.ts';

const folder = join(import.meta.dirname, '..', '..', 'resources', 'sample');

const truthSchema = z.object({
  width: z.int(),
  height: z.int(),
  objects: z.array(
    z.object({
      name: z.string(),
      centres: z.array(z.tuple([z.number(), z.number()]).nullable()),
      boxes: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable()),
      visibility: z.array(z.enum(['visible', 'occluded', 'absent'])),
    }),
  ),
});

export interface SampleRun {
  name: string;
  ours: Judged[];
  plain: Judged[];
  marks: number;
  box: BoxScores;
}

/** Follows the middle of each of the sample's objects from the first frame it is seen on; a text says why not. */
export async function runSample(engine: FlowEngine): Promise<SampleRun[] | string> {
  const truth = truthSchema.parse(JSON.parse(readFileSync(join(folder, 'ground-truth.json'), 'utf8')));
  const pictures = decode(join(folder, 'sample.mp4'), truth.width, truth.height);
  if (typeof pictures === 'string') return pictures;
  const runs: SampleRun[] = [];
  for (const { name, centres, boxes, visibility } of truth.objects) {
    const start = visibility.indexOf('visible');
    const [x, y] = centres[start] ?? [0, 0];
    const proposal = await follow(engine, pictures, [{ frame: start, x, y, w: null, h: null }]);
    const plain = plainFlow(engine, pictures.slice(start), { x, y });
    const inSight = boxes.map((box, frame) => (visibility[frame] === 'visible' ? box : null));
    const box = boxScores(await overlapsOf(engine, pictures, inSight));
    const run: SampleRun = { name, ours: [], plain: [], marks: proposal.marks.length, box };
    for (let frame = start + 1; frame < pictures.length; frame++) {
      const centre = centres[frame];
      const isVisible = visibility[frame] === 'visible';
      const base = { truth: centre ? { x: centre[0], y: centre[1] } : { x: -1e6, y: -1e6 }, isVisible };
      const { said, isCalledVisible, row } = saidOn(proposal, frame);
      run.ours.push({ ...base, said, isCalledVisible, confidence: row?.confidence ?? 0 });
      run.plain.push({ ...base, said: plain[frame - start] ?? null, isCalledVisible: true, confidence: 1 });
    }
    runs.push(run);
  }
  return runs;
}
