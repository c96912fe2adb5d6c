import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { positionAt } from '#domain/interpolation.ts';
import { packSpanData, type SpanData } from '#domain/span-data.ts';
import type { Visibility } from '#domain/track.ts';
import {
  arbitraryTrack,
  frameCount,
  ids,
  lineTrack,
  makeTrack,
  pointAt,
  window,
} from '../../../../tests/support/domain-fixtures.ts';
import { laneRuns, runsOf } from './lane-runs.ts';

const rows = Array.from({ length: 400 }, (_, i) => ({
  x: i,
  y: i,
  w: null,
  h: null,
  confidence: i >= 30 && i < 34 ? 0.2 : 0.9,
}));
const data: SpanData = packSpanData('point', rows);
const lookup = (id: string): SpanData | undefined => (id === ids.data ? data : undefined);

const visible = (startFrame: number, endFrame: number, value: Visibility = 'visible') => ({
  startFrame,
  endFrame,
  value,
});

describe('runs of a lane', () => {
  it('joins interpolated gaps over the keyframes between them', () => {
    const track = lineTrack([pointAt(0, 0, 0), pointAt(10, 5, 5), pointAt(30, 9, 9)]);
    expect(runsOf(track)).toEqual([{ startFrame: 0, endFrame: 30, kind: 'interpolated' }]);
  });

  it('leaves a gap set to nothing and a gap across an absence empty', () => {
    const track = makeTrack({
      keyframes: [pointAt(0, 0, 0, 'none'), pointAt(10, 1, 1), pointAt(20, 2, 2), pointAt(30, 3, 3)],
      visibility: [visible(0, 12), visible(13, 17, 'absent'), visible(18, 30)],
    });
    expect(runsOf(track)).toEqual([{ startFrame: 20, endFrame: 30, kind: 'interpolated' }]);
  });

  it('shows flow between the keyframes that hold it, and what is out of date as stale', () => {
    const track = makeTrack({
      keyframes: [pointAt(0, 0, 0, 'flow'), pointAt(10, 1, 1, 'flow'), pointAt(20, 2, 2)],
      derived: [window(1, 9), window(11, 19, 11, true)],
      visibility: [visible(0, 20)],
    });
    expect(runsOf(track)).toEqual([
      { startFrame: 0, endFrame: 10, kind: 'flow' },
      { startFrame: 10, endFrame: 20, kind: 'stale' },
    ]);
  });

  it('marks a flow gap that was never tracked as stale', () => {
    const track = makeTrack({
      keyframes: [pointAt(0, 0, 0, 'flow'), pointAt(10, 1, 1)],
      visibility: [visible(0, 10)],
    });
    expect(runsOf(track)).toEqual([{ startFrame: 0, endFrame: 10, kind: 'stale' }]);
  });

  it('goes on after the last keyframe only where its position is held', () => {
    const held = makeTrack({ keyframes: [pointAt(5, 0, 0, 'hold')], visibility: [visible(5, 40)] });
    expect(runsOf(held)).toEqual([{ startFrame: 5, endFrame: 40, kind: 'interpolated' }]);
    const single = makeTrack({ keyframes: [pointAt(5, 0, 0)], visibility: [visible(5, 40)] });
    expect(runsOf(single)).toEqual([]);
  });

  it('covers exactly the frames that have a position, whatever the track', () => {
    fc.assert(
      fc.property(arbitraryTrack(), (track) => {
        const runs = runsOf(track);
        const onKeyframe = new Set(track.keyframes.map((keyframe) => keyframe.frame));
        for (let frame = 0; frame < frameCount; frame++) {
          const position = positionAt(track, frame, lookup);
          const here = runs.filter((run) => run.startFrame <= frame && run.endFrame >= frame);
          if (onKeyframe.has(frame)) continue;
          const kind =
            position && (position.isStale ? 'stale' : position.origin === 'flow' ? 'flow' : 'interpolated');
          expect(here.map((run) => run.kind)).toEqual(kind ? [kind] : []);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('doubts of a lane', () => {
  it('are the low-confidence frames inside the window, with the lowest value', () => {
    const track = makeTrack({
      keyframes: [pointAt(9, 0, 0, 'flow')],
      derived: [window(10, 41, 0)],
      visibility: [visible(9, 41)],
    });
    expect(laneRuns(track, lookup).doubts).toEqual([{ startFrame: 40, endFrame: 41, confidence: 0.2 }]);
  });

  it('appear once the span data has been loaded', () => {
    const track = makeTrack({
      keyframes: [pointAt(0, 0, 0, 'flow')],
      derived: [window(1, 100, 0)],
      visibility: [visible(0, 100)],
    });
    expect(laneRuns(track, () => undefined).doubts).toEqual([]);
    expect(laneRuns(track, lookup).doubts).toHaveLength(1);
  });
});
