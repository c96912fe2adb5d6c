import type { ExportSink } from '#exchange/dataset.ts';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { StudioError } from '../studio-error.ts';
import { explainDiskError } from '#store/store-error.ts';

export interface FolderSink extends ExportSink {
  /** Puts a file that lies elsewhere on this disk into the export. */
  take(file: string, as: string): void;
  /** Makes what was written the export, all at once. */
  finish(): void;
  /** Takes everything back. */
  discard(): void;
}

/**
 * An export folder that is there whole or not at all: files go into a hidden folder beside it, which takes its name
 * at the end. Throws StudioError NOT_ALLOWED when `folder` holds anything but an earlier export.
 */
export function openFolderSink(folder: string): FolderSink {
  const isOurs = fs.existsSync(path.join(folder, 'manifest.json'));
  if (fs.existsSync(folder) && !isOurs && fs.readdirSync(folder).length > 0) {
    throw new StudioError('NOT_ALLOWED', `${folder} holds other files. Choose an empty or a new folder.`);
  }
  const draft = path.join(path.dirname(folder), `.${path.basename(folder)}-${randomUUID().slice(0, 8)}`);
  const resolve = (name: string): string => {
    const file = path.resolve(draft, name);
    if (!file.startsWith(draft + path.sep))
      throw new StudioError('NOT_ALLOWED', `${name} leaves the export's folder.`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    return file;
  };
  try {
    fs.mkdirSync(draft, { recursive: true });
  } catch (error) {
    throw explainDiskError(error, folder);
  }
  return {
    async write(name, content) {
      const handle = fs.openSync(resolve(name), 'w');
      try {
        for await (const part of content instanceof Uint8Array ? [content] : content)
          fs.writeSync(handle, part);
        fs.fsyncSync(handle);
      } catch (error) {
        throw explainDiskError(error, folder);
      } finally {
        fs.closeSync(handle);
      }
    },
    take: (file, as) => fs.renameSync(file, resolve(as)),
    finish() {
      const old = `${draft}-old`;
      if (fs.existsSync(folder)) fs.renameSync(folder, old);
      fs.renameSync(draft, folder);
      fs.rmSync(old, { recursive: true, force: true });
    },
    discard: () => fs.rmSync(draft, { recursive: true, force: true }),
  };
}
