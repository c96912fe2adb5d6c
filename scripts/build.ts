import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runTool } from './run-tool.ts';

const marker = join(root, 'out', '.built-from');
const inputs = ['src/**/*', 'resources/**/*', 'electron.vite.config.ts', 'package.json', 'package-lock.json'];

/** Hash of everything that the build reads. */
function inputHash(): string {
  const hash = createHash('sha256');
  const entries = globSync(inputs, { cwd: root, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const path of entries.map((entry) => join(entry.parentPath, entry.name)).sort())
    hash.update(path).update('\0').update(readFileSync(path));
  return hash.digest('hex');
}

/**
 * Builds main, preload and renderer into out/.
 * @returns the exit code of the build
 */
export async function build(): Promise<number> {
  const hash = inputHash();
  rmSync(marker, { force: true });
  const code = await runTool('electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn']);
  if (code === 0) {
    mkdirSync(join(root, 'out'), { recursive: true });
    writeFileSync(marker, hash);
  }
  return code;
}

/**
 * Builds only if a source has changed since the last build.
 * @returns 0, or the exit code of a build that failed
 */
export async function buildIfStale(): Promise<number> {
  if (existsSync(marker) && readFileSync(marker, 'utf8') === inputHash()) return 0;
  console.error('Building ...');
  return build();
}
