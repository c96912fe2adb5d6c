import { join } from 'node:path';
import { buildIfStale } from './build.ts';
import { root, run } from './run-tool.ts';

/** `fiducial …`: the command-line host, in the folder that the person is in. */

const built = await buildIfStale();
process.exitCode =
  built === 0
    ? await run(process.execPath, [join(root, 'out/main/cli.js'), ...process.argv.slice(2)], {
        cwd: process.env['INIT_CWD'] ?? process.cwd(),
      })
    : built;
