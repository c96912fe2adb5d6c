import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run-tool.ts';

interface SourceFile {
  /** Relative to src/, with forward slashes. */
  path: string;
  lines: number;
  /** Source files (without tests) that import it. */
  importers: number;
}

/** All source files without tests, largest first. Imports are counted by the file's name in an import path. */
export function sourceFiles(): SourceFile[] {
  const paths = globSync('src/**/*.{ts,tsx}', { cwd: root })
    .map((path) => path.replaceAll('\\', '/').replace('src/', ''))
    .filter((path) => !/\.test\.tsx?$/.test(path));
  const texts = new Map(paths.map((path) => [path, readFileSync(join(root, 'src', path), 'utf8')]));
  const imports = [...texts].map(
    ([path, text]) =>
      [
        path,
        new Set([...text.matchAll(/from '([#.][^']+)'/g)].map((match) => target(path, match[1] ?? ''))),
      ] as const,
  );
  return [...texts]
    .map(([path, text]) => ({
      path,
      lines: text.split('\n').length - 1,
      importers: imports.filter(([, targets]) => targets.has(path)).length,
    }))
    .sort((a, b) => b.lines - a.lines);
}

/** The file under src/ that an import path names. */
function target(importer: string, path: string): string {
  if (path.startsWith('#')) return path.slice(1);
  return join(importer, '..', path).replaceAll('\\', '/');
}

/** Prints the largest files and how many files depend on each: the ones to split first. */
export function printLargest(count = 8): void {
  const files = sourceFiles();
  const middle = files[Math.floor(files.length / 2)];
  console.log(`${files.length} source files, median ${middle?.lines ?? 0} lines`);
  for (const file of files.slice(0, count))
    console.log(
      `${String(file.lines).padStart(5)} lines  ${String(file.importers).padStart(3)} importers  ${file.path}`,
    );
}

if (import.meta.main) printLargest(30);
