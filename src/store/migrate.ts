import type Database from 'better-sqlite3';
import fs from 'node:fs';
import path from 'node:path';
import type { Migration } from './migrations/index.ts';
import { StoreError } from './store-error.ts';

export function newestOf(migrations: readonly Migration[]): number {
  return Math.max(0, ...migrations.map(({ version }) => version));
}

/**
 * Brings a database to the newest version, whole or not at all. One with data is copied to backups/ beside it first,
 * where `backUpBeside` names its file. Throws what SQLite throws, and StoreError PROJECT_CORRUPT where the result
 * would have rows that refer to nothing.
 */
export function migrate(
  db: Database.Database,
  options: { migrations: readonly Migration[]; backUpBeside?: string },
): void {
  const from = Number(db.pragma('user_version', { simple: true }));
  const due = options.migrations.filter(({ version }) => version > from);
  if (due.length === 0) return;
  if (from > 0 && options.backUpBeside !== undefined) backUp(db, options.backUpBeside, from);
  // A migration may rebuild a table that others refer to; what refers is checked at the end instead.
  db.pragma('foreign_keys = OFF');
  db.transaction(() => {
    for (const { sql } of due) db.exec(sql);
    const dangling = db.pragma('foreign_key_check') as { table: string; parent: string }[];
    const [first] = dangling;
    if (first) {
      throw new StoreError(
        'PROJECT_CORRUPT',
        `${db.name} could not be brought to the newest version: ${dangling.length} rows, the first in ` +
          `${first.table}, refer to a ${first.parent} that is not there. Nothing was changed.`,
      );
    }
    db.pragma(`user_version = ${newestOf(due)}`);
  }).immediate();
  // The version must stand in the file itself, where readHeader looks, not in the write-ahead log.
  db.pragma('wal_checkpoint(TRUNCATE)');
}

function backUp(db: Database.Database, file: string, version: number): void {
  const folder = path.join(path.dirname(file), 'backups');
  fs.mkdirSync(folder, { recursive: true });
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const copy = path.join(folder, `schema-${version}-${stamp}.fiducial`);
  const draft = `${copy}.part`;
  try {
    db.prepare('VACUUM INTO ?').run(draft);
    const handle = fs.openSync(draft, 'r+');
    try {
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
    fs.renameSync(draft, copy);
  } catch (error) {
    fs.rmSync(draft, { force: true });
    throw error;
  }
}
