import { z } from 'zod';
import { idSchema } from '#domain/ids.ts';
import { runSchema } from '#domain/run.ts';
import { keyframeSchema, trackShapeSchema, visibilitySchema } from '#domain/track.ts';
import { procedure } from './base.ts';
import { committedSchema } from './documents.contract.ts';

const frame = z.int().nonnegative();

export const proposalInputSchema = z.object({
  trackId: idSchema,
  objectId: idSchema,
  shape: trackShapeSchema,
  keyframes: z.array(keyframeSchema),
  /** Dense positions, uploaded through the asset channel before. */
  derived: z.array(
    z.object({
      startFrame: frame,
      endFrame: frame,
      dataId: idSchema,
      dataOffset: z.int().nonnegative(),
    }),
  ),
  visibility: z.array(z.object({ startFrame: frame, endFrame: frame, value: visibilitySchema })),
  notes: z.string(),
});
export type ProposalInput = z.infer<typeof proposalInputSchema>;

export const runsContract = {
  /** Keeps a run with its proposals: one step of history, whose undo hides them. */
  save: procedure
    .input(
      z.object({
        commandId: idSchema,
        labelSetId: idSchema,
        run: runSchema,
        proposals: z.array(proposalInputSchema),
      }),
    )
    .output(committedSchema),
  ofVideo: procedure.input(z.object({ videoId: idSchema })).output(z.array(runSchema)),
};
