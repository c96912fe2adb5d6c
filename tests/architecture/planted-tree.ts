import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

const configuration = [
  'package.json',
  'oxlint.config.ts',
  'knip.config.ts',
  '.oxfmtrc.json',
  'scripts/walls.ts',
  ...['', '.base', '.pure', '.node', '.web'].map((name) => `tsconfig${name}.json`),
];

/** What a tool said about a planted tree. */
interface Verdict {
  code: number | null;
  output: string;
}

/**
 * A folder with this repository's configuration and nothing but planted files, so that a guard can be seen to fail.
 * A guard that is green because it looks at nothing is worse than none.
 */
export class PlantedTree {
  readonly folder = mkdtempSync(join(tmpdir(), 'fiducial-planted-'));

  constructor(files: Record<string, string>) {
    for (const path of configuration) cpSync(join(root, path), join(this.folder, path));
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'), 'junction');
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), text);
    }
  }

  /** Runs the script of an installed package in the tree. */
  run(script: string, ...args: string[]): Verdict {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(this.folder, 'node_modules', script), ...args],
      { cwd: this.folder, encoding: 'utf8', maxBuffer: 64 << 20, env: { ...process.env, NO_COLOR: '1' } },
    );
    return { code: status, output: stdout + stderr };
  }

  /** Lints the tree: for each file (relative, forward slashes) the rules that it breaks. */
  lint(...args: string[]): Map<string, string[]> {
    const { output } = this.run('oxlint/bin/oxlint', '--format=json', ...args, 'src');
    const report = JSON.parse(output) as { diagnostics: { filename: string; code: string }[] };
    const broken = new Map<string, string[]>();
    for (const { filename, code } of report.diagnostics) {
      const path = filename.replaceAll('\\', '/');
      broken.set(path, [...(broken.get(path) ?? []), code]);
    }
    return broken;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
