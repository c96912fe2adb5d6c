import { isSameRecord, type Change } from './changes.ts';
import type { Id } from './ids.ts';
import type { SpanDataLookup } from './interpolation.ts';
import type { ProjectReader } from './reader.ts';
import { entityNames, keyOf, type AnyRecord, type EntityName, type RecordOf } from './records.ts';
import type { Track } from './track.ts';

/** Records by entity, as they are loaded. */
export type RecordSet = { [E in EntityName]?: readonly RecordOf<E>[] };

/** A change whose `before` is not what the document says. */
export class DocumentConflictError extends Error {
  override name = 'DocumentConflictError';
}

/** What a set of changes touched, so that only that is drawn again. */
export interface Touched {
  trackIds: ReadonlySet<Id>;
  entities: ReadonlySet<EntityName>;
}

/**
 * Records in memory: the project's own, and those of the videos loaded into it. Answers commands as the core's
 * SQLite does, and takes changes in time that depends on the change, not on the document. Track values are made on
 * demand, kept until one of their rows changes, and never altered.
 */
export interface ProjectDocument extends ProjectReader {
  load(records: RecordSet): void;
  /** Takes out everything that belongs to a video. */
  unloadVideo(videoId: Id): void;
  /**
   * Applies changes. Strictly, a `before` that differs throws DocumentConflictError and nothing is applied; not
   * strictly, the `after` wins: that is what the core has committed.
   */
  apply(changes: readonly Change[], options: { strict: boolean }): Touched;
  all<E extends EntityName>(entity: E): RecordOf<E>[];
  tracksOfVideo(videoId: Id): readonly Track[];
}

type Table = Map<string, AnyRecord>;
/** Rows of a track in key order are needed only when its value is made: they are kept as sets and sorted then. */
interface TrackRows {
  keyframe: Map<string, RecordOf<'keyframe'>>;
  derivedSpan: Map<string, RecordOf<'derivedSpan'>>;
  visibilitySpan: Map<string, RecordOf<'visibilitySpan'>>;
}
type RowEntity = keyof TrackRows;

const rowEntities: ReadonlySet<string> = new Set(['keyframe', 'derivedSpan', 'visibilitySpan']);

function isRowEntity(entity: EntityName): entity is RowEntity {
  return rowEntities.has(entity);
}

