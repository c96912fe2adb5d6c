import { deleteOf, diffTrack, insertOf, updateOf, type Change } from '../changes.ts';
import type { Id } from '../ids.ts';
import { nextObjectNumber } from '../objects.ts';
import { CommandError, trackTitle, type ProjectReader } from '../reader.ts';
import type { Span } from '../spans.ts';
import type { AttributeValues, Keyframe, Track } from '../track.ts';

/** Changes that several commands make in the same way. */

/** "point #2", or "3 tracks", for labels. */
export function titleOf(reader: ProjectReader, tracks: readonly Track[]): string {
  const [first] = tracks;
  return tracks.length === 1 && first ? trackTitle(reader, first) : `${tracks.length} tracks`;
}

/** "on frame 5", or "frames 5 to 9", for labels. */
export function framesTitle({ startFrame, endFrame }: Span): string {
  return startFrame === endFrame ? `frame ${startFrame}` : `frames ${startFrame} to ${endFrame}`;
}

/** A new object with the next free number, and the expressions that refer to it. */
export function newObjectChanges(
  reader: ProjectReader,
  object: { objectId: Id; videoId: Id; expressionIds: readonly Id[]; attributes: AttributeValues },
): { changes: Change[]; number: number } {
  const number = nextObjectNumber(reader, object.videoId);
  return {
    number,
    changes: [
      insertOf('object', {
        id: object.objectId,
        videoId: object.videoId,
        number,
        name: '',
        notes: '',
        attributes: object.attributes,
      }),
      ...[...new Set(object.expressionIds)].map((expressionId) =>
        insertOf('objectExpression', { objectId: object.objectId, expressionId }),
      ),
    ],
  };
}

/** Changes from one version of tracks to another; a track that is left without any position goes. */
export function replaceTracksChanges(
  reader: ProjectReader,
  edits: readonly { before: Track; after: Track }[],
): Change[] {
  const emptied = edits.filter(({ after }) => after.keyframes.length === 0 && after.derived.length === 0);
  return [
    ...edits
      .filter((edit) => !emptied.includes(edit))
      .flatMap(({ before, after }) => diffTrack(before, after)),
    ...deleteTracksChanges(
      reader,
      emptied.map(({ before }) => before),
    ),
  ];
}

/**
 * Removes tracks with the verdicts on them, then every object that no other track speaks of. Verdicts that were
 * accepted into a removed track, and tracks accepted from one, point to `heir` from then on, or to nothing.
 */
export function deleteTracksChanges(
  reader: ProjectReader,
  tracks: readonly Track[],
  heir: Id | null = null,
): Change[] {
  const gone = new Set(tracks.map((track) => track.id));
  const changes: Change[] = [];
  for (const track of tracks) {
    changes.push(...reader.verdictsOfTrack(track.id).map((verdict) => deleteOf('verdict', verdict)));
    for (const verdict of reader.verdictsOfResult(track.id)) {
      if (gone.has(verdict.trackId)) continue;
      changes.push(updateOf('verdict', verdict, { ...verdict, resultTrackId: heir }));
    }
  }
  const objectIds = new Set(tracks.map((track) => track.objectId));
  for (const objectId of objectIds) {
    for (const other of reader.tracksOfObject(objectId)) {
      if (gone.has(other.id) || other.sourceTrackId === null || !gone.has(other.sourceTrackId)) continue;
      changes.push(...diffTrack(other, { ...other, sourceTrackId: null }));
    }
  }
  changes.push(...tracks.flatMap((track) => diffTrack(track, undefined)));
  for (const objectId of objectIds) {
    if (reader.tracksOfObject(objectId).some((track) => !gone.has(track.id))) continue;
    const object = reader.get('object', objectId);
    if (!object) continue;
    changes.push(
      ...reader
        .expressionsOfObject(objectId)
        .map((expressionId) => deleteOf('objectExpression', { objectId, expressionId })),
      deleteOf('object', object),
    );
  }
  return changes;
}

/** The expressions of one object that another lacks, given to that other. */
export function inheritExpressions(reader: ProjectReader, fromObjectId: Id, toObjectId: Id): Change[] {
  const own = new Set(reader.expressionsOfObject(toObjectId));
  return reader
    .expressionsOfObject(fromObjectId)
    .filter((expressionId) => !own.has(expressionId))
    .map((expressionId) => insertOf('objectExpression', { objectId: toObjectId, expressionId }));
}

/** Throws CommandError NOT_ALLOWED when a position does not suit the shape: a box has a size, a point has none. */
export function requireShape(shape: Track['shape'], keyframes: readonly Keyframe[]): void {
  const wrong = keyframes.find(({ w, h }) => (shape === 'box') !== (w !== null && h !== null));
  if (!wrong) return;
  const problem = shape === 'box' ? 'A box needs a width and a height' : 'A point has no size';
  throw new CommandError('NOT_ALLOWED', `${problem} (frame ${wrong.frame}).`);
}

/** Throws CommandError NOTHING_TO_DO for a plan without changes. */
export function requireChanges(changes: readonly Change[], verb: string): void {
  if (changes.length === 0) throw new CommandError('NOTHING_TO_DO', `${verb}: nothing would change.`);
}

/** Throws CommandError NOT_ALLOWED unless tracks can become one: same video, label set and shape, all different. */
export function requireAlike(reader: ProjectReader, tracks: readonly Track[]): void {
  const [first] = tracks;
  if (!first) return;
  if (new Set(tracks.map((track) => track.id)).size < tracks.length) {
    throw new CommandError('NOT_ALLOWED', 'Choose different tracks.');
  }
  for (const track of tracks) {
    const what = `${trackTitle(reader, first)} and ${trackTitle(reader, track)}`;
    if (track.videoId !== first.videoId) throw new CommandError('NOT_ALLOWED', `${what} are in two videos.`);
    if (track.labelSetId !== first.labelSetId) {
      throw new CommandError('NOT_ALLOWED', `${what} belong to two label sets.`);
    }
    if (track.shape !== first.shape) {
      throw new CommandError('NOT_ALLOWED', `${what}: a point and a box cannot become one track.`);
    }
  }
}
