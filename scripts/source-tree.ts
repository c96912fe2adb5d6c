import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { root } from './run-tool.ts';

/** A source file, without tests. */
export interface SourceFile {
  /** Relative to src/, with forward slashes. */
  path: string;
  text: string;
  /** What it imports: files as paths relative to src/, packages by the name in the import. */
  imports: string[];
}

const importForms = [
  /(?:^|\n)\s*(?:import|export)\b[^'";]*?\bfrom\s*'([^']+)'/g,
  /(?:^|\n)\s*import\s*'([^']+)'/g,
  /\bimport\(\s*(?:\/\*.*?\*\/\s*)?'([^']+)'\s*\)/g,
  /\bnew URL\(\s*'([^']+\.tsx?)'\s*,\s*import\.meta\.url\s*\)/g,
];

/** Reads one file's imports: static, type-only, dynamic, and worker URLs. */
export function sourceFile(path: string, text: string): SourceFile {
  const names = importForms.flatMap((form) => [...text.matchAll(form)].map((match) => match[1] ?? ''));
  const imports = names.map((name) => {
    const bare = name.replace(/\?.*$/, '');
    if (bare.startsWith('#')) return bare.slice(1);
    return bare.startsWith('.') ? posix.join(posix.dirname(path), bare) : bare;
  });
  return { path, text, imports };
}

/** All files of src/ but tests. */
export function readSources(): SourceFile[] {
  return globSync('src/**/*.{ts,tsx}', { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !/\.test\.tsx?$/.test(path))
    .map((path) => sourceFile(path.slice('src/'.length), readFileSync(join(root, path), 'utf8')));
}
