import { z } from 'zod';
import type { Id } from './ids.ts';
import { entities, entityNames, keyOf, type EntityName, type RecordOf } from './records.ts';
import type { Track } from './track.ts';

/** One record before and after: null before is an insert, null after a delete. */
export type Change = {
  [E in EntityName]: { entity: E; before: RecordOf<E> | null; after: RecordOf<E> | null };
}[EntityName];

export const changeSchema: z.ZodType<Change> = z.discriminatedUnion(
  'entity',
  entityNames.map((entity) =>
    z.object({
      entity: z.literal(entity),
      before: entities[entity].schema.nullable(),
      after: entities[entity].schema.nullable(),
    }),
  ) as never,
);

export function insertOf<E extends EntityName>(entity: E, after: RecordOf<E>): Change {
  return { entity, before: null, after } as Change;
}

export function deleteOf<E extends EntityName>(entity: E, before: RecordOf<E>): Change {
  return { entity, before, after: null } as Change;
}

export function updateOf<E extends EntityName>(entity: E, before: RecordOf<E>, after: RecordOf<E>): Change {
  return { entity, before, after } as Change;
}

/** The changes that take everything back: each reversed, in reverse order. */
export function reverseChanges(changes: readonly Change[]): Change[] {
  return changes
    .toReversed()
    .map((change) => ({ ...change, before: change.after, after: change.before }) as Change);
}

export function changeKey(change: Change): string {
  const record = change.after ?? change.before;
  return record === null ? '' : keyOf(change.entity, record as never);
}

/** Same content, whatever the order of object keys. */
export function isSameRecord(a: unknown, b: unknown): boolean {
  // Minus zero comes back from SQLite and JSON as zero.
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const aKeys = Object.keys(a);
  if (Array.isArray(a) !== Array.isArray(b) || aKeys.length !== Object.keys(b).length) return false;
  return aKeys.every((key) => key in b && isSameRecord(a[key as keyof typeof a], b[key as keyof typeof b]));
}

/**
 * Row changes between two versions of a track; undefined stands for "there is none". Deletes come first. Rows that
 * are the same value in both cost one comparison, so an edit of a long track is found quickly.
 */
export function diffTrack(before: Track | undefined, after: Track | undefined): Change[] {
  const header = (track: Track | undefined): RecordOf<'track'> | null => {
    if (!track) return null;
    const { keyframes: _keyframes, derived: _derived, visibility: _visibility, ...rest } = track;
    return rest;
  };
  const headers = diffRows('track', [header(before)].filter(isPresent), [header(after)].filter(isPresent));
  const trackId = (after ?? before)?.id ?? '';
  const children = [
    ...diffTrackRows('keyframe', trackId, before?.keyframes, after?.keyframes, (row) => row.frame),
    ...diffTrackRows('derivedSpan', trackId, before?.derived, after?.derived, (row) => row.startFrame),
    ...diffTrackRows(
      'visibilitySpan',
      trackId,
      before?.visibility,
      after?.visibility,
      (row) => row.startFrame,
    ),
  ];
  // A header is inserted before its rows and deleted after them.
  return before && !after ? [...children, ...headers] : [...headers, ...children];
}

/** Changes between two lists of rows in frame order: deletes, then updates and inserts. */
function diffTrackRows<
  E extends 'keyframe' | 'derivedSpan' | 'visibilitySpan',
  R extends Omit<RecordOf<E>, 'trackId'>,
>(
  entity: E,
  trackId: Id,
  before: readonly R[] = [],
  after: readonly R[] = [],
  startOf: (row: R) => number,
): Change[] {
  const toRecord = (row: R): RecordOf<E> => ({ ...row, trackId }) as never;
  const deletes: Change[] = [];
  const writes: Change[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const old = before[i];
    const next = after[j];
    if (!old && !next) return [...deletes, ...writes];
    const order = !next ? -1 : !old ? 1 : startOf(old) - startOf(next);
    if (old && order < 0) deletes.push(deleteOf(entity, toRecord(old)));
    else if (next && order > 0) writes.push(insertOf(entity, toRecord(next)));
    else if (old && next && old !== next && !isSameRecord(old, next)) {
      writes.push(updateOf(entity, toRecord(old), toRecord(next)));
    }
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
}

function isPresent<T>(value: T | null): value is T {
  return value !== null;
}

/** Changes between two lists of records of one entity, matched by key: deletes, then updates and inserts. */
export function diffRows<E extends EntityName>(
  entity: E,
  before: readonly RecordOf<E>[],
  after: readonly RecordOf<E>[],
): Change[] {
  const old = new Map(before.map((record) => [keyOf(entity, record), record]));
  const kept = new Set(after.map((record) => keyOf(entity, record)));
  const deletes = before
    .filter((record) => !kept.has(keyOf(entity, record)))
    .map((record) => deleteOf(entity, record));
  const writes = after.flatMap((record) => {
    const previous = old.get(keyOf(entity, record));
    if (!previous) return [insertOf(entity, record)];
    return isSameRecord(previous, record) ? [] : [updateOf(entity, previous, record)];
  });
  return [...deletes, ...writes];
}
