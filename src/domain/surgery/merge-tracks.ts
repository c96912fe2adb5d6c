import { cutDerived } from '../derived-spans.ts';
import { isSamePosition } from '../geometry.ts';
import type { SpanDataLookup } from '../interpolation.ts';
import { shownSpans } from '../shown-spans.ts';
import { intersectSpans, isInSpan, paintSpan, subtractSpans, type Span, type ValueSpan } from '../spans.ts';
import { keyframeAt, withKeyframe, type Keyframe, type Track } from '../track.ts';
import { composeTrack, governingGap, keepShown, type Reference } from './keep-shown.ts';

export interface Merged {
  track: Track;
  /** Frames on which a person set different positions in both; the first track's stand. */
  conflicts: number[];
}

/**
 * Two tracks as one, under the first one's header. Where only one has a position, its position stays as it was
 * shown; where both have, the first one's does, with the second one's person-set keyframes added on frames where
 * the first has none of its own. A position wins over any label without one, and visible or occluded over absent.
 */
export function mergeTracks(first: Track, second: Track, lookup: SpanDataLookup): Merged {
  const shown = { first: shownSpans(first), second: shownSpans(second) };
  const overlap = intersectSpans(shown.first, shown.second);
  const inOverlap = (keyframe: Keyframe): boolean =>
    keyframe.source === 'person' && overlap.some((span) => isInSpan(span, keyframe.frame));
  const conflicts: number[] = [];
  const added: Keyframe[] = [];
  for (const keyframe of second.keyframes.filter(inOverlap)) {
    const own = keyframeAt(first, keyframe.frame);
    if (own?.source !== 'person') added.push({ ...keyframe, gap: governingGap(first, keyframe.frame) });
    else if (!isSamePosition(own, keyframe)) conflicts.push(keyframe.frame);
  }
  const parts = ownership(first, second, shown);
  const track = added.reduce<Track>(
    (merged, keyframe) => ({
      ...merged,
      keyframes: withKeyframe(merged.keyframes, keyframe),
      derived: cutDerived(merged.derived, { startFrame: keyframe.frame, endFrame: keyframe.frame }),
    }),
    composeTrack(first, parts, lookup),
  );
  // An overlap that takes keyframes from both may bend between them; everything else stays as it was shown.
  const free = overlap.filter((span) => added.some((keyframe) => isInSpan(span, keyframe.frame)));
  const kept = parts.flatMap((part) =>
    subtractSpans([part.range], free).map((range) => ({ track: part.track, range })),
  );
  return {
    track: {
      ...keepShown(track, kept, lookup),
      notes: [first.notes, second.notes].filter((notes) => notes !== '').join('\n'),
      attributes: { ...second.attributes, ...first.attributes },
    },
    conflicts,
  };
}

/** Which track each frame is taken from: painted from the weakest claim to the strongest. */
function ownership(
  first: Track,
  second: Track,
  shown: { first: readonly Span[]; second: readonly Span[] },
): Reference[] {
  const absent = (track: Track): Span[] => track.visibility.filter((span) => span.value === 'absent');
  const present = (track: Track): Span[] => track.visibility.filter((span) => span.value !== 'absent');
  const claims: [Track, readonly Span[]][] = [
    [second, absent(second)],
    [first, absent(first)],
    [second, present(second)],
    [first, present(first)],
    [second, shown.second],
    [first, shown.first],
  ];
  let owners: ValueSpan<Track>[] = [];
  for (const [track, spans] of claims) {
    for (const span of spans) owners = paintSpan(owners, span, track);
  }
  return owners.map(({ value, startFrame, endFrame }) => ({ track: value, range: { startFrame, endFrame } }));
}
