import { hasAbsenceBetween } from '../interpolation.ts';
import { spanAt } from '../spans.ts';
import { lastKeyframeIndex, type Track } from '../track.ts';
import { neighbourOnGrid } from '../work-grid.ts';

/** The first keyframe after `frame`. */
export function nextKeyframe(track: Track, frame: number): number | undefined {
  return track.keyframes[lastKeyframeIndex(track, frame) + 1]?.frame;
}

/** The last keyframe before `frame`. */
export function previousKeyframe(track: Track, frame: number): number | undefined {
  return track.keyframes[lastKeyframeIndex(track, frame - 1)]?.frame;
}

/**
 * The grid frame in the middle of the largest gap between two keyframes, counted in grid frames (the earliest of
 * equals); undefined when every grid frame between keyframes has one. Gaps across an absence do not count.
 */
export function largestGapMiddle(track: Track, grid: Uint32Array): number | undefined {
  let largest = 0;
  let middle: number | undefined;
  let from = 0;
  track.keyframes.forEach((keyframe, index) => {
    const next = track.keyframes[index + 1];
    if (!next) return;
    while (from < grid.length && (grid[from] ?? 0) <= keyframe.frame) from++;
    let to = from;
    while (to < grid.length && (grid[to] ?? 0) < next.frame) to++;
    const count = to - from;
    if (count > largest && !hasAbsenceBetween(track, keyframe.frame, next.frame)) {
      largest = count;
      middle = grid[from + ((count - 1) >> 1)];
    }
    from = to;
  });
  return middle;
}

/** The next grid frame after `frame` (direction 1) or before it (-1) on which the track carries no label. */
export function nextUnlabelled(
  track: Track,
  grid: Uint32Array,
  frame: number,
  direction: 1 | -1 = 1,
): number | undefined {
  let candidate = neighbourOnGrid(grid, frame, direction);
  while (candidate !== undefined) {
    const span = spanAt(track.visibility, candidate);
    if (!span) return candidate;
    candidate = neighbourOnGrid(grid, direction === 1 ? span.endFrame : span.startFrame, direction);
  }
  return undefined;
}
