import { describe, expect, it } from 'vitest';
import {
  clampView,
  fitAll,
  frameAtX,
  frameCentreX,
  frameToX,
  panBy,
  revealFrame,
  zoomAt,
  type TimeView,
} from './time-view.ts';

const width = 1000;
const count = 300;

describe('frames and pixels', () => {
  it('finds each frame again under the centre of its mark, at any scale', () => {
    for (const framesPerPixel of [1 / 48, 0.3, 1, 7.5, 200]) {
      const view: TimeView = { firstFrame: 12.25, framesPerPixel };
      for (const frame of [13, 14, 100, 299]) {
        expect(frameAtX(view, frameCentreX(view, frame), 300)).toBe(frame);
      }
    }
  });

  it('gives a pixel left of the video its first frame and right of it the last', () => {
    const view = fitAll(count, width);
    expect(frameAtX(view, -50, count)).toBe(0);
    expect(frameAtX(view, 5000, count)).toBe(299);
  });

  it('shows the first and last frame whole when all is shown', () => {
    const view = fitAll(count, width);
    expect(frameToX(view, 0)).toBeGreaterThan(0);
    expect(frameToX(view, count)).toBeLessThan(width);
  });
});

describe('moving the view', () => {
  it('keeps the frame under the cursor while zooming', () => {
    let view = fitAll(count, width);
    const before = view.firstFrame + 700 * view.framesPerPixel;
    for (let i = 0; i < 5; i++) view = zoomAt(view, 700, 0.8, count, width);
    expect(view.firstFrame + 700 * view.framesPerPixel).toBeCloseTo(before, 6);
  });

  it('never zooms out past the whole video, nor in past one frame in 48 pixels', () => {
    expect(zoomAt(fitAll(count, width), 300, 100, count, width)).toEqual(fitAll(count, width));
    expect(zoomAt(fitAll(count, width), 300, 1e-6, count, width).framesPerPixel).toBeCloseTo(1 / 48, 9);
  });

  it('stops panning at the ends', () => {
    const view: TimeView = { firstFrame: 100, framesPerPixel: 0.1 };
    expect(frameToX(panBy(view, -1e6, count, width), 0)).toBeCloseTo(10, 6);
    expect(frameToX(panBy(view, 1e6, count, width), count)).toBeCloseTo(width - 10, 6);
  });

  it('keeps a video that fits at its start', () => {
    const view = clampView({ firstFrame: 50, framesPerPixel: 1 }, 10, width);
    expect(view.framesPerPixel).toBeCloseTo(1 / 48, 9);
    expect(frameToX(view, 0)).toBeCloseTo(10, 6);
  });
});

describe('keeping the playhead in sight', () => {
  const view: TimeView = { firstFrame: 100, framesPerPixel: 0.05 };

  it('does not move for a frame that is in sight', () => {
    expect(revealFrame(view, 120, { frameCount: count, width, isPlaying: false })).toBe(view);
  });

  it('moves a little for a step over the edge', () => {
    const next = revealFrame(view, 151, { frameCount: count, width, isPlaying: false });
    expect(frameCentreX(next, 151)).toBeCloseTo(width - 24, 6);
  });

  it('puts a far frame in the middle', () => {
    const next = revealFrame({ ...view, firstFrame: 0 }, 200, { frameCount: count, width, isPlaying: false });
    expect(frameCentreX(next, 200)).toBeCloseTo(width / 2, 6);
  });

  it('turns a page while playing', () => {
    const next = revealFrame(view, 151, { frameCount: count, width, isPlaying: true });
    expect(frameCentreX(next, 151)).toBeCloseTo(width * 0.1, 6);
  });
});
