import type { ProjectReader } from '#domain/reader.ts';
import fs from 'node:fs';
import path from 'node:path';
import { openActivityStore, type ActivityStore } from './activity.ts';
import { openCommandLog, type CommandLog } from './command-log.ts';
import { openRows, type AllRows } from './entity-rows.ts';
import { createFile, openFile, type Db } from './open-file.ts';
import { lockProject, type ProjectLock } from './project-lock.ts';
import { createSqlReader } from './sql-reader.ts';
import { openRunStore, type RunStore } from './runs.ts';
import { openSpanDataStore, type SpanDataStore } from './span-data.ts';
import { explainDiskError, StoreError } from './store-error.ts';
import { openVideoStore, type VideoStore } from './videos.ts';

/** One open project folder: the only way to its SQLite file. Everything in it is synchronous and durable on return. */
export interface ProjectStore {
  folder: string;
  file: string;
  rows: AllRows;
  reader: ProjectReader;
  log: CommandLog;
  videos: VideoStore;
  runs: RunStore;
  spanData: SpanDataStore;
  activity: ActivityStore;
  /** Runs work in one transaction; what it throws is explained (StoreError) and nothing of it stays. */
  transact<T>(work: () => T): T;
  /** SQLite's own word on the file: "ok", or what is wrong. */
  checkIntegrity(): string;
  close(): void;
}

export function projectFileOf(folder: string): string {
  return path.join(folder, 'project.fiducial');
}

/**
 * Makes a project in `folder` (made when missing) with what `fill` puts in it at once: its own row, a person, the main
 * label set. Throws StoreError PROJECT_EXISTS, PROJECT_READ_ONLY, DISK_FULL.
 */
export function createProjectStore(folder: string, fill: (rows: AllRows) => void): ProjectStore {
  const file = projectFileOf(folder);
  try {
    makeFolder(folder);
  } catch (error) {
    throw explainDiskError(error, folder);
  }
  return holding(folder, () => {
    if (fs.existsSync(file)) {
      throw new StoreError(
        'PROJECT_EXISTS',
        `There is a project in ${folder} already. Open it, or choose another folder.`,
      );
    }
    createFile(file, (db) => fill(openRows(db)));
    return openFile(file);
  });
}

/** As mkdir's `recursive`, which calls a read-only disk a missing folder. */
function makeFolder(folder: string): void {
  if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  const above = path.dirname(folder);
  if (above !== folder) makeFolder(above);
  fs.mkdirSync(folder);
}

/** Opens the project in `folder`. Throws StoreError. */
export function openProjectStore(folder: string): ProjectStore {
  const file = projectFileOf(folder);
  if (!fs.existsSync(file)) {
    throw new StoreError(
      'PROJECT_NOT_FOUND',
      `There is no Fiducial project in ${folder}. If it was moved, open it at its new place.`,
    );
  }
  return holding(folder, () => openFile(file));
}

/** Opens the database while holding the project; lets go of it when that fails. */
function holding(folder: string, openDb: () => Db): ProjectStore {
  const file = projectFileOf(folder);
  let lock: ProjectLock | undefined;
  let db: Db | undefined;
  try {
    lock = lockProject(folder);
    db = openDb();
    return assemble(folder, file, db, lock);
  } catch (error) {
    db?.close();
    lock?.release();
    throw explainDiskError(error, file);
  }
}

function assemble(folder: string, file: string, db: Db, lock: ProjectLock): ProjectStore {
  const explained = explaining(file, db);
  const plainRows = Object.entries(openRows(db)) as [string, object][];
  const rows = Object.fromEntries(
    plainRows.map(([name, table]) => [name, explained(table)]),
  ) as unknown as AllRows;
  const spanData = explained(openSpanDataStore(db));
  const reader = createSqlReader(rows, spanData);
  return {
    folder,
    file,
    rows,
    reader,
    spanData,
    log: explained(openCommandLog(db, rows, reader)),
    videos: explained(openVideoStore(db)),
    runs: explained(openRunStore(db)),
    activity: explained(openActivityStore(db)),
    ...explained({
      transact: <T>(work: () => T): T => db.transaction(work).immediate(),
      checkIntegrity: (): string => String(db.pragma('integrity_check', { simple: true })),
    }),
    close() {
      try {
        db.close();
      } finally {
        lock.release();
      }
    },
  };
}

/** Wraps every function of a repository so that the disk's codes become StoreErrors naming the file. */
function explaining(file: string, db: Db): <T extends object>(repository: T) => T {
  return (repository) =>
    Object.fromEntries(
      Object.entries(repository).map(([name, call]) => [
        name,
        (...values: unknown[]): unknown => {
          if (!db.open) {
            throw new StoreError('NO_PROJECT', `${file} was closed meanwhile. Open the project again.`);
          }
          try {
            return (call as (...values: unknown[]) => unknown)(...values);
          } catch (error) {
            throw explainDiskError(error, file);
          }
        },
      ]),
    ) as typeof repository;
}
