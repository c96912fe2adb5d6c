import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import type { StudioOptions } from './studio.ts';

/** Options from where this program lies and who runs it. FIDUCIAL_USER_FOLDER moves the user's folder. */
export function defaultStudioOptions(): StudioOptions {
  const root = findRoot(import.meta.dirname);
  const userFolder = process.env['FIDUCIAL_USER_FOLDER'] ?? defaultUserFolder();
  fs.mkdirSync(userFolder, { recursive: true });
  const packageFile = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  return {
    userFolder,
    resourcesFolder: path.join(root, 'resources'),
    version: packageFile.version,
    log: pino(
      { name: 'fiducial' },
      pino.destination({ dest: path.join(userFolder, 'fiducial.log'), sync: true }),
    ),
  };
}

/** The program's folder: the nearest one above with a package.json. */
function findRoot(from: string): string {
  if (fs.existsSync(path.join(from, 'package.json'))) return from;
  const above = path.dirname(from);
  if (above === from) throw new Error(`No package.json above ${from}`);
  return findRoot(above);
}

function defaultUserFolder(): string {
  const home = os.homedir();
  switch (process.platform) {
    case 'darwin':
      return path.join(home, 'Library', 'Application Support', 'Fiducial');
    case 'win32':
      return path.join(process.env['APPDATA'] ?? path.join(home, 'AppData', 'Roaming'), 'Fiducial');
    default:
      return path.join(process.env['XDG_CONFIG_HOME'] ?? path.join(home, '.config'), 'fiducial');
  }
}
