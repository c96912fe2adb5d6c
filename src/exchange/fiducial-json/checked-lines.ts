import type { z } from 'zod';
import type { FileSource } from '../dataset.ts';
import { ExchangeError, jsonPointer } from '../exchange-error.ts';
import { readLines } from '../json-lines.ts';

export interface CheckedLine<L> {
  line: number;
  value: L;
}

/**
 * Lines of a file, each of the schema and without a field that it does not know; begins with the header and ends
 * with the line count, neither of which is given on. Throws ExchangeError.
 */
export async function* checkedLines<L extends { kind: string }>(
  files: FileSource,
  file: string,
  schema: z.ZodType<L>,
): AsyncGenerator<CheckedLine<L>> {
  let count = 0;
  let isEnded = false;
  for await (const { line, value: raw } of readLines(file, files.read(file))) {
    if (isEnded) throw new ExchangeError(file, line, '', 'there is more after the end line');
    const value = check(file, line, raw, schema);
    if ((value.kind === 'header') !== (count === 0)) {
      throw new ExchangeError(file, line, '', 'the header must be the first line, and only that');
    }
    if (value.kind === 'end') {
      isEnded = true;
      if ('lines' in value && value.lines !== count) {
        throw new ExchangeError(
          file,
          line,
          '/lines',
          `there should be ${String(value.lines)} lines before it, not ${count}`,
        );
      }
      continue;
    }
    count++;
    if (value.kind !== 'header') yield { line, value };
  }
  if (!isEnded) throw new ExchangeError(file, null, '', 'the file is cut short: its end line is missing');
}

function check<L>(file: string, line: number, raw: unknown, schema: z.ZodType<L>): L {
  const version = versionOf(raw);
  if (version !== undefined && version > 1) {
    throw new ExchangeError(
      file,
      line,
      '/version',
      `it was written by a newer program (format version ${version}); update Fiducial to read it`,
    );
  }
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ExchangeError(file, line, jsonPointer(issue?.path ?? []), issue?.message ?? 'unknown fault');
  }
  const unknown = unknownField(raw, parsed.data);
  if (unknown) throw new ExchangeError(file, line, jsonPointer(unknown), 'this field is not known');
  return parsed.data;
}

function versionOf(raw: unknown): number | undefined {
  if (typeof raw !== 'object' || raw === null || !('kind' in raw) || raw.kind !== 'header') return undefined;
  return 'version' in raw && typeof raw.version === 'number' ? raw.version : undefined;
}

/** Path of the first field of `raw` that the schema left out of `parsed`. */
function unknownField(raw: unknown, parsed: unknown): PropertyKey[] | undefined {
  if (typeof raw !== 'object' || raw === null || typeof parsed !== 'object' || parsed === null) {
    return undefined;
  }
  for (const [key, value] of Object.entries(raw)) {
    if (!Object.hasOwn(parsed, key)) return [key];
    const inner = unknownField(value, parsed[key as keyof typeof parsed]);
    if (inner) return [key, ...inner];
  }
  return undefined;
}
