import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { idSchema } from '#domain/ids.ts';
import { entities } from '#domain/records.ts';
import { procedure } from './base.ts';

export const videoStateSchema = z.object({
  videoId: idSchema,
  contentHash: z.string().nullable(),
  proof: z.enum(['pending', 'proved', 'failed']),
  proofDetails: z.string(),
});

export const videoCountsSchema = z.object({
  videoId: idSchema,
  tracks: z.int(),
  answersDone: z.int(),
  answersOpen: z.int(),
});

export const overviewSchema = z.object({
  folder: z.string(),
  records: z.object({
    project: z.array(entities.project.schema),
    person: z.array(entities.person.schema),
    expression: z.array(entities.expression.schema),
    attribute: z.array(entities.attribute.schema),
    labelSet: z.array(entities.labelSet.schema),
    video: z.array(entities.video.schema),
  }),
  states: z.array(videoStateSchema),
  counts: z.array(videoCountsSchema),
  /** Videos whose file is not where it should be. */
  missing: z.array(idSchema),
  seq: z.int().nonnegative(),
});
export type Overview = z.infer<typeof overviewSchema>;

export const recentProjectSchema = z.object({
  folder: z.string(),
  name: z.string(),
  /** Milliseconds since 1970. */
  openedAt: z.number(),
  isThere: z.boolean(),
});
export type RecentProject = z.infer<typeof recentProjectSchema>;

const projectEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('project'), folder: z.string().nullable() }),
  z.object({ kind: z.literal('videoState'), state: videoStateSchema }),
]);
export type ProjectEvent = z.infer<typeof projectEventSchema>;

const folderInput = z.object({ folder: z.string().min(1) });

export const projectsContract = {
  recent: procedure.output(z.array(recentProjectSchema)),
  create: procedure.input(folderInput.extend({ name: z.string().min(1) })).output(overviewSchema),
  open: procedure.input(folderInput).output(overviewSchema),
  /** Makes a project of a Fiducial JSON export, whole or not at all; videos are looked for below `mediaFolder`. */
  importJson: procedure
    .input(folderInput.extend({ from: z.string().min(1), mediaFolder: z.string().min(1).nullable() }))
    .output(overviewSchema),
  /** The sample project, made from the program's resources on first use. */
  openSample: procedure.output(overviewSchema),
  /** The open project; null when there is none. */
  current: procedure.output(overviewSchema.nullable()),
  close: procedure.output(z.void()),
  /** Fires when another window opens or closes a project, or background work finds something out about a video. */
  watch: procedure.output(eventIterator(projectEventSchema)),
};
