import { describe, expect, it } from 'vitest';
import { createTestEditor } from '../test-editor.ts';

const point = (x: number, y: number, frame = 0) => ({ x, y, w: null, h: null, frame });
const box = (x: number, y: number, w: number, h: number, frame = 0) => ({ x, y, w, h, frame });

describe('point tool', () => {
  it('makes a new object of the active expression with every click, and stays', () => {
    const editor = createTestEditor();
    editor.goTo(7);
    editor.press('KeyP');
    for (const x of [10, 20, 30, 40, 50]) editor.click({ x, y: 60.25 });
    expect(editor.tracks()).toHaveLength(5);
    expect(editor.commands).toHaveLength(5);
    expect(editor.state().tool).toBe('point');
    const [first] = editor.tracks();
    expect(first?.keyframes).toEqual([
      { x: 10, y: 60.25, w: null, h: null, frame: 7, gap: 'none', source: 'person' },
    ]);
    expect(editor.document.expressionsOfObject(first?.objectId ?? '')).toEqual([
      editor.state().activeExpressionId,
    ]);
  });

  it('leaves to the select tool on Escape, keeping what it made', () => {
    const editor = createTestEditor();
    editor.press('KeyP');
    editor.click({ x: 10, y: 10 });
    editor.press('Escape');
    expect(editor.state().tool).toBe('select');
    expect(editor.state().selectedTrackIds).toEqual([editor.onlyTrack().id]);
    editor.press('Escape');
    expect(editor.state().selectedTrackIds).toEqual([]);
  });

  it('does nothing outside of the picture', () => {
    const editor = createTestEditor();
    editor.press('KeyP');
    editor.click({ x: -3, y: 10 });
    editor.click({ x: 10, y: 480.5 });
    expect(editor.tracks()).toHaveLength(0);
  });

  it('places where the pointer is let go, inside the picture', () => {
    const editor = createTestEditor();
    editor.press('KeyP');
    editor.drag({ x: 600, y: 100 }, { x: 700, y: 110 });
    expect(editor.positionOf(editor.onlyTrack().id)).toMatchObject({ x: 640, y: 110 });
  });

  it('takes a press back on Escape', () => {
    const editor = createTestEditor();
    editor.press('KeyP');
    editor.pointerDown({ x: 10, y: 10 });
    editor.press('Escape');
    editor.pointerUp({ x: 10, y: 10 });
    expect(editor.tracks()).toHaveLength(0);
    expect(editor.state().tool).toBe('point');
  });

  it('says when a point lies between work-grid frames, and moves it there when asked', () => {
    const editor = createTestEditor({ workGrid: { kind: 'step', frames: 5 } });
    editor.goTo(12);
    editor.press('KeyP');
    editor.click({ x: 10, y: 10 });
    const track = editor.onlyTrack();
    expect(editor.model.store.getState().offGrid).toEqual({ trackId: track.id, frame: 12, gridFrame: 10 });
    editor.model.snapToGrid();
    expect(editor.onlyTrack().keyframes.map((keyframe) => keyframe.frame)).toEqual([10]);
    expect(editor.state().shownFrame).toBe(10);
  });
});

describe('track tools', () => {
  it('make one track and hand over to the select tool with it selected', () => {
    const editor = createTestEditor();
    editor.press('KeyT');
    editor.click({ x: 100, y: 100 });
    const track = editor.onlyTrack();
    expect(track.keyframes[0]?.gap).toBe('linear');
    expect(editor.state()).toMatchObject({ tool: 'select', selectedTrackIds: [track.id] });
  });

  it('draw a box from any corner to any other', () => {
    const editor = createTestEditor();
    editor.press('KeyW');
    editor.drag({ x: 200, y: 150 }, { x: 100, y: 50 });
    expect(editor.positionOf(editor.onlyTrack().id)).toMatchObject({ x: 100, y: 50, w: 100, h: 100 });
    expect(editor.state().tool).toBe('select');
  });

  it('make no box of a click', () => {
    const editor = createTestEditor();
    editor.press('KeyW');
    editor.click({ x: 100, y: 100 });
    expect(editor.tracks()).toHaveLength(0);
    expect(editor.state().tool).toBe('trackBox');
  });

  it('are taken up again by one key, the last one used', () => {
    const editor = createTestEditor();
    editor.press('KeyW');
    editor.press('Escape');
    editor.press('KeyN');
    expect(editor.state().tool).toBe('trackBox');
  });
});

