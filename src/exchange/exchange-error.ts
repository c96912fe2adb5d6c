/** A file that is not what it should be. The message names the file, the line and the place in it. */
export class ExchangeError extends Error {
  override name = 'ExchangeError';
  readonly file: string;
  /** 1-based; null where the fault is the file's as a whole. */
  readonly line: number | null;
  /** JSON pointer into the line's value ("/record/name"); empty for the whole. */
  readonly pointer: string;

  constructor(file: string, line: number | null, pointer: string, reason: string, options?: ErrorOptions) {
    const place = [file, line === null ? '' : ` line ${line}`, pointer === '' ? '' : ` at ${pointer}`];
    super(`${place.join('')}: ${reason}`, options);
    this.file = file;
    this.line = line;
    this.pointer = pointer;
  }
}

/** RFC 6901 pointer of a path. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
