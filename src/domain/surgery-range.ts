import { changedFrames, type AffectedFrames } from './changed-frames.ts';
import { planCommand, type Command } from './commands/index.ts';
import type { ProjectReader } from './reader.ts';

export interface SurgeryRange extends AffectedFrames {
  /** The words the undo list will show. */
  description: string;
}

/**
 * The tracks and frames that a command would touch, before it is done: the range a surgery states, else the frames
 * whose rows would change. Undefined where it touches no track. Throws CommandError like planCommand.
 */
export function surgeryRange(reader: ProjectReader, command: Command): SurgeryRange | undefined {
  const plan = planCommand(reader, command);
  const affected = plan.affected ?? changedFrames(plan.changes);
  return affected && { ...affected, description: plan.label };
}
