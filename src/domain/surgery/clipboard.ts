import { z } from 'zod';
import type { SpanDataLookup } from '../interpolation.ts';
import type { Span } from '../spans.ts';
import {
  derivedSpanSchema,
  keyframeSchema,
  trackShapeSchema,
  visibilitySchema,
  type Track,
} from '../track.ts';
import { setKeyframe, setVisibility } from '../track-edits.ts';
import { copyRange, cutRange, joinPieces, shiftPiece } from '../track-ranges.ts';
import { copyShown, keepShown } from './keep-shown.ts';
import { outsideOf } from './mark-visibility.ts';

const frame = z.int().nonnegative();

/**
 * A copied piece of a track as data: its frames count from 0, its positions are pixels of the video it came from.
 * Derived spans stay windows on their data, which any video of the project may show.
 */
export const clippingSchema = z.object({
  shape: trackShapeSchema,
  /** Number of frames the piece spans. */
  length: z.int().positive(),
  keyframes: z.array(keyframeSchema),
  derived: z.array(derivedSpanSchema),
  visibility: z.array(z.object({ startFrame: frame, endFrame: frame, value: visibilitySchema })),
});
export type Clipping = z.infer<typeof clippingSchema>;

/** Copies what a track shows over a range. The piece has no keyframes or spans where it showed nothing. */
export function copyToClipboard(track: Track, range: Span, lookup: SpanDataLookup): Clipping {
  const piece = shiftPiece(copyShown(track, range, lookup), -range.startFrame);
  return {
    shape: track.shape,
    length: range.endFrame - range.startFrame + 1,
    keyframes: [...piece.keyframes],
    derived: [...piece.derived],
    visibility: [...piece.visibility],
  };
}

/** The frames a piece covers when pasted at a frame of a video. */
export function pasteRange(clipping: Clipping, atFrame: number, lastFrame: number): Span {
  return { startFrame: atFrame, endFrame: Math.min(atFrame + clipping.length - 1, lastFrame) };
}

/**
 * Puts a piece over a range of a track (pasteRange gave it), in place of what was there; a piece cut off by the
 * video's end shows what it showed up to there. One single position is set like any keyframe, and what lies around
 * it follows; a longer piece leaves everything outside its range as it was shown.
 */
export function pastePiece(track: Track, clipping: Clipping, range: Span, lookup: SpanDataLookup): Track {
  const moved = shiftPiece(clipping, range.startFrame);
  const [only] = moved.keyframes;
  if (only && clipping.length === 1) {
    const pasted = setKeyframe(track, only);
    return moved.visibility[0]?.value === 'occluded' ? setVisibility(pasted, range, 'occluded') : pasted;
  }
  const source: Track = { ...track, ...moved };
  const joined = joinPieces([cutRange(track, range), copyRange(moved, range)]);
  return keepShown(
    { ...track, ...joined },
    [...outsideOf(track, range), { track: source, range }].sort(
      (a, b) => a.range.startFrame - b.range.startFrame,
    ),
    lookup,
  );
}