/** An empty document; `spanData` looks up the positions behind derived spans that have been loaded. */
export function createDocument(spanData: SpanDataLookup): ProjectDocument {
  const tables = new Map<EntityName, Table>(
    entityNames.filter((entity) => !isRowEntity(entity)).map((entity) => [entity, new Map()]),
  );
  const rowsOfTrack = new Map<Id, TrackRows>();
  const trackValues = new Map<Id, Track>();
  /** Track ids by object and by video, and links and verdicts by what they hang on. */
  const index = new Map<string, Set<string>>();

  const table = (entity: EntityName): Table => tables.get(entity) ?? new Map<string, AnyRecord>();
  const indexed = (name: string): ReadonlySet<string> => index.get(name) ?? new Set();

  function rowsFor(trackId: Id): TrackRows {
    let rows = rowsOfTrack.get(trackId);
    if (!rows) {
      rows = { keyframe: new Map(), derivedSpan: new Map(), visibilitySpan: new Map() };
      rowsOfTrack.set(trackId, rows);
    }
    return rows;
  }

  /** Names of the index entries a record belongs under. */
  function indexNames(entity: EntityName, record: AnyRecord): string[] {
    switch (entity) {
      case 'object':
        return [`object-of-video:${(record as RecordOf<'object'>).videoId}`];
      case 'track': {
        const track = record as RecordOf<'track'>;
        return [`track-of-object:${track.objectId}`, `track-of-video:${track.videoId}`];
      }
      case 'objectExpression':
        return [`expression-of-object:${(record as RecordOf<'objectExpression'>).objectId}`];
      case 'answer':
        return [`answer-of-video:${(record as RecordOf<'answer'>).videoId}`];
      case 'verdict': {
        const verdict = record as RecordOf<'verdict'>;
        const names = [`verdict-of-track:${verdict.trackId}`];
        return verdict.resultTrackId === null
          ? names
          : [...names, `verdict-of-result:${verdict.resultTrackId}`];
      }
      default:
        return [];
    }
  }

  function put(entity: EntityName, record: AnyRecord): void {
    const key = keyOf(entity, record as never);
    if (isRowEntity(entity)) {
      const { trackId } = record as RecordOf<RowEntity>;
      (rowsFor(trackId)[entity] as Map<string, AnyRecord>).set(key, record);
      trackValues.delete(trackId);
      return;
    }
    const previous = table(entity).get(key);
    if (previous) removeFromIndex(entity, key, previous);
    table(entity).set(key, record);
    if (entity === 'track') trackValues.delete(key);
    for (const name of indexNames(entity, record)) {
      const members = index.get(name) ?? new Set();
      members.add(key);
      index.set(name, members);
    }
  }

  function remove(entity: EntityName, record: AnyRecord): void {
    const key = keyOf(entity, record as never);
    if (isRowEntity(entity)) {
      const { trackId } = record as RecordOf<RowEntity>;
      rowsOfTrack.get(trackId)?.[entity].delete(key);
      trackValues.delete(trackId);
      return;
    }
    const previous = table(entity).get(key);
    if (previous) removeFromIndex(entity, key, previous);
    table(entity).delete(key);
    if (entity === 'track') trackValues.delete(key);
  }

  function removeFromIndex(entity: EntityName, key: string, record: AnyRecord): void {
    for (const name of indexNames(entity, record)) index.get(name)?.delete(key);
  }

  function current(entity: EntityName, record: AnyRecord): AnyRecord | undefined {
    const key = keyOf(entity, record as never);
    if (!isRowEntity(entity)) return table(entity).get(key);
    return rowsOfTrack.get((record as RecordOf<RowEntity>).trackId)?.[entity].get(key);
  }

  function trackValue(id: Id): Track | undefined {
    const known = trackValues.get(id);
    if (known) return known;
    const header = table('track').get(id) as RecordOf<'track'> | undefined;
    if (!header) return undefined;
    const rows = rowsOfTrack.get(id);
    const track: Track = {
      ...header,
      keyframes: sortedRows(rows?.keyframe, (row) => row.frame),
      derived: sortedRows(rows?.derivedSpan, (row) => row.startFrame),
      visibility: sortedRows(rows?.visibilitySpan, (row) => row.startFrame),
    };
    trackValues.set(id, track);
    return track;
  }

  function present<T>(values: Iterable<T | undefined>): T[] {
    return [...values].filter((value) => value !== undefined);
  }

  const records = <E extends EntityName>(entity: E, keys: Iterable<string>): RecordOf<E>[] =>
    present([...keys].map((key) => table(entity).get(key) as RecordOf<E> | undefined));

  const tracks = (name: string): Track[] => present([...indexed(name)].map(trackValue));

  return {
    spanData,
    load(set) {
      for (const entity of entityNames) for (const record of set[entity] ?? []) put(entity, record);
    },
    unloadVideo(videoId) {
      for (const id of indexed(`track-of-video:${videoId}`)) {
        for (const verdict of records('verdict', [...indexed(`verdict-of-track:${id}`)]))
          remove('verdict', verdict);
        rowsOfTrack.delete(id);
      }
      for (const track of records('track', [...indexed(`track-of-video:${videoId}`)])) remove('track', track);
      for (const answer of records('answer', [...indexed(`answer-of-video:${videoId}`)]))
        remove('answer', answer);
      for (const object of records('object', [...indexed(`object-of-video:${videoId}`)])) {
        const links = [...indexed(`expression-of-object:${object.id}`)];
        for (const link of records('objectExpression', links)) remove('objectExpression', link);
        remove('object', object);
      }
    },
    apply(changes, { strict }) {
      const done: Change[] = [];
      const trackIds = new Set<Id>();
      const touchedEntities = new Set<EntityName>();
      const applyOne = (change: Change): void => {
        if (change.after !== null) put(change.entity, change.after);
        else if (change.before !== null) remove(change.entity, change.before);
      };
      for (const change of changes) {
        const record = change.before ?? change.after;
        if (record === null) continue;
        if (strict && !isSameRecord(current(change.entity, record) ?? null, change.before)) {
          for (const undone of done.toReversed()) {
            applyOne({ ...undone, before: undone.after, after: undone.before } as Change);
          }
          throw new DocumentConflictError(
            `The ${change.entity} ${keyOf(change.entity, record as never)} has changed.`,
          );
        }
        applyOne(change);
        done.push(change);
        touchedEntities.add(change.entity);
        if (change.entity === 'track') trackIds.add(keyOf('track', record as never));
        else if (isRowEntity(change.entity)) trackIds.add((record as RecordOf<RowEntity>).trackId);
      }
      return { trackIds, entities: touchedEntities };
    },
    all: (entity) => [...table(entity).values()] as never,
    get(entity, key) {
      if (!isRowEntity(entity)) return table(entity).get(key) as never;
      return rowsOfTrack.get(key.slice(0, key.indexOf(':')))?.[entity].get(key) as never;
    },
    track: trackValue,
    tracksOfVideo: (videoId) => tracks(`track-of-video:${videoId}`),
    tracksOfObject: (objectId) => tracks(`track-of-object:${objectId}`),
    objectsOfVideo: (videoId) => records('object', indexed(`object-of-video:${videoId}`)),
    expressionsOfObject: (objectId) =>
      records('objectExpression', indexed(`expression-of-object:${objectId}`)).map(
        (link) => link.expressionId,
      ),
    answer: (expressionId, videoId, labelSetId) =>
      records('answer', indexed(`answer-of-video:${videoId}`)).find(
        (answer) => answer.expressionId === expressionId && answer.labelSetId === labelSetId,
      ),
    verdictsOfTrack: (trackId) => records('verdict', indexed(`verdict-of-track:${trackId}`)),
    verdictsOfResult: (trackId) => records('verdict', indexed(`verdict-of-result:${trackId}`)),
  };
}

function sortedRows<R extends { trackId: Id }>(
  rows: ReadonlyMap<string, R> | undefined,
  by: (row: R) => number,
): Omit<R, 'trackId'>[] {
  return [...(rows?.values() ?? [])]
    .sort((a, b) => by(a) - by(b))
    .map(({ trackId: _trackId, ...row }) => row);
}
