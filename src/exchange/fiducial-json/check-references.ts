import { frameCountOf } from '#domain/frame-table.ts';
import type { Id } from '#domain/ids.ts';
import { keyOf } from '#domain/records.ts';
import { rowCountOf } from '#domain/span-data.ts';
import type { Span } from '#domain/spans.ts';
import type { Track } from '#domain/track.ts';
import type { VideoDocument } from '../dataset.ts';
import type { ProjectIds } from './read.ts';

/**
 * What in a video's records would not be taken by an import: ids that are there twice or not at all, frames
 * outside the video, rows out of order, span data that is too short. Used by the reader, which refuses, and by the
 * writer's preflight. Links to things that may have been deleted since (a verdict's result, a track's source) are
 * not checked; nor are runs named by label sets and derived spans, which may be on another video.
 */
export function* checkReferences(document: VideoDocument, project: ProjectIds): Generator<string> {
  const { video, objects, objectExpressions, answers, tracks, verdicts, runs, table } = document;
  const frameCount = frameCountOf(table);
  if (video.frameCount !== frameCount) {
    yield `the video has ${video.frameCount} frames and its frame table ${frameCount}`;
  }
  yield* repeated(
    'object',
    objects.map((record) => record.id),
  );
  yield* repeated(
    'object’s expression',
    objectExpressions.map((record) => keyOf('objectExpression', record)),
  );
  yield* repeated(
    'answer',
    answers.map((record) => record.id),
  );
  yield* repeated(
    'track',
    tracks.map((record) => record.id),
  );
  yield* repeated(
    'verdict',
    verdicts.map((record) => record.id),
  );
  yield* repeated(
    'run',
    runs.map((record) => record.id),
  );

  const objectIds = new Set(objects.map((object) => object.id));
  const trackIds = new Set(tracks.map((track) => track.id));
  for (const object of objects) {
    if (object.videoId !== video.id) yield `the object ${object.id} is of another video`;
  }
  for (const { objectId, expressionId } of objectExpressions) {
    yield* missing('object', objectId, objectIds, 'an expression is linked to it');
    yield* missing('expression', expressionId, project.expressions, `the object ${objectId} is linked to it`);
  }
  for (const answer of answers) {
    const what = `the answer ${answer.id}`;
    if (answer.videoId !== video.id) yield `${what} is of another video`;
    yield* missing('expression', answer.expressionId, project.expressions, `${what} is to it`);
    yield* missing('label set', answer.labelSetId, project.labelSets, `${what} is in it`);
    for (const span of answer.coverage) yield* outside(what, span, frameCount);
  }
  for (const track of tracks) {
    const what = `the track ${track.id}`;
    if (track.videoId !== video.id) yield `${what} is of another video`;
    yield* missing('object', track.objectId, objectIds, `${what} is of it`);
    yield* missing('label set', track.labelSetId, project.labelSets, `${what} is in it`);
    yield* trackFaults(what, track, frameCount);
    yield* spanDataFaults(what, track, document);
  }
  for (const verdict of verdicts) {
    const what = `the verdict ${verdict.id}`;
    yield* missing('track', verdict.trackId, trackIds, `${what} is on it`);
    yield* missing('person', verdict.personId, project.persons, `${what} is theirs`);
    yield* outside(what, verdict, frameCount);
  }
  for (const run of runs) {
    const what = `the run ${run.id}`;
    if (run.videoId !== video.id) yield `${what} is on another video`;
    yield* missing('person', run.personId, project.persons, `${what} is theirs`);
    if (run.expressionId !== null) {
      yield* missing('expression', run.expressionId, project.expressions, `${what} was asked for it`);
    }
    for (const span of run.frames) yield* outside(what, span, frameCount);
  }
}

function* repeated(kind: string, ids: readonly string[]): Generator<string> {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) yield `the ${kind} ${id} is there twice`;
    seen.add(id);
  }
}

function* missing(kind: string, id: Id, known: ReadonlySet<Id>, why: string): Generator<string> {
  if (!known.has(id)) yield `the ${kind} ${id} is missing, but ${why}`;
}

function* outside(what: string, span: Span, frameCount: number): Generator<string> {
  if (span.startFrame > span.endFrame || span.endFrame >= frameCount) {
    yield `${what} has frames ${span.startFrame} to ${span.endFrame}, in a video of ${frameCount}`;
  }
}

function* trackFaults(what: string, track: Track, frameCount: number): Generator<string> {
  const keyframes = track.keyframes.map(({ frame }) => ({ startFrame: frame, endFrame: frame }));
  for (const [kind, spans] of [
    ['keyframes', keyframes],
    ['derived spans', track.derived],
    ['visibility spans', track.visibility],
  ] as const) {
    let last = -1;
    for (const span of spans) {
      yield* outside(what, span, frameCount);
      if (span.startFrame <= last)
        yield `${what} has ${kind} out of order or overlapping at frame ${span.startFrame}`;
      last = span.endFrame;
    }
  }
}

function* spanDataFaults(what: string, track: Track, document: VideoDocument): Generator<string> {
  for (const span of track.derived) {
    const data = document.spanData(span.dataId);
    if (!data) yield `the span data ${span.dataId} is missing, but ${what} uses it`;
    else if (data.shape !== track.shape) yield `${what} is a ${track.shape}, its span data a ${data.shape}`;
    else if (span.dataOffset + span.endFrame - span.startFrame >= rowCountOf(data)) {
      yield `${what} uses more rows of the span data ${span.dataId} than there are`;
    }
  }
}
