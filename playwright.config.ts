import { defineConfig } from 'playwright/test';

/** End-to-end tests. Both projects run the same files; tests/e2e/studio.ts starts the host that the project names. */
export default defineConfig({
  testDir: 'tests/e2e',
  // Playwright empties this folder at every start; screenshots are kept beside it.
  outputDir: 'test-results/e2e',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  workers: 2,
  forbidOnly: true,
  reporter: [['list'], ['json']],
  use: { trace: 'retain-on-failure' },
  projects: [
    { name: 'loopback', metadata: { host: 'loopback' } },
    { name: 'electron', metadata: { host: 'electron' } },
  ],
});
