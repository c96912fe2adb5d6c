import { beforeEach, describe, expect, it, vi } from 'vitest';
import { visibilityAt } from '#domain/track.ts';
import { createTestEditor, type TestEditor } from '../canvas/test-editor.ts';

const point = (frame: number) => ({ frame, x: 100 + frame, y: 50, w: null, h: null });

function editorWithTrack(...frames: number[]): { editor: TestEditor; trackId: string } {
  const editor = createTestEditor();
  const trackId = editor.addTrack(frames.map(point));
  editor.select([trackId]);
  return { editor, trackId };
}

describe('marking a span', () => {
  it('takes a key, steps, and the key again', () => {
    const { editor, trackId } = editorWithTrack(0, 50);
    editor.goTo(10);
    editor.press('KeyQ');
    expect(editor.commands).toEqual([]);
    editor.goTo(20);
    editor.press('KeyQ');
    expect(editor.commands).toEqual([
      {
        kind: 'setVisibilityRanges',
        data: { ranges: [{ trackId, startFrame: 10, endFrame: 20 }], value: 'occluded' },
      },
    ]);
    expect(editor.state().pendingVisibility).toBeNull();
  });

  it('may go backwards', () => {
    const { editor } = editorWithTrack(0, 50);
    editor.goTo(20);
    editor.press('KeyQ');
    editor.goTo(10);
    editor.press('KeyQ');
    const track = editor.onlyTrack();
    expect([9, 10, 20, 21].map((frame) => visibilityAt(track, frame))).toEqual([
      'visible',
      'occluded',
      'occluded',
      'visible',
    ]);
  });

  it('is left with Esc, which leaves the selection alone', () => {
    const { editor, trackId } = editorWithTrack(0, 50);
    editor.press('KeyO');
    editor.press('Escape');
    expect(editor.state().pendingVisibility).toBeNull();
    expect(editor.state().selectedTrackIds).toEqual([trackId]);
    expect(editor.commands).toEqual([]);
  });

  it('goes to the tracks that were selected when it began', () => {
    const { editor, trackId } = editorWithTrack(0, 50);
    const other = editor.addTrack([point(0), point(50)]);
    editor.goTo(10);
    editor.press('KeyQ');
    editor.select([other]);
    editor.goTo(12);
    editor.press('KeyQ');
    expect(editor.commands).toMatchObject([{ data: { ranges: [{ trackId }] } }]);
  });

  it('takes the selected range at once', () => {
    const { editor, trackId } = editorWithTrack(0, 50);
    editor.selectRange({ startFrame: 5, endFrame: 8 });
    editor.press('KeyO');
    expect(editor.commands).toMatchObject([
      { data: { ranges: [{ trackId, startFrame: 5, endFrame: 8 }], value: 'absent' } },
    ]);
  });

  it('with Shift goes on to the end of what is there', () => {
    const { editor } = editorWithTrack(0, 50);
    editor.goTo(30);
    editor.press('Shift+KeyQ');
    expect(editor.commands).toMatchObject([
      { data: { ranges: [{ startFrame: 30, endFrame: 50 }], value: 'occluded' } },
    ]);
    editor.goTo(60);
    editor.press('Shift+KeyO');
    expect(editor.commands[1]).toMatchObject({
      data: { ranges: [{ startFrame: 60, endFrame: 99 }], value: 'absent' },
    });
  });
});

describe('Esc', () => {
  it('leaves the range before the selection', () => {
    const { editor, trackId } = editorWithTrack(0, 50);
    editor.selectRange({ startFrame: 5, endFrame: 8 });
    editor.press('Escape');
    expect(editor.state().range).toBeNull();
    expect(editor.state().selectedTrackIds).toEqual([trackId]);
    editor.press('Escape');
    expect(editor.state().selectedTrackIds).toEqual([]);
  });
});

describe('keys on a track', () => {
  it('pin the position that is shown, and take it away again', () => {
    const { editor } = editorWithTrack(0, 50);
    editor.goTo(25);
    editor.press('KeyK');
    expect(editor.onlyTrack().keyframes.map((keyframe) => keyframe.frame)).toEqual([0, 25, 50]);
    editor.press('KeyK');
    expect(editor.onlyTrack().keyframes.map((keyframe) => keyframe.frame)).toEqual([0, 50]);
  });

  it('go through the ways to fill a gap and say which', () => {
    const { editor } = editorWithTrack(0, 50);
    editor.goTo(25);
    const gaps = [1, 2, 3, 4, 5].map(() => {
      editor.press('KeyI');
      return editor.onlyTrack().keyframes[0]?.gap;
    });
    expect(gaps).toEqual(['smooth', 'hold', 'flow', 'none', 'linear']);
    expect(editor.said).toHaveLength(5);
  });

  it('go to the middle of the largest gap', () => {
    const { editor } = editorWithTrack(0, 10, 70, 80);
    editor.press('KeyB');
    expect(editor.state().frame).toBe(40);
  });

  it('never touch a proposal', () => {
    const editor = createTestEditor();
    const proposal = editor.addTrack([point(0), point(50)], editor.runLabelSetId);
    editor.select([proposal]);
    for (const key of ['KeyK', 'KeyQ', 'KeyQ', 'KeyI', 'Delete', 'Shift+Delete', 'Alt+KeyM', 'Enter']) {
      editor.press(key);
    }
    expect(editor.commands).toEqual([]);
  });

  it('delete here, or the whole track', () => {
    const { editor, trackId } = editorWithTrack(0, 50);
    editor.goTo(20);
    editor.press('Delete');
    expect(visibilityAt(editor.onlyTrack(), 20)).toBeUndefined();
    editor.press('Shift+Delete');
    expect(editor.tracks()).toEqual([]);
    expect(editor.commands.at(-1)).toEqual({ kind: 'deleteTracks', data: { trackIds: [trackId] } });
  });
});

describe('copy and paste', () => {
  // No text is marked on the page.
  beforeEach(() => void vi.stubGlobal('getSelection', () => null));

  it('carry the position of one frame to another of the same track', () => {
    const { editor } = editorWithTrack(0, 50);
    editor.goTo(0);
    editor.press('Mod+c');
    editor.goTo(30);
    editor.press('Mod+v');
    expect(editor.onlyTrack().keyframes.find((keyframe) => keyframe.frame === 30)?.x).toBe(100);
  });

  it('make a new object where the track is not selected or not there any more', () => {
    const { editor, trackId } = editorWithTrack(0, 50);
    editor.press('Mod+c');
    editor.press('Shift+Delete');
    editor.goTo(7);
    editor.press('Mod+v');
    expect(editor.onlyTrack().id).not.toBe(trackId);
    expect(editor.onlyTrack().keyframes.map((keyframe) => keyframe.frame)).toEqual([7]);
    expect(editor.state().selectedTrackIds).toEqual([editor.onlyTrack().id]);
  });
});

describe('several tracks', () => {
  it('are marked in one step of history', () => {
    const { editor, trackId } = editorWithTrack(0, 50);
    const other = editor.addTrack([point(0), point(50)]);
    editor.select([trackId, other]);
    editor.selectRange({ startFrame: 5, endFrame: 8 });
    editor.press('KeyO');
    expect(editor.commands).toHaveLength(1);
    for (const id of [trackId, other]) {
      const track = editor.document.track(id);
      expect(track && visibilityAt(track, 6)).toBe('absent');
    }
  });
});
