import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { idSchema } from '#domain/ids.ts';
import { entities } from '#domain/records.ts';
import { procedure } from './base.ts';
import { progressSchema } from './progress.ts';
import { videoStateSchema } from './projects.contract.ts';

const refusalSchema = z.object({
  kind: z.literal('refused'),
  path: z.string(),
  reason: z.string(),
  message: z.string(),
  /** True where the core found ffmpeg and can make an index-preserving copy. */
  canTranscode: z.boolean(),
  advice: z.string(),
});

export const importEventSchema = z.discriminatedUnion('kind', [
  progressSchema,
  z.object({ kind: z.literal('imported'), path: z.string(), video: entities.video.schema }),
  /** The project has this content already. */
  z.object({ kind: z.literal('duplicate'), path: z.string(), videoId: idSchema, name: z.string() }),
  /** A folder of numbered images without a rate of its own: ask, and import again with `imageRate`. */
  z.object({ kind: z.literal('needsRate'), path: z.string(), frameCount: z.int() }),
  refusalSchema,
]);
export type ImportEvent = z.infer<typeof importEventSchema>;

export const sourceRecordSchema = z.object({
  kind: z.enum(['camera', 'robot', 'synthetic', 'other']),
  details: z.record(z.string(), z.unknown()),
});

export const videosContract = {
  /** Imports files and image folders one after the other; cancel keeps what is in. */
  import: procedure
    .input(
      z.object({
        personId: idSchema,
        paths: z.array(z.string().min(1)).min(1),
        imageRate: z.number().positive().max(1000).nullable(),
      }),
    )
    .output(eventIterator(importEventSchema)),
  /** Makes a copy that the studio can decode, frame for frame, and imports it linked to the original. */
  transcode: procedure
    .input(z.object({ personId: idSchema, path: z.string().min(1) }))
    .output(eventIterator(importEventSchema)),
  /** Points a video at a moved file, after checking that it is the same content. */
  relink: procedure.input(z.object({ videoId: idSchema, path: z.string().min(1) })).output(z.void()),
  /** Looks for missing videos below a folder by size and hash, and relinks what it finds. */
  relinkBelow: procedure
    .input(z.object({ folder: z.string().min(1) }))
    .output(z.object({ found: z.array(idSchema), missing: z.array(idSchema) })),
  /** What the page's background proof found out. */
  reportProof: procedure
    .input(videoStateSchema.pick({ videoId: true, proof: true, proofDetails: true }))
    .output(z.void()),
  source: procedure.input(z.object({ videoId: idSchema })).output(sourceRecordSchema.nullable()),
  saveSource: procedure.input(z.object({ videoId: idSchema, source: sourceRecordSchema })).output(z.void()),
};
