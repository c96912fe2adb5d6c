import { existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from './row.ts';

/** `npm run bench [-- GROUP …]`: runs all benchmark groups or those named, prints one table, keeps it as JSON. */

const folder = import.meta.dirname;
const known = globSync('*/index.ts', { cwd: folder })
  .map((path) => path.replaceAll('\\', '/').split('/')[0] ?? '')
  .sort();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((group) => !known.includes(group));
if (unknown.length > 0) {
  console.error(`No benchmark group ${unknown.join(', ')}. There are: ${known.join(', ')}`);
  process.exit(2);
}

function number(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(4)));
}

function printTable(rows: readonly Row[]): void {
  const header = ['group', 'name', 'ours', 'baseline', 'unit', 'ratio', 'bar', 'result'];
  const lines = rows.map((row) => [
    row.group,
    row.name,
    number(row.ours),
    row.baseline === 0 ? '-' : number(row.baseline),
    row.unit ?? '',
    row.ratio === 0 ? '-' : number(row.ratio),
    row.bar,
    row.result,
  ]);
  const widths = header.map((title, column) =>
    Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)),
  );
  for (const line of [header, widths.map((width) => '-'.repeat(width)), ...lines])
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

const rows: Row[] = [];
const broken: string[] = [];
for (const group of wanted.length > 0 ? wanted : known) {
  console.error(`bench ${group} ...`);
  try {
    const { run } = (await import(`./${group}/index.ts`)) as { run: () => Promise<Row[]> };
    rows.push(...(await run()));
  } catch (error) {
    console.error(error);
    broken.push(group);
  }
}

printTable(rows);
const results = join(folder, 'results');
if (!existsSync(results)) mkdirSync(results);
writeFileSync(join(results, 'latest.json'), `${JSON.stringify({ rows }, null, 2)}\n`);
const short = rows.filter((row) => row.result === 'short').length;
console.log(
  `\n${rows.length - short} pass, ${short} short${broken.length > 0 ? `, broken: ${broken.join(', ')}` : ''}`,
);
process.exitCode = broken.length > 0 ? 1 : 0;
