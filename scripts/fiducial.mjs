#!/usr/bin/env node
/** The command `fiducial`: the command-line host of this repository, installed and built first where that is due. */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bootstrap = join(dirname(fileURLToPath(import.meta.url)), 'bootstrap.mjs');
const child = spawn(process.execPath, [bootstrap, 'cli', ...process.argv.slice(2)], {
  stdio: 'inherit',
  // Paths in the arguments are relative to where the person is, not to this repository.
  env: { ...process.env, INIT_CWD: process.cwd() },
});
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code) => process.exit(code ?? 1));