describe('select tool', () => {
  it('selects the nearest mark, adds with Shift, and clears on an empty place', () => {
    const editor = createTestEditor();
    const a = editor.addTrack([point(100, 100)]);
    const b = editor.addTrack([point(115, 100)]);
    editor.click({ x: 104, y: 102 });
    expect(editor.state().selectedTrackIds).toEqual([a]);
    editor.click({ x: 116, y: 100 }, { isShift: true });
    expect(editor.state().selectedTrackIds).toEqual([a, b]);
    editor.click({ x: 300, y: 300 });
    expect(editor.state().selectedTrackIds).toEqual([]);
    expect(editor.commands).toEqual([]);
  });

  it('goes on to what lies beneath when the same place is clicked again', () => {
    const editor = createTestEditor();
    const ids = [0, 1, 2].map((offset) => editor.addTrack([point(100 + offset, 100)]));
    const seen = [1, 2, 3, 4].map(() => {
      editor.click({ x: 100, y: 100 });
      return editor.state().selectedTrackIds[0];
    });
    expect(seen).toEqual([ids[0], ids[1], ids[2], ids[0]]);
  });

  it('makes a keyframe of a derived position that is dragged, in one command at release', () => {
    const editor = createTestEditor();
    const id = editor.addTrack([point(100, 100, 0), point(200, 100, 10)]);
    editor.goTo(5);
    editor.pointerDown({ x: 151, y: 101 });
    editor.pointerMove({ x: 161, y: 121 });
    expect(editor.commands).toEqual([]);
    expect(editor.model.store.getState().preview.positions.get(id)).toMatchObject({ x: 160, y: 120 });
    editor.pointerUp({ x: 171, y: 131 });
    expect(editor.commands).toHaveLength(1);
    expect(editor.positionOf(id)).toMatchObject({ x: 170, y: 130, origin: 'keyframe' });
    expect(editor.positionOf(id, 0)).toMatchObject({ x: 100, y: 100 });
  });

  it('moves all that is selected together, as one command', () => {
    const editor = createTestEditor();
    const a = editor.addTrack([point(100, 100)]);
    const b = editor.addTrack([box(200, 200, 50, 40)]);
    editor.click({ x: 100, y: 100 });
    editor.click({ x: 200, y: 220 }, { isShift: true });
    editor.drag({ x: 100, y: 100 }, { x: 90, y: 130 });
    expect(editor.commands).toHaveLength(1);
    expect(editor.positionOf(a)).toMatchObject({ x: 90, y: 130 });
    expect(editor.positionOf(b)).toMatchObject({ x: 190, y: 230, w: 50, h: 40 });
  });

  it('takes a drag back on Escape', () => {
    const editor = createTestEditor();
    const id = editor.addTrack([point(100, 100)]);
    editor.pointerDown({ x: 100, y: 100 });
    editor.pointerMove({ x: 150, y: 150 });
    editor.press('Escape');
    editor.pointerUp({ x: 150, y: 150 });
    expect(editor.commands).toEqual([]);
    expect(editor.positionOf(id)).toMatchObject({ x: 100, y: 100 });
    expect(editor.model.store.getState().preview.positions.size).toBe(0);
  });

  it('takes a drag back when another frame comes under it', () => {
    const editor = createTestEditor();
    editor.addTrack([point(100, 100, 0), point(100, 100, 10)]);
    editor.pointerDown({ x: 100, y: 100 });
    editor.pointerMove({ x: 150, y: 150 });
    editor.goTo(3);
    editor.pointerUp({ x: 150, y: 150 });
    expect(editor.commands).toEqual([]);
  });

  it('resizes a selected box by its corners and sides, turning over past the other side', () => {
    const editor = createTestEditor();
    const id = editor.addTrack([box(100, 100, 80, 60)]);
    editor.click({ x: 100, y: 130 });
    editor.drag({ x: 180, y: 160 }, { x: 200, y: 200 });
    expect(editor.positionOf(id)).toMatchObject({ x: 100, y: 100, w: 100, h: 100 });
    editor.drag({ x: 100, y: 150 }, { x: 120, y: 400 });
    expect(editor.positionOf(id)).toMatchObject({ x: 120, y: 100, w: 80, h: 100 });
    editor.drag({ x: 200, y: 150 }, { x: 110, y: 150 });
    expect(editor.positionOf(id)).toMatchObject({ x: 110, y: 100, w: 10, h: 100 });
  });

  it('selects by rubber band, and by lasso with Alt', () => {
    const editor = createTestEditor();
    const a = editor.addTrack([point(100, 100)]);
    const b = editor.addTrack([point(200, 100)]);
    const c = editor.addTrack([point(150, 300)]);
    editor.drag({ x: 50, y: 50 }, { x: 250, y: 150 });
    expect(editor.state().selectedTrackIds.toSorted()).toEqual([a, b].toSorted());
    editor.pointerDown({ x: 80, y: 80 }, { isAlt: true });
    for (const [x, y] of [
      [120, 80],
      [200, 320],
      [100, 320],
    ]) {
      editor.pointerMove({ x: x ?? 0, y: y ?? 0 }, { isAlt: true });
    }
    editor.pointerUp({ x: 80, y: 90 }, { isAlt: true });
    expect(editor.state().selectedTrackIds.toSorted()).toEqual([a, c].toSorted());
  });

  it('sets the selected object on a frame where it has no position, by Shift-click', () => {
    const editor = createTestEditor();
    const id = editor.addTrack([box(100, 100, 40, 20)]);
    editor.click({ x: 100, y: 110 });
    editor.goTo(10);
    expect(editor.positionOf(id)).toBeUndefined();
    editor.click({ x: 300, y: 200 }, { isShift: true });
    expect(editor.positionOf(id)).toMatchObject({ x: 280, y: 190, w: 40, h: 20, origin: 'keyframe' });
    expect(editor.state().selectedTrackIds).toEqual([id]);
  });

  it('drags a proposal by accepting it first, leaving what the model said', () => {
    const editor = createTestEditor();
    const id = editor.addTrack([point(100, 100, 0), point(200, 100, 10)], editor.runLabelSetId);
    editor.goTo(5);
    editor.drag({ x: 150, y: 100 }, { x: 150, y: 140 });
    expect(editor.commands.map((command) => command.kind)).toEqual(['acceptProposal']);
    expect(editor.positionOf(id)).toMatchObject({ x: 150, y: 100 });
    const [selected = ''] = editor.state().selectedTrackIds;
    expect(selected).not.toBe(id);
    expect(editor.positionOf(selected)).toMatchObject({ x: 150, y: 140, origin: 'keyframe' });
    expect(editor.model.marks().map((mark) => mark.trackId)).toEqual([selected]);
  });

  it('drags no further than the edge of the picture', () => {
    const editor = createTestEditor();
    const id = editor.addTrack([point(600, 100)]);
    editor.drag({ x: 600, y: 100 }, { x: 700, y: -50 });
    expect(editor.positionOf(id)).toMatchObject({ x: 640, y: 0 });
  });

  it('pauses playback to work on the frame it sees', () => {
    const editor = createTestEditor();
    const id = editor.addTrack([point(100, 100, 0), point(100, 100, 20)]);
    editor.model.host.editor.setState({ isPlaying: true, frame: 9, shownFrame: 8 });
    editor.drag({ x: 100, y: 100 }, { x: 120, y: 100 });
    expect(editor.state().isPlaying).toBe(false);
    expect(editor.document.track(id)?.keyframes.map((keyframe) => keyframe.frame)).toEqual([0, 8, 20]);
  });
});

describe('nudging', () => {
  it('joins steps into one command', () => {
    const editor = createTestEditor();
    const id = editor.addTrack([point(100, 100)]);
    editor.click({ x: 100, y: 100 });
    for (let i = 0; i < 3; i++) editor.press('Mod+arrowleft');
    editor.press('Mod+Shift+arrowdown');
    editor.press('Mod+Alt+arrowup');
    expect(editor.commands).toEqual([]);
    editor.model.nudge.commit();
    expect(editor.commands).toHaveLength(1);
    expect(editor.positionOf(id)).toMatchObject({ x: 97, y: 109.9 });
  });

  it('keeps the frame and the selection it was made on', () => {
    const editor = createTestEditor();
    const id = editor.addTrack([point(100, 100, 0), point(100, 100, 10)]);
    editor.click({ x: 100, y: 100 });
    editor.press('Mod+arrowright');
    editor.goTo(5);
    expect(editor.positionOf(id, 0)).toMatchObject({ x: 101, y: 100 });
    expect(editor.document.track(id)?.keyframes).toHaveLength(2);
    editor.press('Mod+arrowup');
    editor.press('Escape');
    expect(editor.positionOf(id, 5)).toMatchObject({ x: 100.5, y: 99 });
  });
});
