import { describe, expect, it } from 'vitest';
import {
  ids,
  lineTrack,
  makeDocument,
  makeExpression,
  makeVideo,
  pointAt,
  testId,
} from '../../tests/support/domain-fixtures.ts';
import {
  addCoverage,
  answerCount,
  answerProgress,
  coveredFrames,
  isFrameCovered,
  nextUnanswered,
  objectsOfAnswer,
  removeCoverage,
  type WorkItem,
} from './answers.ts';
import type { Answer } from './records.ts';

const answer: Answer = {
  id: testId(301),
  expressionId: ids.expression,
  videoId: ids.video,
  labelSetId: ids.mainSet,
  verdict: 'objects',
  count: null,
  coverage: [],
  coverageGrid: { kind: 'every' },
  state: 'open',
  notes: '',
};
const grid = Uint32Array.from([0, 10, 20, 30]);

describe('the objects of an answer', () => {
  const mine = lineTrack([pointAt(0, 0, 0)]);
  const proposed = lineTrack([pointAt(0, 0, 0)], {
    id: testId(101),
    objectId: testId(51),
    labelSetId: ids.runSet,
  });
  const document = makeDocument([mine, proposed]);

  it('are those with a track in its label set', () => {
    expect(objectsOfAnswer(document, answer).map((object) => object.id)).toEqual([mine.objectId]);
    expect(objectsOfAnswer(document, { ...answer, labelSetId: ids.runSet })).toHaveLength(1);
    expect(objectsOfAnswer(document, { ...answer, expressionId: testId(77) })).toEqual([]);
  });

  it('are counted unless somebody counted, and not where the answer says nothing', () => {
    expect(answerCount(document, answer)).toBe(1);
    expect(answerCount(document, { ...answer, count: 7 })).toBe(7);
    expect(answerCount(document, { ...answer, verdict: 'none' })).toBe(0);
    expect(answerCount(document, { ...answer, verdict: 'unsure' })).toBeNull();
    expect(answerCount(document, { ...answer, verdict: 'open' })).toBeNull();
  });
});

describe('coverage', () => {
  it('grows and shrinks by ranges', () => {
    const coverage = addCoverage([{ startFrame: 20, endFrame: 30 }], { startFrame: 0, endFrame: 19 });
    expect(coverage).toEqual([{ startFrame: 0, endFrame: 30 }]);
    expect(removeCoverage(coverage, { startFrame: 5, endFrame: 9 })).toEqual([
      { startFrame: 0, endFrame: 4 },
      { startFrame: 10, endFrame: 30 },
    ]);
  });

  it('is of grid frames only: what lies between was not searched', () => {
    const coverage = [{ startFrame: 5, endFrame: 20 }];
    expect([...coveredFrames(coverage, grid)]).toEqual([10, 20]);
    expect([10, 15, 0].map((frame) => isFrameCovered(coverage, grid, frame))).toEqual([true, false, false]);
  });

  it('is what progress counts', () => {
    const half = { ...answer, coverage: [{ startFrame: 0, endFrame: 10 }] };
    expect(answerProgress(half, grid)).toEqual({ covered: 2, total: 4, isDone: false });
    expect(answerProgress({ ...half, state: 'done' }, grid).isDone).toBe(true);
    expect(answerProgress({ ...half, state: 'changes-asked' }, grid).isDone).toBe(false);
    expect(answerProgress(undefined, grid)).toEqual({ covered: 0, total: 4, isDone: false });
  });
});

describe('done and next', () => {
  const expressions = [makeExpression(10), makeExpression(11), makeExpression(12, { isArchived: true })];
  const videos = [makeVideo(20), makeVideo(21, { isRemoved: true }), makeVideo(22)];
  const next = (current: [number, number], done: readonly [number, number][]): WorkItem | undefined =>
    nextUnanswered(
      { expressionId: testId(current[0]), videoId: testId(current[1]) },
      expressions,
      videos,
      (item) =>
        done.some(([e, v]) => testId(e) === item.expressionId && testId(v) === item.videoId)
          ? { ...answer, state: 'done' }
          : undefined,
    );

  it('goes through this video first, round to the expressions before', () => {
    expect(next([10, 20], [])).toEqual({ expressionId: testId(11), videoId: testId(20) });
    expect(next([11, 20], [])).toEqual({ expressionId: testId(10), videoId: testId(20) });
  });

  it('then to the next listed video, and round to the ones before', () => {
    expect(
      next(
        [11, 20],
        [
          [10, 20],
          [11, 20],
        ],
      ),
    ).toEqual({ expressionId: testId(10), videoId: testId(22) });
    expect(
      next(
        [11, 22],
        [
          [10, 22],
          [11, 22],
        ],
      ),
    ).toEqual({ expressionId: testId(10), videoId: testId(20) });
  });

  it('ends when everything is answered', () => {
    expect(
      next(
        [10, 20],
        [
          [10, 20],
          [11, 20],
          [10, 22],
          [11, 22],
        ],
      ),
    ).toBeUndefined();
  });
});
