import { lerpPosition, type Position } from './geometry.ts';
import type { Id } from './ids.ts';
import { rowAt, type SpanData } from './span-data.ts';
import { spanAt } from './spans.ts';
import {
  lastKeyframeIndex,
  positionOf,
  visibilityAt,
  type GapKind,
  type Keyframe,
  type Track,
  type Visibility,
} from './track.ts';

/** Where a position on a frame comes from; what is derived must look different from what was set. */
export type PositionOrigin = 'keyframe' | 'linear' | 'hold' | 'smooth' | 'flow';

export interface TrackPosition extends Position {
  origin: PositionOrigin;
  visibility: Exclude<Visibility, 'absent'>;
  /** 0..1 from the run that derived it; null where a person or interpolation did. */
  confidence: number | null;
  /** A gap meant to be filled by flow whose flow is missing or stale: drawn, and exported only when told so. */
  isStale: boolean;
}

/** Looks up span data that has been loaded; a span whose data is not there yet falls back to interpolation. */
export type SpanDataLookup = (dataId: Id) => SpanData | undefined;

/**
 * The track's position on a frame, or undefined where it has none: the frame is unlabelled or absent, lies in a
 * gap set to nothing, or in a gap across an absence.
 */
export function positionAt(track: Track, frame: number, lookup: SpanDataLookup): TrackPosition | undefined {
  const visibility = visibilityAt(track, frame);
  if (visibility === undefined || visibility === 'absent') return undefined;
  const index = lastKeyframeIndex(track, frame);
  const before = track.keyframes[index];
  if (before?.frame === frame) {
    return { ...positionOf(before), origin: 'keyframe', visibility, confidence: null, isStale: false };
  }
  const span = spanAt(track.derived, frame);
  if (span && !span.isStale) {
    const data = lookup(span.dataId);
    const row = data && rowAt(data, span.dataOffset + frame - span.startFrame);
    if (row) return { ...row, origin: 'flow', visibility, isStale: false };
  }
  const after = track.keyframes[index + 1];
  if (!before || hasAbsenceBetween(track, before.frame, after?.frame ?? frame)) return undefined;
  const isStale = before.gap === 'flow' || span !== undefined;
  const origin = interpolationOf(before.gap, after !== undefined);
  if (!origin) return undefined;
  const position =
    origin === 'hold' || !after
      ? positionOf(before)
      : origin === 'linear'
        ? lerpPosition(before, after, (frame - before.frame) / (after.frame - before.frame))
        : smoothPosition(track.keyframes, index, frame);
  return { ...position, origin, visibility, confidence: null, isStale };
}

/** After the last keyframe only a held position goes on. */
function interpolationOf(gap: GapKind, hasNext: boolean): 'linear' | 'hold' | 'smooth' | undefined {
  if (gap === 'none') return undefined;
  if (gap === 'hold') return 'hold';
  if (!hasNext) return undefined;
  return gap === 'smooth' ? 'smooth' : 'linear';
}

export function hasAbsenceBetween(track: Track, startFrame: number, endFrame: number): boolean {
  return track.visibility.some(
    (span) => span.value === 'absent' && span.startFrame <= endFrame && span.endFrame >= startFrame,
  );
}

/**
 * Monotone cubic Hermite interpolation per component, so a smooth gap never overshoots its keyframes
 * (Fritsch and Carlson 1980, "Monotone piecewise cubic interpolation", with the harmonic-mean slopes of
 * Fritsch and Butland 1984).
 */
function smoothPosition(keyframes: readonly Keyframe[], index: number, frame: number): Position {
  const component = (pick: (keyframe: Keyframe) => number | null): number | null => {
    const at = (i: number): number | null => {
      const keyframe = keyframes[i];
      return keyframe ? pick(keyframe) : null;
    };
    const p0 = at(index);
    const p1 = at(index + 1);
    const k0 = keyframes[index];
    const k1 = keyframes[index + 1];
    if (p0 === null || p1 === null || !k0 || !k1) return null;
    const width = k1.frame - k0.frame;
    const m0 = slopeAt(keyframes, index, at);
    const m1 = slopeAt(keyframes, index + 1, at);
    const t = (frame - k0.frame) / width;
    const t2 = t * t;
    const t3 = t2 * t;
    return (
      (2 * t3 - 3 * t2 + 1) * p0 +
      (t3 - 2 * t2 + t) * width * m0 +
      (3 * t2 - 2 * t3) * p1 +
      (t3 - t2) * width * m1
    );
  };
  return {
    x: component((keyframe) => keyframe.x) ?? 0,
    y: component((keyframe) => keyframe.y) ?? 0,
    w: component((keyframe) => keyframe.w),
    h: component((keyframe) => keyframe.h),
  };
}

/** Weighted harmonic mean of the neighbouring secants; zero at a turning point and the secant at an end. */
function slopeAt(keyframes: readonly Keyframe[], index: number, at: (i: number) => number | null): number {
  const secant = (i: number): { slope: number; width: number } | undefined => {
    const a = keyframes[i];
    const b = keyframes[i + 1];
    const pa = at(i);
    const pb = at(i + 1);
    if (!a || !b || pa === null || pb === null) return undefined;
    return { slope: (pb - pa) / (b.frame - a.frame), width: b.frame - a.frame };
  };
  const left = secant(index - 1);
  const right = secant(index);
  if (!left) return right?.slope ?? 0;
  if (!right) return left.slope;
  if (left.slope * right.slope <= 0) return 0;
  const w1 = 2 * right.width + left.width;
  const w2 = right.width + 2 * left.width;
  return (w1 + w2) / (w1 / left.slope + w2 / right.slope);
}
