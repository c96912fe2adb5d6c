import { v7 } from 'uuid';
import type { Id } from '#domain/ids.ts';

/** A new UUIDv7. Here and not in domain, because it reads the clock. */
export function newId(): Id {
  return v7();
}
