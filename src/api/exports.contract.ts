import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { idSchema } from '#domain/ids.ts';
import { procedure } from './base.ts';
import { progressSchema } from './progress.ts';

const frame = z.int().nonnegative();

export const exportRequestSchema = z.object({
  format: z.string().min(1),
  /** What the format's own schema takes; left out fields get their defaults. */
  options: z.record(z.string(), z.unknown()),
  /** Videos to export; null for all. */
  videoIds: z.array(idSchema).nullable(),
});
export type ExportRequest = z.infer<typeof exportRequestSchema>;

export const rowProblemSchema = z.object({
  kind: z.enum(['left-out', 'dropped', 'changed', 'note']),
  row: z.string(),
  videoId: idSchema,
  video: z.string(),
  expression: z.string().nullable(),
  frame: frame.nullable(),
  message: z.string(),
});
export type RowProblem = z.infer<typeof rowProblemSchema>;

export const exportCheckSchema = z.object({
  losses: z.array(z.object({ what: z.string(), count: z.int() })),
  /** The first of them; `problemCounts` counts all. */
  problems: z.array(rowProblemSchema),
  problemCounts: z.record(z.string(), z.int()),
  rows: z.array(z.object({ file: z.string(), row: z.unknown() })),
  counts: z.record(z.string(), z.number()),
});
export type ExportCheck = z.infer<typeof exportCheckSchema>;

export const copyRequestSchema = z.object({
  videoId: idSchema,
  name: z.string(),
  path: z.string(),
  width: z.int().positive(),
  height: z.int().positive(),
  fps: z.number().positive(),
  sourceFrames: z.array(frame),
});
/** A training copy that only a page can encode. */
export type TrainingCopy = z.infer<typeof copyRequestSchema>;

export const exportsContract = {
  formats: procedure.output(
    z.array(z.object({ id: z.string(), title: z.string(), options: z.record(z.string(), z.unknown()) })),
  ),
  /** What an export would hold and what it cannot: nothing is written. */
  check: procedure.input(exportRequestSchema).output(exportCheckSchema),
  /** Training copies the export needs beside its rows. */
  copies: procedure.input(exportRequestSchema).output(z.array(copyRequestSchema)),
  /** Writes the export, whole or not at all. Parts that the page made wait under `exportId`. */
  run: procedure
    .input(
      exportRequestSchema.extend({
        exportId: idSchema,
        folder: z.string().min(1),
        parts: z.array(z.string()),
        proofs: z.array(
          z.object({
            videoId: idSchema,
            frames: z.array(z.object({ frame, ticks: z.number(), planes: z.string() })),
          }),
        ),
      }),
    )
    .output(
      eventIterator(
        z.discriminatedUnion('kind', [
          progressSchema,
          z.object({ kind: z.literal('done'), folder: z.string(), counts: z.record(z.string(), z.number()) }),
        ]),
      ),
    ),
};
