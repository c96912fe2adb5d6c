import Database from 'better-sqlite3';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { codeOf, StoreError } from './store-error.ts';

export interface ProjectLock {
  release(): void;
}

/**
 * Takes the project for this process. The lock is an open exclusive transaction on an empty database beside the
 * project file, so the operating system lets go of it however the process ends (docs/decisions/0190-project-lock.md).
 * Throws StoreError PROJECT_LOCKED, naming the holder; what the disk says passes unchanged.
 */
export function lockProject(folder: string): ProjectLock {
  const holderFile = path.join(folder, 'cache', 'lock.json');
  const db = take(path.join(folder, 'project.fiducial-lock'), folder, holderFile);
  rememberHolder(holderFile);
  return {
    release() {
      fs.rmSync(holderFile, { force: true });
      db.close();
    },
  };
}

function take(file: string, folder: string, holderFile: string): Database.Database {
  const db = new Database(file, { timeout: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
    return db;
  } catch (error) {
    db.close();
    if (codeOf(error) === 'SQLITE_NOTADB') {
      // Not ours to hold: a damaged lock file is held by nobody.
      fs.rmSync(file);
      return take(file, folder, holderFile);
    }
    if (!codeOf(error).startsWith('SQLITE_BUSY')) throw error;
    throw new StoreError(
      'PROJECT_LOCKED',
      `${folder} is open elsewhere (${describeHolder(holderFile)}). Close it there, or work in that window.`,
      { cause: error },
    );
  }
}

/** Only for the message that others get: a full disk or a deleted cache is no reason not to work. */
function rememberHolder(file: string): void {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, JSON.stringify({ pid: process.pid, host: os.hostname() }));
  } catch {
    // Others then read "another program".
  }
}

function describeHolder(file: string): string {
  try {
    const holder = JSON.parse(fs.readFileSync(file, 'utf8')) as { pid?: unknown; host?: unknown };
    return `process ${String(holder.pid)} on ${String(holder.host)}`;
  } catch {
    return 'another program';
  }
}
