import { isSamePosition } from './geometry.ts';
import { hasAbsenceBetween } from './interpolation.ts';
import { paintSpan, type Span, type ValueSpan } from './spans.ts';
import {
  keyframeAt,
  lastKeyframeIndex,
  type DerivedSpan,
  type GapKind,
  type Keyframe,
  type Track,
  type Visibility,
} from './track.ts';

/** Small edits of one track. Each takes a track and gives a new one; none looks at anything else. */

/**
 * Sets a keyframe. Its frame becomes visible unless it is marked occluded, and unlabelled frames up to the
 * neighbouring keyframes become visible too, because their positions are now derived from both; an absence
 * between them stops that. Derived spans whose end moved are marked stale.
 */
export function setKeyframe(track: Track, keyframe: Keyframe): Track {
  const existing = keyframeAt(track, keyframe.frame);
  const keyframes = [...track.keyframes.filter((other) => other.frame !== keyframe.frame), keyframe].sort(
    (a, b) => a.frame - b.frame,
  );
  const moved = !existing || !isSamePosition(existing, keyframe);
  const withKeyframe: Track = {
    ...track,
    keyframes,
    derived: moved
      ? derivedAfterKeyframe(track.derived, keyframe.frame, existing !== undefined)
      : track.derived,
  };
  return fillVisibility(withKeyframe, keyframe.frame);
}

function fillVisibility(track: Track, frame: number): Track {
  const at = track.visibility.find((span) => span.startFrame <= frame && span.endFrame >= frame);
  let visibility: readonly ValueSpan<Visibility>[] = track.visibility;
  if (!at || at.value === 'absent') {
    visibility = paintSpan(visibility, { startFrame: frame, endFrame: frame }, 'visible');
  }
  const filled: Track = { ...track, visibility };
  const index = lastKeyframeIndex(track, frame);
  const before = track.keyframes[index - 1];
  const after = track.keyframes[index + 1];
  let result = filled;
  if (before && before.gap !== 'none') result = fillUnlabelled(result, before.frame, frame);
  if (after && track.keyframes[index]?.gap !== 'none') result = fillUnlabelled(result, frame, after.frame);
  return result;
}

/** Marks the unlabelled frames from `startFrame` to `endFrame` visible, unless an absence lies between. */
function fillUnlabelled(track: Track, startFrame: number, endFrame: number): Track {
  if (hasAbsenceBetween(track, startFrame, endFrame)) return track;
  let visibility: ValueSpan<Visibility>[] = paintSpan([], { startFrame, endFrame }, 'visible');
  for (const span of track.visibility) visibility = paintSpan(visibility, span, span.value);
  return { ...track, visibility };
}

/**
 * Derived spans after a keyframe was set on `frame`. A span it lies inside is parted: what came before keeps its
 * anchor, what comes after no longer starts where it should and is stale. A span that was anchored on the keyframe
 * that moved (right before its start, or right after its end) is stale too.
 */
function derivedAfterKeyframe(
  derived: readonly DerivedSpan[],
  frame: number,
  wasAnchor: boolean,
): DerivedSpan[] {
  return cutDerived(derived, { startFrame: frame, endFrame: frame }).map((span) => {
    const startsHere = span.startFrame === frame + 1;
    const endsHere = span.endFrame === frame - 1;
    return startsHere || (endsHere && wasAnchor) ? { ...span, isStale: true } : span;
  });
}

/** Takes a keyframe away; what is around it is derived across it. */
export function removeKeyframe(track: Track, frame: number): Track {
  if (!keyframeAt(track, frame)) return track;
  return {
    ...track,
    keyframes: track.keyframes.filter((keyframe) => keyframe.frame !== frame),
    derived: derivedAfterKeyframe(track.derived, frame, true),
  };
}

/** Moves a keyframe to another frame; one that is already there is replaced. */
export function moveKeyframe(track: Track, fromFrame: number, toFrame: number): Track {
  const keyframe = keyframeAt(track, fromFrame);
  if (!keyframe || fromFrame === toFrame) return track;
  return setKeyframe(removeKeyframe(track, fromFrame), { ...keyframe, frame: toFrame });
}

/** Sets how the gap after the keyframe at or before `frame` is filled. */
export function setGap(track: Track, frame: number, gap: GapKind): Track {
  const index = lastKeyframeIndex(track, frame);
  const target = track.keyframes[index];
  if (!target || target.gap === gap) return track;
  const next = track.keyframes[index + 1];
  const changed: Track = {
    ...track,
    keyframes: track.keyframes.map((keyframe, i) => (i === index ? { ...keyframe, gap } : keyframe)),
    // A gap that is no longer filled by flow loses the flow.
    derived:
      gap === 'flow'
        ? track.derived
        : track.derived.filter(
            (span) =>
              span.endFrame <= target.frame || span.startFrame >= (next?.frame ?? Number.POSITIVE_INFINITY),
          ),
  };
  return next && gap !== 'none' ? fillUnlabelled(changed, target.frame, next.frame) : changed;
}

/** Marks a range; null makes it unlabelled. Keyframes inside an absence go: what is absent has no position. */
export function setVisibility(track: Track, range: Span, value: Visibility | null): Track {
  const painted: Track = { ...track, visibility: paintSpan(track.visibility, range, value) };
  if (value !== 'absent') return painted;
  return {
    ...painted,
    keyframes: track.keyframes.filter(
      (keyframe) => keyframe.frame < range.startFrame || keyframe.frame > range.endFrame,
    ),
    derived: cutDerived(track.derived, range),
  };
}

/** Takes the object off one frame: its keyframe goes and the frame becomes unlabelled. */
export function clearFrame(track: Track, frame: number): Track {
  const range = { startFrame: frame, endFrame: frame };
  return {
    ...track,
    keyframes: track.keyframes.filter((keyframe) => keyframe.frame !== frame),
    derived: derivedAfterKeyframe(track.derived, frame, keyframeAt(track, frame) !== undefined),
    visibility: paintSpan(track.visibility, range, null),
  };
}

/** Derived spans with `range` cut out of them; a span cut in the middle becomes two windows on the same data. */
export function cutDerived(derived: readonly DerivedSpan[], range: Span): DerivedSpan[] {
  return derived.flatMap((span) => {
    if (span.endFrame < range.startFrame || span.startFrame > range.endFrame) return [span];
    const parts: DerivedSpan[] = [];
    if (span.startFrame < range.startFrame) parts.push({ ...span, endFrame: range.startFrame - 1 });
    if (span.endFrame > range.endFrame) {
      const startFrame = range.endFrame + 1;
      parts.push({ ...span, startFrame, dataOffset: span.dataOffset + startFrame - span.startFrame });
    }
    return parts;
  });
}
