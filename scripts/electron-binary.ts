import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './run-tool.ts';

/** An Electron that can be run, or why there is none, as the rest of a sentence. */
export type ElectronBinary = { path: string } | { why: string };

const folder = join(root, 'node_modules', 'electron');

/** Where the binary would be. The package is never imported: importing it starts a download. */
function binaryPath(): string {
  const pathFile = join(folder, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : 'electron';
  return join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'), name);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}

/** Why Electron could not open a window on this machine, if that is known without starting it. */
function obstacle(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  if (process.getuid?.() === 0) return "Electron's sandbox does not start as root";
  if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return 'there is no display';
  return undefined;
}

/**
 * Finds the Electron binary, downloads it once if it is missing, and tries it.
 * @param options.asRoot the caller turns the sandbox off and brings a display, as tests in a container do
 */
export function findElectron(options: { asRoot?: boolean } = {}): ElectronBinary {
  const why = options.asRoot === true ? undefined : obstacle();
  if (why !== undefined) return { why };
  if (!existsSync(join(folder, 'package.json'))) return { why: 'the package electron is not installed' };
  if (!isExecutable(binaryPath())) {
    const install = spawnSync(process.execPath, [join(folder, 'install.js')], {
      encoding: 'utf8',
      timeout: 300_000,
    });
    if (install.status !== 0) return { why: 'the Electron binary is not here and could not be downloaded' };
  }
  const path = binaryPath();
  if (!isExecutable(path)) return { why: `${path} cannot be executed` };
  // A binary that is there may still lack a system library; it says so at once.
  const args = process.getuid?.() === 0 ? ['--no-sandbox', '--version'] : ['--version'];
  const trial = spawnSync(path, args, { encoding: 'utf8', timeout: 30_000, cwd: dirname(path) });
  if (trial.status !== 0) return { why: `${path} does not run (${lastLine(trial.stderr) || 'no message'})` };
  return { path };
}
