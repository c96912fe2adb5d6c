import fs from 'node:fs/promises';
import path from 'node:path';
import type { FolderEntry } from '#api/host.contract.ts';
import { StudioError } from './studio-error.ts';

const videoNames = /\.(mp4|m4v|mov|webm|mkv|avi)$/i;
const imageNames = /\d+\.(jpe?g|png)$/i;

/** A folder's contents for the browser host's file dialog: folders first, hidden names left out. */
export async function listFolder(
  folder: string,
): Promise<{ folder: string; parent: string | null; entries: FolderEntry[] }> {
  const absolute = path.resolve(folder);
  let names;
  try {
    names = await fs.readdir(absolute, { withFileTypes: true });
  } catch (error) {
    throw new StudioError(
      'FILE_NOT_FOUND',
      `The folder ${absolute} cannot be read. Choose another one.`,
      undefined,
      {
        cause: error,
      },
    );
  }
  const entries = await Promise.all(
    names
      .filter((entry) => !entry.name.startsWith('.'))
      .map((entry) => describe(path.join(absolute, entry.name))),
  );
  const known = entries.filter((entry) => entry !== undefined);
  const rank = (entry: FolderEntry): number => (entry.kind === 'video' || entry.kind === 'other' ? 1 : 0);
  known.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, undefined, { numeric: true }));
  const parent = path.dirname(absolute);
  return { folder: absolute, parent: parent === absolute ? null : parent, entries: known };
}

async function describe(file: string): Promise<FolderEntry | undefined> {
  const name = path.basename(file);
  try {
    const stat = await fs.stat(file);
    if (!stat.isDirectory()) {
      return { name, path: file, kind: videoNames.test(name) ? 'video' : 'other', sizeBytes: stat.size };
    }
    const inside = await fs.readdir(file);
    const kind = inside.includes('project.fiducial')
      ? 'project'
      : inside.some((entry) => imageNames.test(entry))
        ? 'images'
        : 'folder';
    return { name, path: file, kind, sizeBytes: 0 };
  } catch {
    // Gone meanwhile, or not ours to read: not offered.
    return undefined;
  }
}
