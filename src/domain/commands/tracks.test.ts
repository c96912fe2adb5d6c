import { describe, expect, it } from 'vitest';
import {
  arbitraryTrack,
  differingFrames,
  ids,
  lineTrack,
  lookup,
  makeDocument,
  makeTrack,
  pointAt,
  shownOn,
  testId,
  window,
} from '../../../tests/support/domain-fixtures.ts';
import * as fc from 'fast-check';
import type { ProjectDocument } from '../document.ts';
import { CommandError } from '../reader.ts';
import { surgeryRange } from '../surgery-range.ts';
import { copyToClipboard } from '../surgery/clipboard.ts';
import type { Track } from '../track.ts';
import { planCommand, type Command } from './index.ts';

const one = lineTrack([pointAt(0, 0, 0), pointAt(20, 20, 0), pointAt(40, 0, 0)]);
const two = lineTrack([pointAt(10, 100, 100), pointAt(50, 100, 100)], {
  id: testId(101),
  objectId: testId(51),
});
const proposal = lineTrack(
  [
    { ...pointAt(0, 0, 0), source: 'run' },
    { ...pointAt(30, 300, 0), source: 'run' },
  ],
  {
    id: testId(103),
    objectId: testId(53),
    labelSetId: ids.runSet,
    state: 'proposed',
  },
);
const fresh = { track: testId(200), object: testId(201), verdict: testId(202) };

function carryOut(document: ProjectDocument, command: Command): string {
  const plan = planCommand(document, command);
  document.apply(plan.changes, { strict: true });
  return plan.label;
}

