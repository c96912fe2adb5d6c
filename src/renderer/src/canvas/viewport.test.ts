import { describe, expect, it } from 'vitest';
import { createTestEditor } from './test-editor.ts';
import { fitView, settleView, toScreen, toVideo, zoomView } from './viewport.ts';

const picture = { width: 1920, height: 1080 };
const canvas = { width: 800, height: 600 };

describe('the view', () => {
  it('fits the whole picture, centred', () => {
    const view = fitView(canvas, picture);
    const topLeft = toScreen(view, { x: 0, y: 0 });
    const bottomRight = toScreen(view, { x: 1920, y: 1080 });
    expect(topLeft.x).toBeGreaterThan(0);
    expect(bottomRight.x).toBeLessThan(800);
    expect(topLeft.x + bottomRight.x).toBeCloseTo(800);
    expect(topLeft.y + bottomRight.y).toBeCloseTo(600);
  });

  it('keeps what is under the cursor there while zooming', () => {
    const before = fitView(canvas, picture);
    const anchor = { x: 123, y: 456 };
    const after = zoomView(before, anchor, 3.7, { canvas, picture, pixelRatio: 1 });
    expect(after.scale).toBeCloseTo(before.scale * 3.7);
    expect(toVideo(after, anchor).x).toBeCloseTo(toVideo(before, anchor).x);
    expect(toVideo(after, anchor).y).toBeCloseTo(toVideo(before, anchor).y);
  });

  it('ends at 32 device pixels a video pixel, on any screen', () => {
    for (const pixelRatio of [1, 1.5, 2]) {
      const limits = { canvas, picture, pixelRatio };
      const view = zoomView(fitView(canvas, picture), { x: 0, y: 0 }, 1e6, limits);
      expect(view.scale * pixelRatio).toBe(32);
    }
  });

  it('keeps some of the picture in sight and its corner on a device pixel', () => {
    const view = settleView({ x: -9000.3, y: 5000, scale: 1 }, canvas, picture, 2);
    expect(view.x + 1920).toBeGreaterThan(0);
    expect(view.y).toBeLessThan(600);
    expect(Number.isInteger(view.x * 2)).toBe(true);
  });

  it('shows pixel for pixel at 1:1, keeping the middle', () => {
    const editor = createTestEditor();
    editor.model.zoom(5);
    const before = editor.model.store.getState().view;
    editor.press('Digit1');
    const { view, size } = editor.model.store.getState();
    expect(view.scale).toBe(1);
    expect(editor.state().zoom).toBe(1);
    const middle = { x: size.width / 2, y: size.height / 2 };
    expect(Math.abs(toVideo(view, middle).x - toVideo(before, middle).x)).toBeLessThan(1);
  });

  it('knows where the pointer is in the video when the view moves under it', () => {
    const editor = createTestEditor();
    editor.press('Digit1');
    editor.pointerMove({ x: 320, y: 240 });
    editor.model.pan({ x: -10, y: 20 });
    expect(editor.state().pointer).toEqual({ x: 330, y: 220 });
    editor.model.pointerLeave();
    editor.model.pan({ x: -10, y: 20 });
    expect(editor.state().pointer).toBeNull();
  });

  it('stays fitted when the canvas changes size, and otherwise keeps its middle', () => {
    const editor = createTestEditor();
    editor.press('Digit0');
    editor.model.setSize({ width: 400, height: 300 }, 1);
    const { view, size } = editor.model.store.getState();
    expect(view).toEqual(settleView(fitView(size, editor.state().video), size, editor.state().video, 1));
    editor.press('Digit1');
    const at = toVideo(editor.model.store.getState().view, { x: 200, y: 150 });
    editor.model.setSize({ width: 600, height: 500 }, 1);
    const after = toVideo(editor.model.store.getState().view, { x: 300, y: 250 });
    expect(after.x).toBeCloseTo(at.x, 0);
    expect(after.y).toBeCloseTo(at.y, 0);
  });
});
