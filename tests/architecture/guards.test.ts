import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { missingPackages, readLockfile } from '../../scripts/complete-lockfile.ts';
import { PlantedTree } from './planted-tree.ts';

const root = resolve(import.meta.dirname, '../..');
const clean = 'export const planted = 1;\n';
const typescript = 'typescript/bin/tsc';

let tree: PlantedTree | undefined;
afterEach(() => {
  tree?.remove();
  tree = undefined;
});

function plant(files: Record<string, string>): PlantedTree {
  tree = new PlantedTree(files);
  return tree;
}

describe('the type checker', () => {
  test.each([
    ['pure', 'src/domain/planted.ts', 'window.alert(1);'],
    ['pure', 'src/domain/planted.ts', 'document.title = "";'],
    ['pure', 'src/metrics/planted.ts', 'process.exit(1);'],
    ['pure', 'src/exchange/planted.ts', 'Buffer.from([]);'],
    [
      'pure',
      'src/api/planted.ts',
      "import 'node:fs';\nimport { readFileSync } from 'node:fs';\nreadFileSync('x');",
    ],
    ['pure', 'src/media/planted.ts', 'new VideoDecoder({ output() {}, error() {} });'],
    ['web', 'src/renderer/planted.ts', 'process.exit(1);'],
    ['web', 'src/media/planted.web.ts', 'Buffer.from([]);'],
    ['node', 'src/core/planted.ts', 'window.alert(1);'],
    ['node', 'src/media/planted.node.ts', 'document.title = "";'],
  ])('refuses in a %s file (%s): %s', (project, path, text) => {
    const planted = plant({ [path]: `${text}\nexport {};\n`, 'src/domain/clean.ts': clean });
    const { code, output } = planted.run(typescript, '-p', `tsconfig.${project}.json`, '--pretty', 'false');
    expect(code).not.toBe(0);
    expect(output).toContain(path);
    expect(output).toMatch(/TS2304|TS2580|TS2584|TS2591|TS2307|TS2552/);
  });

  test('refuses a pure file that imports a browser file of its own room', () => {
    const planted = plant({
      'src/media/pure.ts': "export { planted } from './decode.web.ts';\n",
      'src/media/decode.web.ts': clean,
    });
    const { code, output } = planted.run(typescript, '-p', 'tsconfig.pure.json', '--pretty', 'false');
    expect(code).not.toBe(0);
    expect(output).toContain('decode.web.ts');
  });

  test('accepts a clean tree', () => {
    const planted = plant({ 'src/domain/planted.ts': clean });
    expect(planted.run(typescript, '-p', 'tsconfig.pure.json')).toMatchObject({ code: 0 });
  });
});

describe('the linter', () => {
  test.each([
    ['no-explicit-any', 'export const planted: any = 1;\n'],
    ['no-default-export', 'export default 1;\n'],
    [
      'no-floating-promises',
      'async function go(): Promise<void> {}\nexport function planted(): void {\n  go();\n}\n',
    ],
    [
      'max-lines',
      'export {};\n' + Array.from({ length: 501 }, (_, n) => `export const a${n} = 1;\n`).join(''),
    ],
    ['eqeqeq', 'export const planted = (a: number): boolean => a == 1;\n'],
    [
      'switch-exhaustiveness-check',
      "export function planted(a: 'x' | 'y'): number {\n  switch (a) {\n    case 'x':\n      return 1;\n  }\n  return 2;\n}\n",
    ],
  ])('reports %s', (rule, text) => {
    const path = 'src/domain/planted.ts';
    const broken =
      plant({ [path]: text })
        .lint('--type-aware')
        .get(path) ?? [];
    expect(broken.filter((code) => code.includes(rule))).not.toEqual([]);
  });
});

describe('the other guards', () => {
  test('the formatter refuses a file that is not formatted', () => {
    const planted = plant({ 'src/domain/planted.ts': 'export const planted = "1"\n' });
    const { code, output } = planted.run('oxfmt/bin/oxfmt', '--check', 'src');
    expect(code).not.toBe(0);
    expect(output).toContain('planted.ts');
  });

  test('unused files and exports are found', () => {
    const planted = plant({
      'src/main/index.ts': "import { used } from '../domain/half.ts';\nconsole.log(used);\n",
      'src/domain/half.ts': 'export const used = 1;\nexport const unusedExport = 2;\n',
      'src/domain/lonely.ts': clean,
    });
    const { code, output } = planted.run('knip/bin/knip.js', '--include', 'files,exports');
    expect(code).not.toBe(0);
    expect(output).toContain('lonely.ts');
    expect(output).toContain('unusedExport');
  });

  test('the lockfile serves every system, so that npm ci accepts it everywhere', () => {
    expect(Object.keys(missingPackages(readLockfile()))).toEqual([]);
    const damaged = readLockfile();
    delete damaged.packages['node_modules/@oxlint/binding-darwin-arm64'];
    expect(missingPackages(damaged)).toEqual({
      'node_modules/@oxlint/binding-darwin-arm64': expect.objectContaining({
        os: ['darwin'],
        cpu: ['arm64'],
      }),
    });
  });

  test('CI runs what a person runs, through the bootstrap', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    for (const task of ['start', 'test', 'check', 'dev', 'bench', 'test:electron'])
      expect(scripts[task]).toBe(`node scripts/bootstrap.mjs ${task}`);
    const commands = readFileSync(join(root, '.ci/run'), 'utf8').trim().split('\n');
    expect(commands.at(-1)).toBe('exec npm test');
  });
});
