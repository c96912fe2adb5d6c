import { z } from 'zod';

/** A step of long work. `total` is 0 while it is not known. */
export const progressSchema = z.object({
  kind: z.literal('progress'),
  done: z.number().nonnegative(),
  total: z.number().nonnegative(),
  unit: z.enum(['bytes', 'frames', 'videos', 'rows']),
  /** What is being worked on, for people. */
  detail: z.string(),
});
export type Progress = z.infer<typeof progressSchema>;
