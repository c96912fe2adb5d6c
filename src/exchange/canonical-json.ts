import { compareText } from './dataset.ts';

/**
 * JSON with one spelling per value: keys in code-unit order, no spaces, shortest numbers that read back to the
 * same float64 (and -0 as -0). Fields that are undefined are left out. Throws TypeError on what JSON cannot hold,
 * non-finite numbers among it.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`JSON cannot hold the number ${value}`);
      return Object.is(value, -0) ? '-0' : String(value);
    case 'object': {
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
      const fields = Object.entries(value)
        .filter(([, field]) => field !== undefined)
        .sort(([a], [b]) => compareText(a, b))
        .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
      return `{${fields.join(',')}}`;
    }
    case 'bigint':
    case 'symbol':
    case 'undefined':
    case 'function':
      throw new TypeError(`JSON cannot hold a ${typeof value}`);
  }
}
