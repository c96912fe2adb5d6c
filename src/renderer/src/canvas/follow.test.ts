import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestEditor, type TestEditor } from './test-editor.ts';

const point = (x: number, y: number, frame = 0) => ({ x, y, w: null, h: null, frame });

/** The video plays on: the next frame is shown, then the hand moves. */
function lead(editor: TestEditor, frames: readonly number[], at: (frame: number) => [number, number]): void {
  for (const frame of frames) {
    editor.model.host.editor.setState({ frame, shownFrame: frame });
    const [x, y] = at(frame);
    editor.pointerMove({ x, y });
  }
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('follow mode', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('puts the object at the pointer on this frame when the key is tapped', () => {
    const editor = createTestEditor();
    const id = editor.addTrack([point(100, 100)]);
    editor.click({ x: 100, y: 100 });
    editor.goTo(10);
    editor.pointerMove({ x: 150, y: 120 });
    editor.press('KeyG');
    vi.advanceTimersByTime(100);
    editor.release('KeyG');
    expect(editor.state().isPlaying).toBe(false);
    expect(editor.positionOf(id, 10)).toMatchObject({ x: 150, y: 120, origin: 'keyframe' });
    expect(editor.commands).toHaveLength(1);
  });

  it('plays slowly while held and keeps the path with few keyframes, in one command', () => {
    const editor = createTestEditor();
    const id = editor.addTrack([point(100, 100)]);
    editor.click({ x: 100, y: 100 });
    editor.press('KeyG');
    vi.advanceTimersByTime(300);
    expect(editor.state()).toMatchObject({ isPlaying: true, playbackRate: 0.25 });
    // A corner at frame 20: two straight lines.
    const path = (frame: number): [number, number] =>
      frame <= 20 ? [100 + 4 * frame, 100] : [180, 100 + 4 * (frame - 20)];
    lead(editor, range(1, 40), path);
    editor.release('KeyG');
    expect(editor.state()).toMatchObject({ isPlaying: false, playbackRate: 1 });
    expect(editor.commands.map((command) => command.kind)).toEqual(['setKeyframes']);
    expect(editor.document.track(id)?.keyframes.map((keyframe) => keyframe.frame)).toEqual([0, 20, 40]);
    for (const frame of range(0, 40)) {
      const [x, y] = path(frame);
      const found = editor.positionOf(id, frame);
      expect(Math.hypot((found?.x ?? 0) - x, (found?.y ?? 0) - y)).toBeLessThanOrEqual(2);
    }
  });

  it('takes keyframes it passes along, so that none stands out of the path', () => {
    const editor = createTestEditor();
    const id = editor.addTrack([point(100, 100, 0), point(400, 400, 10), point(100, 100, 60)]);
    editor.click({ x: 100, y: 100 });
    editor.press('KeyG');
    vi.advanceTimersByTime(300);
    lead(editor, range(1, 20), (frame) => [100 + frame, 100]);
    editor.release('KeyG');
    expect(editor.positionOf(id, 10)).toMatchObject({ x: 110, y: 100 });
    expect(editor.positionOf(id, 60)).toMatchObject({ x: 100, y: 100 });
  });

  it('keeps nothing of the path on Escape', () => {
    const editor = createTestEditor();
    const id = editor.addTrack([point(100, 100)]);
    editor.click({ x: 100, y: 100 });
    editor.press('KeyG');
    vi.advanceTimersByTime(300);
    lead(editor, range(1, 20), (frame) => [100 + frame, 100]);
    editor.press('Escape');
    editor.release('KeyG');
    expect(editor.commands).toEqual([]);
    expect(editor.state()).toMatchObject({ isPlaying: false, playbackRate: 1, selectedTrackIds: [id] });
  });

  it('needs exactly one selected object of one’s own', () => {
    const editor = createTestEditor();
    editor.addTrack([point(100, 100)], editor.runLabelSetId);
    editor.click({ x: 100, y: 100 });
    expect(editor.state().selectedTrackIds).toHaveLength(1);
    expect(editor.model.follow.canStart()).toBe(false);
    editor.press('KeyG');
    expect(editor.model.follow.isRunning()).toBe(false);
  });
});
