import { isSameRecord } from '../changes.ts';
import { cutDerived } from '../derived-spans.ts';
import { positionAt, type SpanDataLookup, type TrackPosition } from '../interpolation.ts';
import { isInSpan, spanAt, type Span } from '../spans.ts';
import {
  extentOf,
  keyframeAt,
  lastKeyframeIndex,
  positionOf,
  visibilityAt,
  withKeyframe,
  type GapKind,
  type KeyframeSource,
  type Track,
} from '../track.ts';
import { copyRange, joinPieces, type TrackPiece } from '../track-ranges.ts';

/** What has to be shown over a range of frames: what `track` shows there. */
export interface Reference {
  track: Track;
  range: Span;
}

/** How far a smooth gap may move, in pixels: a curve through fewer keyframes is not exactly the same curve. */
export const smoothTolerancePx = 0.25;
const exactTolerancePx = 1e-6;

/**
 * A track put together from ranges of others under one header, showing on every frame what its source showed:
 * rows are copied, derived spans stay windows on their data, and positions that were derived from a keyframe that
 * is no longer there are pinned as keyframes. No position appears where there was none.
 */
export function composeTrack(header: Track, parts: readonly Reference[], lookup: SpanDataLookup): Track {
  return keepShown(assembleTrack(header, parts), parts, lookup);
}

/** The rows of the parts under one header, with nothing pinned. */
export function assembleTrack(header: Track, parts: readonly Reference[]): Track {
  return { ...header, ...joinPieces(parts.map(({ track, range }) => copyRange(track, range))) };
}

/** The rows inside a range together with keyframes where the positions at its ends were derived. */
export function copyShown(track: Track, range: Span, lookup: SpanDataLookup): TrackPiece {
  const { keyframes, derived, visibility } = composeTrack(track, [{ track, range }], lookup);
  return { keyframes, derived, visibility };
}

/**
 * Adds to an edited track the keyframes it takes to show, on every frame of the references, what they show: first
 * at the ends of their ranges, then wherever something still differs. Frames in no reference are free. Linear, held
 * and flow positions are kept exactly, smooth ones to within smoothTolerancePx.
 */
export function keepShown(edited: Track, references: readonly Reference[], lookup: SpanDataLookup): Track {
  const borders = bordersOf(references);
  let result = edited;
  for (const border of borders) {
    for (const frame of [border - 1, border]) {
      if (!isKept(result, references, frame, lookup)) result = keepFrame(result, references, frame, lookup);
    }
    result = endSmoothRun(result, referenceAt(references, border - 1), border);
  }
  for (;;) {
    const worst = findWorst(result, references, borders, lookup);
    if (worst === undefined) return result;
    const next = keepFrame(result, references, worst, lookup);
    if (next === result) return result;
    result = next;
    // What was pinned bends the curves beside it, so those are looked at too from now on.
    borders.push(worst, next.keyframes[lastKeyframeIndex(next, worst)]?.frame ?? worst);
  }
}

/** Every frame on which one reference ends and something else begins: the first frame after it. */
function bordersOf(references: readonly Reference[]): number[] {
  const frames = references.flatMap(({ range }) => [range.startFrame, range.endFrame + 1]);
  return [...new Set(frames)].sort((a, b) => a - b);
}

function referenceAt(references: readonly Reference[], frame: number): Track | undefined {
  return references.find(({ range }) => isInSpan(range, frame))?.track;
}

function isKept(
  track: Track,
  references: readonly Reference[],
  frame: number,
  lookup: SpanDataLookup,
): boolean {
  const reference = referenceAt(references, frame);
  return !reference || deviationAt(reference, track, frame, lookup) === 0;
}

