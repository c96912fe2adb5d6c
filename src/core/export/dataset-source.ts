import type { DatasetSource, ProjectDocument, VideoDocument } from '#exchange/dataset.ts';
import type { Id } from '#domain/ids.ts';
import type { Video } from '#domain/records.ts';
import { decodeSpanData, type SpanData } from '#domain/span-data.ts';
import { loadProjectRecords, loadVideoRecords } from '#store/documents.ts';
import type { ProjectStore } from '#store/project-store.ts';
import { assembleTrack } from '#store/sql-reader.ts';
import { frameTableOf } from '../frame-tables.ts';
import { StudioError } from '../studio-error.ts';

/**
 * The open project as formats read it: what is shown, video by video in display order. What was undone (hidden label
 * sets, removed videos) is not part of it. `videoIds` limits it; null takes all.
 */
export function datasetSourceOf(project: ProjectStore, videoIds: readonly Id[] | null): DatasetSource {
  return {
    project: async () => projectDocument(project),
    async *videos() {
      const videos = project.rows.video
        .list('is_removed = 0')
        .filter((video) => videoIds === null || videoIds.includes(video.id))
        .toSorted((a, b) => a.number - b.number);
      for (const video of videos) yield await videoDocument(project, video);
    },
  };
}

function projectDocument(store: ProjectStore): ProjectDocument {
  const records = loadProjectRecords(store.rows);
  const [project] = records.project;
  if (!project)
    throw new StudioError('PROJECT_CORRUPT', `${store.file} has no project in it. Restore a backup.`);
  return {
    project,
    persons: records.person,
    expressions: records.expression,
    attributes: records.attribute,
    labelSets: records.labelSet.filter((set) => set.isShown),
  };
}

async function videoDocument(store: ProjectStore, video: Video): Promise<VideoDocument> {
  const table = await frameTableOf(store, video);
  const shownSets = new Set(store.rows.labelSet.list('is_shown = 1').map((set) => set.id));
  const records = loadVideoRecords(store.rows, video.id);
  const keyframes = Map.groupBy(records.keyframe, (row) => row.trackId);
  const derived = Map.groupBy(records.derivedSpan, (row) => row.trackId);
  const visibility = Map.groupBy(records.visibilitySpan, (row) => row.trackId);
  const tracks = records.track
    .filter((track) => shownSets.has(track.labelSetId))
    .map((header) =>
      assembleTrack(header, {
        keyframes: keyframes.get(header.id) ?? [],
        derived: derived.get(header.id) ?? [],
        visibility: visibility.get(header.id) ?? [],
      }),
    );
  const spans = new Map<Id, SpanData>();
  return {
    video,
    contentHash: store.videos.state(video.id).contentHash,
    table,
    objects: records.object,
    objectExpressions: records.objectExpression,
    answers: records.answer.filter((answer) => shownSets.has(answer.labelSetId)),
    tracks,
    verdicts: records.verdict.filter((verdict) => tracks.some((track) => track.id === verdict.trackId)),
    runs: store.runs.ofVideo(video.id),
    spanData(id) {
      const known = spans.get(id);
      if (known) return known;
      const bytes = store.spanData.get(id);
      const data = bytes && decodeSpanData(bytes);
      if (data) spans.set(id, data);
      return data;
    },
  };
}
