import { describe, expect, it } from 'vitest';
import { faultsOf, lineTrack, makeTrack, pointAt, window } from '../../tests/support/domain-fixtures.ts';
import { copyRange, cutRange, joinPieces, mergeInto, shiftPiece } from './track-ranges.ts';

const track = lineTrack([pointAt(0, 0, 0, 'flow'), pointAt(20, 9, 9)], { derived: [window(1, 19, 30)] });
const range = { startFrame: 5, endFrame: 10 };

describe('a piece of a track', () => {
  it('has the rows of its range, with windows on the same rows', () => {
    expect(copyRange(track, range)).toEqual({
      keyframes: [],
      derived: [window(5, 10, 34)],
      visibility: [{ ...range, value: 'visible' }],
    });
  });

  it('and the rest make the whole again', () => {
    expect({ ...track, ...joinPieces([cutRange(track, range), copyRange(track, range)]) }).toEqual(track);
  });

  it('moves in time with its windows on the same rows', () => {
    const moved = shiftPiece(track, 3);
    expect(moved.keyframes.map((keyframe) => keyframe.frame)).toEqual([3, 23]);
    expect(moved.derived).toEqual([window(4, 22, 30)]);
    expect(moved.visibility).toEqual([{ startFrame: 3, endFrame: 23, value: 'visible' }]);
  });
});

describe('a piece put over a track', () => {
  const run = { ...pointAt(7, 70, 70), source: 'run' as const };
  const piece = {
    keyframes: [{ ...pointAt(6, 60, 60), source: 'run' as const }, run],
    derived: [window(8, 10)],
    visibility: [{ startFrame: 6, endFrame: 10, value: 'visible' as const }],
  };

  it('replaces what a run set and keeps what a person set, with nothing over it', () => {
    const target = lineTrack([{ ...pointAt(6, 1, 1), source: 'run' }, pointAt(9, 2, 2), pointAt(12, 3, 3)]);
    const merged = mergeInto(target, piece, range);
    expect(merged.keyframes.map(({ frame, x }) => [frame, x])).toEqual([
      [6, 60],
      [7, 70],
      [9, 2],
      [12, 3],
    ]);
    expect(merged.derived).toEqual([window(8, 8), window(10, 10)]);
  });

  it('keeps the label of a person-set keyframe where the piece says absent', () => {
    const target = makeTrack({
      keyframes: [pointAt(8, 1, 1)],
      visibility: [{ startFrame: 8, endFrame: 8, value: 'occluded' }],
    });
    const away = {
      keyframes: [],
      derived: [],
      visibility: [{ startFrame: 6, endFrame: 10, value: 'absent' as const }],
    };
    const merged = mergeInto(target, away, range);
    expect(merged.visibility.map((span) => span.value)).toEqual(['absent', 'occluded', 'absent']);
    expect(faultsOf(merged)).toEqual([]);
  });
});
