import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arbitraryTrack,
  differingFrames,
  faultsOf,
  frameCount,
  lineTrack,
  lookup,
  pointAt,
  shownOn,
  testId,
} from '../../../tests/support/domain-fixtures.ts';
import { isSameRecord } from '../changes.ts';
import { visibilityAt, type GapKind, type Track } from '../track.ts';
import { mergeInto, cutRange } from '../track-ranges.ts';
import { copyToClipboard, pastePiece } from './clipboard.ts';
import { copyShown } from './keep-shown.ts';
import { deleteRange, markVisibility } from './mark-visibility.ts';
import { mergeTracks } from './merge-tracks.ts';
import { largestDeviation, simplifyTrack } from './simplify.ts';
import { splitTrack } from './split-track.ts';
import { swapTracks } from './swap-tracks.ts';

const runs = { numRuns: 300 };
const frame = fc.integer({ min: 1, max: frameCount - 1 });
const other = { id: testId(101), objectId: testId(51) };
const range = fc
  .tuple(fc.nat(frameCount - 1), fc.nat(frameCount - 1))
  .map(([a, b]) => ({ startFrame: Math.min(a, b), endFrame: Math.max(a, b) }));

function labelsOf(track: Track): (string | undefined)[] {
  return Array.from({ length: frameCount }, (_, f) => visibilityAt(track, f));
}

function keyframesOf(...tracks: Track[]): unknown[] {
  const keyframes = tracks.flatMap((track) => track.keyframes);
  return keyframes.sort((p, q) => p.frame - q.frame || p.x - q.x || p.y - q.y);
}

/** Frame by frame: what `a` shows before the frame, what `b` shows from it on. */
function spliced<T>(a: readonly T[], b: readonly T[], from: number): T[] {
  return a.map((value, f) => (f < from ? value : (b[f] as T)));
}

