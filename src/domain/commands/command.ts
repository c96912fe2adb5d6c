import type { z } from 'zod';
import type { AffectedFrames } from '../changed-frames.ts';
import type { Change } from '../changes.ts';
import type { ProjectReader } from '../reader.ts';

/** What a planned command would do, and the words for it in the undo list. */
export interface Plan {
  changes: Change[];
  label: string;
  /** What a command that works on a range would touch, for showing it before it is done. */
  affected?: AffectedFrames;
}

/**
 * One kind of command: data with a schema, and a pure plan from the document to its changes. New ids are part of
 * the data, so that the renderer's preview and the core's commit agree. Throws CommandError when it cannot be done.
 */
export interface CommandKind<K extends string, S extends z.ZodType> {
  kind: K;
  schema: S;
  plan(reader: ProjectReader, data: z.infer<S>): Plan;
}

export function defineCommand<K extends string, S extends z.ZodType>(
  kind: K,
  schema: S,
  plan: (reader: ProjectReader, data: z.infer<S>) => Plan,
): CommandKind<K, S> {
  return { kind, schema, plan };
}
