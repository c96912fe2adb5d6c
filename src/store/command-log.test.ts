import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Command } from '#domain/commands/index.ts';
import { createProjectStore, openProjectStore, type ProjectStore } from './project-store.ts';

const ids = { project: newId(), ann: newId(), ben: newId(), main: newId(), video: newId() };
let folder: string;
let store: ProjectStore;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fiducial-log-'));
  store = createProjectStore(folder, (rows) => {
    rows.project.insert({ id: ids.project, name: 'Test', workGrid: { kind: 'every' } });
    rows.person.insert({ id: ids.ann, name: 'Ann', role: 'annotator', isArchived: false });
    rows.labelSet.insert({
      id: ids.main,
      kind: 'main',
      name: 'Main',
      personId: null,
      runId: null,
      isShown: true,
    });
  });
  store.rows.person.insert({ id: ids.ben, name: 'Ben', role: 'annotator', isArchived: false });
  store.rows.video.insert({
    id: ids.video,
    number: 1,
    name: 'clip',
    kind: 'container',
    path: 'clip.mp4',
    sizeBytes: 1,
    quickHash: '00',
    width: 640,
    height: 360,
    rotation: 0,
    codec: 'avc1',
    frameCount: 100,
    durationSeconds: 4,
    imageRate: null,
    notices: [],
    originalPath: null,
    notes: '',
    isRemoved: false,
  });
});

afterEach(() => {
  store.close();
  fs.rmSync(folder, { recursive: true });
});

const context = (personId = ids.ann, frame = 0) => ({
  commandId: newId(),
  personId,
  videoId: ids.video,
  frame,
});

function addPoint(frame = 10): { trackId: string; command: Command } {
  const trackId = newId();
  return {
    trackId,
    command: {
      kind: 'createTrack',
      data: {
        trackId,
        objectId: newId(),
        videoId: ids.video,
        labelSetId: ids.main,
        shape: 'point',
        keyframe: { frame, x: 5.25, y: 6.75, w: null, h: null, gap: 'linear', source: 'person' },
        expressionIds: [],
      },
    },
  };
}

function move(trackId: string, x: number, frame = 10): Command {
  return {
    kind: 'setKeyframes',
    data: { trackId, keyframes: [{ frame, x, y: 1, w: null, h: null, gap: 'linear', source: 'person' }] },
  };
}

const xOf = (trackId: string): number | undefined => store.reader.track(trackId)?.keyframes[0]?.x;

describe('command log', () => {
  test('a committed point is there after the project is closed and opened again', () => {
    const { trackId, command } = addPoint();
    store.log.commit(context(), command);
    store.close();
    store = openProjectStore(folder);
    expect(store.reader.track(trackId)?.keyframes).toEqual([
      { frame: 10, x: 5.25, y: 6.75, w: null, h: null, gap: 'linear', source: 'person' },
    ]);
  });

  test('undo and redo walk the whole history, also after a restart', () => {
    const { trackId, command } = addPoint();
    store.log.commit(context(), command);
    for (const x of [10, 20, 30]) store.log.commit(context(), move(trackId, x));
    store.close();
    store = openProjectStore(folder);
    const seen: (number | undefined)[] = [];
    for (let i = 0; i < 4; i++) {
      store.log.undo(context());
      seen.push(xOf(trackId));
    }
    expect(seen).toEqual([20, 10, 5.25, undefined]);
    expect(() => store.log.undo(context())).toThrow(expect.objectContaining({ code: 'NOTHING_TO_UNDO' }));
    for (let i = 0; i < 4; i++) store.log.redo(context());
    expect(xOf(trackId)).toBe(30);
    expect(() => store.log.redo(context())).toThrow(expect.objectContaining({ code: 'NOTHING_TO_UNDO' }));
  });

  test('a new step after an undo puts the undone one out of reach of redo, for good', () => {
    const { trackId, command } = addPoint();
    store.log.commit(context(), command);
    store.log.commit(context(), move(trackId, 10));
    store.log.undo(context());
    store.log.commit(context(), move(trackId, 99));
    expect(() => store.log.redo(context())).toThrow();
    store.log.undo(context());
    expect(xOf(trackId)).toBe(5.25);
    store.log.redo(context());
    expect(xOf(trackId)).toBe(99);
  });

  test('undo never takes back what a colleague did', () => {
    const { trackId, command } = addPoint();
    store.log.commit(context(ids.ann), command);
    store.log.commit(context(ids.ben), move(trackId, 50));
    expect(() => store.log.undo(context(ids.ann))).toThrow(
      expect.objectContaining({ code: 'HISTORY_CONFLICT' }),
    );
    expect(xOf(trackId)).toBe(50);
    store.log.undo(context(ids.ben));
    store.log.undo(context(ids.ann));
    expect(xOf(trackId)).toBeUndefined();
  });

  test('undo of a track that others now build on changes nothing', () => {
    const { trackId, command } = addPoint();
    store.log.commit(context(ids.ann), command);
    store.log.commit(context(ids.ben), move(trackId, 7, 20));
    expect(() => store.log.undo(context(ids.ann))).toThrow(
      expect.objectContaining({ code: 'HISTORY_CONFLICT' }),
    );
    expect(store.reader.track(trackId)?.keyframes).toHaveLength(2);
    expect(store.checkIntegrity()).toBe('ok');
  });

  test('a command sent twice is done once and answered twice', () => {
    const { command } = addPoint();
    const once = context();
    const first = store.log.commit(once, command);
    const again = store.log.commit(once, command);
    expect(again).toEqual(first);
    expect(store.rows.track.list('1')).toHaveLength(1);
  });

  test('undo remembers the frame the step was made on', () => {
    store.log.commit(context(ids.ann, 42), addPoint(42).command);
    expect(store.log.undo(context(ids.ann, 7)).frame).toBe(42);
  });

  test('the project cannot be opened twice at once', () => {
    expect(() => openProjectStore(folder)).toThrow(expect.objectContaining({ code: 'PROJECT_LOCKED' }));
  });
});
