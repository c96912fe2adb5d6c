import { isSameRecord, reverseChanges, type Change } from '#domain/changes.ts';
import { planCommand, type Command } from '#domain/commands/index.ts';
import type { Id } from '#domain/ids.ts';
import type { ProjectReader } from '#domain/reader.ts';
import type { EntityName } from '#domain/records.ts';
import type { AllRows, EntityRows } from './entity-rows.ts';
import type { Db } from './open-file.ts';
import { codeOf, StoreError } from './store-error.ts';

/** Who does something, where, and on which frame they are looking. */
export interface CommandContext {
  /** Made by the caller; one that is already committed is answered again, not done again. */
  commandId: Id;
  personId: Id;
  /** The video whose undo list this belongs to; null for project-wide settings. */
  videoId: Id | null;
  frame: number | null;
}

/** A durable step of history. */
export interface Committed {
  seq: number;
  commandId: Id;
  action: 'do' | 'undo' | 'redo';
  /** The step that an undo or redo names. */
  targetSeq: number | null;
  kind: string;
  label: string;
  videoId: Id | null;
  personId: Id;
  /** Milliseconds since 1970. */
  at: number;
  /** The frame the original step was made on. */
  frame: number | null;
  changes: Change[];
}

interface CommandRow {
  seq: number;
  command_id: string;
  action: 'do' | 'undo' | 'redo';
  target_seq: number | null;
  kind: string;
  label: string;
  video_id: string | null;
  person_id: string;
  at: number;
  frame: number | null;
}

export interface CommandLog {
  /** Plans and commits a command, in one transaction. Throws CommandError, StoreError. */
  commit(context: CommandContext, command: Command): Committed;
  /** Commits changes planned elsewhere in the core (imports, runs), with extra unlogged work in the transaction. */
  commitChanges(
    context: CommandContext,
    kind: string,
    label: string,
    changes: Change[],
    also?: () => void,
  ): Committed;
  /** Takes back this person's latest step on this video. Throws NOTHING_TO_UNDO, HISTORY_CONFLICT. */
  undo(context: CommandContext): Committed;
  redo(context: CommandContext): Committed;
  /** Sequence number of the newest step; 0 for none. */
  latestSeq(): number;
  /** Steps of a video, newest first. */
  list(videoId: Id | null, limit: number, beforeSeq: number): Omit<Committed, 'changes'>[];
}

/** The latest `do` of this scope that is not undone. */
const undoable = /* sql */ `
SELECT c.* FROM command c
WHERE c.person_id = @personId AND c.video_id IS @videoId AND c.action = 'do'
  AND coalesce((SELECT r.action FROM command r WHERE r.target_seq = c.seq ORDER BY r.seq DESC LIMIT 1), 'redo') = 'redo'
ORDER BY c.seq DESC LIMIT 1`;

/** The earliest undone `do` of this scope that was undone after the last `do`: a new step ends redo. */
const redoable = /* sql */ `
SELECT c.* FROM command c
JOIN command r ON r.seq = (SELECT max(u.seq) FROM command u WHERE u.target_seq = c.seq)
WHERE r.person_id = @personId AND r.video_id IS @videoId AND r.action = 'undo' AND c.action = 'do'
  AND r.seq > (SELECT coalesce(max(d.seq), 0) FROM command d
               WHERE d.person_id = @personId AND d.video_id IS @videoId AND d.action = 'do')
ORDER BY c.seq LIMIT 1`;

