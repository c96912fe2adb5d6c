import { expect, test } from 'vitest';
import { createDocument } from '#domain/document.ts';
import { finishedAnswer } from './answering.ts';

const item = { expressionId: 'expression', videoId: 'video', labelSetId: 'main' };
const video = { frameCount: 30, workGrid: { kind: 'step', frames: 5 } } as const;

function documentWith(verdict: 'open' | 'none' | 'unsure', objectCount: number) {
  const document = createDocument(() => undefined);
  const objects = Array.from({ length: objectCount }, (_, index) => ({
    id: `object-${index}`,
    videoId: 'video',
    number: index + 1,
    name: '',
    notes: '',
    attributes: {},
  }));
  document.load({
    answer: [
      {
        id: 'answer',
        ...item,
        verdict,
        count: null,
        coverage: [],
        coverageGrid: { kind: 'every' },
        state: 'open',
        notes: '',
      },
    ],
    object: objects,
    objectExpression: objects.map((object) => ({ objectId: object.id, expressionId: 'expression' })),
    track: objects.map((object) => ({
      id: `track-of-${object.id}`,
      videoId: 'video',
      objectId: object.id,
      labelSetId: 'main',
      shape: 'point' as const,
      state: 'annotated' as const,
      sourceTrackId: null,
      notes: '',
      attributes: {},
    })),
  });
  return document;
}

test('an answer with objects is finished as its objects, over the whole video on the work grid', () => {
  expect(finishedAnswer(documentWith('open', 2), item, video)).toEqual({
    verdict: 'objects',
    coverage: [{ startFrame: 0, endFrame: 29 }],
    coverageGrid: { kind: 'step', frames: 5 },
    state: 'done',
  });
});

test('"there are none" and "unsure" stay what they are', () => {
  expect(finishedAnswer(documentWith('none', 0), item, video)).toMatchObject({ verdict: 'none' });
  expect(finishedAnswer(documentWith('unsure', 1), item, video)).toMatchObject({ verdict: 'unsure' });
});

test('an answer that says nothing, or contradicts its objects, is not finished', () => {
  expect(finishedAnswer(documentWith('open', 0), item, video)).toMatch(/Nothing is labelled/);
  expect(finishedAnswer(documentWith('none', 1), item, video)).toMatch(/one object is labelled/);
});
