import { isSameRecord, type Change } from './changes.ts';
import { DocumentIndex } from './document-index.ts';
import type { Id } from './ids.ts';
import type { SpanDataLookup } from './interpolation.ts';
import type { ProjectReader } from './reader.ts';
import { entityNames, keyOf, type EntityName, type RecordOf } from './records.ts';
import { findRow, headerOf, isRowEntity, rowRecords, TrackDraft, type RowEntity } from './track-draft.ts';
import type { Track } from './track.ts';

/** Records by entity, as they are loaded. */
export type RecordSet = { [E in EntityName]?: readonly RecordOf<E>[] };

/** A change whose `before` is not what the document says. Nothing was changed. */
export class DocumentConflictError extends Error {
  override name = 'DocumentConflictError';
  readonly code = 'DOCUMENT_CONFLICT';
  readonly entity: EntityName;
  readonly key: string;

  constructor(entity: EntityName, key: string, problem: string) {
    super(`The ${entity} ${key} ${problem}. Load the video again.`);
    this.entity = entity;
    this.key = key;
  }
}

/** What a set of changes touched, so that only that is drawn again. */
export interface Touched {
  trackIds: ReadonlySet<Id>;
  entities: ReadonlySet<EntityName>;
}

/**
 * Records in memory: the project's own, and those of the videos loaded into it. Answers commands as the core's
 * SQLite does, and takes changes in time that depends on what they touch, not on the document. A track, and every
 * list it answers, is the same value until a change touches it and is never altered, so identity says what has to
 * be drawn again.
 */
export interface ProjectDocument extends ProjectReader {
  load(records: RecordSet): void;
  /** Takes out everything that belongs to a video. */
  unloadVideo(videoId: Id): void;
  /**
   * Applies changes in their order, all or none. Strictly, a `before` that differs throws DocumentConflictError;
   * not strictly, the `after` wins: that is what the core has committed. Rows of a track that is not loaded are
   * passed over then; they come when its video is loaded.
   */
  apply(changes: readonly Change[], options: { strict: boolean }): Touched;
  /** All records of an entity, in no particular order. */
  all<E extends EntityName>(entity: E): RecordOf<E>[];
  tracksOfVideo(videoId: Id): readonly Track[];
  answersOfVideo(videoId: Id): readonly RecordOf<'answer'>[];
  objectsOfExpression(expressionId: Id): readonly Id[];
}

/** An empty document; `spanData` looks up the positions behind derived spans that have been loaded. */
export function createDocument(spanData: SpanDataLookup): ProjectDocument {
  return new RecordStore(spanData);
}

/** Entities whose records stand alone; the rest are parts of tracks. */
type FlatEntity = Exclude<EntityName, 'track' | RowEntity>;
type Place = [index: DocumentIndex<unknown>, owner: string, member: string];

/** Changes checked and on their way, before anything is written. */
interface Staged {
  tracks: Map<Id, TrackDraft>;
  flat: Map<FlatEntity, Map<string, unknown>>;
}

class RecordStore implements ProjectDocument {
  readonly spanData: SpanDataLookup;
  readonly #records = new Map<FlatEntity, Map<string, unknown>>();
  readonly #tracks = new Map<Id, Track>();
  readonly #answers = new Map<string, RecordOf<'answer'>>();
  readonly #tracksByObject = new DocumentIndex((id) => this.#tracks.get(id));
  readonly #tracksByVideo = new DocumentIndex((id) => this.#tracks.get(id));
  readonly #objectsByVideo = new DocumentIndex((id) => this.get('object', id));
  readonly #expressionsByObject = new DocumentIndex((id) => id);
  readonly #objectsByExpression = new DocumentIndex((id) => id);
  readonly #answersByVideo = new DocumentIndex((id) => this.get('answer', id));
  readonly #verdictsByTrack = new DocumentIndex((id) => this.get('verdict', id));
  readonly #verdictsByResult = new DocumentIndex((id) => this.get('verdict', id));

  constructor(spanData: SpanDataLookup) {
    this.spanData = spanData;
  }

