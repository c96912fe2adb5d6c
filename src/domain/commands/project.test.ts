import { describe, expect, it } from 'vitest';
import { ids, makeDocument, makeExpression, testId } from '../../../tests/support/domain-fixtures.ts';
import type { ProjectDocument } from '../document.ts';
import { CommandError } from '../reader.ts';
import { commandSchema, planCommand, type Command } from './index.ts';

function carryOut(document: ProjectDocument, command: Command): string {
  const plan = planCommand(document, command);
  document.apply(plan.changes, { strict: true });
  return plan.label;
}

describe('settings of a project', () => {
  it('change field by field', () => {
    const document = makeDocument([]);
    carryOut(document, { kind: 'createExpression', data: makeExpression(10) });
    const label = carryOut(document, {
      kind: 'updateExpression',
      data: { id: testId(10), definition: 'a cup' },
    });
    expect(label).toBe('Edit expression “expression 10”');
    expect(document.get('expression', testId(10))).toEqual({ ...makeExpression(10), definition: 'a cup' });
    carryOut(document, {
      kind: 'updateProject',
      data: { id: ids.project, workGrid: { kind: 'step', frames: 5 } },
    });
    expect(document.get('project', ids.project)).toMatchObject({ name: 'test', workGrid: { frames: 5 } });
    carryOut(document, { kind: 'updatePerson', data: { id: ids.person, name: 'Grace', isArchived: true } });
    expect(document.get('person', ids.person)).toMatchObject({
      name: 'Grace',
      isArchived: true,
      role: 'annotator',
    });
  });

  it('that are so already are nothing to do, and unknown ones are not found', () => {
    const document = makeDocument([]);
    expect(() =>
      carryOut(document, { kind: 'updateProject', data: { id: ids.project, name: 'test' } }),
    ).toThrow(CommandError);
    expect(() => carryOut(document, { kind: 'updatePerson', data: { id: testId(9), name: 'x' } })).toThrow(
      'not there any more',
    );
  });

  it('take a video off the list and bring it back', () => {
    const document = makeDocument([]);
    const set = (isRemoved: boolean): string =>
      carryOut(document, { kind: 'updateVideo', data: { id: ids.video, isRemoved } });
    expect([set(true), set(false)]).toEqual(['Remove video “clip”', 'Bring back video “clip”']);
  });
});

describe('an answer', () => {
  const at = {
    answerId: testId(300),
    expressionId: ids.expression,
    videoId: ids.video,
    labelSetId: ids.mainSet,
  };

  it('is made on first use, keeps what is left out, and covers frames once', () => {
    const document = makeDocument([]);
    const coverage = [
      { startFrame: 20, endFrame: 30 },
      { startFrame: 0, endFrame: 19 },
    ];
    expect(carryOut(document, { kind: 'setAnswer', data: { ...at, verdict: 'none', coverage } })).toBe(
      'Answer “red cup”: none',
    );
    carryOut(document, { kind: 'setAnswer', data: { ...at, answerId: testId(301), state: 'done' } });
    expect(document.answer(ids.expression, ids.video, ids.mainSet)).toMatchObject({
      id: testId(300),
      verdict: 'none',
      state: 'done',
      coverage: [{ startFrame: 0, endFrame: 30 }],
    });
  });

  it('of a run is not edited, and a range that ends before it starts is refused', () => {
    const document = makeDocument([]);
    const inRun: Command = { kind: 'setAnswer', data: { ...at, labelSetId: ids.runSet, verdict: 'none' } };
    expect(() => carryOut(document, inRun)).toThrow('never edited');
    const data = { ...at, coverage: [{ startFrame: 9, endFrame: 3 }] };
    expect(() => carryOut(document, { kind: 'setAnswer', data })).toThrow(
      'ends (frame 3) before it starts (frame 9)',
    );
  });
});

it('a command of an unknown kind or with wrong data does not parse', () => {
  expect(commandSchema.safeParse({ kind: 'explode', data: {} }).success).toBe(false);
  expect(commandSchema.safeParse({ kind: 'swapTracks', data: { frame: -1 } }).success).toBe(false);
});