/** Pixels by which two tracks differ on a frame, zero within tolerance; Infinity where only one has a position. */
function deviationAt(a: Track, b: Track, frame: number, lookup: SpanDataLookup): number {
  const row = freshRowAt(a, frame);
  if (row !== undefined && row === freshRowAt(b, frame)) return 0;
  const p = positionAt(a, frame, lookup);
  const q = positionAt(b, frame, lookup);
  if (!p || !q) return p === q ? 0 : Infinity;
  const distance = Math.max(
    Math.abs(p.x - q.x),
    Math.abs(p.y - q.y),
    Math.abs((p.w ?? 0) - (q.w ?? 0)),
    Math.abs((p.h ?? 0) - (q.h ?? 0)),
  );
  return distance <= (p.origin === 'smooth' ? smoothTolerancePx : exactTolerancePx) ? 0 : distance;
}

/** Which row of which data a fresh derived span shows on a frame. Rows that are the same need no look at the data. */
function freshRowAt(track: Track, frame: number): string | undefined {
  const visibility = visibilityAt(track, frame);
  if (visibility === undefined || visibility === 'absent' || keyframeAt(track, frame)) return undefined;
  const span = spanAt(track.derived, frame);
  if (!span || span.isStale) return undefined;
  return `${span.dataId}:${span.dataOffset + frame - span.startFrame}`;
}

/** Makes one frame show what its reference shows: a pinned keyframe, or an end to what reaches into it. */
function keepFrame(
  track: Track,
  references: readonly Reference[],
  frame: number,
  lookup: SpanDataLookup,
): Track {
  const reference = referenceAt(references, frame);
  if (!reference) return track;
  const shown = positionAt(reference, frame, lookup);
  if (!shown) return endBefore(track, references, frame, lookup);
  return pin(track, frame, {
    ...positionOf(shown),
    gap: governingGap(reference, frame),
    source: sourceOf(reference, frame, shown),
  });
}

function pin(
  track: Track,
  frame: number,
  keyframe: {
    x: number;
    y: number;
    w: number | null;
    h: number | null;
    gap: GapKind;
    source: KeyframeSource;
  },
): Track {
  return {
    ...track,
    keyframes: withKeyframe(track.keyframes, { ...keyframe, frame }),
    derived: cutDerived(track.derived, { startFrame: frame, endFrame: frame }),
  };
}

/** How the gap that `frame` lies in is filled. */
export function governingGap(track: Track, frame: number): GapKind {
  return track.keyframes[lastKeyframeIndex(track, frame)]?.gap ?? 'flow';
}

/** Who set a position that is shown on a frame: a person only where everything it is derived from is a person's. */
export function sourceOf(track: Track, frame: number, shown: TrackPosition): KeyframeSource {
  const index = lastKeyframeIndex(track, frame);
  const before = track.keyframes[index];
  if (!before || shown.origin === 'flow') return 'run';
  if (shown.origin === 'keyframe' || shown.origin === 'hold' || before.source !== 'person')
    return before.source;
  return track.keyframes[index + 1]?.source ?? 'person';
}

/**
 * Stops the interpolation that reaches `frame`, where nothing may be shown, from the last frame before it that
 * shows something on purpose.
 */
function endBefore(
  track: Track,
  references: readonly Reference[],
  frame: number,
  lookup: SpanDataLookup,
): Track {
  const start = track.keyframes[lastKeyframeIndex(track, frame)];
  if (!start) return track;
  for (let last = frame - 1; last > start.frame; last--) {
    const source = referenceAt(references, last) ?? track;
    const shown = positionAt(source, last, lookup);
    if (!shown) continue;
    return pin(track, last, { ...positionOf(shown), gap: 'none', source: sourceOf(source, last, shown) });
  }
  return { ...track, keyframes: withKeyframe(track.keyframes, { ...start, gap: 'none' }) };
}

/** A curve that used to go on to another keyframe ends at the border: what is beyond it now must not bend it. */
function endSmoothRun(track: Track, reference: Track | undefined, border: number): Track {
  const index = lastKeyframeIndex(track, border - 1);
  const keyframe = track.keyframes[index];
  const next = track.keyframes[index + 1];
  if (keyframe?.gap !== 'smooth' || keyframe.frame !== border - 1 || !next) return track;
  const before = reference?.keyframes[lastKeyframeIndex(reference, border - 1) + 1];
  if (before && isSameRecord(before, next)) return track;
  return { ...track, keyframes: track.keyframes.with(index, { ...keyframe, gap: 'linear' }) };
}

