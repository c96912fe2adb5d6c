import { describe, expect, it } from 'vitest';
import {
  lineTrack,
  lookup,
  makeTrack,
  pointAt,
  testId,
  window,
} from '../../../tests/support/domain-fixtures.ts';
import { positionAt } from '../interpolation.ts';
import { copyToClipboard, pastePiece, pasteRange } from './clipboard.ts';
import { extendTrack, extensionOf } from './extend-track.ts';
import { mergeTracks } from './merge-tracks.ts';
import { gapBetween, rejoinTracks } from './rejoin-tracks.ts';
import { clampShift, shiftTrack } from './shift-track.ts';
import { splitTrack } from './split-track.ts';
import { swapTracks } from './swap-tracks.ts';

const visible = (startFrame: number, endFrame: number) => ({
  startFrame,
  endFrame,
  value: 'visible' as const,
});
const absent = (startFrame: number, endFrame: number) => ({ startFrame, endFrame, value: 'absent' as const });
const track = lineTrack([pointAt(10, 10, 0), pointAt(20, 20, 0)]);
const other = { id: testId(101), objectId: testId(51) };

describe('windows on flow', () => {
  const flow = lineTrack([pointAt(0, 0, 0, 'flow')], {
    derived: [window(1, 40, 7)],
    visibility: [visible(0, 40)],
  });

  it('are cut, not copied, by a split, and need no keyframe', () => {
    const { head, tail } = splitTrack(flow, 20, lookup);
    expect([head.derived, tail.derived]).toEqual([[window(1, 19, 7)], [window(20, 40, 26)]]);
    expect([head.keyframes.length, tail.keyframes]).toEqual([1, []]);
    expect(mergeTracks(head, { ...tail, ...other }, lookup).track).toEqual(flow);
  });

  it('change hands in a swap and come back whole', () => {
    const still = lineTrack(
      [pointAt(0, 1, 1), pointAt(19, 1, 1), pointAt(20, 2, 2), pointAt(40, 2, 2)],
      other,
    );
    const once = swapTracks(flow, still, 20, lookup);
    expect(once[1].derived).toEqual([window(20, 40, 26)]);
    expect(swapTracks(...once, 20, lookup)).toEqual([flow, still]);
  });
});

describe('merging', () => {
  it('lets the first stand where a person set both, and says where', () => {
    const second = lineTrack([pointAt(15, 0, 0), pointAt(20, 99, 99), pointAt(30, 5, 5)], other);
    const merged = mergeTracks(track, second, lookup);
    expect(merged.conflicts).toEqual([20]);
    expect(
      merged.track.keyframes
        .map(({ frame, x }) => [frame, x])
        .filter(([frame]) => [10, 15, 20, 30].includes(frame ?? 0)),
    ).toEqual([
      [10, 10],
      [15, 0],
      [20, 20],
      [30, 5],
    ]);
  });

  it('prefers a position to an absence, whichever track is first', () => {
    const left = { ...track, visibility: [visible(10, 20), absent(21, 59)] };
    const back = lineTrack([pointAt(40, 1, 1), pointAt(50, 2, 2)], other);
    const { track: merged } = mergeTracks(left, back, lookup);
    expect(merged.visibility).toEqual([visible(10, 20), absent(21, 39), visible(40, 50), absent(51, 59)]);
    expect(mergeTracks(back, { ...left, id: testId(7) }, lookup).track.visibility).toEqual(merged.visibility);
  });
});

describe('rejoining after a gap', () => {
  const back = lineTrack([pointAt(31, 31, 0), pointAt(40, 40, 0)], other);

  it('says what lies between, in either order', () => {
    expect(gapBetween(track, back)).toEqual({ startFrame: 21, endFrame: 30 });
    expect(gapBetween(back, track)).toEqual({ startFrame: 21, endFrame: 30 });
    expect(gapBetween(track, track)).toBeUndefined();
  });

  it('fills the gap with what it is told, and with positions only when interpolated', () => {
    const fills = (['unlabelled', 'absent', 'occluded', 'interpolate'] as const).map((fill) => {
      const joined = rejoinTracks(track, back, fill, lookup).track;
      return [joined.visibility.map((span) => span.value).join(), positionAt(joined, 25, lookup)?.x];
    });
    expect(fills).toEqual([
      ['visible,visible', undefined],
      ['visible,absent,visible', undefined],
      ['visible,occluded,visible', undefined],
      ['visible', expect.closeTo(25)],
    ]);
  });
});