describe('any track', () => {
  it('shows the same on both halves of a split', () => {
    fc.assert(
      fc.property(arbitraryTrack(), frame, (track, at) => {
        const { head, tail } = splitTrack(track, at, lookup);
        const nothing = shownOn(undefined);
        expect(differingFrames(spliced(shownOn(track), nothing, at), shownOn(head))).toEqual([]);
        expect(differingFrames(spliced(nothing, shownOn(track), at), shownOn(tail))).toEqual([]);
        expect([...faultsOf(head), ...faultsOf(tail)]).toEqual([]);
      }),
      runs,
    );
  });

  it('shows the same after a split and a merge', () => {
    fc.assert(
      fc.property(arbitraryTrack(), frame, (track, at) => {
        const { head, tail } = splitTrack(track, at, lookup);
        const merged = mergeTracks(head, { ...tail, ...other }, lookup);
        expect(merged.conflicts).toEqual([]);
        expect(differingFrames(shownOn(track), shownOn(merged.track), 0.26)).toEqual([]);
        expect(labelsOf(merged.track)).toEqual(labelsOf(track));
        expect(faultsOf(merged.track)).toEqual([]);
      }),
      runs,
    );
  });

  it('changes hands with another from a frame on, and nothing else moves', () => {
    fc.assert(
      fc.property(arbitraryTrack(), arbitraryTrack(other), frame, (a, b, at) => {
        const [c, d] = swapTracks(a, b, at, lookup);
        expect(differingFrames(spliced(shownOn(a), shownOn(b), at), shownOn(c))).toEqual([]);
        expect(differingFrames(spliced(shownOn(b), shownOn(a), at), shownOn(d))).toEqual([]);
        expect(labelsOf(c)).toEqual(spliced(labelsOf(a), labelsOf(b), at));
        expect([...faultsOf(c), ...faultsOf(d)]).toEqual([]);
      }),
      runs,
    );
  });

  it('is itself again after two swaps, wherever it was not curved', () => {
    const straight: GapKind[] = ['linear', 'hold', 'flow', 'none'];
    fc.assert(
      fc.property(arbitraryTrack({}, straight), arbitraryTrack(other, straight), frame, (a, b, at) => {
        const once = swapTracks(a, b, at, lookup);
        const twice = swapTracks(...once, at, lookup);
        expect(differingFrames(shownOn(a), shownOn(twice[0]))).toEqual([]);
        expect(differingFrames(shownOn(b), shownOn(twice[1]))).toEqual([]);
        expect([labelsOf(twice[0]), labelsOf(twice[1])]).toEqual([labelsOf(a), labelsOf(b)]);
        const isPinned = !isSameRecord(keyframesOf(a, b), keyframesOf(...once));
        if (!isPinned) expect(twice).toEqual([a, b]);
        const thrice = swapTracks(...twice, at, lookup);
        expect(differingFrames(shownOn(once[0]), shownOn(thrice[0]))).toEqual([]);
      }),
      runs,
    );
  });

  it('keeps what is shown outside a range that becomes absent or unlabelled', () => {
    fc.assert(
      fc.property(arbitraryTrack(), range, fc.constantFrom('absent' as const, null), (track, hole, value) => {
        const marked = markVisibility(track, hole, value, lookup);
        const expected = shownOn(track).map((shown, f) =>
          f >= hole.startFrame && f <= hole.endFrame ? undefined : shown,
        );
        expect(differingFrames(expected, shownOn(marked))).toEqual([]);
        expect(faultsOf(marked)).toEqual([]);
      }),
      runs,
    );
  });

  it('comes back when a range is copied, cut and put back', () => {
    fc.assert(
      fc.property(arbitraryTrack(), range, (track, piece) => {
        const copy = copyShown(track, piece, lookup);
        const copied = shownOn({ ...track, ...copy });
        const expected = shownOn(track).map((shown, f) =>
          f >= piece.startFrame && f <= piece.endFrame ? shown : undefined,
        );
        expect(differingFrames(expected, copied)).toEqual([]);
        const clipping = copyToClipboard(track, piece, lookup);
        const back = pastePiece(deleteRange(track, piece, lookup), clipping, piece, lookup);
        if (piece.startFrame < piece.endFrame) {
          expect(differingFrames(shownOn(track), shownOn(back), 0.26)).toEqual([]);
          expect(labelsOf(back)).toEqual(labelsOf(track));
        }
        expect(faultsOf(back)).toEqual([]);
        expect(faultsOf(mergeInto(cutRange(track, piece), copy, piece))).toEqual([]);
      }),
      runs,
    );
  });

  it('is never further than the tolerance from where it was after it is simplified', () => {
    fc.assert(
      fc.property(arbitraryTrack(), range, fc.integer({ min: 0, max: 60 }), (track, part, tolerance) => {
        const simplified = simplifyTrack(track, part, tolerance, lookup);
        expect(largestDeviation(track, simplified, part, lookup)).toBeLessThanOrEqual(tolerance + 1e-6);
        const outside = differingFrames(shownOn(track), shownOn(simplified)).filter(
          (f) => f < part.startFrame || f > part.endFrame,
        );
        expect(outside).toEqual([]);
        const persons = track.keyframes.filter((keyframe) => keyframe.source === 'person');
        for (const keyframe of persons) {
          expect(simplified.keyframes).toContainEqual({ ...keyframe, gap: expect.any(String) });
        }
        expect(shownOn(simplified).map(Boolean)).toEqual(shownOn(track).map(Boolean));
        expect(labelsOf(simplified)).toEqual(labelsOf(track));
        expect(faultsOf(simplified)).toEqual([]);
      }),
      runs,
    );
  });

  it('shows a position after a merge exactly where one of the two did', () => {
    fc.assert(
      fc.property(arbitraryTrack(), arbitraryTrack(other), (a, b) => {
        const { track } = mergeTracks(a, b, lookup);
        const expected = shownOn(a).map((shown, f) => shown ?? shownOn(b)[f]);
        expect(shownOn(track).map(Boolean)).toEqual(expected.map(Boolean));
        expect(faultsOf(track)).toEqual([]);
      }),
      runs,
    );
  });
});

describe('a straight track', () => {
  const track = lineTrack([pointAt(0, 0, 0), pointAt(30, 300, 60), pointAt(40, 0, 0)]);

  it('splits into halves with one pinned keyframe each', () => {
    const { head, tail } = splitTrack(track, 10, lookup);
    expect(head.keyframes.map((keyframe) => keyframe.frame)).toEqual([0, 9]);
    expect(tail.keyframes.map((keyframe) => keyframe.frame)).toEqual([10, 30, 40]);
    expect(tail.keyframes[0]).toMatchObject({ x: 100, y: 20, gap: 'linear', source: 'person' });
  });

  it('gets no new keyframe where it is split at one', () => {
    const dense = lineTrack([pointAt(0, 0, 0), pointAt(9, 5, 5), pointAt(10, 9, 9), pointAt(20, 0, 0)]);
    const { head, tail } = splitTrack(dense, 10, lookup);
    expect(head.keyframes).toEqual(dense.keyframes.slice(0, 2));
    expect(tail.keyframes).toEqual(dense.keyframes.slice(2));
  });
});
