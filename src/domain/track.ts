import { z } from 'zod';
import { positionSchema, type Position } from './geometry.ts';
import { idSchema, type Id } from './ids.ts';
import { spanAt, type Span, type ValueSpan } from './spans.ts';

export const trackShapeSchema = z.enum(['point', 'box']);
export type TrackShape = z.infer<typeof trackShapeSchema>;

/** How positions after a keyframe are derived, up to the next keyframe. */
export const gapKindSchema = z.enum(['linear', 'hold', 'smooth', 'flow', 'none']);
export type GapKind = z.infer<typeof gapKindSchema>;

/** Who or what set a keyframe. */
export const keyframeSourceSchema = z.enum(['person', 'run', 'import']);
export type KeyframeSource = z.infer<typeof keyframeSourceSchema>;

/** Where an object can be seen. A frame in no span is unlabelled: never exported as absent. */
export const visibilitySchema = z.enum(['visible', 'occluded', 'absent']);
export type Visibility = z.infer<typeof visibilitySchema>;

const frameIndex = z.int().nonnegative();

export const keyframeSchema = positionSchema.extend({
  frame: frameIndex,
  gap: gapKindSchema,
  source: keyframeSourceSchema,
});
/** A position that somebody or something set on one frame, and how the gap after it is filled. */
export type Keyframe = z.infer<typeof keyframeSchema>;

export const derivedSpanSchema = z.object({
  startFrame: frameIndex,
  endFrame: frameIndex,
  /** Immutable positions this span is a window on (span-data.ts); trimming and shifting never copy them. */
  dataId: idSchema,
  /** Row of the data that belongs to `startFrame`. */
  dataOffset: z.int().nonnegative(),
  runId: idSchema.nullable(),
  /** An end keyframe moved since the run: drawn as interpolation until recomputed. */
  isStale: z.boolean(),
});
export type DerivedSpan = z.infer<typeof derivedSpanSchema>;

export type VisibilitySpan = ValueSpan<Visibility>;

export const trackStateSchema = z.enum(['proposed', 'annotated', 'in-review', 'changes-asked', 'approved']);
export type TrackState = z.infer<typeof trackStateSchema>;

/** Values of the project's attribute schema, by attribute id. */
export const attributeValuesSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
export type AttributeValues = z.infer<typeof attributeValuesSchema>;

/**
 * An object's positions over frames in one label set. Keyframes are sorted by frame, spans by start; neither
 * overlaps. A point is a track of one keyframe.
 */
export interface Track {
  id: Id;
  videoId: Id;
  objectId: Id;
  labelSetId: Id;
  shape: TrackShape;
  state: TrackState;
  /** The proposal this track was accepted from. */
  sourceTrackId: Id | null;
  notes: string;
  attributes: AttributeValues;
  keyframes: readonly Keyframe[];
  derived: readonly DerivedSpan[];
  visibility: readonly VisibilitySpan[];
}

/** The keyframe on exactly this frame. */
export function keyframeAt(track: Pick<Track, 'keyframes'>, frame: number): Keyframe | undefined {
  const found = track.keyframes[lastKeyframeIndex(track, frame)];
  return found?.frame === frame ? found : undefined;
}

/** Index of the last keyframe at or before `frame`; -1 before the first. */
export function lastKeyframeIndex(track: Pick<Track, 'keyframes'>, frame: number): number {
  let low = 0;
  let high = track.keyframes.length - 1;
  let found = -1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const keyframe = track.keyframes[middle];
    if (keyframe && keyframe.frame <= frame) {
      found = middle;
      low = middle + 1;
    } else high = middle - 1;
  }
  return found;
}

/** The keyframes with one more, in its place; one on the same frame is replaced. */
export function withKeyframe(keyframes: readonly Keyframe[], keyframe: Keyframe): Keyframe[] {
  const index = lastKeyframeIndex({ keyframes }, keyframe.frame);
  return keyframes[index]?.frame === keyframe.frame
    ? keyframes.with(index, keyframe)
    : keyframes.toSpliced(index + 1, 0, keyframe);
}

export function visibilityAt(track: Track, frame: number): Visibility | undefined {
  return spanAt(track.visibility, frame)?.value;
}

/** First to last frame the track says anything about; undefined for an empty track. */
export function extentOf(track: Track): Span | undefined {
  const starts = [track.keyframes[0]?.frame, track.visibility[0]?.startFrame, track.derived[0]?.startFrame];
  const ends = [
    track.keyframes.at(-1)?.frame,
    track.visibility.at(-1)?.endFrame,
    track.derived.at(-1)?.endFrame,
  ];
  const startFrame = Math.min(...starts.filter((frame) => frame !== undefined));
  const endFrame = Math.max(...ends.filter((frame) => frame !== undefined));
  return Number.isFinite(startFrame) && Number.isFinite(endFrame) ? { startFrame, endFrame } : undefined;
}

export function positionOf(keyframe: Position): Position {
  return { x: keyframe.x, y: keyframe.y, w: keyframe.w, h: keyframe.h };
}
