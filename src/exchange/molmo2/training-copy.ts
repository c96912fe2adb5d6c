import { durationSeconds, frameAtSeconds, meanRate, type FrameTable } from '#domain/frame-table.ts';
import type { Size } from '#domain/geometry.ts';
import { gridPerSecond, integerRate, maxWindowSeconds } from './conventions.ts';

/** The clock of a training copy: a whole number of frames per second, or Ai2's grid of two. */
export type CopyTarget = { kind: 'constant'; fps: number } | { kind: 'two-fps' };

/** One file of a training copy. Copy frame k is shown from k / fps for 1 / fps. */
export interface CopyWindow {
  /** Source frames that the first and the last copy frame show. */
  startFrame: number;
  endFrame: number;
  /** Instants of the whole video's copy that come before this window. */
  startInstant: number;
  fps: number;
  /** Source frame index of each copy frame; does not fall. */
  sourceFrames: Uint32Array;
}

export interface TrainingCopyPlan {
  fps: number;
  windows: CopyWindow[];
}

/**
 * Plans a copy of a video on another clock: instant k shows the source frame on screen at k / fps after frame 0, so
 * a slow source repeats frames and a fast one skips some. Videos longer than `maxSeconds` are parted into windows
 * of nearly equal length. Throws RangeError on a rate that is not a whole number of at least 1.
 */
export function planTrainingCopy(
  table: FrameTable,
  target: CopyTarget,
  maxSeconds: number = maxWindowSeconds,
): TrainingCopyPlan {
  const fps = target.kind === 'two-fps' ? gridPerSecond : target.fps;
  if (!Number.isInteger(fps) || fps < 1) {
    throw new RangeError(`A training copy needs a whole number of frames per second, not ${fps}`);
  }
  const total = instantCount(table, fps);
  const count = Math.ceil(total / Math.max(1, Math.floor(maxSeconds * fps)));
  const windows = Array.from({ length: count }, (_, window): CopyWindow => {
    const startInstant = Math.floor((window * total) / count);
    const stop = Math.floor(((window + 1) * total) / count);
    const sourceFrames = Uint32Array.from({ length: stop - startInstant }, (_, k) =>
      frameAtSeconds(table, (startInstant + k) / fps),
    );
    return {
      startFrame: sourceFrames[0] ?? 0,
      endFrame: sourceFrames.at(-1) ?? 0,
      startInstant,
      fps,
      sourceFrames,
    };
  });
  return { fps, windows };
}

/** How many instants k / fps lie before the end of the video; at least one. */
export function instantCount(table: FrameTable, fps: number): number {
  return Math.max(1, Math.ceil(durationSeconds(table) * fps - 1e-6));
}

/**
 * The rate for a copy that loses no frame of a steady video and that every sampling rate divides: the smallest
 * common multiple of them that is not below the video's own rate (29.97 → 30; 25, sampled at 2 → 26).
 */
export function suggestedRate(table: FrameTable, samplingRates: readonly number[]): number {
  const rate = integerRate(table) ?? meanRate(table);
  const step = samplingRates.reduce((a, b) => (a * b) / greatestDivisor(a, b), 1);
  return Math.max(1, Math.ceil((rate - 0.05) / step)) * step;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** Size of a copy: the displayed size, each side rounded down to even, as 4:2:0 encoders need. */
export function copySizeOf(size: Size): Size {
  const even = (side: number): number => Math.max(2, side - (side % 2));
  return { width: even(size.width), height: even(size.height) };
}
