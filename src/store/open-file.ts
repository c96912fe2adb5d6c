import Database from 'better-sqlite3';
import fs from 'node:fs';
import path from 'node:path';
import { migrations, newestVersion } from './migrations/index.ts';
import { explainSqliteError, StoreError } from './store-error.ts';

export type Db = Database.Database;

/** "FIDU": says in the file's header whose it is. */
const applicationId = 0x46494455;

interface FileHeader {
  applicationId: number;
  version: number;
}

/** Reads application id and schema version from the file's first 100 bytes, without opening it as a database. */
export function readHeader(file: string): FileHeader {
  const header = Buffer.alloc(100);
  const handle = fs.openSync(file, 'r');
  try {
    const read = fs.readSync(handle, header, 0, 100, 0);
    if (read < 100 || header.toString('latin1', 0, 15) !== 'SQLite format 3') {
      throw new StoreError(
        'PROJECT_CORRUPT',
        `${file} is not a Fiducial project, or its beginning is damaged. It was left as it is; restore a backup.`,
      );
    }
  } finally {
    fs.closeSync(handle);
  }
  return { version: header.readUInt32BE(60), applicationId: header.readUInt32BE(68) };
}

/**
 * Opens a project file, migrating it after a backup where it is older.
 * Throws StoreError: PROJECT_NEWER (untouched), PROJECT_CORRUPT, PROJECT_READ_ONLY, DISK_FULL.
 */
export function openFile(file: string, options: { create: boolean }): Db {
  if (!options.create) checkHeader(file);
  try {
    const db = new Database(file, { fileMustExist: !options.create, timeout: 2_000 });
    try {
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      db.pragma('foreign_keys = ON');
      if (options.create) db.pragma(`application_id = ${applicationId}`);
      migrate(db, file);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw explainSqliteError(error, file);
  }
}

function checkHeader(file: string): void {
  if (!fs.existsSync(file)) {
    throw new StoreError('PROJECT_NOT_FOUND', `There is no Fiducial project at ${path.dirname(file)}.`);
  }
  const header = readHeader(file);
  if (header.applicationId !== applicationId) {
    throw new StoreError(
      'PROJECT_CORRUPT',
      `${file} is a database, but not of Fiducial. It was left as it is.`,
    );
  }
  if (header.version > newestVersion) {
    throw new StoreError(
      'PROJECT_NEWER',
      `${file} was made by a newer Fiducial (schema ${header.version}, this program knows ${newestVersion}). ` +
        'It was not touched; open it with the newer program.',
    );
  }
}

function migrate(db: Db, file: string): void {
  const from = Number(db.pragma('user_version', { simple: true }));
  const due = migrations.filter((migration) => migration.version > from);
  if (due.length === 0) return;
  if (from > 0) backUp(db, file, from);
  for (const migration of due) {
    db.transaction(() => {
      db.exec(migration.sql);
      db.pragma(`user_version = ${migration.version}`);
    })();
  }
  // The version must stand in the file itself, where readHeader looks, not in the write-ahead log.
  db.pragma('wal_checkpoint(TRUNCATE)');
}

function backUp(db: Db, file: string, version: number): void {
  const folder = path.join(path.dirname(file), 'backups');
  fs.mkdirSync(folder, { recursive: true });
  const copy = path.join(folder, `schema-${version}-${Date.now()}.fiducial`);
  db.prepare('VACUUM INTO ?').run(copy);
}
