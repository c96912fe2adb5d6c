import { describe, expect, it } from 'vitest';
import { createTestEditor } from './test-editor.ts';

const point = (x: number, y: number, frame = 0) => ({ x, y, w: null, h: null, frame });

describe('marks of a frame', () => {
  it('tell what was set from what is derived', () => {
    const editor = createTestEditor();
    editor.addTrack([point(100, 100, 0), point(200, 100, 10)]);
    const looks = [0, 4, 10].map((frame) => {
      editor.goTo(frame);
      return editor.model.marks()[0]?.look;
    });
    expect(looks).toEqual(['set', 'derived', 'set']);
  });

  it('show nothing where the track is unlabelled or absent', () => {
    const editor = createTestEditor();
    const id = editor.addTrack([point(100, 100, 0), point(200, 100, 10)]);
    editor.goTo(11);
    expect(editor.model.marks()).toEqual([]);
    const data = { ranges: [{ trackId: id, startFrame: 3, endFrame: 6 }], value: 'absent' as const };
    editor.model.host.execute({ kind: 'setVisibilityRanges', data });
    editor.goTo(5);
    expect(editor.model.marks()).toEqual([]);
  });

  it('show occlusion', () => {
    const editor = createTestEditor();
    const id = editor.addTrack([point(100, 100, 0), point(200, 100, 10)]);
    const data = { ranges: [{ trackId: id, startFrame: 3, endFrame: 6 }], value: 'occluded' as const };
    editor.model.host.execute({ kind: 'setVisibilityRanges', data });
    editor.goTo(5);
    expect(editor.model.marks()[0]).toMatchObject({ isOccluded: true, look: 'derived' });
  });

  it('show proposals in a tint of their own until they are judged, below the rest', () => {
    const editor = createTestEditor();
    const mine = editor.addTrack([point(300, 100)]);
    const proposal = editor.addTrack([point(100, 100)], editor.runLabelSetId);
    const [first, second] = editor.model.marks();
    expect(first).toMatchObject({ trackId: proposal, look: 'proposal' });
    expect(second).toMatchObject({ trackId: mine, look: 'set' });
    expect(first?.colour).not.toBe(second?.colour);
    const { personId } = editor.model.host;
    const verdictId = editor.state().labelSetId;
    editor.model.host.execute({
      kind: 'rejectProposal',
      data: { proposalId: proposal, verdictId, personId },
    });
    expect(editor.model.marks().map((mark) => mark.trackId)).toEqual([mine]);
  });

  it('carry number, words and motion for the tag', () => {
    const editor = createTestEditor();
    editor.press('KeyT');
    editor.click({ x: 100, y: 100 });
    editor.goTo(10);
    editor.click({ x: 140, y: 80 }, { isShift: true });
    editor.goTo(5);
    expect(editor.model.marks()[0]).toMatchObject({ text: '#1 red cup', motion: { x: 4, y: -2 } });
  });
});
