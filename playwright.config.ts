import { defineConfig } from 'playwright/test';
import { chromiumPath } from './scripts/chromium.ts';

const executablePath = chromiumPath();

/** End-to-end tests. Both projects run the same files; tests/e2e/studio.ts starts the host that the project names. */
export default defineConfig({
  testDir: 'tests/e2e',
  // Playwright empties this folder at every start; test-results/screenshots beside it is kept.
  outputDir: 'test-results/e2e',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  workers: 2,
  forbidOnly: true,
  reporter: [['list'], ['json']],
  use: {
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // Chromium has no sandbox as root. The rest keeps it from calling home, which takes time where nobody answers.
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [{ name: 'loopback' }, { name: 'electron' }],
});
