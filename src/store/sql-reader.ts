import type { ProjectReader } from '#domain/reader.ts';
import type { EntityName, RecordOf, TrackHeader } from '#domain/records.ts';
import { decodeSpanData } from '#domain/span-data.ts';
import type { Track } from '#domain/track.ts';
import type { AllRows, EntityRows } from './entity-rows.ts';
import type { SpanDataStore } from './span-data.ts';

type Row<T> = Omit<T, 'trackId'>;

function withoutTrackId<T extends { trackId: string }>({ trackId: _trackId, ...row }: T): Row<T> {
  return row;
}

/** A track header and its rows as one value. Rows come in frame order. */
export function assembleTrack(
  header: TrackHeader,
  rows: {
    keyframes: readonly RecordOf<'keyframe'>[];
    derived: readonly RecordOf<'derivedSpan'>[];
    visibility: readonly RecordOf<'visibilitySpan'>[];
  },
): Track {
  return {
    ...header,
    keyframes: rows.keyframes.map(withoutTrackId),
    derived: rows.derived.map(withoutTrackId),
    visibility: rows.visibility.map(withoutTrackId),
  };
}

/** The document as commands see it, straight from SQLite. */
export function createSqlReader(rows: AllRows, spanData: SpanDataStore): ProjectReader {
  const load = (header: TrackHeader): Track =>
    assembleTrack(header, {
      keyframes: rows.keyframe.list('track_id = ?', header.id),
      derived: rows.derivedSpan.list('track_id = ?', header.id),
      visibility: rows.visibilitySpan.list('track_id = ?', header.id),
    });
  return {
    get<E extends EntityName>(entity: E, key: string): RecordOf<E> | undefined {
      return (rows[entity] as unknown as EntityRows<E>).get(key.split(':'));
    },
    track(id) {
      const header = rows.track.get([id]);
      return header && load(header);
    },
    tracksOfObject: (objectId) => rows.track.list('object_id = ?', objectId).map(load),
    objectsOfVideo: (videoId) => rows.object.list('video_id = ?', videoId),
    expressionsOfObject: (objectId) =>
      rows.objectExpression.list('object_id = ?', objectId).map((row) => row.expressionId),
    answer: (expressionId, videoId, labelSetId) =>
      rows.answer.list(
        'video_id = ? AND expression_id = ? AND label_set_id = ?',
        videoId,
        expressionId,
        labelSetId,
      )[0],
    verdictsOfTrack: (trackId) => rows.verdict.list('track_id = ?', trackId),
    verdictsOfResult: (trackId) => rows.verdict.list('result_track_id = ?', trackId),
    spanData(dataId) {
      const bytes = spanData.get(dataId);
      return bytes && decodeSpanData(bytes);
    },
  };
}
