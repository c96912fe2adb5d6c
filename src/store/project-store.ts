import type { ProjectReader } from '#domain/reader.ts';
import fs from 'node:fs';
import path from 'node:path';
import { openActivityStore, type ActivityStore } from './activity.ts';
import { openCommandLog, type CommandLog } from './command-log.ts';
import { openRows, type AllRows } from './entity-rows.ts';
import { openFile, type Db } from './open-file.ts';
import { lockProject } from './project-lock.ts';
import { createSqlReader } from './sql-reader.ts';
import { openRunStore, type RunStore } from './runs.ts';
import { openSpanDataStore, type SpanDataStore } from './span-data.ts';
import { explainSqliteError, StoreError } from './store-error.ts';
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
  if (fs.existsSync(file)) {
    throw new StoreError(
      'PROJECT_EXISTS',
      `There is a project in ${folder} already. Open it, or choose another folder.`,
    );
  }
  try {
    fs.mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw explainSqliteError(error, folder);
  }
  const store = open(folder, { create: true });
  try {
    store.transact(() => fill(store.rows));
    return store;
  } catch (error) {
    store.close();
    throw error;
  }
}

/** Opens the project in `folder`. Throws StoreError. */
export function openProjectStore(folder: string): ProjectStore {
  return open(folder, { create: false });
}

function open(folder: string, options: { create: boolean }): ProjectStore {
  const file = projectFileOf(folder);
  if (!options.create && !fs.existsSync(file)) {
    throw new StoreError('PROJECT_NOT_FOUND', `There is no Fiducial project in ${folder}.`);
  }
  let lock;
  try {
    lock = lockProject(folder);
  } catch (error) {
    throw explainSqliteError(error, folder);
  }
  try {
    const db = openFile(file, options);
    return assemble(folder, file, db, () => lock.release());
  } catch (error) {
    lock.release();
    throw error;
  }
}

function assemble(folder: string, file: string, db: Db, release: () => void): ProjectStore {
  const rows = openRows(db);
  const spanData = openSpanDataStore(db);
  const reader = createSqlReader(rows, spanData);
  const explained = explaining(file);
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
    transact(work) {
      try {
        return db.transaction(work).immediate();
      } catch (error) {
        throw explainSqliteError(error, file);
      }
    },
    checkIntegrity: () => String(db.pragma('integrity_check', { simple: true })),
    close() {
      db.close();
      release();
    },
  };
}

/** Wraps every function of a repository so that SQLite's codes become StoreErrors naming the file. */
function explaining(file: string): <T extends object>(repository: T) => T {
  return (repository) =>
    Object.fromEntries(
      Object.entries(repository).map(([name, call]) => [
        name,
        (...values: unknown[]): unknown => {
          try {
            return (call as (...values: unknown[]) => unknown)(...values);
          } catch (error) {
            throw explainSqliteError(error, file);
          }
        },
      ]),
    ) as typeof repository;
}