function refusal(document: ProjectDocument, command: Command): { code: string; message: string } {
  try {
    planCommand(document, command);
  } catch (error) {
    if (error instanceof CommandError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error(`${command.kind} was not refused`);
}

const accept = (range: { startFrame: number; endFrame: number } | null): Command => ({
  kind: 'acceptProposal',
  data: {
    proposalId: proposal.id,
    verdictId: fresh.verdict,
    trackId: fresh.track,
    labelSetId: ids.mainSet,
    personId: ids.person,
    range,
  },
});

describe('placing', () => {
  const place: Command = {
    kind: 'createTrack',
    data: {
      trackId: fresh.track,
      objectId: fresh.object,
      videoId: ids.video,
      labelSetId: ids.mainSet,
      shape: 'point',
      keyframe: pointAt(3, 1, 2),
      expressionIds: [ids.expression],
    },
  };

  it('makes the object with the next number and its expression', () => {
    const document = makeDocument([one, two]);
    expect(carryOut(document, place)).toBe('Add point #3');
    expect(document.get('object', fresh.object)).toMatchObject({ number: 3 });
    expect(document.expressionsOfObject(fresh.object)).toEqual([ids.expression]);
    expect(refusal(document, place).code).toBe('NOT_ALLOWED');
  });

  it('is refused past the video’s end, in a run’s set, and with the wrong shape', () => {
    const document = makeDocument([one]);
    const late = { ...place, data: { ...place.data, keyframe: pointAt(60, 1, 2) } };
    expect(refusal(document, late).message).toBe('Frame 60 is outside the video (0 to 59).');
    const inRun = { ...place, data: { ...place.data, labelSetId: ids.runSet } };
    expect(refusal(document, inRun).code).toBe('NOT_ALLOWED');
    const box: Command = { ...place, data: { ...place.data, shape: 'box' } };
    expect(refusal(document, box).message).toContain('A box needs a width and a height');
  });
});

describe('moving', () => {
  it('several keyframes of one track at once is one change of that track', () => {
    const document = makeDocument([one]);
    const edits = [pointAt(20, 1, 1), pointAt(30, 2, 2)].map((keyframe) => ({ trackId: one.id, keyframe }));
    expect(carryOut(document, { kind: 'setKeyframesOfMany', data: { edits } })).toBe('Move 1 object');
    expect(document.track(one.id)?.keyframes.map(({ frame, x }) => [frame, x])).toContainEqual([20, 1]);
  });

  it('to where it is already is nothing to do', () => {
    const data = { trackId: one.id, keyframes: [pointAt(20, 20, 0)] };
    expect(refusal(makeDocument([one]), { kind: 'setKeyframes', data }).code).toBe('NOTHING_TO_DO');
  });
});

describe('deleting', () => {
  it('on one frame leaves every other frame as it is shown', () => {
    const document = makeDocument([one]);
    const label = carryOut(document, { kind: 'clearFrameOfTracks', data: { trackIds: [one.id], frame: 20 } });
    expect(label).toBe('Delete point #1 on frame 20');
    const expected = shownOn(one).map((shown, frame) => (frame === 20 ? undefined : shown));
    expect(differingFrames(expected, shownOn(document.track(one.id)))).toEqual([]);
  });

  it('takes the object along with its last track, also when both of its tracks go at once', () => {
    const point = lineTrack([pointAt(5, 1, 1)]);
    const twin = { ...point, id: testId(102) };
    const document = makeDocument([point, twin]);
    carryOut(document, { kind: 'clearFrameOfTracks', data: { trackIds: [point.id, twin.id], frame: 5 } });
    expect(document.all('object')).toEqual([]);
    expect(document.all('objectExpression')).toEqual([]);
  });

  it('a track says how many keyframes go, and keeps the verdict on its proposal', () => {
    const document = makeDocument([proposal]);
    carryOut(document, accept(null));
    const label = carryOut(document, { kind: 'deleteTracks', data: { trackIds: [fresh.track] } });
    expect(label).toBe('Delete point #1, 2 keyframes');
    expect(document.verdictsOfTrack(proposal.id)).toMatchObject([
      { verdict: 'accepted', resultTrackId: null },
    ]);
    expect(document.track(proposal.id)).toEqual(proposal);
  });
});

describe('a proposal', () => {
  it('is refused every edit', () => {
    const document = makeDocument([one, proposal]);
    const trackId = proposal.id;
    const edits: Command[] = [
      { kind: 'setKeyframes', data: { trackId, keyframes: [pointAt(5, 1, 1)] } },
      { kind: 'setKeyframesOfMany', data: { edits: [{ trackId, keyframe: pointAt(5, 1, 1) }] } },
      { kind: 'removeKeyframes', data: { trackId, frames: [0] } },
      { kind: 'moveKeyframeInTime', data: { trackId, fromFrame: 0, toFrame: 5 } },
      { kind: 'setGapKind', data: { trackIds: [trackId], frame: 0, gap: 'hold' } },
      {
        kind: 'setVisibilityRanges',
        data: { ranges: [{ trackId, startFrame: 0, endFrame: 5 }], value: 'absent' },
      },
      { kind: 'clearFrameOfTracks', data: { trackIds: [trackId], frame: 0 } },
      { kind: 'deleteTracks', data: { trackIds: [one.id, trackId] } },
      { kind: 'updateTrack', data: { trackId, notes: 'x' } },
      {
        kind: 'splitTrack',
        data: { trackId, frame: 5, tail: { kind: 'new', trackId: fresh.track, objectId: fresh.object } },
      },
      { kind: 'splitTrack', data: { trackId: one.id, frame: 5, tail: { kind: 'rejoin', trackId } } },
      { kind: 'swapTracks', data: { trackId: one.id, otherTrackId: trackId, frame: 5 } },
      { kind: 'mergeTracks', data: { trackIds: [one.id, trackId] } },
      { kind: 'rejoinTracks', data: { trackId, otherTrackId: one.id, fill: 'absent' } },
      { kind: 'extendTrack', data: { trackId, direction: 'forward', frames: 3 } },
      { kind: 'trimTracks', data: { trackIds: [trackId], frame: 5, side: 'after' } },
      { kind: 'deleteRangeOfTracks', data: { trackIds: [trackId], startFrame: 0, endFrame: 5 } },
      { kind: 'shiftTracks', data: { trackIds: [trackId], frames: 1 } },
      { kind: 'simplifyTrack', data: { trackId, startFrame: 0, endFrame: 30, tolerancePx: 5 } },
      { kind: 'togglePinnedKeyframe', data: { trackIds: [trackId], frame: 5 } },
      { kind: 'duplicateTrack', data: { trackId, newTrackId: fresh.track, newObjectId: fresh.object } },
    ];
    for (const edit of edits)
      expect([edit.kind, refusal(document, edit).code]).toEqual([edit.kind, 'NOT_ALLOWED']);
  });

  it('accepted up to a frame shows there what it showed', () => {
    const document = makeDocument([proposal]);
    expect(carryOut(document, accept({ startFrame: 0, endFrame: 12 }))).toBe(
      'Accept point #1, frames 0 to 12',
    );
    const copy = document.track(fresh.track);
    const expected = shownOn(proposal).map((shown, frame) => (frame <= 12 ? shown : undefined));
    expect(differingFrames(expected, shownOn(copy))).toEqual([]);
    expect(copy).toMatchObject({ state: 'annotated', sourceTrackId: proposal.id, labelSetId: ids.mainSet });
    expect(copy?.keyframes.every((keyframe) => keyframe.source === 'run')).toBe(true);
  });

  it('accepted where it says nothing is nothing to do', () => {
    expect(refusal(makeDocument([proposal]), accept({ startFrame: 40, endFrame: 50 })).code).toBe(
      'NOTHING_TO_DO',
    );
  });
});

describe('surgery', () => {
  it('states its tracks, frames and words before it is done', () => {
    const document = makeDocument([one, two]);
    const swap: Command = { kind: 'swapTracks', data: { trackId: one.id, otherTrackId: two.id, frame: 30 } };
    expect(surgeryRange(document, swap)).toEqual({
      trackIds: [one.id, two.id],
      startFrame: 30,
      endFrame: 50,
      description: 'Swap point #1 and point #2, frames 30 to 50',
    });
    const nudge: Command = {
      kind: 'setKeyframes',
      data: { trackId: one.id, keyframes: [pointAt(20, 5, 5)] },
    };
    expect(surgeryRange(document, nudge)).toMatchObject({ startFrame: 20, endFrame: 20 });
  });

  it('splits off a new object with the same expressions; the head keeps its identity', () => {
    const document = makeDocument([one]);
    const tail = { kind: 'new' as const, trackId: fresh.track, objectId: fresh.object };
    const label = carryOut(document, { kind: 'splitTrack', data: { trackId: one.id, frame: 25, tail } });
    expect(label).toBe('Split point #1, frames 25 to 40 become #2');
    expect(document.track(one.id)?.objectId).toBe(one.objectId);
    expect(document.expressionsOfObject(fresh.object)).toEqual([ids.expression]);
    const before = shownOn(one);
    expect(differingFrames(before, shownOn(document.track(one.id)))).toEqual(
      [...before.keys()].slice(25, 41),
    );
  });

  it('lets the tail rejoin another track, or swap with it', () => {
    const late = lineTrack([pointAt(0, 7, 7), pointAt(5, 7, 7)], { id: testId(101), objectId: testId(51) });
    const document = makeDocument([one, late]);
    const rejoin = { kind: 'rejoin' as const, trackId: late.id };
    const label = carryOut(document, {
      kind: 'splitTrack',
      data: { trackId: one.id, frame: 25, tail: rejoin },
    });
    expect(label).toBe('Split point #1, frames 25 to 40 rejoin point #2');
    expect(shownOn(document.track(late.id))[30]).toEqual(shownOn(one)[30]);
    const swap = { kind: 'swap' as const, trackId: late.id };
    expect(carryOut(document, { kind: 'splitTrack', data: { trackId: one.id, frame: 3, tail: swap } })).toBe(
      'Swap point #1 and point #2, frames 3 to 40',
    );
  });

  it('merges into the first, which takes expressions, verdicts and the place of the others', () => {
    const document = makeDocument([one, two, proposal]);
    carryOut(document, accept(null));
    const expression = { ...document.all('expression')[0], id: testId(88), text: 'cup' };
    document.load({
      expression: [expression as never],
      objectExpression: [{ objectId: proposal.objectId, expressionId: testId(88) }],
    });
    const label = carryOut(document, { kind: 'mergeTracks', data: { trackIds: [one.id, fresh.track] } });
    expect(label).toBe('Merge point #3 into point #1, frames 0 to 30');
    expect(document.track(fresh.track)).toBeUndefined();
    expect(document.expressionsOfObject(one.objectId)).toEqual([ids.expression, testId(88)]);
    expect(document.verdictsOfResult(one.id)).toHaveLength(1);
    expect(document.get('object', proposal.objectId)).toBeDefined();
  });

  it('names the conflicts of a merge and who stands', () => {
    const rival = lineTrack([pointAt(0, 9, 9), pointAt(20, 9, 9)], { id: testId(101), objectId: testId(51) });
    const data = { trackIds: [one.id, rival.id] };
    expect(planCommand(makeDocument([one, rival]), { kind: 'mergeTracks', data }).label).toBe(
      'Merge point #2 into point #1, frames 0 to 20; set in both on frames 0, 20: point #1 stands',
    );
  });

  it('is refused between sets, shapes, videos, and a track and itself', () => {
    const box = makeTrack({ id: testId(104), objectId: testId(54), shape: 'box' });
    const elsewhere = { ...two, id: testId(105), videoId: ids.otherVideo };
    const document = makeDocument([one, box, elsewhere]);
    for (const trackId of [box.id, elsewhere.id, one.id]) {
      expect(refusal(document, { kind: 'mergeTracks', data: { trackIds: [one.id, trackId] } }).code).toBe(
        'NOT_ALLOWED',
      );
    }
  });

  it('toggles a keyframe on the shown position and back', () => {
    const flow: Track = lineTrack([pointAt(0, 0, 0, 'flow'), pointAt(40, 0, 0)], {
      derived: [window(1, 39)],
    });
    const document = makeDocument([flow]);
    const toggle: Command = { kind: 'togglePinnedKeyframe', data: { trackIds: [flow.id], frame: 10 } };
    expect(carryOut(document, toggle)).toBe('Set keyframe of point #1 on frame 10');
    expect(carryOut(document, toggle)).toBe('Remove keyframe of point #1 on frame 10');
    expect(document.track(flow.id)).toEqual(flow);
    const only = makeDocument([lineTrack([pointAt(5, 0, 0)])]);
    expect(refusal(only, { kind: 'togglePinnedKeyframe', data: { trackIds: [one.id], frame: 5 } }).code).toBe(
      'NOT_ALLOWED',
    );
  });

  it('pastes into another video in the same pixels, cut off at its end', () => {
    const document = makeDocument([one]);
    const clipping = copyToClipboard(one, { startFrame: 0, endFrame: 40 }, lookup);
    const target = { kind: 'new' as const, trackId: fresh.track, objectId: fresh.object, expressionIds: [] };
    const data = { clipping, atFrame: 5, videoId: ids.otherVideo, labelSetId: ids.mainSet, target };
    expect(carryOut(document, { kind: 'pasteTrack', data })).toBe('Paste point #1, frames 5 to 29');
    const pasted = shownOn(document.track(fresh.track), 30);
    expect(differingFrames(shownOn(one, 25), pasted.slice(5))).toEqual([]);
  });

  it('refuses to plan on flow whose data is not loaded, instead of planning something else', () => {
    const flow = lineTrack([pointAt(0, 0, 0, 'flow')], {
      derived: [{ ...window(1, 39), dataId: testId(998) }],
      visibility: [{ startFrame: 0, endFrame: 39, value: 'visible' }],
    });
    const document = makeDocument([flow]);
    const data = { trackId: flow.id, startFrame: 0, endFrame: 39, tolerancePx: 1 };
    expect(refusal(document, { kind: 'simplifyTrack', data })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('needs no flow data where windows only change hands', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 38 }), (frame) => {
        const flow = lineTrack([pointAt(0, 0, 0, 'flow')], {
          derived: [{ ...window(1, 39), dataId: testId(998) }],
          visibility: [{ startFrame: 0, endFrame: 39, value: 'visible' }],
        });
        const tail = { kind: 'new' as const, trackId: fresh.track, objectId: fresh.object };
        const plan = planCommand(makeDocument([flow]), {
          kind: 'splitTrack',
          data: { trackId: flow.id, frame, tail },
        });
        expect(plan.changes.some((change) => change.entity === 'keyframe')).toBe(false);
      }),
      { numRuns: 20 },
    );
  });
});

