import fs from 'node:fs';
import path from 'node:path';
import { newId } from '#api/new-id.ts';
import type { ImportEvent } from '#api/videos.contract.ts';
import { updateOf } from '#domain/changes.ts';
import { encodeFrameTable, durationSeconds, frameCountOf } from '#domain/frame-table.ts';
import type { Video } from '#domain/records.ts';
import { MediaError } from '#media/media-error.ts';
import { contentHash } from '#media/probe.node.ts';
import type { ProjectStore } from '#store/project-store.ts';
import { findFfmpeg } from './ffmpeg.ts';
import { hashInBackground } from './hash-videos.ts';
import { probe, type Probed } from './probe.ts';
import type { Studio } from './studio.ts';
import { absolutePathOf, storedPathOf } from './video-files.ts';

export interface ImportRequest {
  personId: string;
  paths: readonly string[];
  /** Frames per second for image folders that do not say; null asks. */
  imageRate: number | null;
  /** The undecodable file that the (only) path is a copy of. */
  originalPath?: string;
  signal?: AbortSignal | undefined;
}

/** Imports videos one by one. Each is in the project, whole, when its event is out; cancelling keeps those. */
export async function* importVideos(
  studio: Studio,
  request: ImportRequest,
): AsyncGenerator<ImportEvent, void, void> {
  const total = request.paths.length;
  for (const [index, given] of request.paths.entries()) {
    if (request.signal?.aborted) return;
    const file = path.resolve(given);
    yield { kind: 'progress', done: index, total, unit: 'videos', detail: path.basename(file) };
    yield await importOne(studio, file, request);
  }
  yield { kind: 'progress', done: total, total, unit: 'videos', detail: '' };
  hashInBackground(studio);
}

async function importOne(studio: Studio, file: string, request: ImportRequest): Promise<ImportEvent> {
  try {
    const probed = await probe(file, request.imageRate, request.signal);
    if (probed.kind === 'needsRate') return { kind: 'needsRate', path: file, frameCount: probed.frameCount };
    const project = studio.project();
    const twin = await findTwin(project, probed);
    if (twin?.isRemoved === false)
      return { kind: 'duplicate', path: file, videoId: twin.id, name: twin.name };
    const video = addVideo(studio, project, probed, request);
    return { kind: 'imported', path: file, video };
  } catch (error) {
    if (!(error instanceof MediaError)) throw error;
    const isUndecodable = error.remedy !== undefined;
    return {
      kind: 'refused',
      path: file,
      reason: error.code,
      message: error.message,
      canTranscode: isUndecodable && (await findFfmpeg()) !== undefined,
      advice: error.remedy ?? '',
    };
  }
}

/** A video of the project with the same bytes: same quick hash, then same content. */
async function findTwin(project: ProjectStore, probed: Probed): Promise<Video | undefined> {
  const candidates = project.rows.video.list('quick_hash = ?', probed.quickHash);
  const [first] = candidates;
  if (!first || probed.info.kind === 'images') return first;
  const hash = await contentHash(probed.path);
  for (const video of candidates) {
    const other = absolutePathOf(project.folder, video);
    const known =
      project.videos.state(video.id).contentHash ?? (fs.existsSync(other) ? await contentHash(other) : hash);
    if (known === hash) return video;
  }
  return undefined;
}

function addVideo(studio: Studio, project: ProjectStore, probed: Probed, request: ImportRequest): Video {
  const { info, table } = probed;
  const shown: Video = {
    id: newId(),
    number: project.videos.nextNumber(),
    name: probed.name,
    kind: info.kind,
    path: storedPathOf(project.folder, probed.path),
    sizeBytes: probed.sizeBytes,
    quickHash: probed.quickHash,
    width: info.width,
    height: info.height,
    rotation: info.rotation,
    codec: info.codec,
    frameCount: frameCountOf(table),
    durationSeconds: durationSeconds(table),
    imageRate: info.imageRate,
    notices: info.notices,
    originalPath:
      request.originalPath === undefined ? null : storedPathOf(project.folder, request.originalPath),
    notes: '',
    isRemoved: false,
  };
  const hidden = { ...shown, isRemoved: true };
  // One step of history: undo takes the video off the list, and its labels with it; redo brings both back.
  const step = project.log.commitChanges(
    { commandId: newId(), personId: request.personId, videoId: null, frame: null },
    'importVideo',
    `Import “${shown.name}”`,
    [updateOf('video', hidden, shown)],
    () => {
      project.rows.video.insert(hidden);
      project.videos.saveFrameTable(shown.id, table.builderVersion, encodeFrameTable(table));
    },
  );
  studio.announce(step);
  return shown;
}
