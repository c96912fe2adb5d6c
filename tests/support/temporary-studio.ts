import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { createStudio, type Studio } from '#core/index.ts';

export const repository = path.resolve(import.meta.dirname, '..', '..');

export interface TemporaryStudio {
  studio: Studio;
  /** An empty folder that goes when the studio does. */
  folder: string;
  dispose(): void;
}

/** A core with its own user folder, so that a test neither sees nor leaves anything of the person's. */
export function temporaryStudio(): TemporaryStudio {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fiducial-test-'));
  const studio = createStudio({
    userFolder: path.join(folder, 'user'),
    resourcesFolder: path.join(repository, 'resources'),
    version: '0.0.0-test',
    log: pino({ level: 'silent' }),
  });
  return {
    studio,
    folder,
    dispose() {
      studio.close();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