describe('any track', () => {
  it('shows outside a marked range what it showed, through the command too', () => {
    fc.assert(
      fc.property(arbitraryTrack(), fc.nat(59), fc.nat(59), (track, from, to) => {
        const document = makeDocument([track]);
        const range = { startFrame: Math.min(from, to), endFrame: Math.max(from, to) };
        const mark: Command = {
          kind: 'setVisibilityRanges',
          data: { ranges: [{ trackId: track.id, ...range }], value: 'absent' },
        };
        const expected = shownOn(track).map((shown, f) =>
          f >= range.startFrame && f <= range.endFrame ? undefined : shown,
        );
        try {
          carryOut(document, mark);
        } catch (error) {
          if (!(error instanceof CommandError)) throw error;
          return;
        }
        expect(differingFrames(expected, shownOn(document.track(track.id)))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a track that says nothing', () => {
  it('cannot be shifted: there is nothing to move, and no range to name', () => {
    const empty: Track = { ...makeTrack(), keyframes: [], derived: [], visibility: [] };
    const document = makeDocument([empty]);
    const shift: Command = { kind: 'shiftTracks', data: { trackIds: [empty.id], frames: 5 } };
    expect(() => planCommand(document, shift)).toThrow(expect.objectContaining({ code: 'NOTHING_TO_DO' }));
  });
});
