import type { Id } from '#domain/ids.ts';
import type { RecordOf } from '#domain/records.ts';
import type { AllRows } from './entity-rows.ts';

/** All records of one video that commands can change, of every label set: which are shown is on the set. */
export interface VideoRecords {
  object: RecordOf<'object'>[];
  objectExpression: RecordOf<'objectExpression'>[];
  answer: RecordOf<'answer'>[];
  track: RecordOf<'track'>[];
  keyframe: RecordOf<'keyframe'>[];
  derivedSpan: RecordOf<'derivedSpan'>[];
  visibilitySpan: RecordOf<'visibilitySpan'>[];
  verdict: RecordOf<'verdict'>[];
}

/** Project-level records: few, and needed on every screen. */
export interface ProjectRecords {
  project: RecordOf<'project'>[];
  person: RecordOf<'person'>[];
  expression: RecordOf<'expression'>[];
  attribute: RecordOf<'attribute'>[];
  labelSet: RecordOf<'labelSet'>[];
  video: RecordOf<'video'>[];
}

const tracksOfVideo = `track_id IN (SELECT id FROM track WHERE video_id = ?)`;

export function loadVideoRecords(rows: AllRows, videoId: Id): VideoRecords {
  return {
    object: rows.object.list('video_id = ?', videoId),
    objectExpression: rows.objectExpression.list(
      'object_id IN (SELECT id FROM object WHERE video_id = ?)',
      videoId,
    ),
    answer: rows.answer.list('video_id = ?', videoId),
    track: rows.track.list('video_id = ?', videoId),
    keyframe: rows.keyframe.list(tracksOfVideo, videoId),
    derivedSpan: rows.derivedSpan.list(tracksOfVideo, videoId),
    visibilitySpan: rows.visibilitySpan.list(tracksOfVideo, videoId),
    verdict: rows.verdict.list(tracksOfVideo, videoId),
  };
}

export function loadProjectRecords(rows: AllRows): ProjectRecords {
  return {
    project: rows.project.list('1'),
    person: rows.person.list('1'),
    expression: rows.expression.list('1'),
    attribute: rows.attribute.list('1'),
    labelSet: rows.labelSet.list('1'),
    video: rows.video.list('1'),
  };
}
