import { describe, expect, it } from 'vitest';
import { createCamera } from './camera.ts';
import { createTestEditor } from './test-editor.ts';
import { toScreen } from './viewport.ts';

const point = (x: number, y: number, frame = 0) => ({ x, y, w: null, h: null, frame });

function start() {
  const editor = createTestEditor();
  const camera = createCamera(editor.model);
  editor.model.zoom(10);
  const select = (id: string): void => {
    editor.model.host.editor.setState({ selectedTrackIds: [id] });
    camera.reveal();
  };
  const middle = () => {
    const { view, size } = editor.model.store.getState();
    return { at: (x: number, y: number) => toScreen(view, { x, y }), x: size.width / 2, y: size.height / 2 };
  };
  return { editor, camera, select, middle };
}

describe('the camera', () => {
  it('keeps the selected object in the middle while it follows', () => {
    const { editor, camera, select, middle } = start();
    select(editor.addTrack([point(300, 200, 0), point(340, 260, 10)]));
    editor.press('KeyL');
    for (const frame of [0, 5, 10]) {
      editor.goTo(frame);
      camera.aim();
      const seen = middle().at(300 + 4 * frame, 200 + 6 * frame);
      expect(Math.abs(seen.x - middle().x)).toBeLessThan(1);
      expect(Math.abs(seen.y - middle().y)).toBeLessThan(1);
    }
  });

  it('brings an object that is chosen out of sight to the middle, once its frame is shown', () => {
    const { editor, camera, select, middle } = start();
    const id = editor.addTrack([point(30, 40, 20)]);
    editor.model.host.editor.setState({ frame: 20 });
    select(id);
    const before = editor.model.store.getState().view;
    camera.aim();
    expect(editor.model.store.getState().view).toBe(before);
    editor.goTo(20);
    camera.aim();
    expect(Math.abs(middle().at(30, 40).x - middle().x)).toBeLessThan(1);
  });

  it('leaves the view alone when the object is in sight', () => {
    const { editor, camera, select } = start();
    select(editor.addTrack([point(325, 245)]));
    const before = editor.model.store.getState().view;
    camera.aim();
    expect(editor.model.store.getState().view).toBe(before);
  });
});
