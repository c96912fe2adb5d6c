import { clipSpans, paintSpan, type Span } from './spans.ts';
import { cutDerived } from './track-edits.ts';
import type { DerivedSpan, Keyframe, Track, VisibilitySpan } from './track.ts';

/** What a track says over a range of frames, cut loose from the track. */
export interface TrackPiece {
  keyframes: readonly Keyframe[];
  derived: readonly DerivedSpan[];
  visibility: readonly VisibilitySpan[];
}

export function copyRange(track: TrackPiece, range: Span): TrackPiece {
  return {
    keyframes: track.keyframes.filter((keyframe) => isIn(range, keyframe.frame)),
    derived: clipSpans(track.derived, range).map((span) => {
      const original = track.derived.find(
        (s) => s.startFrame <= span.startFrame && s.endFrame >= span.endFrame,
      );
      return {
        ...span,
        dataOffset: span.dataOffset + span.startFrame - (original?.startFrame ?? span.startFrame),
      };
    }),
    visibility: clipSpans(track.visibility, range),
  };
}

/** A track with everything it says inside `range` taken out. */
export function cutRange(track: Track, range: Span): Track {
  return {
    ...track,
    keyframes: track.keyframes.filter((keyframe) => !isIn(range, keyframe.frame)),
    derived: cutDerived(track.derived, range),
    visibility: paintSpan(track.visibility, range, null),
  };
}

/**
 * Puts a piece over a range of a track. Keyframes that a person set in the target stay, and win over the piece's
 * own positions on their frame; so do the absences and occlusions around them where the piece says nothing.
 */
export function mergeInto(target: Track, piece: TrackPiece, range: Span): Track {
  const kept = target.keyframes.filter(
    (keyframe) => !isIn(range, keyframe.frame) || keyframe.source === 'person',
  );
  const taken = new Set(kept.map((keyframe) => keyframe.frame));
  const visibility = piece.visibility.reduce(
    (spans, span) => paintSpan(spans, span, span.value),
    [...target.visibility],
  );
  return {
    ...target,
    keyframes: [...kept, ...piece.keyframes.filter((keyframe) => !taken.has(keyframe.frame))].sort(
      (a, b) => a.frame - b.frame,
    ),
    derived: [...cutDerived(target.derived, range), ...piece.derived].sort(
      (a, b) => a.startFrame - b.startFrame,
    ),
    visibility,
  };
}

function isIn(range: Span, frame: number): boolean {
  return frame >= range.startFrame && frame <= range.endFrame;
}
