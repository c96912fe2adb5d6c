import type { Id } from '#domain/ids.ts';
import type { Db } from './open-file.ts';

/** Dense positions, written once and never changed (domain/span-data.ts has the layout of the bytes). */
export interface SpanDataStore {
  insert(id: Id, bytes: Uint8Array): void;
  get(id: Id): Uint8Array | undefined;
  has(id: Id): boolean;
}

export function openSpanDataStore(db: Db): SpanDataStore {
  const insert = db.prepare('INSERT INTO span_data (id, bytes) VALUES (?, ?) ON CONFLICT (id) DO NOTHING');
  const select = db.prepare('SELECT bytes FROM span_data WHERE id = ?');
  const exists = db.prepare('SELECT 1 FROM span_data WHERE id = ?');
  return {
    insert: (id, bytes) => void insert.run(id, bytes),
    get: (id) => (select.get(id) as { bytes: Uint8Array } | undefined)?.bytes,
    has: (id) => exists.get(id) !== undefined,
  };
}
