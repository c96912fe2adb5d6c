import { entities, entityNames, type EntityName, type RecordOf } from '#domain/records.ts';
import type Database from 'better-sqlite3';
import type { Db } from './open-file.ts';

type Statement = Database.Statement;

/**
 * Records to rows and back, for every entity alike: table and column names are the record's in snake case,
 * booleans are 0 and 1, lists and objects are JSON. The SQL is built once per database from the schemas.
 */

type Codec = 'plain' | 'flag' | 'json';
type SqlValue = string | number | null;

interface Column {
  field: string;
  name: string;
  codec: Codec;
}

interface ZodLike {
  def: { type: string; innerType?: ZodLike; discriminator?: string };
}

function codecOf(schema: ZodLike): Codec {
  const { def } = schema;
  if (def.innerType) return codecOf(def.innerType);
  if (def.type === 'boolean') return 'flag';
  const isJson = ['array', 'object', 'record'].includes(def.type) || def.discriminator !== undefined;
  return isJson ? 'json' : 'plain';
}

export function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function columnsOf(entity: EntityName): Column[] {
  return Object.entries<unknown>(entities[entity].schema.shape).map(([field, schema]) => ({
    field,
    name: snakeCase(field),
    codec: codecOf(schema as ZodLike),
  }));
}

function encode(codec: Codec, value: unknown): SqlValue {
  if (value === null || value === undefined) return null;
  if (codec === 'flag') return value === true ? 1 : 0;
  return codec === 'json' ? JSON.stringify(value) : (value as SqlValue);
}

function decode(codec: Codec, value: unknown): unknown {
  if (value === null) return null;
  if (codec === 'flag') return value === 1;
  return codec === 'json' ? JSON.parse(value as string) : value;
}

export interface EntityRows<E extends EntityName> {
  get(key: readonly SqlValue[]): RecordOf<E> | undefined;
  /** All rows where `where` holds, in key order. `where` is SQL text from this room, never from outside. */
  list(where: string, ...values: SqlValue[]): RecordOf<E>[];
  insert(record: RecordOf<E>): void;
  update(record: RecordOf<E>): void;
  delete(record: RecordOf<E>): void;
  keyValues(record: RecordOf<E>): SqlValue[];
}

export type AllRows = { [E in EntityName]: EntityRows<E> };

function rowsOf<E extends EntityName>(db: Db, entity: E): EntityRows<E> {
  const table = snakeCase(entity);
  const columns = columnsOf(entity);
  const keyFields: readonly string[] = entities[entity].key;
  const keys = columns.filter((column) => keyFields.includes(column.field));
  const others = columns.filter((column) => !keyFields.includes(column.field));
  const names = columns.map((column) => column.name).join(', ');
  const matchKey = keys.map((column) => `${column.name} = ?`).join(' AND ');
  const order = keys.map((column) => column.name).join(', ');
  const select = db.prepare(`SELECT ${names} FROM ${table} WHERE ${matchKey}`);
  const insert = db.prepare(`INSERT INTO ${table} (${names}) VALUES (${columns.map(() => '?').join(', ')})`);
  // A table of keys alone has nothing to update.
  const update =
    others.length > 0
      ? db.prepare(`UPDATE ${table} SET ${others.map((c) => `${c.name} = ?`).join(', ')} WHERE ${matchKey}`)
      : undefined;
  const remove = db.prepare(`DELETE FROM ${table} WHERE ${matchKey}`);
  const lists = new Map<string, Statement>();

  const toRecord = (row: unknown): RecordOf<E> =>
    Object.fromEntries(
      columns.map(({ field, name, codec }) => [field, decode(codec, (row as Record<string, unknown>)[name])]),
    ) as RecordOf<E>;
  const pick = (record: RecordOf<E>, wanted: Column[]): SqlValue[] =>
    wanted.map(({ field, codec }) => encode(codec, (record as Record<string, unknown>)[field]));

  return {
    get(key) {
      const row = select.get(...key);
      return row === undefined ? undefined : toRecord(row);
    },
    list(where, ...values) {
      let statement = lists.get(where);
      if (!statement) {
        statement = db.prepare(`SELECT ${names} FROM ${table} WHERE ${where} ORDER BY ${order}`);
        lists.set(where, statement);
      }
      return statement.all(...values).map(toRecord);
    },
    insert: (record) => void insert.run(...pick(record, columns)),
    update: (record) => void update?.run(...pick(record, others), ...pick(record, keys)),
    delete: (record) => void remove.run(...pick(record, keys)),
    keyValues: (record) => pick(record, keys),
  };
}

export function openRows(db: Db): AllRows {
  return Object.fromEntries(entityNames.map((entity) => [entity, rowsOf(db, entity)])) as unknown as AllRows;
}
