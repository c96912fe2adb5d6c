import Database from 'better-sqlite3';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { StoreError } from './store-error.ts';

export interface ProjectLock {
  release(): void;
}

/**
 * Takes the project for this process. The lock is an open exclusive transaction on a tiny database in cache/, so
 * the operating system lets go of it however the process ends. Throws StoreError PROJECT_LOCKED, naming the holder.
 */
export function lockProject(folder: string): ProjectLock {
  const cache = path.join(folder, 'cache');
  fs.mkdirSync(cache, { recursive: true });
  const holderFile = path.join(cache, 'lock.json');
  const db = new Database(path.join(cache, 'lock.sqlite'), { timeout: 0 });
  try {
    db.pragma('journal_mode = DELETE');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    throw new StoreError(
      'PROJECT_LOCKED',
      `${folder} is open elsewhere (${describeHolder(holderFile)}). Close it there, or work in that window.`,
      { cause: error },
    );
  }
  fs.writeFileSync(holderFile, JSON.stringify({ pid: process.pid, host: os.hostname() }));
  return {
    release() {
      fs.rmSync(holderFile, { force: true });
      db.close();
    },
  };
}

function describeHolder(file: string): string {
  try {
    const holder = JSON.parse(fs.readFileSync(file, 'utf8')) as { pid?: unknown; host?: unknown };
    return `process ${String(holder.pid)} on ${String(holder.host)}`;
  } catch {
    return 'another program';
  }
}
