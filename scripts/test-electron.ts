import { buildIfStale } from './build.ts';
import { findElectron } from './electron-binary.ts';
import { runTool } from './run-tool.ts';

/** `npm run test:electron`: the end-to-end tests in Electron, or the reason why they cannot run here. */

const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
const electron = hasDisplay ? findElectron({ asRoot: true }) : { why: 'there is no display (try xvfb-run)' };
if ('why' in electron) {
  console.log(`Electron tests skipped: ${electron.why}.`);
  // Where Electron is known to be installable, a skip would be a green light that guards nothing.
  if (process.env['FIDUCIAL_REQUIRE_ELECTRON'] !== undefined) process.exitCode = 1;
} else {
  const built = await buildIfStale();
  process.exitCode =
    built === 0
      ? await runTool('playwright/cli.js', ['test', '--project=electron', ...process.argv.slice(2)], {
          FIDUCIAL_ELECTRON: electron.path,
          FIDUCIAL_TEST_HOST: 'electron',
        })
      : built;
}
