import { z } from 'zod';
import type { ProjectReader } from '../reader.ts';
import * as answers from './answers.ts';
import type { Plan } from './command.ts';
import * as copies from './copies.ts';
import * as project from './project.ts';
import * as proposals from './proposals.ts';
import * as reshape from './reshape.ts';
import * as surgery from './surgery.ts';
import * as tracks from './tracks.ts';

/** Every kind of command there is. A new kind is one export of one of these files. */
const kinds = { ...answers, ...copies, ...project, ...proposals, ...reshape, ...surgery, ...tracks };

type Kinds = {
  [
    N in keyof typeof kinds as (typeof kinds)[N] extends { kind: infer K extends string } ? K : never
  ]: (typeof kinds)[N];
};
export type CommandName = keyof Kinds;
/** A command as data: what travels, and what the log keeps. */
export type Command = { [K in CommandName]: { kind: K; data: z.infer<Kinds[K]['schema']> } }[CommandName];

const byName = new Map(
  Object.values(kinds)
    .filter((value) => typeof value === 'object')
    .map((value) => [value.kind, value]),
);

export const commandSchema: z.ZodType<Command> = z.discriminatedUnion(
  'kind',
  [...byName.values()].map((command) =>
    z.object({ kind: z.literal(command.kind), data: command.schema }),
  ) as never,
);

/** The changes a command would make to the document as it is. Throws CommandError when it cannot be done. */
export function planCommand(reader: ProjectReader, command: Command): Plan {
  const kind = byName.get(command.kind);
  if (!kind) throw new RangeError(`No command is called ${command.kind}`);
  return kind.plan(reader, command.data as never);
}
