#!/usr/bin/env node
/**
 * Every npm script of this repository starts here. It installs what is missing, then runs the task under the Node
 * version that package.json pins, so that nobody needs more than some Node (20 or newer) and npm.
 *
 * Plain JavaScript without packages on purpose: it runs before anything is installed, on Node versions that cannot
 * run TypeScript.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const marker = join(modules, '.fiducial-install');
const windows = process.platform === 'win32';
const pinnedNode = join(modules, 'node', 'bin', windows ? 'node.exe' : 'node');

/** What each task runs, under the pinned Node. */
const tasks = {
  start: ['scripts/start.ts'],
  check: ['scripts/check.ts'],
  test: ['scripts/check.ts', '--e2e'],
  cli: ['scripts/cli.ts'],
  dev: ['scripts/dev.ts'],
  bench: ['bench/run.ts'],
  'test:electron': ['scripts/test-electron.ts'],
};

function fail(message) {
  console.error(message);
  process.exit(1);
}

function lockfileHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

function isInstalled(hash) {
  return existsSync(pinnedNode) && existsSync(marker) && readFileSync(marker, 'utf8') === hash;
}

/** Runs the npm that started us, or the one on the PATH. */
function npm(...args) {
  const started = process.env['npm_execpath'];
  const own = started !== undefined && basename(started).startsWith('npm') && existsSync(started);
  // npm puts node_modules/.bin first, so this may run on the very Node that an install takes away: npm's own stays.
  const node = process.env['npm_node_execpath'] ?? process.execPath;
  const [command, prefix] = own ? [node, [started]] : ['npm', []];
  const { status, error } = spawnSync(command, [...prefix, ...args], {
    cwd: root,
    // What npm says is not part of what a task prints.
    stdio: ['ignore', process.stderr, 'inherit'],
    shell: windows && !own,
  });
  if (error) fail(`npm could not be started: ${error.message}. Install Node.js 20 or newer with npm.`);
  return status === 0;
}

function install(hash) {
  console.error('Installing packages (first run, or the lockfile has changed) ...');
  const quiet = ['--loglevel=error', '--no-audit', '--no-fund'];
  // Install scripts stay off but for the one that puts the pinned Node in place; no package needs a compiler.
  if (!npm('ci', '--ignore-scripts', ...quiet)) fail('npm ci failed; see above. Nothing was started.');
  if (!npm('rebuild', 'node', ...quiet) || !existsSync(pinnedNode))
    fail('The pinned Node (npm package "node") could not be installed; see above.');
  writeFileSync(marker, hash);
}

const [task, ...rest] = process.argv.slice(2);
const script = task === undefined ? undefined : tasks[task];
if (script === undefined)
  fail(`usage: node scripts/bootstrap.mjs ${Object.keys(tasks).join('|')} [ARGUMENTS]`);

const hash = lockfileHash();
if (!isInstalled(hash)) install(hash);

// Windows spells the variable "Path"; setting "PATH" beside it would leave two.
const pathName = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
const path = [dirname(pinnedNode), join(modules, '.bin'), process.env[pathName] ?? ''].join(delimiter);
const child = spawn(pinnedNode, [...script, ...rest], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, [pathName]: path },
});
// Ctrl+C reaches the child by itself, being in the same group; it decides when to end.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('error', (error) => fail(`${pinnedNode} could not be started: ${error.message}`));
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