/** The append-only log of one project: how the present came about, and the way back. */
export function openCommandLog(db: Db, rows: AllRows, reader: ProjectReader): CommandLog {
  const selectById = db.prepare('SELECT * FROM command WHERE command_id = ?');
  const selectUndoable = db.prepare(undoable);
  const selectRedoable = db.prepare(redoable);
  const selectChanges = db.prepare(
    'SELECT entity, before, after FROM command_change WHERE seq = ? ORDER BY n',
  );
  const insertCommand = db.prepare(
    `INSERT INTO command (command_id, action, target_seq, kind, label, video_id, person_id, at, frame)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`,
  );
  const insertChange = db.prepare(
    'INSERT INTO command_change (seq, n, entity, before, after) VALUES (?, ?, ?, ?, ?)',
  );
  const selectList = db.prepare(
    'SELECT * FROM command WHERE video_id IS ? AND seq < ? ORDER BY seq DESC LIMIT ?',
  );

  const selectLatest = db.prepare('SELECT coalesce(max(seq), 0) AS seq FROM command');

  const changesOf = (seq: number): Change[] =>
    (selectChanges.all(seq) as { entity: EntityName; before: string | null; after: string | null }[]).map(
      (row) => ({
        entity: row.entity,
        before: row.before === null ? null : JSON.parse(row.before),
        after: row.after === null ? null : JSON.parse(row.after),
      }),
    );

  const toCommitted = (row: CommandRow, changes: Change[]): Committed => ({
    seq: row.seq,
    commandId: row.command_id,
    action: row.action,
    targetSeq: row.target_seq,
    kind: row.kind,
    label: row.label,
    videoId: row.video_id,
    personId: row.person_id,
    at: row.at,
    frame: row.frame,
    changes,
  });

  const repeated = (context: CommandContext): Committed | undefined => {
    const row = selectById.get(context.commandId) as CommandRow | undefined;
    if (!row) return undefined;
    const changes = changesOf(row.target_seq ?? row.seq);
    return toCommitted(row, row.action === 'undo' ? reverseChanges(changes) : changes);
  };

  function write(
    context: CommandContext,
    step: {
      action: 'do' | 'undo' | 'redo';
      targetSeq: number | null;
      kind: string;
      label: string;
      frame: number | null;
    },
  ): CommandRow {
    return insertCommand.get(
      context.commandId,
      step.action,
      step.targetSeq,
      step.kind,
      step.label,
      context.videoId,
      context.personId,
      Date.now(),
      step.frame,
    ) as CommandRow;
  }

  function logChanges(seq: number, changes: readonly Change[]): void {
    changes.forEach((change, n) => {
      insertChange.run(
        seq,
        n,
        change.entity,
        change.before === null ? null : JSON.stringify(change.before),
        change.after === null ? null : JSON.stringify(change.after),
      );
    });
  }

  function step(context: CommandContext, action: 'undo' | 'redo'): Committed {
    return db
      .transaction((): Committed => {
        const again = repeated(context);
        if (again) return again;
        const select = action === 'undo' ? selectUndoable : selectRedoable;
        const target = select.get({ personId: context.personId, videoId: context.videoId }) as
          | CommandRow
          | undefined;
        if (!target) throw new StoreError('NOTHING_TO_UNDO', `There is nothing to ${action}.`);
        const logged = changesOf(target.seq);
        const changes = action === 'undo' ? reverseChanges(logged) : logged;
        applyChecked(
          rows,
          changes,
          `“${target.label}” cannot be ${action === 'undo' ? 'taken back' : 'done again'}`,
        );
        const row = write(context, {
          action,
          targetSeq: target.seq,
          kind: target.kind,
          label: target.label,
          frame: target.frame,
        });
        return toCommitted(row, changes);
      })
      .immediate();
  }

  return {
    commit: (context, command) =>
      db
        .transaction((): Committed => {
          const again = repeated(context);
          if (again) return again;
          const plan = planCommand(reader, command);
          applyChanges(rows, plan.changes);
          const row = write(context, {
            action: 'do',
            targetSeq: null,
            kind: command.kind,
            label: plan.label,
            frame: context.frame,
          });
          logChanges(row.seq, plan.changes);
          return toCommitted(row, plan.changes);
        })
        .immediate(),
    commitChanges: (context, kind, label, changes, also) =>
      db
        .transaction((): Committed => {
          const again = repeated(context);
          if (again) return again;
          also?.();
          applyChanges(rows, changes);
          const row = write(context, { action: 'do', targetSeq: null, kind, label, frame: context.frame });
          logChanges(row.seq, changes);
          return toCommitted(row, changes);
        })
        .immediate(),
    undo: (context) => step(context, 'undo'),
    redo: (context) => step(context, 'redo'),
    latestSeq: () => (selectLatest.get() as { seq: number }).seq,
    list: (videoId, limit, beforeSeq) =>
      (selectList.all(videoId, beforeSeq, limit) as CommandRow[]).map((row) => {
        const { changes: _changes, ...rest } = toCommitted(row, []);
        return rest;
      }),
  };
}

function applyChanges(rows: AllRows, changes: readonly Change[]): void {
  for (const change of changes) {
    const table = rows[change.entity] as unknown as EntityRows<EntityName>;
    if (change.after === null) {
      if (change.before !== null) table.delete(change.before);
    } else if (change.before === null) table.insert(change.after);
    else table.update(change.after);
  }
}

/** Applies history only where the rows still are what the log says; else nothing changes. */
function applyChecked(rows: AllRows, changes: readonly Change[], what: string): void {
  const conflict = (cause?: unknown): StoreError =>
    new StoreError(
      'HISTORY_CONFLICT',
      `${what}: somebody changed the same labels since. Nothing was changed.`,
      { cause },
    );
  for (const change of changes) {
    const table = rows[change.entity] as unknown as EntityRows<EntityName>;
    const record = change.before ?? change.after;
    if (record === null) continue;
    const current = table.get(table.keyValues(record)) ?? null;
    if (!isSameRecord(current, change.before)) throw conflict();
    try {
      applyChanges(rows, [change]);
    } catch (error) {
      // A row that others refer to, or that is back already: history again. Anything else is the disk's doing.
      throw codeOf(error).startsWith('SQLITE_CONSTRAINT') ? conflict(error) : error;
    }
  }
}
