import { canonicalJson } from './canonical-json.ts';
import { ExchangeError } from './exchange-error.ts';
import { utf8, utf8Stream } from './utf8.ts';

const flushAt = 1 << 16;

/** One canonical JSON value a line, in chunks of about 64 KiB. */
export async function* encodeLines(
  values: Iterable<unknown> | AsyncIterable<unknown>,
): AsyncGenerator<Uint8Array> {
  let text = '';
  for await (const value of values) {
    text += `${canonicalJson(value)}\n`;
    if (text.length >= flushAt) {
      yield utf8(text);
      text = '';
    }
  }
  if (text !== '') yield utf8(text);
}

export interface JsonLine {
  /** 1-based. */
  line: number;
  value: unknown;
}

/** Characters in one line; beyond it the file is refused before it fills the memory. */
const maxLineLength = 1 << 28;

/** Reads JSON lines. Throws ExchangeError that names the line on bad UTF-8, bad JSON, or a line without an end. */
export async function* readLines(file: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<JsonLine> {
  const stream = utf8Stream();
  let pending: string[] = [];
  let pendingLength = 0;
  let line = 1;
  for await (const chunk of bytes) {
    const text = decode(file, line, () => stream.decode(chunk));
    let from = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      pending.push(text.slice(from, end));
      yield { line, value: parse(file, line, pending.join('')) };
      pending = [];
      pendingLength = 0;
      line++;
      from = end + 1;
    }
    pending.push(text.slice(from));
    pendingLength += text.length - from;
    if (pendingLength > maxLineLength)
      throw new ExchangeError(file, line, '', 'the line is too long to be ours');
  }
  pending.push(decode(file, line, () => stream.finish()));
  if (pending.some((part) => part !== '')) {
    throw new ExchangeError(file, line, '', 'the file is cut short: its last line has no end');
  }
}

function decode(file: string, line: number, read: () => string): string {
  try {
    return read();
  } catch (error) {
    throw new ExchangeError(file, line, '', 'there are bytes that are not UTF-8 at or after this line', {
      cause: error,
    });
  }
}

function parse(file: string, line: number, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown fault';
    throw new ExchangeError(file, line, '', `this is not JSON (${reason})`, { cause: error });
  }
}
