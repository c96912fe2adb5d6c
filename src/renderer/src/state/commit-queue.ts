import { ORPCError } from '@orpc/client';
import type { CommittedStep } from '#api/documents.contract.ts';
import { newId } from '#api/new-id.ts';
import { reverseChanges, type Change } from '#domain/changes.ts';
import { planCommand, type Command } from '#domain/commands/index.ts';
import type { ProjectDocument, Touched } from '#domain/document.ts';
import type { Id } from '#domain/ids.ts';
import type { Connection } from '../app/connect.ts';

export interface Scope {
  personId: Id;
  videoId: Id | null;
  frame: number | null;
}

export interface CommitListener {
  /** The document changed: by this person, by history, or by somebody else. */
  onChanged(touched: Touched): void;
  /** Steps sent and not yet durable. */
  onPending(count: number): void;
  /** A step was refused by the core; it and what was built on it is taken back. */
  onRefused(message: string): void;
}

export interface CommitQueue {
  /** Does a command at once in memory and sends it; throws CommandError when it cannot be done. */
  execute(command: Command, scope: Scope): string;
  /** Takes back or brings back the latest step; resolves with it when it is durable and shown. */
  undo(scope: Scope): Promise<CommittedStep>;
  redo(scope: Scope): Promise<CommittedStep>;
  /** Has the core do a step that it plans itself (a run to keep); resolves with it when it is durable and shown. */
  carryOut(call: (commandId: Id) => Promise<CommittedStep>): Promise<CommittedStep>;
  /**
   * Replaces what the document says of a video by what `load` gives, and does again on top what was done meanwhile:
   * nothing is sent while it loads, so none of that is in it.
   */
  reload(load: () => Promise<() => void>): Promise<void>;
  /** A step that the core announced. Own steps are known already. */
  receive(step: CommittedStep): void;
  /** Resolves when everything sent so far is durable. */
  flush(): Promise<void>;
}

interface Sent {
  commandId: Id;
  changes: readonly Change[];
}

/**
 * Edits are drawn before the disk has them: a command changes the document in memory at once, and the core is told
 * in order. What the core refuses is taken back, with everything after it that was built on it.
 */
export function createCommitQueue(
  { client, line }: Pick<Connection, 'client' | 'line'>,
  document: ProjectDocument,
  listener: CommitListener,
): CommitQueue {
  const waiting: Sent[] = [];
  /** Ids of steps this window made, until the core's echo of them has passed by. */
  const own = new Set<Id>();
  let last: Promise<unknown> = Promise.resolve();

  function inOrder<T>(work: () => Promise<T>): Promise<T> {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  }

  function takeBackFrom(sent: Sent): void {
    const from = waiting.indexOf(sent);
    if (from < 0) return;
    for (const later of waiting.splice(from).toReversed()) {
      const back = reverseChanges(later.changes);
      listener.onChanged(document.apply(back, { strict: false }));
    }
    listener.onPending(waiting.length);
  }

  async function send(sent: Sent, command: Command, scope: Scope): Promise<void> {
    if (!waiting.includes(sent)) return;
    try {
      await untilAnswered(() => client.documents.commit({ commandId: sent.commandId, ...scope, command }));
      waiting.splice(waiting.indexOf(sent), 1);
      listener.onPending(waiting.length);
    } catch (error) {
      takeBackFrom(sent);
      listener.onRefused(error instanceof Error ? error.message : String(error));
    }
  }

  /** A line that breaks says nothing about the step: it is sent again, and the core does it once. */
  async function untilAnswered<T>(call: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await call();
      } catch (error) {
        if (error instanceof ORPCError || line.isUp()) throw error;
        await line.whenUp();
      }
    }
  }

  async function carryOut(call: (commandId: Id) => Promise<CommittedStep>): Promise<CommittedStep> {
    const commandId = newId();
    own.add(commandId);
    const step = await untilAnswered(() => call(commandId));
    listener.onChanged(document.apply(step.changes, { strict: false }));
    return step;
  }

  return {
    execute(command, scope) {
      const plan = planCommand(document, command);
      const sent: Sent = { commandId: newId(), changes: plan.changes };
      own.add(sent.commandId);
      waiting.push(sent);
      listener.onChanged(document.apply(plan.changes, { strict: true }));
      listener.onPending(waiting.length);
      void inOrder(() => send(sent, command, scope));
      return plan.label;
    },
    undo: (scope) => inOrder(() => carryOut((commandId) => client.documents.undo({ commandId, ...scope }))),
    redo: (scope) => inOrder(() => carryOut((commandId) => client.documents.redo({ commandId, ...scope }))),
    carryOut: (call) => inOrder(() => carryOut(call)),
    reload: (load) =>
      inOrder(async () => {
        const replace = await load();
        replace();
        for (const { changes } of waiting) document.apply(changes, { strict: false });
      }),
    receive(step) {
      if (own.delete(step.commandId)) return;
      listener.onChanged(document.apply(step.changes, { strict: false }));
    },
    flush: () => inOrder(async () => undefined),
  };
}
