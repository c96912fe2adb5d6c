import { cutDerived, healDerived } from './derived-spans.ts';
import { isSamePosition } from './geometry.ts';
import { hasAbsenceBetween } from './interpolation.ts';
import { shownSpans } from './shown-spans.ts';
import { intersectSpans, joinSpans, paintSpan, subtractSpans, uniteSpans, type Span } from './spans.ts';
import {
  keyframeAt,
  lastKeyframeIndex,
  visibilityAt,
  withKeyframe,
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
  const moved = !existing || !isSamePosition(existing, keyframe);
  return fillVisibility(
    {
      ...track,
      keyframes: withKeyframe(track.keyframes, keyframe),
      derived: moved
        ? derivedAfterKeyframe(track.derived, keyframe.frame, existing !== undefined)
        : track.derived,
    },
    keyframe.frame,
  );
}

function fillVisibility(track: Track, frame: number): Track {
  const value = visibilityAt(track, frame);
  let result = track;
  if (value === undefined || value === 'absent') {
    const range = { startFrame: frame, endFrame: frame };
    result = { ...track, visibility: paintSpan(track.visibility, range, 'visible') };
  }
  const index = lastKeyframeIndex(track, frame);
  const before = track.keyframes[index - 1];
  const after = track.keyframes[index + 1];
  if (before && before.gap !== 'none') result = fillUnlabelled(result, before.frame, frame);
  if (after && track.keyframes[index]?.gap !== 'none') result = fillUnlabelled(result, frame, after.frame);
  return result;
}

/** Marks the unlabelled frames from `startFrame` to `endFrame` visible, unless an absence lies between. */
function fillUnlabelled(track: Track, startFrame: number, endFrame: number): Track {
  if (hasAbsenceBetween(track, startFrame, endFrame)) return track;
  return labelUnlabelled(track, { startFrame, endFrame }, 'visible');
}

/** Marks those frames of `range` that carry no label yet. */
export function labelUnlabelled(track: Track, range: Span, value: Visibility): Track {
  const holes = subtractSpans([range], track.visibility);
  if (holes.length === 0) return track;
  return {
    ...track,
    visibility: joinSpans([...track.visibility, ...holes.map((hole) => ({ ...hole, value }))]),
  };
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

/**
 * Takes a keyframe away; what is around it is derived across it. Visible frames that have no position any more
 * become unlabelled. A keyframe that was pinned on fresh derived positions gives its frame back to them.
 */
export function removeKeyframe(track: Track, frame: number): Track {
  const index = lastKeyframeIndex(track, frame);
  if (track.keyframes[index]?.frame !== frame) return track;
  const removed: Track = {
    ...track,
    keyframes: track.keyframes.toSpliced(index, 1),
    derived: healDerived(track.derived, frame) ?? derivedAfterKeyframe(track.derived, frame, true),
  };
  return unlabelLost(track, removed);
}

/** Clears the label of visible frames that had a position before and have none after. */
function unlabelLost(before: Track, after: Track): Track {
  const lost = subtractSpans(shownSpans(before), shownSpans(after));
  const visible = uniteSpans(after.visibility.filter((span) => span.value === 'visible'));
  const visibility = intersectSpans(lost, visible).reduce(
    (spans, range) => paintSpan(spans, range, null),
    after.visibility,
  );
  return { ...after, visibility };
}

/** Moves a keyframe to another frame; one that is already there is replaced. */
export function moveKeyframe(track: Track, fromFrame: number, toFrame: number): Track {
  const keyframe = keyframeAt(track, fromFrame);
  if (!keyframe || fromFrame === toFrame) return track;
  return setKeyframe(removeKeyframe(track, fromFrame), { ...keyframe, frame: toFrame });
}

/**
 * Sets how the gap after the keyframe at or before `frame` is filled. A gap no longer filled by flow loses the
 * flow; visible frames that have no position any more become unlabelled.
 */
export function setGap(track: Track, frame: number, gap: GapKind): Track {
  const index = lastKeyframeIndex(track, frame);
  const target = track.keyframes[index];
  if (!target || target.gap === gap) return track;
  const next = track.keyframes[index + 1];
  const inside = { startFrame: target.frame, endFrame: next?.frame ?? Number.MAX_SAFE_INTEGER };
  const changed: Track = {
    ...track,
    keyframes: track.keyframes.with(index, { ...target, gap }),
    derived: gap === 'flow' ? track.derived : cutDerived(track.derived, inside),
  };
  const filled = next && gap !== 'none' ? fillUnlabelled(changed, target.frame, next.frame) : changed;
  return unlabelLost(track, filled);
}

/**
 * Marks a range; null makes it unlabelled. Frames that are absent or unlabelled have no position, so their
 * keyframes and derived spans go. Positions outside the range may follow: markVisibility (surgery) keeps them.
 */
export function setVisibility(track: Track, range: Span, value: Visibility | null): Track {
  const painted: Track = { ...track, visibility: paintSpan(track.visibility, range, value) };
  if (value === 'visible' || value === 'occluded') return painted;
  return {
    ...painted,
    keyframes: track.keyframes.filter(
      (keyframe) => keyframe.frame < range.startFrame || keyframe.frame > range.endFrame,
    ),
    derived: cutDerived(track.derived, range),
  };
}
