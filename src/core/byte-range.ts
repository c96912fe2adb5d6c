/** Bytes `start` to `end` of a file, both included. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * What a Range header asks of a file of `size` bytes (RFC 9110, section 14): a range, or 'whole' where there is no
 * header or one that may be ignored (other units, several ranges), or 'none' where the range lies outside.
 */
export function parseRange(header: string | null, size: number): ByteRange | 'whole' | 'none' {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (from === '' && to === '') return 'whole';
  if (from === '') {
    const length = Math.min(Number(to), size);
    return length > 0 ? { start: size - length, end: size - 1 } : 'none';
  }
  const start = Number(from);
  if (to !== '' && Number(to) < start) return 'whole';
  return start < size ? { start, end: to === '' ? size - 1 : Math.min(Number(to), size - 1) } : 'none';
}