  get<E extends EntityName>(entity: E, key: string): RecordOf<E> | undefined {
    return this.#read(entity, key) as RecordOf<E> | undefined;
  }

  #read(entity: EntityName, key: string): unknown {
    if (entity === 'track') return headerOf(this.#tracks.get(key));
    if (!isRowEntity(entity)) return this.#records.get(entity)?.get(key);
    const [trackId = '', start] = key.split(':');
    const track = this.#tracks.get(trackId);
    return track && findRow(track, entity, Number(start));
  }

  all<E extends EntityName>(entity: E): RecordOf<E>[] {
    return this.#list(entity) as RecordOf<E>[];
  }

  #list(entity: EntityName): unknown[] {
    if (entity === 'track') return [...this.#tracks.values()].map(headerOf);
    if (isRowEntity(entity)) return [...this.#tracks.values()].flatMap((track) => rowRecords(track, entity));
    return [...(this.#records.get(entity)?.values() ?? [])];
  }

  track(id: Id): Track | undefined {
    return this.#tracks.get(id);
  }

  tracksOfVideo(videoId: Id): readonly Track[] {
    return this.#tracksByVideo.list(videoId);
  }

  tracksOfObject(objectId: Id): readonly Track[] {
    return this.#tracksByObject.list(objectId);
  }

  objectsOfVideo(videoId: Id): readonly RecordOf<'object'>[] {
    return this.#objectsByVideo.list(videoId);
  }

  expressionsOfObject(objectId: Id): readonly Id[] {
    return this.#expressionsByObject.list(objectId);
  }

  objectsOfExpression(expressionId: Id): readonly Id[] {
    return this.#objectsByExpression.list(expressionId);
  }

  answer(expressionId: Id, videoId: Id, labelSetId: Id): RecordOf<'answer'> | undefined {
    return this.#answers.get(answerPlace({ expressionId, videoId, labelSetId }));
  }

  answersOfVideo(videoId: Id): readonly RecordOf<'answer'>[] {
    return this.#answersByVideo.list(videoId);
  }

  verdictsOfTrack(trackId: Id): readonly RecordOf<'verdict'>[] {
    return this.#verdictsByTrack.list(trackId);
  }

  verdictsOfResult(trackId: Id): readonly RecordOf<'verdict'>[] {
    return this.#verdictsByResult.list(trackId);
  }

  load(records: RecordSet): void {
    const changes = entityNames.flatMap((entity) =>
      (records[entity] ?? []).map((after) => ({ entity, before: null, after }) as Change),
    );
    this.apply(changes, { strict: false });
  }

  unloadVideo(videoId: Id): void {
    for (const track of this.tracksOfVideo(videoId)) {
      for (const verdict of this.verdictsOfTrack(track.id)) this.#write('verdict', verdict.id, null);
      this.#writeTrack(track.id, undefined);
    }
    for (const answer of this.answersOfVideo(videoId)) this.#write('answer', answer.id, null);
    for (const object of this.objectsOfVideo(videoId)) {
      for (const expressionId of this.expressionsOfObject(object.id)) {
        const link = { objectId: object.id, expressionId };
        this.#write('objectExpression', keyOf('objectExpression', link), null);
      }
      this.#write('object', object.id, null);
    }
  }

  apply(changes: readonly Change[], { strict }: { strict: boolean }): Touched {
    const staged: Staged = { tracks: new Map(), flat: new Map() };
    for (const change of changes) this.#stage(change, staged, strict);
    const built = [...staged.tracks].map(([id, draft]) => [id, draft.build()] as const);
    const ownerless = built.find(([, track]) => track === null);
    if (strict && ownerless) {
      throw new DocumentConflictError('track', ownerless[0], 'has rows but is not there');
    }
    for (const [id, track] of built) this.#writeTrack(id, track ?? undefined);
    for (const [entity, records] of staged.flat) {
      for (const [key, record] of records) this.#write(entity, key, record);
    }
    return {
      trackIds: new Set(staged.tracks.keys()),
      entities: new Set(changes.map((change) => change.entity)),
    };
  }

  /** Checks a change against the document with the changes before it, and notes what it leads to. */
  #stage(change: Change, staged: Staged, strict: boolean): void {
    const { entity, before, after } = change;
    const record = after ?? before;
    if (record === null) return;
    const key = keyOf(entity, record as never);
    const check = (current: unknown): void => {
      if (strict) requireSame(entity, key, current, before);
    };
    if (entity === 'track') {
      const draft = this.#draftOf(staged, key);
      check(draft.header);
      draft.setHeader(after);
    } else if (isRowEntity(entity)) {
      const { trackId } = record as RecordOf<RowEntity>;
      const draft = this.#draftOf(staged, trackId);
      const start = Number(key.slice(trackId.length + 1));
      check(draft.row(entity, start));
      draft.setRow(entity, start, after as RecordOf<RowEntity> | null);
    } else {
      const records = staged.flat.get(entity) ?? new Map<string, unknown>();
      staged.flat.set(entity, records);
      check(records.has(key) ? records.get(key) : this.#read(entity, key));
      records.set(key, after);
    }
  }

  #draftOf(staged: Staged, trackId: Id): TrackDraft {
    const draft = staged.tracks.get(trackId) ?? new TrackDraft(this.#tracks.get(trackId));
    staged.tracks.set(trackId, draft);
    return draft;
  }

  #writeTrack(id: Id, after: Track | undefined): void {
    const before = this.#tracks.get(id);
    if (before) {
      this.#tracksByObject.remove(before.objectId, id);
      this.#tracksByVideo.remove(before.videoId, id);
    }
    if (!after) {
      this.#tracks.delete(id);
      return;
    }
    this.#tracks.set(id, after);
    this.#tracksByObject.add(after.objectId, id);
    this.#tracksByVideo.add(after.videoId, id);
  }

  #write(entity: FlatEntity, key: string, after: unknown): void {
    const records = this.#records.get(entity) ?? new Map<string, unknown>();
    this.#records.set(entity, records);
    const before = records.get(key);
    if (before !== undefined) {
      for (const [index, owner, member] of this.#placesOf(entity, key, before)) index.remove(owner, member);
      if (entity === 'answer') {
        const place = answerPlace(before as RecordOf<'answer'>);
        if (this.#answers.get(place)?.id === key) this.#answers.delete(place);
      }
    }
    if (after === null) {
      records.delete(key);
      return;
    }
    records.set(key, after);
    for (const [index, owner, member] of this.#placesOf(entity, key, after)) index.add(owner, member);
    if (entity === 'answer') {
      const answer = after as RecordOf<'answer'>;
      this.#answers.set(answerPlace(answer), answer);
    }
  }

  /** The lists a record appears in: which index, whose list, and as what. */
  #placesOf(entity: FlatEntity, key: string, record: unknown): Place[] {
    switch (entity) {
      case 'object':
        return [[this.#objectsByVideo, (record as RecordOf<'object'>).videoId, key]];
      case 'answer':
        return [[this.#answersByVideo, (record as RecordOf<'answer'>).videoId, key]];
      case 'objectExpression': {
        const { objectId, expressionId } = record as RecordOf<'objectExpression'>;
        return [
          [this.#expressionsByObject, objectId, expressionId],
          [this.#objectsByExpression, expressionId, objectId],
        ];
      }
      case 'verdict': {
        const { trackId, resultTrackId } = record as RecordOf<'verdict'>;
        const about: Place = [this.#verdictsByTrack, trackId, key];
        return resultTrackId === null ? [about] : [about, [this.#verdictsByResult, resultTrackId, key]];
      }
      default:
        return [];
    }
  }
}

function answerPlace(answer: Pick<RecordOf<'answer'>, 'expressionId' | 'videoId' | 'labelSetId'>): string {
  return `${answer.expressionId}:${answer.videoId}:${answer.labelSetId}`;
}

function requireSame(entity: EntityName, key: string, current: unknown, before: unknown): void {
  if (isSameRecord(current ?? null, before)) return;
  const isThere = current !== undefined && current !== null;
  if (before === null) throw new DocumentConflictError(entity, key, 'is there already');
  throw new DocumentConflictError(entity, key, isThere ? 'has changed' : 'is not there any more');
}
