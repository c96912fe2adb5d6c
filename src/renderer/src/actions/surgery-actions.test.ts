import { describe, expect, it } from 'vitest';
import { extentOf } from '#domain/track.ts';
import { createTestEditor, type TestEditor } from '../canvas/test-editor.ts';
import { previewOf, type SurgeryPreview } from '../timeline/surgery-draft.ts';

const point = (frame: number, x = 100 + frame) => ({ frame, x, y: 50, w: null, h: null });

function preview(editor: TestEditor): SurgeryPreview | undefined {
  const { surgery, revision } = editor.state();
  return surgery ? previewOf(editor.document, revision, surgery) : undefined;
}

function twoTracks(): { editor: TestEditor; first: string; second: string } {
  const editor = createTestEditor();
  const first = editor.addTrack([point(0), point(40)]);
  const second = editor.addTrack([point(0, 300), point(60, 360)]);
  return { editor, first, second };
}

describe('surgery', () => {
  it('is shown with its tracks and frames, and done only by Enter', () => {
    const { editor, first } = twoTracks();
    editor.select([first]);
    editor.goTo(20);
    editor.press('Alt+KeyM');
    expect(editor.commands).toEqual([]);
    expect(preview(editor)).toMatchObject({ kind: 'ready', range: { startFrame: 20, endFrame: 40 } });
    editor.press('Enter');
    expect(editor.commands.map((command) => command.kind)).toEqual(['splitTrack']);
    expect(editor.tracks()).toHaveLength(3);
    expect(editor.state().surgery).toBeNull();
  });

  it('is left with Esc, and nothing has happened', () => {
    const { editor, first } = twoTracks();
    editor.select([first]);
    editor.press('KeyY');
    editor.press('Escape');
    expect(editor.state().surgery).toBeNull();
    expect(editor.state().selectedTrackIds).toEqual([first]);
    expect(editor.commands).toEqual([]);
  });

  it('goes to its next choice with the same key', () => {
    const { editor, first, second } = twoTracks();
    editor.select([first]);
    editor.goTo(20);
    const choices = [1, 2, 3, 4].map(() => {
      editor.press('Alt+KeyM');
      const { surgery } = editor.state();
      return surgery?.kind === 'split' ? [surgery.tail, surgery.otherTrackId] : undefined;
    });
    expect(choices).toEqual([
      ['new', second],
      ['rejoin', second],
      ['swap', second],
      ['new', second],
    ]);
  });

  it('says why it cannot be done, and Enter does nothing then', () => {
    const { editor, first } = twoTracks();
    editor.select([first]);
    editor.goTo(80);
    editor.press('Alt+KeyM');
    expect(preview(editor)?.kind).toBe('refused');
    editor.press('Enter');
    expect(editor.commands).toEqual([]);
    expect(editor.state().surgery).not.toBeNull();
  });

  it('follows the document while it is shown', () => {
    const { editor, first } = twoTracks();
    editor.select([first]);
    editor.goTo(10);
    editor.press('Shift+BracketRight');
    expect(preview(editor)).toMatchObject({ range: { startFrame: 11, endFrame: 40 } });
    editor.goTo(30);
    editor.press('Delete');
    expect(preview(editor)?.kind).toBe('ready');
    editor.press('Enter');
    expect(extentOf(editor.document.track(first) ?? editor.onlyTrack())?.endFrame).toBe(10);
  });

  it('merges into the first selected, or another', () => {
    const { editor, first, second } = twoTracks();
    editor.select([first, second]);
    editor.press('KeyM');
    editor.press('KeyM');
    editor.press('Enter');
    expect(editor.onlyTrack().id).toBe(second);
  });

  it('extends up to the playhead', () => {
    const { editor, first } = twoTracks();
    editor.select([first]);
    editor.goTo(55);
    editor.press('Shift+KeyE');
    expect(preview(editor)).toMatchObject({ range: { startFrame: 41, endFrame: 55 } });
  });

  it('adds up shifts in time', () => {
    const { editor, first } = twoTracks();
    editor.select([first]);
    for (let i = 0; i < 3; i++) editor.press('Alt+Shift+ArrowRight');
    editor.press('Alt+Shift+ArrowLeft');
    editor.press('Enter');
    expect(editor.document.track(first)?.keyframes.map((keyframe) => keyframe.frame)).toEqual([2, 42]);
  });
});

describe('swapping identities', () => {
  it('takes one key with two tracks selected', () => {
    const { editor, first, second } = twoTracks();
    editor.select([first, second]);
    editor.goTo(20);
    editor.press('KeyX');
    expect(editor.commands).toEqual([
      { kind: 'swapTracks', data: { trackId: first, otherTrackId: second, frame: 20 } },
    ]);
    expect(editor.positionOf(first, 30)?.x).toBe(330);
    expect(editor.positionOf(first, 10)?.x).toBe(110);
  });

  it('is not offered with one track, nor with three', () => {
    const { editor, first, second } = twoTracks();
    const third = editor.addTrack([point(0), point(9)]);
    for (const ids of [[first], [first, second, third]]) {
      editor.select(ids);
      editor.press('KeyX');
    }
    expect(editor.commands).toEqual([]);
  });
});
