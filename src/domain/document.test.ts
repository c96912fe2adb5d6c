import { describe, expect, it } from 'vitest';
import {
  contentOf,
  ids,
  lineTrack,
  lookup,
  makeDocument,
  makeTrack,
  pointAt,
  testId,
} from '../../tests/support/domain-fixtures.ts';
import { deleteOf, diffTrack, insertOf, updateOf } from './changes.ts';
import { createDocument, DocumentConflictError } from './document.ts';
import { keyOf } from './records.ts';

const a = lineTrack([pointAt(0, 0, 0), pointAt(10, 1, 1)]);
const b = lineTrack([pointAt(5, 5, 5)], { id: testId(101), objectId: testId(51) });
const verdict = {
  id: testId(300),
  trackId: b.id,
  startFrame: 0,
  endFrame: 5,
  verdict: 'accepted' as const,
  personId: ids.person,
  resultTrackId: a.id,
};
const answer = {
  id: testId(301),
  expressionId: ids.expression,
  videoId: ids.video,
  labelSetId: ids.mainSet,
  verdict: 'open' as const,
  count: null,
  coverage: [],
  coverageGrid: { kind: 'every' as const },
  state: 'open' as const,
  notes: '',
};

describe('a document', () => {
  it('answers rows of tracks by their key, like any record', () => {
    const document = makeDocument([a]);
    const row = { trackId: a.id, ...pointAt(10, 1, 1) };
    expect(document.get('keyframe', keyOf('keyframe', row))).toEqual(row);
    expect(document.get('keyframe', `${a.id}:9`)).toBeUndefined();
    expect(document.get('track', a.id)).not.toHaveProperty('keyframes');
    expect(document.all('keyframe')).toHaveLength(2);
  });

  it('gives only what a change touched a new value', () => {
    const document = makeDocument([a, b]);
    const before = document.tracksOfVideo(ids.video);
    const untouched = document.track(b.id);
    const objects = document.objectsOfVideo(ids.video);
    const moved = { ...a, keyframes: [pointAt(0, 7, 7), pointAt(10, 1, 1)] };
    const touched = document.apply(diffTrack(a, moved), { strict: true });
    expect([...touched.trackIds]).toEqual([a.id]);
    expect([...touched.entities]).toEqual(['keyframe']);
    expect(document.track(b.id)).toBe(untouched);
    expect(document.track(a.id)?.visibility).toBe(before[0]?.visibility);
    expect(document.tracksOfVideo(ids.video)).not.toBe(before);
    expect(document.tracksOfVideo(ids.video)).toBe(document.tracksOfVideo(ids.video));
    expect(document.objectsOfVideo(ids.video)).toBe(objects);
    expect(before[0]?.keyframes[0]?.x).toBe(0);
  });

  it('keeps its indexes through inserts, updates and deletes', () => {
    const document = makeDocument([a, b]);
    document.apply([insertOf('verdict', verdict), insertOf('answer', answer)], { strict: true });
    expect(document.verdictsOfTrack(b.id)).toEqual([verdict]);
    expect(document.verdictsOfResult(a.id)).toEqual([verdict]);
    expect(document.answer(ids.expression, ids.video, ids.mainSet)).toEqual(answer);
    const nowhere = { ...verdict, resultTrackId: null };
    document.apply([updateOf('verdict', verdict, nowhere), deleteOf('answer', answer)], { strict: true });
    expect(document.verdictsOfResult(a.id)).toEqual([]);
    expect(document.answer(ids.expression, ids.video, ids.mainSet)).toBeUndefined();
    expect(document.answersOfVideo(ids.video)).toEqual([]);
    expect(document.objectsOfExpression(ids.expression)).toEqual([a.objectId, b.objectId]);
  });

  it('takes changes that build on each other within one list', () => {
    const document = makeDocument([a]);
    const first = { trackId: a.id, ...pointAt(4, 1, 1) };
    const second = { ...first, x: 2 };
    document.apply([insertOf('keyframe', first), updateOf('keyframe', first, second)], { strict: true });
    expect(document.track(a.id)?.keyframes.map(({ frame, x }) => [frame, x])).toEqual([
      [0, 0],
      [4, 2],
      [10, 1],
    ]);
  });

  it('changes nothing when a before differs, and names the record', () => {
    const document = makeDocument([a]);
    const content = structuredClone(contentOf(document));
    const row = { trackId: a.id, ...pointAt(10, 1, 1) };
    const good = insertOf('answer', answer);
    const cases = [
      { change: updateOf('keyframe', { ...row, x: 3 }, row), problem: 'has changed' },
      { change: insertOf('keyframe', row), problem: 'is there already' },
      { change: deleteOf('keyframe', { ...row, frame: 11 }), problem: 'is not there any more' },
      {
        change: insertOf('keyframe', { ...row, trackId: testId(999) }),
        problem: 'has rows but is not there',
      },
    ];
    for (const { change, problem } of cases) {
      const apply = () => document.apply([good, change], { strict: true });
      expect(apply).toThrow(DocumentConflictError);
      expect(apply).toThrow(problem);
      expect(contentOf(document)).toEqual(content);
      expect(document.answersOfVideo(ids.video)).toEqual([]);
    }
  });

  it('takes what the core has committed when not strict, whatever it held', () => {
    const document = makeDocument([a]);
    const row = { trackId: a.id, ...pointAt(10, 1, 1) };
    document.apply([updateOf('keyframe', { ...row, x: 3 }, { ...row, x: 4 })], { strict: false });
    expect(document.track(a.id)?.keyframes[1]?.x).toBe(4);
    const elsewhere = { ...row, trackId: testId(999) };
    document.apply([insertOf('keyframe', elsewhere)], { strict: false });
    expect(document.track(testId(999))).toBeUndefined();
  });

  it('lets go of a video and takes it in again', () => {
    const document = makeDocument([a, b]);
    document.apply([insertOf('verdict', verdict), insertOf('answer', answer)], { strict: true });
    const records = {
      track: document.all('track'),
      keyframe: document.all('keyframe'),
      visibilitySpan: document.all('visibilitySpan'),
      object: document.all('object'),
      objectExpression: document.all('objectExpression'),
      answer: document.all('answer'),
      verdict: document.all('verdict'),
    };
    const content = structuredClone(contentOf(document));
    document.unloadVideo(ids.video);
    expect(document.tracksOfVideo(ids.video)).toEqual([]);
    expect(document.objectsOfExpression(ids.expression)).toEqual([]);
    expect([document.all('verdict'), document.all('answer'), document.all('object')]).toEqual([[], [], []]);
    expect(document.all('video')).toHaveLength(2);
    document.load(records);
    expect(contentOf(document)).toEqual(content);
  });

  it('starts empty', () => {
    const document = createDocument(lookup);
    expect(document.tracksOfVideo(ids.video)).toEqual([]);
    expect(document.track(makeTrack().id)).toBeUndefined();
    expect(document.spanData(ids.data)).toBe(lookup(ids.data));
  });
});