describe('extending', () => {
  it('holds the last or first position and visibility', () => {
    const forward = extendTrack(track, { startFrame: 21, endFrame: 25 }, 'forward', lookup);
    expect(positionAt(forward, 25, lookup)).toMatchObject({ x: 20, origin: 'hold', visibility: 'visible' });
    expect(positionAt(forward, 26, lookup)).toBeUndefined();
    const backward = extendTrack(track, { startFrame: 5, endFrame: 9 }, 'backward', lookup);
    expect([5, 9, 15].map((frame) => positionAt(backward, frame, lookup)?.x)).toEqual([10, 10, 15]);
  });

  it('stops at the ends of the video and at an absence', () => {
    expect(extensionOf(track, 'forward', 1000, 59)).toEqual({ startFrame: 21, endFrame: 59 });
    expect(extensionOf(track, 'backward', 1000, 59)).toEqual({ startFrame: 0, endFrame: 9 });
    const away = { ...track, visibility: [absent(3, 5), visible(10, 20), absent(25, 30)] };
    expect(extensionOf(away, 'forward', 10, 59)).toEqual({ startFrame: 21, endFrame: 24 });
    expect(extensionOf(away, 'backward', 10, 59)).toEqual({ startFrame: 6, endFrame: 9 });
    expect(extensionOf(track, 'forward', 10, 20)).toBeUndefined();
    expect(extensionOf(makeTrack(), 'forward', 10, 20)).toBeUndefined();
  });
});

describe('shifting', () => {
  it('goes no further than the video, with its windows on the same rows', () => {
    expect([clampShift(track, -50, 59), clampShift(track, 50, 59), clampShift(track, 3, 59)]).toEqual([
      -10, 39, 3,
    ]);
    const flow = { ...track, keyframes: [pointAt(10, 0, 0)], derived: [window(11, 20, 4)] };
    expect(shiftTrack(flow, -10, 59)).toMatchObject({
      derived: [window(1, 10, 4)],
      visibility: [visible(0, 10)],
    });
  });

  it('cuts off an absence that leaves the video', () => {
    const away = { ...track, visibility: [visible(10, 20), absent(21, 59)] };
    expect(shiftTrack(away, 30, 59).visibility).toEqual([visible(40, 50), absent(51, 59)]);
  });
});

describe('copy and paste', () => {
  it('counts frames from the start of the copy and brings derived ends along as keyframes', () => {
    const clipping = copyToClipboard(track, { startFrame: 12, endFrame: 17 }, lookup);
    expect(clipping.keyframes.map(({ frame, x }) => [frame, x])).toEqual([
      [0, 12],
      [5, expect.closeTo(17)],
    ]);
    expect(clipping.length).toBe(6);
  });

  it('puts one position on a frame like any keyframe', () => {
    const clipping = copyToClipboard(track, { startFrame: 10, endFrame: 10 }, lookup);
    const pasted = pastePiece(track, clipping, pasteRange(clipping, 30, 59), lookup);
    expect(pasted.keyframes.map(({ frame, x }) => [frame, x])).toEqual([
      [10, 10],
      [20, 20],
      [30, 10],
    ]);
    expect(pasted.visibility).toEqual([visible(10, 30)]);
  });

  it('shows what it showed up to the end of the video', () => {
    const clipping = copyToClipboard(track, { startFrame: 10, endFrame: 20 }, lookup);
    const range = pasteRange(clipping, 55, 59);
    expect(range).toEqual({ startFrame: 55, endFrame: 59 });
    const pasted = pastePiece(makeTrack(), clipping, range, lookup);
    expect([55, 59, 60].map((frame) => positionAt(pasted, frame, lookup)?.x)).toEqual([10, 14, undefined]);
  });
});
