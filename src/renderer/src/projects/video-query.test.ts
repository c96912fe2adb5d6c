import { expect, test } from 'vitest';
import type { Overview } from '#api/projects.contract.ts';
import type { Video } from '#domain/records.ts';
import { listVideos, queryVideos, type VideoQuery } from './video-query.ts';

function video(number: number, name: string, durationSeconds: number, isRemoved = false): Video {
  return {
    id: `video-${number}`,
    number,
    name,
    kind: 'container',
    path: `${name}.mp4`,
    sizeBytes: 1,
    quickHash: '',
    width: 640,
    height: 360,
    rotation: 0,
    codec: 'avc1',
    frameCount: 10,
    durationSeconds,
    imageRate: null,
    notices: [],
    originalPath: null,
    notes: '',
    isRemoved,
  };
}

const expression = {
  id: 'expression',
  text: 'cup',
  definition: '',
  counts: '',
  countsNot: '',
  category: '',
  colour: 0,
  position: 0,
  isArchived: false,
};

const overview: Overview = {
  folder: '/project',
  records: {
    project: [],
    person: [],
    attribute: [],
    labelSet: [],
    expression: [expression, { ...expression, id: 'archived', isArchived: true }],
    video: [video(3, 'clip 10', 5), video(1, 'clip 9', 7), video(2, 'dog', 2), video(4, 'gone', 1, true)],
  },
  states: [{ videoId: 'video-2', contentHash: null, proof: 'failed', proofDetails: 'cut short' }],
  counts: [{ videoId: 'video-1', tracks: 4, answersDone: 1, answersOpen: 0 }],
  missing: ['video-3'],
  seq: 0,
};

function numbers(query: Partial<VideoQuery>): number[] {
  const all: VideoQuery = { text: '', state: 'all', order: 'number' };
  return queryVideos(listVideos(overview), { ...all, ...query }).map((listed) => listed.video.number);
}

test('removed videos are not listed, and archived expressions are not asked for', () => {
  expect(numbers({})).toEqual([1, 2, 3]);
  expect(listVideos(overview)[0]).toMatchObject({ done: 1, wanted: 1, tracks: 4 });
});

test('names sort as people count', () => {
  expect(numbers({ order: 'name' })).toEqual([1, 3, 2]);
});

test('progress and duration sort, equal ones by number', () => {
  expect(numbers({ order: 'progress' })).toEqual([2, 3, 1]);
  expect(numbers({ order: 'duration' })).toEqual([2, 3, 1]);
});

test('text finds every word, in any order', () => {
  expect(numbers({ text: '10 CLIP' })).toEqual([3]);
  expect(numbers({ text: '#2' })).toEqual([2]);
  expect(numbers({ text: 'clip dog' })).toEqual([]);
});

test('states are told apart', () => {
  expect(numbers({ state: 'todo' })).toEqual([2, 3]);
  expect(numbers({ state: 'done' })).toEqual([1]);
  expect(numbers({ state: 'missing' })).toEqual([3]);
  expect(numbers({ state: 'failed' })).toEqual([2]);
});
