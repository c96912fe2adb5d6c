import { readSources } from './source-tree.ts';

function lines(text: string): number {
  return text.split('\n').length - 1;
}

/** Prints the largest source files and how many files import each: the ones to split first. */
export function printLargest(count: number): void {
  const files = readSources().sort((a, b) => lines(b.text) - lines(a.text));
  const median = files[Math.floor(files.length / 2)];
  console.log(`${files.length} source files, median ${lines(median?.text ?? '')} lines`);
  for (const file of files.slice(0, count)) {
    const importers = files.filter((other) => other.imports.includes(file.path)).length;
    const [size, used] = [String(lines(file.text)).padStart(5), String(importers).padStart(3)];
    console.log(`${size} lines  ${used} importers  ${file.path}`);
  }
}

if (import.meta.main) printLargest(30);
