import { z } from 'zod';

/** Parameters of an optical-flow run; kept with the run. */
export const flowParametersSchema = z.object({
  /** Away from the start, both ways, or only between keyframes. */
  direction: z.enum(['forward', 'backward', 'both', 'between']),
  /** Frame that tracking starts from: that of a keyframe of every target, or the nearest one is taken. */
  startFrame: z.int().nonnegative(),
  /** Stop where it is first lost instead of searching for it. */
  stopWhenLost: z.boolean(),
  /** Frames to go on searching for something out of sight before giving up. */
  searchFrames: z.int().nonnegative(),
});
export type FlowParameters = z.infer<typeof flowParametersSchema>;

export const defaultSearchFrames = 90;
