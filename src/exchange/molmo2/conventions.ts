import type { FrameTable } from '#domain/frame-table.ts';
import type { Point, Size } from '#domain/geometry.ts';

/**
 * The conventions of Ai2's Molmo 2 training data, each in one place. Sources: the loaders of github allenai/molmo2
 * (f3cb108): olmo/data/molmo2_datasets.py (points), olmo/data/academic_video_track_datasets.py and
 * molmo2_video_track_datasets.py (tracks).
 */

/** Longest window the point loader takes, in seconds. */
export const maxWindowSeconds = 63;

/** Most points of a row that some training mixture takes (buckets 0–5, 6–25, 26–60). */
export const maxPoints = 60;

/** Point rows live on a grid of two instants a second, counted from the start of the full video. */
export const gridPerSecond = 2;

/** Configurations of allenai/Molmo2-VideoPoint; a row's category is one of them. */
export const pointCategories = [
  'action_or_event',
  'animal',
  'anomaly',
  'comparative reference',
  'indirect reference',
  'object',
  'referring expression',
  'spatial reference',
] as const;
export type PointCategory = (typeof pointCategories)[number];

/** Where the point loader looks for `<video_id>_2fps.mp4`, by video_source, below its folder of videos. */
export const pointVideoFolders = {
  generated: 'generated_videos',
  youtube: 'youtube-cc/youtube-cc-exist-2fps',
  MammalNet: 'MammalNet/trimmed_video-2fps',
} as const;

/** Pixels of the displayed frame (origin at its outer corner) to percent of its width and height, 0..100. */
export function toPercent(point: Point, size: Size): Point {
  return { x: (point.x * 100) / size.width, y: (point.y * 100) / size.height };
}

/** Pixels of the displayed frame to pixels of a copy that is the same picture scaled. */
export function toCopyPixels(point: Point, from: Size, to: Size): Point {
  const scale = (value: number, side: number, copySide: number): number =>
    side === copySide ? value : (value * copySide) / side;
  return { x: scale(point.x, from.width, to.width), y: scale(point.y, from.height, to.height) };
}

/**
 * Clamps to [0, x limit] × [0, y limit]. The loader's own guard tests x twice and lets a bad y through, so nothing
 * outside may reach it.
 */
export function clampPoint(point: Point, limit: Point): Point {
  return { x: Math.min(Math.max(point.x, 0), limit.x), y: Math.min(Math.max(point.y, 0), limit.y) };
}

/** Seconds of the k-th grid instant from the start of the full video. */
export function gridSeconds(k: number): number {
  return k / gridPerSecond;
}

/** True where the frame's own timestamp, relative to frame 0, is exactly a multiple of half a second. */
export function isOnGrid(table: FrameTable, frame: number): boolean {
  const ticks = (table.ticks[frame] ?? Number.NaN) - (table.ticks[0] ?? 0);
  return (ticks * gridPerSecond) % table.timescale === 0;
}

/** A clip frame's time as the track loader wants it: frame / fps from the start of the clip. */
export function clipSeconds(frame: number, fps: number): number {
  return frame / fps;
}

/**
 * The whole number N of frames per second at which every frame's time is frame / N, to a tick of the container and
 * 5 ms (half of the loader's tolerance); undefined for any other clock: 29.97, a varying rate.
 */
export function integerRate(table: FrameTable): number | undefined {
  const count = table.ticks.length;
  const first = table.ticks[0] ?? 0;
  const last = table.ticks[count - 1] ?? 0;
  const seconds = count > 1 ? (last - first) / (count - 1) : (table.durations[0] ?? 0);
  const rate = Math.round(table.timescale / seconds);
  if (!Number.isFinite(rate) || rate < 1) return undefined;
  const slack = Math.min(1, 0.005 * table.timescale);
  const fits = table.ticks.every(
    (tick, frame) => Math.abs(tick - first - (frame * table.timescale) / rate) <= slack,
  );
  return fits ? rate : undefined;
}

/** The track loader drops a row whose frame rate is no multiple of its sampling rate. */
export function isSampledEvenly(fps: number, samplingFps: number): boolean {
  return fps % samplingFps === 0;
}

/** An object's id in a track row: its display number in the video. */
export function trackPointId(objectNumber: number): number {
  return objectNumber;
}

/** The same id as `mask_id` lists it: points whose text form is not listed are ignored by the loader. */
export function maskIdOf(objectNumber: number): string {
  return String(trackPointId(objectNumber));
}

/**
 * The point loader takes a row without points for one about [0, min(duration, 63 s)] and drops it where its window
 * is another: true for a count of 0 on part of a file.
 */
export function isEmptyRowDropped(window: { startSeconds: number; endSeconds: number } | null): boolean {
  return window !== null && !(window.startSeconds <= 0 && window.endSeconds >= maxWindowSeconds);
}
