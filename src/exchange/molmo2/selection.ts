import type { Id } from '#domain/ids.ts';
import { positionAt, type TrackPosition } from '#domain/interpolation.ts';
import type { Answer, Expression, LabelSet, VideoObject } from '#domain/records.ts';
import { visibilityAt, type Track } from '#domain/track.ts';
import { compareText, type ProjectDocument, type VideoDocument } from '../dataset.ts';
import type { PointOptions } from './options.ts';

export type Selection = Pick<PointOptions, 'labelSetIds' | 'includeProposed' | 'openAnswers' | 'staleFlow'>;

/** An object with its exported tracks of one label set: point tracks first, then boxes. */
export interface LabelledObject {
  object: VideoObject;
  tracks: readonly Track[];
}

/** What a label set says of an expression in a video. */
export interface LabelledAnswer {
  expression: Expression;
  labelSet: LabelSet;
  /** Undefined where nobody has answered, but objects of the expression are labelled. */
  answer: Answer | undefined;
  verdict: Answer['verdict'];
  objects: readonly LabelledObject[];
}

/** The label sets to export, sorted. Throws RangeError on an id that is not there. */
export function selectedSets(
  project: ProjectDocument,
  selection: Pick<Selection, 'labelSetIds'>,
): LabelSet[] {
  const { labelSetIds } = selection;
  const sets = project.labelSets.filter((set) => labelSetIds?.includes(set.id) ?? set.kind === 'main');
  if (sets.length === 0 || (labelSetIds && sets.length < new Set(labelSetIds).size)) {
    throw new RangeError('A label set to be exported is not in the project.');
  }
  return sets.sort((a, b) => compareText(a.id, b.id));
}

/** Every answer of the video that has something to say, by expression, then label set. */
export function labelledAnswers(
  project: ProjectDocument,
  document: VideoDocument,
  selection: Selection,
): LabelledAnswer[] {
  const expressions = project.expressions
    .filter((expression) => !expression.isArchived)
    .sort((a, b) => compareText(a.id, b.id));
  const sets = selectedSets(project, selection);
  return expressions.flatMap((expression) =>
    sets.flatMap((labelSet) => {
      const answer = document.answers.find(
        (one) => one.expressionId === expression.id && one.labelSetId === labelSet.id,
      );
      const objects = objectsOf(document, expression.id, labelSet.id, selection);
      const said = answer?.verdict ?? 'open';
      if (said === 'open' && !objects.some((one) => one.tracks.length > 0)) return [];
      const verdict = said === 'open' && selection.openAnswers === 'include' ? 'objects' : said;
      return [{ expression, labelSet, answer, verdict, objects }];
    }),
  );
}

/**
 * Objects the expression refers to that have an exported track in the set: one that only another set or a proposal
 * knows is not this set's.
 */
function objectsOf(
  document: VideoDocument,
  expressionId: Id,
  labelSetId: Id,
  selection: Selection,
): LabelledObject[] {
  const linked = new Set(
    document.objectExpressions
      .filter((link) => link.expressionId === expressionId)
      .map((link) => link.objectId),
  );
  return document.objects
    .filter((object) => linked.has(object.id))
    .sort((a, b) => a.number - b.number || compareText(a.id, b.id))
    .flatMap((object) => {
      const inSet = document.tracks.filter(
        (track) => track.objectId === object.id && track.labelSetId === labelSetId,
      );
      const tracks = inSet.filter((track) => selection.includeProposed || track.state !== 'proposed');
      if (tracks.length === 0) return [];
      return [{ object, tracks: tracks.sort(pointsFirst) }];
    });
}

function pointsFirst(a: Track, b: Track): number {
  if (a.shape !== b.shape) return a.shape === 'point' ? -1 : 1;
  return compareText(a.id, b.id);
}

/** What is known of an object on a frame. */
export type FrameState =
  | { kind: 'position'; position: TrackPosition; track: Track }
  /** Out of sight, and known to be so. */
  | { kind: 'hidden' }
  /** Nothing is known: no span says anything, or the position is in a gap, not a number, or stale and refused. */
  | { kind: 'unknown'; why: 'unlabelled' | 'no position' | 'stale flow' | 'not a number' };

/** The object's state on a source frame, from the first of its tracks that says anything. */
export function stateAt(
  { tracks }: LabelledObject,
  frame: number,
  document: VideoDocument,
  staleFlow: Selection['staleFlow'],
): FrameState {
  for (const track of tracks) {
    const visibility = visibilityAt(track, frame);
    if (visibility === undefined) continue;
    if (visibility === 'absent') return { kind: 'hidden' };
    const position = positionAt(track, frame, document.spanData);
    if (!position)
      return visibility === 'occluded' ? { kind: 'hidden' } : { kind: 'unknown', why: 'no position' };
    if (position.isStale && staleFlow === 'refuse') return { kind: 'unknown', why: 'stale flow' };
    const numbers = [position.x, position.y, position.w ?? 0, position.h ?? 0];
    if (!numbers.every(Number.isFinite)) return { kind: 'unknown', why: 'not a number' };
    return { kind: 'position', position, track };
  }
  return { kind: 'unknown', why: 'unlabelled' };
}

/** "object #2 (mug)" for messages. */
export function objectTitle({ object }: LabelledObject): string {
  return object.name === '' ? `object #${object.number}` : `object #${object.number} (${object.name})`;
}
