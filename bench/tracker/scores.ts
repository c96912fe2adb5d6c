import type { Point } from '#domain/geometry.ts';

/** What is true of a point on a frame, and what was said of it. */
export interface Judged {
  truth: Point;
  isVisible: boolean;
  /** What was said; null where nothing was. */
  said: Point | null;
  isCalledVisible: boolean;
  confidence: number;
}

export interface Scores {
  /** Mean distance in pixels over frames where the point is visible and was called so. */
  meanError: number;
  /** Shares of visible frames called visible and within 1, 2, 4, 8 and 16 px. */
  within: readonly number[];
  /** Mean of `within`: TAP-Vid's delta average, on frames at their own size. */
  deltaAverage: number;
  /** Share of visible frames that were called visible. */
  recall: number;
  /** Share of hidden frames called visible while more than 16 px off. */
  falselyVisible: number;
  visibleFrames: number;
  hiddenFrames: number;
}

const thresholds = [1, 2, 4, 8, 16];

export function score(frames: readonly Judged[]): Scores {
  const visible = frames.filter((frame) => frame.isVisible);
  const hidden = frames.filter((frame) => !frame.isVisible);
  const found = visible.filter((frame) => frame.isCalledVisible);
  const share = (part: readonly Judged[], whole: readonly Judged[]): number =>
    whole.length === 0 ? 0 : part.length / whole.length;
  const within = thresholds.map((limit) =>
    share(
      found.filter((frame) => distance(frame) <= limit),
      visible,
    ),
  );
  return {
    meanError: found.reduce((sum, frame) => sum + distance(frame), 0) / Math.max(1, found.length),
    within,
    deltaAverage: within.reduce((sum, value) => sum + value, 0) / within.length,
    recall: share(found, visible),
    falselyVisible: share(
      hidden.filter((frame) => frame.isCalledVisible && distance(frame) > 16),
      hidden,
    ),
    visibleFrames: visible.length,
    hiddenFrames: hidden.length,
  };
}

function distance({ truth, said }: Judged): number {
  return said ? Math.hypot(truth.x - said.x, truth.y - said.y) : Infinity;
}

/** Mean error in pixels, at most 100 a frame, of the tenth that is trusted most and of the tenth trusted least. */
export function reliability(frames: readonly Judged[]): { most: number; least: number } {
  const called = frames
    .filter((frame) => frame.isVisible && frame.isCalledVisible)
    .sort((a, b) => b.confidence - a.confidence);
  const tenth = Math.max(1, Math.floor(called.length / 10));
  const mean = (part: readonly Judged[]): number =>
    part.reduce((sum, frame) => sum + Math.min(100, distance(frame)), 0) / Math.max(1, part.length);
  return { most: mean(called.slice(0, tenth)), least: mean(called.slice(-tenth)) };
}
