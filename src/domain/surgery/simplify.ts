import { cutDerived } from '../derived-spans.ts';
import { lerpPosition, type Position } from '../geometry.ts';
import { positionAt, type SpanDataLookup } from '../interpolation.ts';
import { shownSpans } from '../shown-spans.ts';
import { intersectSpans, subtractSpans, type Span } from '../spans.ts';
import { keyframeAt, positionOf, type Keyframe, type Track } from '../track.ts';
import { governingGap, keepShown, sourceOf } from './keep-shown.ts';
import { outsideOf } from './mark-visibility.ts';

/** A position on a frame of a path. */
export interface PathPoint extends Position {
  frame: number;
}

/**
 * Indices of the points of a path that, joined by straight lines in time, stay within `tolerancePx` of every point
 * on its own frame; the first and last and those in `kept` are always among them. Ramer (1972), Douglas and Peucker
 * (1973), with the distance taken at equal time instead of across the line, because a label has to be right on its
 * frame. For a box the distance is that of the corner that is further off.
 */
export function simplifyPath(
  path: readonly PathPoint[],
  tolerancePx: number,
  kept: Iterable<number> = [],
): number[] {
  const last = path.length - 1;
  const chosen = new Set([...kept, ...(last < 0 ? [] : [0, last])]);
  const anchors = [...chosen].sort((a, b) => a - b);
  const open = anchors.slice(1).map((end, i): [number, number] => [anchors[i] ?? 0, end]);
  for (let part = open.pop(); part; part = open.pop()) {
    const [from, to] = part;
    const worst = furthest(path, from, to);
    if (!worst || worst.distance <= tolerancePx) continue;
    chosen.add(worst.index);
    open.push([from, worst.index], [worst.index, to]);
  }
  return [...chosen].sort((a, b) => a - b);
}

function furthest(
  path: readonly PathPoint[],
  from: number,
  to: number,
): { index: number; distance: number } | undefined {
  const a = path[from];
  const b = path[to];
  if (!a || !b) return undefined;
  let worst: { index: number; distance: number } | undefined;
  for (let index = from + 1; index < to; index++) {
    const point = path[index];
    if (!point) continue;
    const line = lerpPosition(a, b, (point.frame - a.frame) / (b.frame - a.frame));
    const distance = cornerDistance(point, line);
    if (!worst || distance > worst.distance) worst = { index, distance };
  }
  return worst;
}

/** Distance in pixels between two points, or between the corners of two boxes that are further apart. */
export function cornerDistance(a: Position, b: Position): number {
  const near = Math.hypot(a.x - b.x, a.y - b.y);
  if (a.w === null || a.h === null || b.w === null || b.h === null) return near;
  return Math.max(near, Math.hypot(a.x + a.w - b.x - b.w, a.y + a.h - b.y - b.h));
}

/**
 * Replaces what is dense in a range (derived spans, curves, keyframes that no person set) by as few keyframes with
 * linear gaps as keep every position within `tolerancePx` of where it was shown. Keyframes set by a person stay,
 * frames without a position keep having none, and nothing outside the range moves.
 */
export function simplifyTrack(track: Track, range: Span, tolerancePx: number, lookup: SpanDataLookup): Track {
  const runs = intersectSpans(shownSpans(track), [range]);
  const keyframes: Keyframe[] = runs.flatMap((run) => simplifyRun(track, run, range, tolerancePx, lookup));
  const simplified: Track = {
    ...track,
    keyframes: [
      ...track.keyframes.filter((keyframe) => keyframe.frame < range.startFrame),
      ...keyframes,
      ...track.keyframes.filter((keyframe) => keyframe.frame > range.endFrame),
    ],
    derived: cutDerived(track.derived, range),
  };
  const holes = subtractSpans([range], runs).map((hole) => ({ track, range: hole }));
  return keepShown(simplified, [...outsideOf(track, range), ...holes], lookup);
}

/** The keyframes for one unbroken run of positions. */
function simplifyRun(
  track: Track,
  run: Span,
  range: Span,
  tolerancePx: number,
  lookup: SpanDataLookup,
): Keyframe[] {
  const path: PathPoint[] = [];
  const kept: number[] = [];
  for (let frame = run.startFrame; frame <= run.endFrame; frame++) {
    const shown = positionAt(track, frame, lookup);
    if (!shown) continue;
    if (keyframeAt(track, frame)?.source === 'person') kept.push(path.length);
    path.push({ ...positionOf(shown), frame });
  }
  const goesOn = run.endFrame === range.endFrame && positionAt(track, run.endFrame + 1, lookup) !== undefined;
  const lastGap = goesOn ? governingGap(track, run.endFrame) : 'none';
  return simplifyPath(path, tolerancePx, kept).flatMap((index) => {
    const point = path[index];
    const shown = point && positionAt(track, point.frame, lookup);
    if (!shown) return [];
    const gap = index === path.length - 1 ? lastGap : 'linear';
    return [{ ...point, gap, source: sourceOf(track, point.frame, shown) }];
  });
}

/** How far, in pixels, the positions of two tracks are apart at most over a range where the first has any. */
export function largestDeviation(a: Track, b: Track, range: Span, lookup: SpanDataLookup): number {
  let largest = 0;
  for (const run of intersectSpans(shownSpans(a), [range])) {
    for (let frame = run.startFrame; frame <= run.endFrame; frame++) {
      const p = positionAt(a, frame, lookup);
      const q = positionAt(b, frame, lookup);
      if (p) largest = Math.max(largest, q ? cornerDistance(p, q) : Infinity);
    }
  }
  return largest;
}
