import type { Id } from './ids.ts';
import type { Answer, EntityName, RecordOf, VideoObject } from './records.ts';
import type { SpanData } from './span-data.ts';
import type { Track } from './track.ts';

/**
 * What a command may look at while it plans. The renderer answers from memory, the core from SQLite; both give
 * the same answer, so both plan the same changes.
 */
export interface ProjectReader {
  /** One record by its key (records.ts, keyOf). */
  get<E extends EntityName>(entity: E, key: string): RecordOf<E> | undefined;
  track(id: Id): Track | undefined;
  /** Every track of the object, in all label sets. */
  tracksOfObject(objectId: Id): readonly Track[];
  objectsOfVideo(videoId: Id): readonly VideoObject[];
  expressionsOfObject(objectId: Id): readonly Id[];
  answer(expressionId: Id, videoId: Id, labelSetId: Id): Answer | undefined;
  verdictsOfTrack(trackId: Id): readonly RecordOf<'verdict'>[];
  /** Verdicts that were accepted into the track. */
  verdictsOfResult(trackId: Id): readonly RecordOf<'verdict'>[];
  /** Positions behind derived spans; undefined where there are none, or not yet. */
  spanData(dataId: Id): SpanData | undefined;
}

export type CommandErrorCode = 'NOT_FOUND' | 'NOT_ALLOWED' | 'NOTHING_TO_DO';

/** A command that cannot be carried out on the document as it is. The message is for people. */
export class CommandError extends Error {
  override name = 'CommandError';
  readonly code: CommandErrorCode;

  constructor(code: CommandErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** The track, or a CommandError that says which is missing. */
export function requireTrack(reader: ProjectReader, id: Id): Track {
  const track = reader.track(id);
  if (!track) throw new CommandError('NOT_FOUND', 'This track is not there any more.');
  return track;
}

export function requireRecord<E extends EntityName>(
  reader: ProjectReader,
  entity: E,
  key: string,
): RecordOf<E> {
  const record = reader.get(entity, key);
  if (!record) throw new CommandError('NOT_FOUND', `This ${entity} is not there any more.`);
  return record;
}

/** "track #2" for messages and the undo list. */
export function trackTitle(reader: ProjectReader, track: Track): string {
  const object = reader.get('object', track.objectId);
  return object ? `${track.shape === 'box' ? 'box' : 'point'} #${object.number}` : 'track';
}
