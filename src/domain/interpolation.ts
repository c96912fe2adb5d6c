import { lerpPosition, type Position } from './geometry.ts';
import type { Id } from './ids.ts';
import { rowAt, type DerivedPosition, type SpanData } from './span-data.ts';
import { spanAt } from './spans.ts';
import {
  lastKeyframeIndex,
  positionOf,
  visibilityAt,
  type DerivedSpan,
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
 * gap set to nothing, or in a gap across an absence. A stale derived span is drawn as interpolation; where there is
 * nothing to interpolate between, its old positions are shown, marked stale, so that a correction hides nothing.
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
    const row = rowOfSpan(span, frame, lookup);
    if (row) return { ...row, origin: 'flow', visibility, isStale: false };
  }
  const origin = interpolationAt(track, index, frame);
  if (origin && before) {
    const isStale = before.gap === 'flow' || span !== undefined;
    const position = interpolate(track, index, frame, origin);
    return { ...position, origin, visibility, confidence: null, isStale };
  }
  const row = span && rowOfSpan(span, frame, lookup);
  return row && { ...row, origin: 'flow', visibility, isStale: true };
}

function rowOfSpan(span: DerivedSpan, frame: number, lookup: SpanDataLookup): DerivedPosition | undefined {
  const data = lookup(span.dataId);
  return data && rowAt(data, span.dataOffset + frame - span.startFrame);
}

export type Interpolation = 'linear' | 'hold' | 'smooth';

/**
 * How a frame after the keyframe at `index` is interpolated; undefined where it is not. Linear and smooth need the
 * next keyframe and no absence up to it; a held position goes on until the first absence.
 */
export function interpolationAt(track: Track, index: number, frame: number): Interpolation | undefined {
  const before = track.keyframes[index];
  if (!before) return undefined;
  const after = track.keyframes[index + 1];
  const origin = interpolationOf(before.gap, after !== undefined);
  if (!origin) return undefined;
  const endFrame = origin === 'hold' ? frame : (after?.frame ?? frame);
  return hasAbsenceBetween(track, before.frame, endFrame) ? undefined : origin;
}

/** After the last keyframe only a held position goes on. */
function interpolationOf(gap: GapKind, hasNext: boolean): Interpolation | undefined {
  if (gap === 'none') return undefined;
  if (gap === 'hold') return 'hold';
  if (!hasNext) return undefined;
  return gap === 'smooth' ? 'smooth' : 'linear';
}

function interpolate(track: Track, index: number, frame: number, origin: Interpolation): Position {
  const before = track.keyframes[index];
  const after = track.keyframes[index + 1];
  if (!before) throw new RangeError(`No keyframe at or before frame ${frame}`);
  if (origin === 'hold' || !after) return positionOf(before);
  if (origin === 'smooth') return smoothPosition(track, index, frame);
  return lerpPosition(before, after, (frame - before.frame) / (after.frame - before.frame));
}

export function hasAbsenceBetween(
  track: Pick<Track, 'visibility'>,
  startFrame: number,
  endFrame: number,
): boolean {
  let low = 0;
  let high = track.visibility.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((track.visibility[middle]?.endFrame ?? Infinity) < startFrame) low = middle + 1;
    else high = middle;
  }
  for (let i = low; i < track.visibility.length; i++) {
    const span = track.visibility[i];
    if (!span || span.startFrame > endFrame) return false;
    if (span.value === 'absent') return true;
  }
  return false;
}

/**
 * Monotone cubic Hermite interpolation per component, so a smooth gap never overshoots its keyframes
 * (Fritsch and Carlson 1980, "Monotone piecewise cubic interpolation", with the harmonic-mean slopes of
 * Fritsch and Butland 1984). Slopes look at neighbouring gaps only where those are smooth too: a curve never
 * depends on what lies across an absence or beyond a gap of another kind.
 */
function smoothPosition(track: Track, index: number, frame: number): Position {
  const k0 = track.keyframes[index];
  const k1 = track.keyframes[index + 1];
  if (!k0 || !k1) throw new RangeError(`No keyframes around frame ${frame}`);
  const component = (pick: (keyframe: Keyframe) => number | null): number | null => {
    const at = (i: number): number | null => {
      const keyframe = track.keyframes[i];
      return keyframe ? pick(keyframe) : null;
    };
    const p0 = at(index);
    const p1 = at(index + 1);
    if (p0 === null || p1 === null) return null;
    const width = k1.frame - k0.frame;
    const m0 = slopeAt(track, index, at);
    const m1 = slopeAt(track, index + 1, at);
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
    x: component((keyframe) => keyframe.x) ?? k0.x,
    y: component((keyframe) => keyframe.y) ?? k0.y,
    w: component((keyframe) => keyframe.w),
    h: component((keyframe) => keyframe.h),
  };
}

/** Weighted harmonic mean of the neighbouring secants; zero at a turning point and the secant at an end. */
function slopeAt(track: Track, index: number, at: (i: number) => number | null): number {
  const secant = (i: number): { slope: number; width: number } | undefined => {
    const a = track.keyframes[i];
    const b = track.keyframes[i + 1];
    const pa = at(i);
    const pb = at(i + 1);
    if (!a || !b || pa === null || pb === null || interpolationAt(track, i, b.frame) !== 'smooth') {
      return undefined;
    }
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
