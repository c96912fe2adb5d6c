import { describe, expect, it } from 'vitest';
import { lineTrack, pointAt, testId } from '../../../../tests/support/domain-fixtures.ts';
import { hitTest } from './hit-test.ts';
import { laneIndexAt, scrollToShow, visibleLanes, type Lane } from './lanes.ts';
import { frameCentreX, type TimeView } from './time-view.ts';

const view: TimeView = { firstFrame: -2, framesPerPixel: 0.25 };
const keyframes = [pointAt(0, 0, 0), pointAt(40, 4, 4), pointAt(43, 5, 5)];

const lanes: Lane[] = [0, 1, 2].map((index) => ({
  track: lineTrack(keyframes, { id: testId(index + 1) }),
  object: {
    id: testId(50 + index),
    videoId: testId(99),
    number: index + 1,
    name: '',
    notes: '',
    attributes: {},
  },
  isProposal: false,
  colour: '#ffffff',
  isFirstOfObject: true,
  top: index * 26,
  height: 26,
}));

const hit = (x: number, y: number) => hitTest(lanes, view, { x, y }, 100, () => undefined);

describe('what is under the pointer', () => {
  it('is the lane of the pixel row, and none below the last', () => {
    expect(hit(100, 25.9).lane).toBe(lanes[0]);
    expect(hit(100, 26).lane).toBe(lanes[1]);
    expect(hit(100, 78).lane).toBeUndefined();
  });

  it('is a keyframe within six pixels of its mark, the nearer of two', () => {
    const x = frameCentreX(view, 40);
    expect(hit(x - 6, 10).keyframe?.frame).toBe(40);
    expect(hit(x - 7, 10).keyframe).toBeUndefined();
    expect(hit(x + 5, 10).keyframe?.frame).toBe(40);
    expect(hit(x + 8, 10).keyframe?.frame).toBe(43);
  });

  it('is no keyframe where they stand so close that none is meant', () => {
    const zoomedOut: TimeView = { firstFrame: -2, framesPerPixel: 0.5 };
    const at = (frame: number) => ({ x: frameCentreX(zoomedOut, frame), y: 10 });
    expect(hitTest(lanes, zoomedOut, at(40), 100, () => undefined).keyframe).toBeUndefined();
    expect(hitTest(lanes, zoomedOut, at(0), 100, () => undefined).keyframe?.frame).toBe(0);
  });

  it('is a run between keyframes and nothing after the last', () => {
    expect(hit(frameCentreX(view, 20), 10).run).toBe('interpolated');
    expect(hit(frameCentreX(view, 60), 10).run).toBeUndefined();
  });
});

describe('lanes in sight', () => {
  it('are those that the window touches', () => {
    expect(visibleLanes(lanes, 20, 20)).toEqual([lanes[0], lanes[1]]);
    expect(visibleLanes(lanes, 26, 26)).toEqual([lanes[1]]);
    expect(laneIndexAt(lanes, -1)).toBe(-1);
  });

  it('scroll just enough to show one', () => {
    expect(scrollToShow(lanes[2]!, 0, 40)).toBe(38);
    expect(scrollToShow(lanes[0]!, 30, 40)).toBe(0);
    expect(scrollToShow(lanes[1]!, 20, 40)).toBe(20);
  });
});