function findWorst(
  track: Track,
  references: readonly Reference[],
  borders: readonly number[],
  lookup: SpanDataLookup,
): number | undefined {
  let worst: number | undefined;
  let distance = 0;
  for (const frame of framesToCheck(track, references, borders)) {
    const reference = referenceAt(references, frame);
    const deviation = reference ? deviationAt(reference, track, frame, lookup) : 0;
    if (deviation > distance) {
      worst = frame;
      distance = deviation;
    }
  }
  return worst;
}

/**
 * The frames on which a difference would show. Only gaps that touch a border, and curves near it, can have changed;
 * within them, positions between two neighbouring rows are linear in time, so equal ends mean equal middles. Where a
 * curve is among them every frame counts.
 */
function framesToCheck(
  track: Track,
  references: readonly Reference[],
  borders: readonly number[],
): Iterable<number> {
  const tracks = [...new Set([track, ...references.map((reference) => reference.track)])];
  const frames = new Set<number>();
  for (const border of borders) {
    const region = {
      startFrame: Math.min(...tracks.map((one) => reachBack(one, border))),
      endFrame: Math.max(...tracks.map((one) => reachForward(one, border))),
    };
    if (tracks.some((one) => hasSmoothGap(one, region))) {
      for (let frame = region.startFrame; frame <= region.endFrame; frame++) frames.add(frame);
      continue;
    }
    for (const frame of tracks.flatMap((one) => edgesOf(one, region))) {
      if (isInSpan(region, frame)) frames.add(frame);
    }
  }
  return [...frames].sort((a, b) => a - b);
}

function edgesOf(track: Track, region: Span): number[] {
  const edges = [region.startFrame, region.endFrame];
  for (let i = Math.max(0, lastKeyframeIndex(track, region.startFrame)); i < track.keyframes.length; i++) {
    const frame = track.keyframes[i]?.frame ?? Infinity;
    edges.push(frame - 1, frame, frame + 1);
    if (frame > region.endFrame) break;
  }
  for (const spans of [track.derived, track.visibility] as readonly (readonly Span[])[]) {
    for (const { startFrame, endFrame } of spans) {
      if (endFrame < region.startFrame - 1 || startFrame > region.endFrame + 1) continue;
      edges.push(startFrame - 1, startFrame, endFrame, endFrame + 1);
    }
  }
  return edges;
}

/** A keyframe that comes, goes or moves bends the gaps beside it and, through their slopes, one more each way. */
const smoothReach = 2;

/** The keyframe that governs the frame before a border; in a curve, as far before it as the border is felt. */
function reachBack(track: Track, border: number): number {
  let index = lastKeyframeIndex(track, border - 1);
  for (let n = 0; n < smoothReach && track.keyframes[index - 1]?.gap === 'smooth'; n++) index--;
  return track.keyframes[index]?.frame ?? border;
}

function reachForward(track: Track, border: number): number {
  let index = lastKeyframeIndex(track, border - 1) + 1;
  for (let n = 0; n < smoothReach && track.keyframes[index]?.gap === 'smooth'; n++) index++;
  const last = track.keyframes.at(-1)?.frame ?? border;
  return track.keyframes[index]?.frame ?? Math.max(border, last, extentOf(track)?.endFrame ?? border);
}

function hasSmoothGap(track: Track, region: Span): boolean {
  for (let i = Math.max(0, lastKeyframeIndex(track, region.startFrame)); i < track.keyframes.length; i++) {
    const keyframe = track.keyframes[i];
    if (!keyframe || keyframe.frame > region.endFrame) return false;
    if (keyframe.gap === 'smooth') return true;
  }
  return false;
}
