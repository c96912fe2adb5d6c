import type { Id } from './ids.ts';
import type { Answer, EntityName, RecordOf, VideoObject } from './records.ts';
import type { SpanDataLookup } from './interpolation.ts';
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
  /**
   * Positions behind derived spans. Undefined where there are none or they are not loaded yet: commands that need
   * them then throw NOT_FOUND instead of planning something else than the core would.
   */
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

/**
 * A track that may be edited. Throws CommandError: NOT_FOUND, or NOT_ALLOWED for a proposal, which stays what its
 * run said; accepting copies it.
 */
export function requireEditableTrack(reader: ProjectReader, id: Id): Track {
  const track = requireTrack(reader, id);
  requireEditableSet(reader, track.labelSetId);
  return track;
}

/** Throws CommandError NOT_ALLOWED when the label set belongs to a run. */
export function requireEditableSet(reader: ProjectReader, labelSetId: Id): void {
  if (reader.get('labelSet', labelSetId)?.kind !== 'run') return;
  throw new CommandError(
    'NOT_ALLOWED',
    'A proposal is never edited: it keeps what its run said. Accept it, then correct the copy.',
  );
}

/** Last frame of the video; open where the video is not known. */
export function lastFrameOf(reader: ProjectReader, videoId: Id): number {
  const video = reader.get('video', videoId);
  return video ? video.frameCount - 1 : Number.MAX_SAFE_INTEGER;
}

/** Throws CommandError NOT_ALLOWED for a frame past the video's end. */
export function requireFrames(reader: ProjectReader, videoId: Id, frames: readonly number[]): void {
  const last = lastFrameOf(reader, videoId);
  const outside = frames.find((frame) => frame > last);
  if (outside === undefined) return;
  throw new CommandError('NOT_ALLOWED', `Frame ${outside} is outside the video (0 to ${last}).`);
}

/** Span data for planning: what is missing is an error, so that page and core never plan different changes. */
export function requireSpanData(reader: ProjectReader): SpanDataLookup {
  return (dataId) => {
    const data = reader.spanData(dataId);
    if (data) return data;
    throw new CommandError(
      'NOT_FOUND',
      'The positions of this derived span are not loaded yet. Try again in a moment.',
    );
  };
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
