import { z } from 'zod';
import { idSchema } from './ids.ts';

const frame = z.int().nonnegative();

export const runSchema = z.object({
  id: idSchema,
  proposer: z.string(),
  proposerVersion: z.string(),
  videoId: idSchema,
  expressionId: idSchema.nullable(),
  personId: idSchema,
  /** Frames the proposer saw, as ranges. */
  frames: z.array(z.object({ startFrame: frame, endFrame: frame })),
  parameters: z.record(z.string(), z.unknown()),
  rawOutput: z.string(),
  status: z.enum(['done', 'cancelled', 'failed']),
  message: z.string(),
  /** Milliseconds since 1970. */
  startedAt: z.int(),
  durationMs: z.int().nonnegative(),
});
/** One execution of a proposer, kept with what it was given and what it said. It is written once, by no command. */
export type Run = z.infer<typeof runSchema>;
