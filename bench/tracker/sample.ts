import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { FlowEngine } from '#models/flow/engine.ts';
import type { GrayImage } from '#models/flow/gray.ts';
import { follow, plainFlow, saidOn } from './follow.ts';
import type { Judged } from './scores.ts';

const folder = join(import.meta.dirname, '..', '..', 'resources', 'sample');

const truthSchema = z.object({
  width: z.int(),
  height: z.int(),
  objects: z.array(
    z.object({
      name: z.string(),
      centres: z.array(z.tuple([z.number(), z.number()]).nullable()),
      visibility: z.array(z.enum(['visible', 'occluded', 'absent'])),
    }),
  ),
});

/** The sample clip's frames as luma, or why there are none. */
function samplePictures(width: number, height: number): GrayImage[] | string {
  const file = join(folder, 'sample.mp4');
  if (!existsSync(file)) return 'resources/sample/sample.mp4 is missing';
  const args = [
    '-v',
    'error',
    '-i',
    file,
    '-f',
    'rawvideo',
    '-pix_fmt',
    'gray',
    '-fps_mode',
    'passthrough',
    '-',
  ];
  const { stdout, error, status } = spawnSync('ffmpeg', args, { maxBuffer: 2 ** 30 });
  if (error) return 'ffmpeg is not on the PATH';
  if (status !== 0) return `ffmpeg could not decode ${file}`;
  const size = width * height;
  return Array.from({ length: stdout.length / size }, (_, frame) => ({
    width,
    height,
    data: stdout.subarray(frame * size, (frame + 1) * size),
  }));
}

export interface SampleRun {
  name: string;
  ours: Judged[];
  plain: Judged[];
  marks: number;
}

/** Follows the middle of each of the sample's objects from the first frame it is seen on; a text says why not. */
export async function runSample(engine: FlowEngine): Promise<SampleRun[] | string> {
  const truth = truthSchema.parse(JSON.parse(readFileSync(join(folder, 'ground-truth.json'), 'utf8')));
  const pictures = samplePictures(truth.width, truth.height);
  if (typeof pictures === 'string') return pictures;
  const runs: SampleRun[] = [];
  for (const { name, centres, visibility } of truth.objects) {
    const start = visibility.indexOf('visible');
    const [x, y] = centres[start] ?? [0, 0];
    const proposal = await follow(engine, pictures, [{ frame: start, x, y, w: null, h: null }]);
    const plain = plainFlow(engine, pictures.slice(start), { x, y });
    const run: SampleRun = { name, ours: [], plain: [], marks: proposal.marks.length };
    for (let frame = start + 1; frame < pictures.length; frame++) {
      const centre = centres[frame];
      const isVisible = visibility[frame] === 'visible';
      const base = { truth: centre ? { x: centre[0], y: centre[1] } : { x: -1e6, y: -1e6 }, isVisible };
      run.ours.push({ ...base, ...saidOn(proposal, frame) });
      run.plain.push({ ...base, said: plain[frame - start] ?? null, isCalledVisible: true });
    }
    runs.push(run);
  }
  return runs;
}
