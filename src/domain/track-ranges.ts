import { clipDerived, cutDerived, joinDerived } from './derived-spans.ts';
import { clipSpans, isInSpan, joinSpans, paintSpan, spanAt, type Span } from './spans.ts';
import type { DerivedSpan, Keyframe, Track, VisibilitySpan } from './track.ts';

/** What a track says over a range of frames, cut loose from the track. */
export interface TrackPiece {
  keyframes: readonly Keyframe[];
  derived: readonly DerivedSpan[];
  visibility: readonly VisibilitySpan[];
}

/** The rows inside `range`. Positions derived from keyframes outside are not in it: copyShown (surgery) has them. */
export function copyRange(track: TrackPiece, range: Span): TrackPiece {
  return {
    keyframes: track.keyframes.filter((keyframe) => isInSpan(range, keyframe.frame)),
    derived: clipDerived(track.derived, range),
    visibility: clipSpans(track.visibility, range),
  };
}

/** A track with everything it says inside `range` taken out. */
export function cutRange(track: Track, range: Span): Track {
  return {
    ...track,
    keyframes: track.keyframes.filter((keyframe) => !isInSpan(range, keyframe.frame)),
    derived: cutDerived(track.derived, range),
    visibility: paintSpan(track.visibility, range, null),
  };
}

/** Pieces of disjoint ranges as one; windows and labels that continue each other are joined. */
export function joinPieces(pieces: readonly TrackPiece[]): TrackPiece {
  return {
    keyframes: pieces.flatMap((piece) => piece.keyframes).sort((a, b) => a.frame - b.frame),
    derived: joinDerived(pieces.flatMap((piece) => piece.derived)),
    visibility: joinSpans(pieces.flatMap((piece) => piece.visibility)),
  };
}

/** A piece moved in time by `frames`. */
export function shiftPiece(piece: TrackPiece, frames: number): TrackPiece {
  const shift = <S extends Span>(span: S): S => ({
    ...span,
    startFrame: span.startFrame + frames,
    endFrame: span.endFrame + frames,
  });
  return {
    keyframes: piece.keyframes.map((keyframe) => ({ ...keyframe, frame: keyframe.frame + frames })),
    derived: piece.derived.map(shift),
    visibility: piece.visibility.map(shift),
  };
}

/**
 * Puts a piece over a range of a track. Keyframes that a person set in the target stay, with their label, and win
 * over the piece's own positions on their frame; so do labels where the piece says nothing.
 */
export function mergeInto(target: Track, piece: TrackPiece, range: Span): Track {
  const kept = target.keyframes.filter(
    (keyframe) => !isInSpan(range, keyframe.frame) || keyframe.source === 'person',
  );
  const taken = new Set(kept.map((keyframe) => keyframe.frame));
  let visibility = piece.visibility.reduce(
    (spans, span) => paintSpan(spans, span, span.value),
    [...target.visibility],
  );
  let derived: readonly DerivedSpan[] = piece.derived;
  for (const { frame } of kept.filter((keyframe) => isInSpan(range, keyframe.frame))) {
    const here = { startFrame: frame, endFrame: frame };
    derived = cutDerived(derived, here);
    if (spanAt(visibility, frame)?.value !== 'absent') continue;
    visibility = paintSpan(visibility, here, spanAt(target.visibility, frame)?.value ?? 'visible');
  }
  return {
    ...target,
    keyframes: [...kept, ...piece.keyframes.filter((keyframe) => !taken.has(keyframe.frame))].sort(
      (a, b) => a.frame - b.frame,
    ),
    derived: joinDerived([...cutDerived(target.derived, range), ...derived]),
    visibility,
  };
}
