import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildIfStale } from './build.ts';
import { findElectron } from './electron-binary.ts';
import { root, run } from './run-tool.ts';

/** `npm start [-- PATH]`: the studio in Electron where that can run, else in the browser. */

const [path, ...more] = process.argv.slice(2);
if (more.length > 0) {
  console.error('usage: npm start [-- PATH], where PATH is a project folder, a video or a folder of images');
  process.exit(2);
}
// npm moves to the repository; the person means the folder they are in.
const target = path === undefined ? [] : [resolve(process.env['INIT_CWD'] ?? process.cwd(), path)];
if (target[0] !== undefined && !existsSync(target[0])) {
  console.error(`${target[0]} does not exist.`);
  process.exit(2);
}

const built = await buildIfStale();
if (built !== 0) process.exit(built);

const electron = findElectron();
if ('path' in electron) {
  console.log(`Starting the studio in Electron (${electron.path}).`);
  process.exitCode = await run(electron.path, [root, ...target]);
} else {
  console.log(`Starting the studio in the browser, because ${electron.why}.`);
  process.exitCode = await run(process.execPath, [join(root, 'out/main/loopback.js'), ...target]);
}
