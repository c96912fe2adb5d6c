import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { changeSchema } from '#domain/changes.ts';
import { commandSchema } from '#domain/commands/index.ts';
import { idSchema } from '#domain/ids.ts';
import { entities } from '#domain/records.ts';
import { procedure } from './base.ts';

export const commandContextSchema = z.object({
  commandId: idSchema,
  personId: idSchema,
  videoId: idSchema.nullable(),
  frame: z.int().nonnegative().nullable(),
});
export type CommandContext = z.infer<typeof commandContextSchema>;

const stepSchema = z.object({
  seq: z.int().positive(),
  commandId: idSchema,
  action: z.enum(['do', 'undo', 'redo']),
  targetSeq: z.int().positive().nullable(),
  kind: z.string(),
  label: z.string(),
  videoId: idSchema.nullable(),
  personId: idSchema,
  at: z.int(),
  frame: z.int().nonnegative().nullable(),
});
export type HistoryStep = z.infer<typeof stepSchema>;

export const committedSchema = stepSchema.extend({ changes: z.array(changeSchema) });
export type CommittedStep = z.infer<typeof committedSchema>;

export const videoRecordsSchema = z.object({
  object: z.array(entities.object.schema),
  objectExpression: z.array(entities.objectExpression.schema),
  answer: z.array(entities.answer.schema),
  track: z.array(entities.track.schema),
  keyframe: z.array(entities.keyframe.schema),
  derivedSpan: z.array(entities.derivedSpan.schema),
  visibilitySpan: z.array(entities.visibilitySpan.schema),
  verdict: z.array(entities.verdict.schema),
});

/** Labels: reading a video's, changing them, and hearing of changes. */
export const documentsContract = {
  /** All labels of one video, and the sequence number they are true at. */
  load: procedure
    .input(z.object({ videoId: idSchema }))
    .output(z.object({ records: videoRecordsSchema, seq: z.int().nonnegative() })),
  /** Carries out a command; answered when it is durable. */
  commit: procedure.input(commandContextSchema.extend({ command: commandSchema })).output(committedSchema),
  undo: procedure.input(commandContextSchema).output(committedSchema),
  redo: procedure.input(commandContextSchema).output(committedSchema),
  history: procedure
    .input(
      z.object({
        videoId: idSchema.nullable(),
        limit: z.int().min(1).max(500),
        beforeSeq: z.int().nullable(),
      }),
    )
    .output(z.array(stepSchema)),
  /** Every committed step from now on, of all videos, windows and people. */
  watch: procedure.output(eventIterator(committedSchema)),
};
