import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
let found: Promise<string | undefined> | undefined;

/** The ffmpeg on the PATH, looked for once; undefined when there is none. */
export function findFfmpeg(): Promise<string | undefined> {
  found ??= run('ffmpeg', ['-version']).then(
    () => 'ffmpeg',
    () => undefined,
  );
  return found;
}
