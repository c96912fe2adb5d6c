import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.ts';
import { ensureChromium } from './chromium.ts';
import { printLargest } from './largest.ts';
import { root, runTool } from './run-tool.ts';

/**
 * `npm run check`, and with --e2e `npm test`: everything that CI runs. All steps run even if one fails; the last line
 * is `N passed, N failed`, where each step without tests of its own counts as one.
 */

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

interface Step {
  name: string;
  run: () => Promise<Counts>;
}

const reports = join(root, '.cache', 'reports');

function oneStep(code: number): Counts {
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** Runs a test runner that writes a JSON report, and reads the counts from it; no report is a failure. */
async function tests(
  report: string,
  start: () => Promise<number>,
  read: (json: Record<string, unknown>) => Counts,
): Promise<Counts> {
  rmSync(report, { force: true });
  const code = await start();
  if (!existsSync(report)) return oneStep(code === 0 ? 1 : code);
  const counts = read(JSON.parse(readFileSync(report, 'utf8')) as Record<string, unknown>);
  // A file that could not be loaded, or an error between tests, fails the run without a failed test.
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

async function unitTests(): Promise<Counts> {
  const report = join(reports, 'vitest.json');
  const args = ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  return tests(
    report,
    () => runTool('vitest/vitest.mjs', args),
    (json) => ({
      passed: Number(json['numPassedTests']),
      failed: Number(json['numFailedTests']),
      skipped: Number(json['numPendingTests']) + Number(json['numTodoTests']),
    }),
  );
}

async function endToEnd(): Promise<Counts> {
  if (!(await ensureChromium())) {
    console.error(
      'No Chromium here, and none could be installed: install one, or run npm run check instead.',
    );
    return oneStep(1);
  }
  const report = join(reports, 'playwright.json');
  return tests(
    report,
    () =>
      runTool('playwright/cli.js', ['test', '--project=loopback'], { PLAYWRIGHT_JSON_OUTPUT_FILE: report }),
    (json) => {
      const stats = json['stats'] as Record<string, number>;
      return {
        passed: stats['expected'] ?? 0,
        failed: (stats['unexpected'] ?? 0) + (stats['flaky'] ?? 0),
        skipped: stats['skipped'] ?? 0,
      };
    },
  );
}

const steps: Step[] = [
  { name: 'format', run: async () => oneStep(await runTool('oxfmt/bin/oxfmt', ['--check'])) },
  { name: 'lint', run: async () => oneStep(await runTool('oxlint/bin/oxlint', ['--type-aware'])) },
  { name: 'types', run: async () => oneStep(await runTool('typescript/bin/tsc', ['-b'])) },
  { name: 'unused code', run: async () => oneStep(await runTool('knip/bin/knip.js', [])) },
  { name: 'build', run: async () => oneStep(await build()) },
  { name: 'unit, contract and architecture tests', run: unitTests },
  ...(process.argv.includes('--e2e') ? [{ name: 'end-to-end tests', run: endToEnd }] : []),
];

const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const failedSteps: string[] = [];
for (const step of steps) {
  console.log(`\n== ${step.name}`);
  const started = performance.now();
  const counts = await step.run();
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  if (counts.failed > 0) failedSteps.push(step.name);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`== ${step.name}: ${counts.failed === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
}

console.log('\n== largest files');
printLargest(8);
if (failedSteps.length > 0) console.log(`\nFailed: ${failedSteps.join(', ')}`);
if (total.skipped > 0) console.log(`\n${total.skipped} skipped`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
