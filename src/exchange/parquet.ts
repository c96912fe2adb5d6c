import type { SchemaElement } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { ParquetWriter } from 'hyparquet-writer/src/parquet-writer.js';

/** A column's type; ints are 64 bit, doubles float64. Everything may be null. */
export type ColumnType =
  | 'string'
  | 'int'
  | 'double'
  | 'bool'
  | { list: ColumnType }
  | { struct: Readonly<Record<string, ColumnType>> };

export type Columns = Readonly<Record<string, ColumnType>>;

/**
 * Parquet bytes of rows, a row group at a time; lists are written with three levels (list, element), as Arrow and
 * the Hugging Face libraries do. Throws TypeError where a value is not of its column's type.
 */
export async function* parquetBytes(
  columns: Columns,
  rows: AsyncIterable<object>,
  rowsPerGroup: number,
): AsyncGenerator<Uint8Array> {
  const names = Object.keys(columns);
  const bytes = new ByteWriter();
  const parquet = new ParquetWriter({ writer: bytes, schema: schemaOf(columns), createdBy: 'Fiducial' });
  let group: Record<string, unknown[]> = emptyGroup(names);
  let size = 0;
  const writeGroup = (): void => {
    const columnData = names.map((name) => ({ name, data: group[name] ?? [] }));
    // The byte writer is in memory, so this is done when it returns.
    void parquet.write({ columnData, rowGroupSize: Math.max(size, 1) });
    group = emptyGroup(names);
    size = 0;
  };
  for await (const row of rows) {
    for (const [name, type] of Object.entries(columns)) {
      group[name]?.push(valueOf(type, row[name as keyof typeof row], name));
    }
    size++;
    if (size === rowsPerGroup) {
      writeGroup();
      yield taken(bytes);
    }
  }
  if (size > 0 || parquet.num_rows === 0n) writeGroup();
  void parquet.finish();
  yield taken(bytes);
}

function emptyGroup(names: readonly string[]): Record<string, unknown[]> {
  return Object.fromEntries(names.map((name) => [name, []]));
}

/** What was written since the last call; the writer's file offset goes on. */
function taken(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}

function schemaOf(columns: Columns): SchemaElement[] {
  const children = Object.entries(columns).flatMap(([name, type]) => elementsOf(name, type));
  return [{ name: 'root', num_children: Object.keys(columns).length }, ...children];
}

function elementsOf(name: string, type: ColumnType): SchemaElement[] {
  const optional = { name, repetition_type: 'OPTIONAL' } as const;
  switch (type) {
    case 'string':
      return [{ ...optional, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } }];
    case 'int':
      return [{ ...optional, type: 'INT64' }];
    case 'double':
      return [{ ...optional, type: 'DOUBLE' }];
    case 'bool':
      return [{ ...optional, type: 'BOOLEAN' }];
    default:
  }
  if ('list' in type) {
    return [
      { ...optional, num_children: 1, converted_type: 'LIST', logical_type: { type: 'LIST' } },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      ...elementsOf('element', type.list),
    ];
  }
  const fields = Object.entries(type.struct).flatMap(([field, inner]) => elementsOf(field, inner));
  return [{ ...optional, num_children: Object.keys(type.struct).length }, ...fields];
}

function valueOf(type: ColumnType, value: unknown, place: string): unknown {
  if (value === null || value === undefined) return null;
  const wrong = (wanted: string): TypeError =>
    new TypeError(`Column ${place} holds a ${wanted}, not ${typeof value}`);
  if (typeof type === 'object') {
    if ('list' in type) {
      if (!Array.isArray(value)) throw wrong('list');
      return value.map((item) => valueOf(type.list, item, `${place}[]`));
    }
    if (typeof value !== 'object') throw wrong('struct');
    return Object.fromEntries(
      Object.entries(type.struct).map(([field, inner]) => [
        field,
        valueOf(inner, value[field as keyof typeof value], `${place}.${field}`),
      ]),
    );
  }
  switch (type) {
    case 'string':
      if (typeof value !== 'string') throw wrong('string');
      return value;
    case 'bool':
      if (typeof value !== 'boolean') throw wrong('boolean');
      return value;
    case 'double':
      if (typeof value !== 'number') throw wrong('number');
      return value;
    case 'int':
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw wrong('whole number');
      return BigInt(value);
  }
}
