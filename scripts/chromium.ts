import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';
import { runTool } from './run-tool.ts';

/** Browsers that the system brings, before the one that Playwright would download. */
const systemPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** The Chromium that tests and benchmarks drive, or undefined if none is installed. */
export function chromiumPath(): string | undefined {
  return [...systemPaths, chromium.executablePath()].find((path) => existsSync(path));
}

function isOnPath(program: string): boolean {
  return spawnSync(program, ['-version'], { stdio: 'ignore' }).error === undefined;
}

function aptInstall(packages: readonly string[]): boolean {
  const apt = (...args: string[]): boolean =>
    spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  console.log(`Installing ${packages.join(' and ')} with apt-get ...`);
  return apt('update', '-qq') && apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
}

/**
 * Installs Chromium if there is none, and ffmpeg where apt-get may; tests that need ffmpeg say so where it is missing.
 * @returns whether there is a Chromium now
 */
export async function ensureChromium(): Promise<boolean> {
  const missing = [
    ...(chromiumPath() === undefined ? ['chromium'] : []),
    ...(isOnPath('ffmpeg') ? [] : ['ffmpeg']),
  ];
  const hasApt = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (missing.length > 0 && hasApt) aptInstall(missing);
  if (chromiumPath() !== undefined) return true;
  await runTool('playwright/cli.js', ['install', 'chromium']);
  return chromiumPath() !== undefined;
}
