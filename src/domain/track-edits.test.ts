import { describe, expect, it } from 'vitest';
import { lineTrack, lookup, makeTrack, pointAt, window } from '../../tests/support/domain-fixtures.ts';
import { positionAt } from './interpolation.ts';
import {
  labelUnlabelled,
  moveKeyframe,
  removeKeyframe,
  setGap,
  setKeyframe,
  setVisibility,
} from './track-edits.ts';
import { pinKeyframe } from './surgery/pin-keyframe.ts';

const visible = (startFrame: number, endFrame: number) => ({
  startFrame,
  endFrame,
  value: 'visible' as const,
});
const absent = (startFrame: number, endFrame: number) => ({ startFrame, endFrame, value: 'absent' as const });
const flowTrack = lineTrack([pointAt(0, 0, 0, 'flow'), pointAt(20, 9, 9)], { derived: [window(1, 19)] });

describe('setting a keyframe', () => {
  it('labels the frames up to its neighbours, whose positions it derives', () => {
    const track = setKeyframe(setKeyframe(makeTrack(), pointAt(10, 0, 0)), pointAt(20, 5, 5));
    expect(track.visibility).toEqual([visible(10, 20)]);
    expect(setKeyframe(track, pointAt(3, 1, 1)).visibility).toEqual([visible(3, 20)]);
  });

  it('labels its own frame only across an absence or a gap of nothing', () => {
    const track = makeTrack({ keyframes: [pointAt(0, 0, 0)], visibility: [visible(0, 0), absent(5, 6)] });
    expect(setKeyframe(track, pointAt(10, 0, 0)).visibility).toEqual([
      visible(0, 0),
      absent(5, 6),
      visible(10, 10),
    ]);
    const none = makeTrack({ keyframes: [pointAt(0, 0, 0, 'none')], visibility: [visible(0, 0)] });
    expect(setKeyframe(none, pointAt(10, 0, 0)).visibility).toEqual([visible(0, 0), visible(10, 10)]);
  });

  it('keeps an occlusion and ends an absence on its frame', () => {
    const track = makeTrack({
      visibility: [{ startFrame: 0, endFrame: 9, value: 'occluded' }, absent(10, 19)],
    });
    expect(setKeyframe(track, pointAt(5, 0, 0)).visibility).toEqual(track.visibility);
    expect(setKeyframe(track, pointAt(15, 0, 0)).visibility).toContainEqual(visible(15, 15));
  });

  it('parts the flow it lies in: before it stays fresh, after it is stale', () => {
    expect(setKeyframe(flowTrack, pointAt(10, 1, 1, 'flow')).derived).toEqual([
      window(1, 9),
      window(11, 19, 11, true),
    ]);
  });

  it('makes the flow stale whose end it moves, and leaves it fresh when nothing moves', () => {
    expect(setKeyframe(flowTrack, pointAt(20, 1, 1)).derived).toEqual([window(1, 19, 1, true)]);
    expect(setKeyframe(flowTrack, pointAt(0, 1, 1, 'flow')).derived).toEqual([window(1, 19, 1, true)]);
    expect(setKeyframe(flowTrack, pointAt(20, 9, 9)).derived).toEqual(flowTrack.derived);
  });

  it('hides nothing after a corrected frame without an end keyframe', () => {
    const open = { ...flowTrack, keyframes: flowTrack.keyframes.slice(0, 1), visibility: [visible(0, 19)] };
    const corrected = setKeyframe(open, pointAt(10, 1, 1, 'flow'));
    expect(positionAt(corrected, 15, lookup)).toMatchObject({ origin: 'flow', isStale: true });
  });
});

describe('removing a keyframe', () => {
  const track = lineTrack([pointAt(0, 0, 0), pointAt(10, 9, 9), pointAt(20, 0, 0)]);

  it('derives its frame from its neighbours', () => {
    expect(positionAt(removeKeyframe(track, 10), 10, lookup)).toMatchObject({ x: 0, origin: 'linear' });
    expect(removeKeyframe(track, 10).visibility).toEqual(track.visibility);
  });

  it('leaves no visible frame without a position at the end of a track', () => {
    expect(removeKeyframe(track, 20).visibility).toEqual([visible(0, 10)]);
  });

  it('gives a pinned frame back to the flow it was pinned on', () => {
    const pinned = pinKeyframe(flowTrack, 10, lookup);
    expect(pinned.keyframes.map((keyframe) => keyframe.frame)).toEqual([0, 10, 20]);
    expect(pinned.derived).toEqual([window(1, 9), window(11, 19)]);
    expect(removeKeyframe(pinned, 10)).toEqual(flowTrack);
  });

  it('makes flow on both sides stale where it was an anchor', () => {
    const anchored = { ...track, derived: [window(1, 9, 0), window(11, 19, 50)] };
    expect(removeKeyframe(anchored, 10).derived).toEqual([window(1, 9, 0, true), window(11, 19, 50, true)]);
  });

  it('does nothing on a frame without one', () => {
    expect(removeKeyframe(track, 5)).toBe(track);
  });
});

describe('moving a keyframe in time', () => {
  it('takes its position along and replaces what was there', () => {
    const track = lineTrack([pointAt(0, 0, 0), pointAt(10, 9, 9), pointAt(20, 5, 5)]);
    expect(moveKeyframe(track, 10, 20).keyframes).toEqual([pointAt(0, 0, 0), pointAt(20, 9, 9)]);
    expect(moveKeyframe(track, 20, 15).visibility).toEqual([visible(0, 15)]);
    expect(moveKeyframe(track, 7, 8)).toBe(track);
  });
});

describe('the kind of a gap', () => {
  it('set to nothing unlabels its frames, and set back labels them again', () => {
    const track = lineTrack([pointAt(0, 0, 0), pointAt(10, 9, 9)]);
    const none = setGap(track, 4, 'none');
    expect(none.visibility).toEqual([visible(0, 0), visible(10, 10)]);
    expect(setGap(none, 4, 'linear')).toEqual(track);
  });

  it('set to anything but flow drops the flow in it and only there', () => {
    const track = lineTrack([pointAt(0, 0, 0, 'flow'), pointAt(10, 9, 9, 'flow'), pointAt(20, 0, 0)], {
      derived: [window(1, 9), window(11, 19)],
    });
    expect(setGap(track, 3, 'linear').derived).toEqual([window(11, 19)]);
  });
});

describe('marking a range', () => {
  it('absent or unlabelled takes its positions', () => {
    const track = lineTrack([pointAt(0, 0, 0), pointAt(10, 9, 9), pointAt(20, 0, 0)], {
      derived: [window(11, 19)],
    });
    const marked = setVisibility(track, { startFrame: 5, endFrame: 15 }, 'absent');
    expect(marked.keyframes.map((keyframe) => keyframe.frame)).toEqual([0, 20]);
    expect(marked.derived).toEqual([window(16, 19)]);
    expect(setVisibility(track, { startFrame: 5, endFrame: 15 }, null).keyframes).toHaveLength(2);
  });

  it('labels only frames without a label when asked to', () => {
    const track = makeTrack({ visibility: [absent(3, 4)] });
    expect(labelUnlabelled(track, { startFrame: 0, endFrame: 6 }, 'visible').visibility).toEqual([
      visible(0, 2),
      absent(3, 4),
      visible(5, 6),
    ]);
  });
});
