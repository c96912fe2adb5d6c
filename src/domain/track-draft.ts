import type { EntityName, RecordOf, TrackHeader } from './records.ts';
import type { DerivedSpan, Keyframe, Track, VisibilitySpan } from './track.ts';

/** Records that are rows of a track. */
export type RowEntity = 'keyframe' | 'derivedSpan' | 'visibilitySpan';

export function isRowEntity(entity: EntityName): entity is RowEntity {
  return entity === 'keyframe' || entity === 'derivedSpan' || entity === 'visibilitySpan';
}

type AnyRow = Keyframe | DerivedSpan | VisibilitySpan;

function startOf(row: AnyRow): number {
  return 'frame' in row ? row.frame : row.startFrame;
}

function rowsOf(track: Track | undefined, entity: RowEntity): readonly AnyRow[] {
  if (!track) return [];
  if (entity === 'keyframe') return track.keyframes;
  return entity === 'derivedSpan' ? track.derived : track.visibility;
}

/** The record of the row that starts on a frame. */
export function findRow(track: Track, entity: RowEntity, start: number): RecordOf<RowEntity> | undefined {
  const rows = rowsOf(track, entity);
  let low = 0;
  let high = rows.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (!row) return undefined;
    if (startOf(row) === start) return { ...row, trackId: track.id };
    if (startOf(row) < start) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

/** The records of all rows of one kind. */
export function rowRecords(track: Track, entity: RowEntity): RecordOf<RowEntity>[] {
  return rowsOf(track, entity).map((row) => ({ ...row, trackId: track.id }));
}

export function headerOf(track: Track | undefined): TrackHeader | undefined {
  if (!track) return undefined;
  const { keyframes: _keyframes, derived: _derived, visibility: _visibility, ...header } = track;
  return header;
}

/** A track on its way to its next version: changes of rows are collected, then merged into its lists at once. */
export class TrackDraft {
  readonly #base: Track | undefined;
  #header: TrackHeader | undefined;
  readonly #edits = {
    keyframe: new Map<number, Keyframe | null>(),
    derivedSpan: new Map<number, DerivedSpan | null>(),
    visibilitySpan: new Map<number, VisibilitySpan | null>(),
  };

  constructor(base: Track | undefined) {
    this.#base = base;
    this.#header = headerOf(base);
  }

  get header(): TrackHeader | undefined {
    return this.#header;
  }

  setHeader(header: TrackHeader | null): void {
    this.#header = header ?? undefined;
  }

  row(entity: RowEntity, start: number): RecordOf<RowEntity> | undefined {
    const edited: AnyRow | null | undefined = this.#edits[entity].get(start);
    if (edited === undefined) return this.#base && findRow(this.#base, entity, start);
    const trackId = this.#base?.id ?? this.#header?.id ?? '';
    return edited === null ? undefined : { ...edited, trackId };
  }

  setRow(entity: RowEntity, start: number, record: RecordOf<RowEntity> | null): void {
    let row: unknown = null;
    if (record) {
      const { trackId: _trackId, ...rest } = record;
      row = rest;
    }
    this.#edits[entity].set(start, row as never);
  }

  /** The next version; undefined for a track that is gone. Null when rows are left that no track owns. */
  build(): Track | undefined | null {
    const keyframes = merge(this.#base?.keyframes ?? [], this.#edits.keyframe);
    const derived = merge(this.#base?.derived ?? [], this.#edits.derivedSpan);
    const visibility = merge(this.#base?.visibility ?? [], this.#edits.visibilitySpan);
    if (this.#header) return { ...this.#header, keyframes, derived, visibility };
    return keyframes.length + derived.length + visibility.length === 0 ? undefined : null;
  }
}

/** The list itself when nothing in it was edited, so that what is derived from it can be kept. */
function merge<R extends AnyRow>(rows: readonly R[], edits: ReadonlyMap<number, R | null>): readonly R[] {
  if (edits.size === 0) return rows;
  const added = [...edits.values()].filter((row) => row !== null);
  return [...rows.filter((row) => !edits.has(startOf(row))), ...added].sort(
    (a, b) => startOf(a) - startOf(b),
  );
}
