import Database from 'better-sqlite3';
import fs from 'node:fs';
import path from 'node:path';
import { migrate, newestOf } from './migrate.ts';
import { migrations, type Migration } from './migrations/index.ts';
import { explainDiskError, StoreError } from './store-error.ts';

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
 * Makes a project file with everything `fill` puts in. It gets its name when it is whole, so a kill or a full disk
 * leaves none. Throws StoreError.
 */
export function createFile(file: string, fill: (db: Db) => void): void {
  const draft = `${file}-new`;
  const drop = (): void => {
    for (const name of [draft, `${draft}-journal`]) fs.rmSync(name, { force: true });
  };
  try {
    drop();
    const db = new Database(draft);
    try {
      db.pragma('synchronous = FULL');
      db.pragma(`application_id = ${applicationId}`);
      migrate(db, { migrations });
      db.pragma('foreign_keys = ON');
      db.transaction(() => fill(db)).immediate();
    } finally {
      db.close();
    }
    // SQLite would take a log that an earlier file of this name left behind for this file's.
    for (const name of [`${file}-wal`, `${file}-shm`]) fs.rmSync(name, { force: true });
    fs.renameSync(draft, file);
  } catch (error) {
    drop();
    throw explainDiskError(error, file);
  }
}

/**
 * Opens a project file, migrating it after a backup where it is older.
 * Throws StoreError: PROJECT_NEWER (untouched), PROJECT_CORRUPT, PROJECT_READ_ONLY, DISK_FULL.
 */
export function openFile(file: string, known: readonly Migration[] = migrations): Db {
  try {
    checkHeader(file, known);
    const db = new Database(file, { fileMustExist: true, timeout: 2_000 });
    try {
      // A newer program that was killed has its version in the write-ahead log, where the header does not show it.
      checkVersion(file, Number(db.pragma('user_version', { simple: true })), known);
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      // Where fsync alone leaves data in the drive's own cache (macOS); elsewhere nothing.
      db.pragma('fullfsync = ON');
      db.pragma('checkpoint_fullfsync = ON');
      db.pragma(`journal_size_limit = ${64 * 2 ** 20}`);
      migrate(db, { migrations: known, backUpBeside: file });
      db.pragma('foreign_keys = ON');
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw explainDiskError(error, file);
  }
}

function checkHeader(file: string, known: readonly Migration[]): void {
  const header = readHeader(file);
  if (header.applicationId !== applicationId) {
    throw new StoreError(
      'PROJECT_CORRUPT',
      `${file} is a database, but not of Fiducial. It was left as it is; choose a Fiducial project.`,
    );
  }
  checkVersion(file, header.version, known);
}

function checkVersion(file: string, version: number, known: readonly Migration[]): void {
  const newest = newestOf(known);
  if (version <= newest) return;
  throw new StoreError(
    'PROJECT_NEWER',
    `${path.dirname(file)} was made by a newer Fiducial (schema ${version}, this program knows ${newest}). ` +
      'It was not touched; open it with the newer program.',
  );
}
