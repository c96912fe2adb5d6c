import Database from 'better-sqlite3';
import { reverseChanges, type Change } from '#domain/changes.ts';
import { entityNames, keyOf, type EntityName } from '#domain/records.ts';
import { projectFileOf, type ProjectStore } from '#store/project-store.ts';

/** Records by entity and key. */
export type Contents = Map<string, unknown>;

interface LoggedStep {
  seq: number;
  action: 'do' | 'undo' | 'redo';
  targetSeq: number | null;
}

/** What the log alone says the tables hold: the `after` rows of every step, one step after the other. */
export function replayLog(folder: string, start: Contents = new Map()): Contents {
  const db = new Database(projectFileOf(folder), { readonly: true });
  try {
    const contents = new Map(start);
    const changesOf = db.prepare('SELECT entity, before, after FROM command_change WHERE seq = ? ORDER BY n');
    const steps = db.prepare('SELECT seq, action, target_seq AS targetSeq FROM command ORDER BY seq').all();
    for (const step of steps as LoggedStep[]) {
      const logged = changesOf.all(step.targetSeq ?? step.seq) as {
        entity: EntityName;
        before: string | null;
        after: string | null;
      }[];
      const changes = logged.map(
        ({ entity, before, after }) =>
          ({ entity, before: parse(before), after: parse(after) }) as unknown as Change,
      );
      for (const change of step.action === 'undo' ? reverseChanges(changes) : changes) put(contents, change);
    }
    return contents;
  } finally {
    db.close();
  }
}

function parse(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}

function put(contents: Contents, { entity, before, after }: Change): void {
  const record = after ?? before;
  if (record === null) return;
  const key = `${entity} ${keyOf(entity, record as never)}`;
  if (after === null) contents.delete(key);
  else contents.set(key, after);
}

/** What the tables hold. */
export function contentsOf({ rows }: Pick<ProjectStore, 'rows'>): Contents {
  return new Map(
    entityNames.flatMap((entity) =>
      rows[entity]
        .list('1')
        .map((record) => [`${entity} ${keyOf(entity, record as never)}`, record] as const),
    ),
  );
}
