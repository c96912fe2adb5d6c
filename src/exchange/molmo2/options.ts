import { z } from 'zod';
import { idSchema } from '#domain/ids.ts';
import { pointCategories } from './conventions.ts';

/** Which labels are exported; the same for points and tracks. */
const selection = {
  /** Label sets to export; null is the project's main set. */
  labelSetIds: z.array(idSchema).min(1).nullable().default(null),
  /** Also tracks that nobody has accepted yet. */
  includeProposed: z.boolean().default(false),
  /** Answers nobody has finished (verdict open, or none given): skipped, or taken as if they were complete. */
  openAnswers: z.enum(['skip', 'include']).default('skip'),
  /** Positions whose flow is missing or out of date: leave the row out, or export the interpolation. */
  staleFlow: z.enum(['refuse', 'interpolate']).default('refuse'),
  files: z
    .array(z.enum(['parquet', 'jsonl']))
    .min(1)
    .default(['parquet', 'jsonl']),
};

export const pointOptionsSchema = z.strictObject({
  ...selection,
  /** Whose clock the rows use: the source's own timestamps, or a training copy at two frames per second. */
  clock: z.enum(['source', 'two-fps-copy']).default('two-fps-copy'),
  /** Decides the folder in which Ai2's loader looks for the video. */
  videoSource: z.enum(['generated', 'youtube', 'MammalNet']).default('generated'),
  /** Category of expressions whose own is not one of Ai2's eight. */
  category: z.enum(pointCategories).default('object'),
  /** `{label}` stands for the expression's text. */
  question: z.string().includes('{label}').default('How many {label} are there in the video?'),
});
export type PointOptions = z.infer<typeof pointOptionsSchema>;

export const trackTasks = ['track', 'ground', 'single_point_track'] as const;
export type TrackTask = (typeof trackTasks)[number];

export const trackOptionsSchema = z.strictObject({
  ...selection,
  /** Whose clock the rows use: the source's (it must be a whole number of frames per second), or a training copy's. */
  clock: z.enum(['source', 'constant-copy']).default('constant-copy'),
  /** Frames per second of the copy; null picks the rate that loses no frame and that sampling divides. */
  copyFps: z.int().min(1).max(240).nullable().default(null),
  tasks: z.array(z.enum(trackTasks)).min(1).default(['track']),
  /** One row for each of these output rates. */
  samplingFps: z.array(z.int().min(1).max(10)).min(1).default([1, 2]),
  /** Frames in a row: those of the sampling grid, those with a keyframe, or every one. */
  frames: z.enum(['sampled', 'keyframes', 'every']).default('sampled'),
  /** Frames on which an object is unlabelled: leave the row out, or leave those frames out of it. */
  unlabelled: z.enum(['refuse', 'omit']).default('refuse'),
  /** Value of the video_dataset column. */
  videoDataset: z.string().min(1).default('fiducial'),
});
export type TrackOptions = z.infer<typeof trackOptionsSchema>;
