import { durationSeconds, frameAtSeconds, frameCountOf } from '#domain/frame-table.ts';
import type { Size } from '#domain/geometry.ts';
import type { VideoDocument } from '../dataset.ts';
import { portablePath } from '../video-path.ts';
import { gridPerSecond, integerRate, isOnGrid, maxWindowSeconds } from './conventions.ts';
import type { PointOptions, TrackOptions } from './options.ts';
import {
  copySizeOf,
  instantCount,
  planTrainingCopy,
  suggestedRate,
  type CopyTarget,
} from './training-copy.ts';

/** A stretch of video that rows are about, on the clock the rows use. */
export interface Clip {
  /** Name of the video file without extension, as the rows give it. */
  name: string;
  /** True where the file has to be made first. */
  isCopy: boolean;
  fps: number;
  /** Size of the file's picture. */
  size: Size;
  /** Source frames of its stretch, both included; those between two instants are not shown. */
  startFrame: number;
  endFrame: number;
  /** True where it is the whole video. */
  isWhole: boolean;
  /** Source frame shown at each of the clip's instants. */
  sourceFrames: Uint32Array;
  /** False for an instant on which no source frame starts exactly, so that no row may name it. */
  isExact(instant: number): boolean;
  /** Seconds of the whole file, and the window of it where it is only a part; instant 0 is at `startSeconds`. */
  fileSeconds: number;
  window: { startSeconds: number; endSeconds: number } | null;
}

/** Clips of a video, or why there are none and what to do about it. */
export type ClipsOf = { clips: Clip[] } | { refusal: string };

export function pointClips(document: VideoDocument, options: Pick<PointOptions, 'clock'>): ClipsOf {
  if (options.clock === 'two-fps-copy') return { clips: copyClips(document, { kind: 'two-fps' }) };
  const refusal = sourceRefusal(document);
  if (refusal !== undefined) return { refusal };
  const { table, video } = document;
  const fileSeconds = durationSeconds(table);
  const grid = planTrainingCopy(table, { kind: 'two-fps' });
  const isWhole = fileSeconds <= maxWindowSeconds;
  const clips = (isWhole ? [wholeGrid(document)] : grid.windows).map((window, index, all): Clip => {
    const startSeconds = window.startInstant / gridPerSecond;
    const isLast = index === all.length - 1;
    const endSeconds = isLast ? fileSeconds : startSeconds + window.sourceFrames.length / gridPerSecond;
    const isFrame = (instant: number): boolean => {
      const frame = window.sourceFrames[instant] ?? -1;
      // The frame on screen is exact only if it starts at this very instant, not earlier.
      return isOnGrid(table, frame) && window.sourceFrames[instant - 1] !== frame;
    };
    return {
      name: sourceName(document),
      isCopy: false,
      fps: gridPerSecond,
      size: { width: video.width, height: video.height },
      startFrame: window.startFrame,
      endFrame: stretchEnd(document, all[index + 1]),
      isWhole,
      sourceFrames: window.sourceFrames,
      isExact: isFrame,
      fileSeconds,
      window: isWhole ? null : { startSeconds, endSeconds },
    };
  });
  return { clips };
}

export function trackClips(
  document: VideoDocument,
  options: Pick<TrackOptions, 'clock' | 'copyFps' | 'samplingFps'>,
): ClipsOf {
  const { table, video } = document;
  if (options.clock === 'constant-copy') {
    const fps = options.copyFps ?? suggestedRate(table, options.samplingFps);
    return { clips: copyClips(document, { kind: 'constant', fps }) };
  }
  const refusal = sourceRefusal(document);
  if (refusal !== undefined) return { refusal };
  if (!/\.mp4$/i.test(video.path)) {
    return { refusal: 'the track loader opens .mp4 files only: export with a training copy' };
  }
  const fps = integerRate(table);
  if (fps === undefined) {
    return {
      refusal:
        'its frame rate is not constant or not a whole number, and the track loader counts frame / fps: export with a training copy',
    };
  }
  const clip: Clip = {
    name: sourceName(document),
    isCopy: false,
    fps,
    size: { width: video.width, height: video.height },
    startFrame: 0,
    endFrame: frameCountOf(table) - 1,
    isWhole: true,
    sourceFrames: Uint32Array.from(table.ticks, (_, frame) => frame),
    isExact: () => true,
    fileSeconds: durationSeconds(table),
    window: null,
  };
  return { clips: [clip] };
}

/** The 2 fps grid of a video that is one window. */
function wholeGrid({ table }: VideoDocument) {
  const sourceFrames = Uint32Array.from({ length: instantCount(table, gridPerSecond) }, (_, k) =>
    frameAtSeconds(table, k / gridPerSecond),
  );
  return { startInstant: 0, startFrame: 0, sourceFrames };
}

/** The last source frame before the next window, or of the video. */
function stretchEnd({ table }: VideoDocument, next: { startFrame: number } | undefined): number {
  return next ? Math.max(next.startFrame - 1, 0) : frameCountOf(table) - 1;
}

function copyClips(document: VideoDocument, target: CopyTarget): Clip[] {
  const { video, table } = document;
  const { windows } = planTrainingCopy(table, target);
  return windows.map((window, index): Clip => ({
    name: windows.length === 1 ? video.id : `${video.id}-${String(index).padStart(3, '0')}`,
    isCopy: true,
    fps: window.fps,
    size: copySizeOf(video),
    startFrame: window.startFrame,
    endFrame: stretchEnd(document, windows[index + 1]),
    isWhole: windows.length === 1,
    sourceFrames: window.sourceFrames,
    isExact: () => true,
    fileSeconds: window.sourceFrames.length / window.fps,
    window: null,
  }));
}

function sourceRefusal({ video }: VideoDocument): string | undefined {
  return video.kind === 'images'
    ? 'it is a folder of images, and the trainer reads video files: export with a training copy'
    : undefined;
}

/** What the trainer may see differently in a source file; undefined for copies and plain sources. */
export function sourceCaution({ video }: VideoDocument, clock: string): string | undefined {
  return clock === 'source' && video.rotation !== 0
    ? `The file is stored turned by ${video.rotation}°, and labels are on the upright picture; a loader that ignores the rotation flag sees another one. Export with a training copy to be sure.`
    : undefined;
}

/** The source's portable path without extension. */
function sourceName({ video }: VideoDocument): string {
  return portablePath(video).replace(/\.[^./]+$/, '');
}
