import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arbitraryTrack,
  ids,
  lineTrack,
  makeDocument,
  makeTrack,
  pointAt,
  window,
} from '../../tests/support/domain-fixtures.ts';
import { changedFrames } from './changed-frames.ts';
import { changeSchema, diffTrack, insertOf, isSameRecord, reverseChanges } from './changes.ts';

describe('the difference between two versions of a track', () => {
  it('leads from the one to the other and back', () => {
    fc.assert(
      fc.property(arbitraryTrack(), arbitraryTrack({ notes: 'x' }), (before, after) => {
        const document = makeDocument([before]);
        const changes = diffTrack(before, after);
        document.apply(changes, { strict: true });
        expect(document.track(before.id)).toEqual(after);
        document.apply(reverseChanges(changes), { strict: true });
        expect(document.track(before.id)).toEqual(before);
      }),
    );
  });

  it('names only the rows that differ', () => {
    const track = lineTrack([pointAt(0, 0, 0), pointAt(10, 1, 1)]);
    const moved = { ...track, keyframes: [pointAt(0, 0, 0), pointAt(10, 2, 2)] };
    expect(diffTrack(track, moved)).toHaveLength(1);
    expect(diffTrack(track, { ...track })).toEqual([]);
  });

  it('puts the header before its rows, and takes it away after them', () => {
    const track = lineTrack([pointAt(0, 0, 0)]);
    expect(diffTrack(undefined, track).map((change) => change.entity)).toEqual([
      'track',
      'keyframe',
      'visibilitySpan',
    ]);
    expect(diffTrack(track, undefined).at(-1)?.entity).toBe('track');
  });
});

describe('records', () => {
  it('are the same whatever the order of their fields and the sign of zero', () => {
    expect(isSameRecord({ a: 1, b: { c: [1, 2] } }, { b: { c: [1, 2] }, a: 1 })).toBe(true);
    expect(isSameRecord({ x: 0 }, { x: -0 })).toBe(true);
    expect(isSameRecord({ a: 1 }, { a: 1, b: undefined })).toBe(false);
    expect(isSameRecord([], {})).toBe(false);
    expect(isSameRecord(null, {})).toBe(false);
  });

  it('are refused in a change of another entity', () => {
    const change = insertOf('objectExpression', { objectId: ids.run, expressionId: ids.expression });
    expect(changeSchema.safeParse(change).success).toBe(true);
    expect(changeSchema.safeParse({ ...change, entity: 'keyframe' }).success).toBe(false);
  });
});

describe('the frames that changes touch', () => {
  it('start where a span was cut, not where it starts', () => {
    const track = makeTrack({
      derived: [window(1, 50)],
      visibility: [{ startFrame: 0, endFrame: 50, value: 'visible' }],
    });
    const cut = {
      ...track,
      derived: [window(1, 29), window(41, 50)],
      visibility: [
        { startFrame: 0, endFrame: 29, value: 'visible' as const },
        { startFrame: 30, endFrame: 40, value: 'absent' as const },
        { startFrame: 41, endFrame: 50, value: 'visible' as const },
      ],
    };
    expect(changedFrames(diffTrack(track, cut))).toEqual({
      trackIds: [track.id],
      startFrame: 30,
      endFrame: 40,
    });
  });

  it('are those of the keyframes, and none where no row changed', () => {
    const track = lineTrack([pointAt(0, 0, 0), pointAt(10, 1, 1)]);
    const moved = { ...track, keyframes: [pointAt(0, 0, 0), pointAt(10, 2, 2)] };
    expect(changedFrames(diffTrack(track, moved))).toEqual({
      trackIds: [track.id],
      startFrame: 10,
      endFrame: 10,
    });
    expect(changedFrames(diffTrack(track, { ...track, notes: 'x' }))).toBeUndefined();
  });
});
