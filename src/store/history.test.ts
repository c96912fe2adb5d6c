import * as fc from 'fast-check';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { planCommand, type Command } from '#domain/commands/index.ts';
import { createDocument, type ProjectDocument } from '#domain/document.ts';
import { CommandError } from '#domain/reader.ts';
import { entityNames, keyOf, type RecordOf } from '#domain/records.ts';
import { decodeSpanData, encodeSpanData, packSpanData } from '#domain/span-data.ts';
import { contentsOf, replayLog, type Contents } from '../../tests/support/replay-log.ts';
import type { Committed } from './command-log.ts';
import { createProjectStore, type ProjectStore } from './project-store.ts';

const frameCount = 40;
const ids = {
  main: newId(),
  runSet: newId(),
  run: newId(),
  data: newId(),
  expression: newId(),
  proposal: newId(),
  object: newId(),
};
const people = [newId(), newId()] as const;
const videos = [newId(), newId()] as const;

let folder: string;
let store: ProjectStore;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fiducial-history-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

/** A project of two people and two videos, with an expression and a proposal to accept. */
function makeStore(name: string): ProjectStore {
  const made = createProjectStore(path.join(folder, name), (rows) => {
    rows.project.insert({ id: newId(), name: 'History', workGrid: { kind: 'every' } });
    for (const id of people) rows.person.insert({ id, name: id, role: 'annotator', isArchived: false });
    rows.labelSet.insert({
      id: ids.main,
      kind: 'main',
      name: 'Main',
      personId: null,
      runId: null,
      isShown: true,
    });
    videos.forEach((id, n) => rows.video.insert(videoRow(id, n + 1)));
  });
  made.transact(() => {
    made.rows.expression.insert({
      id: ids.expression,
      text: 'the red cup',
      definition: '',
      counts: '',
      countsNot: '',
      category: '',
      colour: 0,
      position: 0,
      isArchived: false,
    });
    addProposal(made);
  });
  return made;
}

function videoRow(id: string, number: number): RecordOf<'video'> {
  return {
    id,
    number,
    name: `clip ${number}`,
    kind: 'container',
    path: 'clip.mp4',
    sizeBytes: 1,
    quickHash: '00',
    width: 640,
    height: 360,
    rotation: 0,
    codec: 'avc1',
    frameCount,
    durationSeconds: 4,
    imageRate: null,
    notices: [],
    originalPath: null,
    notes: '',
    isRemoved: false,
  };
}

function addProposal({ rows, runs, spanData }: ProjectStore): void {
  const positions = Array.from({ length: frameCount }, (_, n) => ({
    x: n * 2,
    y: 100 - n,
    w: null,
    h: null,
    confidence: 0.9,
  }));
  spanData.insert(ids.data, encodeSpanData(packSpanData('point', positions)));
  runs.insert({
    id: ids.run,
    proposer: 'flow',
    proposerVersion: '1',
    videoId: videos[0],
    expressionId: null,
    personId: people[0],
    frames: [{ startFrame: 0, endFrame: frameCount - 1 }],
    parameters: {},
    rawOutput: '',
    status: 'done',
    message: '',
    startedAt: 0,
    durationMs: 1,
  });
  rows.labelSet.insert({
    id: ids.runSet,
    kind: 'run',
    name: 'flow',
    personId: null,
    runId: ids.run,
    isShown: true,
  });
  rows.object.insert({
    id: ids.object,
    videoId: videos[0],
    number: 1,
    name: '',
    notes: '',
    attributes: {},
  });
  rows.track.insert({
    id: ids.proposal,
    videoId: videos[0],
    objectId: ids.object,
    labelSetId: ids.runSet,
    shape: 'point',
    state: 'proposed',
    sourceTrackId: null,
    notes: '',
    attributes: {},
  });
  rows.derivedSpan.insert({
    trackId: ids.proposal,
    startFrame: 0,
    endFrame: frameCount - 1,
    dataId: ids.data,
    dataOffset: 0,
    runId: ids.run,
    isStale: false,
  });
  rows.visibilitySpan.insert({
    trackId: ids.proposal,
    startFrame: 0,
    endFrame: frameCount - 1,
    value: 'visible',
  });
}

/** Everything the store holds, as the page has it in memory. */
function documentOf(from: ProjectStore): ProjectDocument {
  const document = createDocument((id) => {
    const bytes = from.spanData.get(id);
    return bytes && decodeSpanData(bytes);
  });
  document.load(Object.fromEntries(entityNames.map((entity) => [entity, from.rows[entity].list('1')])));
  return document;
}

function contentsOfDocument(document: ProjectDocument): Contents {
  return new Map(
    entityNames.flatMap((entity) =>
      document
        .all(entity)
        .map((record) => [`${entity} ${keyOf(entity, record as never)}`, record as unknown] as const),
    ),
  );
}

const asObject = (contents: Contents): Record<string, unknown> => Object.fromEntries(contents);

/** What somebody does next: numbers that become a command on whatever is there by then. */
const step = fc.record({
  action: fc.constantFrom('do', 'do', 'do', 'undo', 'redo', 'redo'),
  kind: fc.nat(11),
  // Mostly one person on one video, so that steps build on each other; the others come between.
  person: fc.constantFrom(0, 0, 0, 1),
  video: fc.constantFrom(0, 0, 0, 1),
  a: fc.nat(9),
  b: fc.nat(9),
  from: fc.nat(frameCount - 1),
  to: fc.nat(frameCount - 1),
  x: fc.integer({ min: 0, max: 600 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function commandOf(s: Step, document: ProjectDocument): Command {
  const videoId = videos[s.video] ?? videos[0];
  const tracks = document.tracksOfVideo(videoId).filter((track) => track.labelSetId === ids.main);
  const pick = (n: number): string => tracks[n % Math.max(1, tracks.length)]?.id ?? newId();
  const keyframe = {
    frame: s.from,
    x: s.x + 0.25,
    y: 600 - s.x,
    w: null,
    h: null,
    gap: s.b % 2 ? ('linear' as const) : ('flow' as const),
    source: 'person' as const,
  };
  const range = { startFrame: Math.min(s.from, s.to), endFrame: Math.max(s.from, s.to) };
  switch (s.kind) {
    case 0:
      return { kind: 'setKeyframes', data: { trackId: pick(s.a), keyframes: [keyframe] } };
    case 1:
      return {
        kind: 'setVisibilityRanges',
        data: { ranges: [{ trackId: pick(s.a), ...range }], value: 'occluded' },
      };
    case 2:
      return { kind: 'deleteTracks', data: { trackIds: [pick(s.a)] } };
    case 3:
      return { kind: 'mergeTracks', data: { trackIds: [pick(s.a), pick(s.b)] } };
    case 4:
      return {
        kind: 'splitTrack',
        data: {
          trackId: pick(s.a),
          frame: s.from,
          tail: { kind: 'new', trackId: newId(), objectId: newId() },
        },
      };
    case 5:
      return {
        kind: 'swapTracks',
        data: { trackId: pick(s.a), otherTrackId: pick(s.b), frame: s.from },
      };
    case 6:
      return {
        kind: 'acceptProposal',
        data: {
          proposalId: ids.proposal,
          verdictId: newId(),
          trackId: newId(),
          labelSetId: ids.main,
          personId: people[s.person] ?? people[0],
          range: s.b % 2 ? range : null,
        },
      };
    case 7:
      return {
        kind: 'setAnswer',
        data: {
          answerId: newId(),
          expressionId: ids.expression,
          videoId,
          labelSetId: ids.main,
          verdict: s.b % 2 ? 'objects' : 'none',
          coverage: [range],
        },
      };
    case 8:
      return { kind: 'shiftTracks', data: { trackIds: [pick(s.a), pick(s.b)], frames: s.from - s.to } };
    case 9:
      return { kind: 'deleteRangeOfTracks', data: { trackIds: [pick(s.a)], ...range } };
    default:
      return {
        kind: 'createTrack',
        data: {
          trackId: newId(),
          objectId: newId(),
          videoId,
          labelSetId: ids.main,
          shape: 'point',
          keyframe,
          expressionIds: s.b % 2 ? [ids.expression] : [],
        },
      };
  }
}

const contextOf = (s: { person: number; video: number }) => ({
  commandId: newId(),
  personId: people[s.person] ?? people[0],
  videoId: videos[s.video] ?? videos[0],
  frame: 0,
});

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Carries out one step in the store and, as the page does, in memory. Undefined where it was refused. */
function carryOut(s: Step, document: ProjectDocument): Committed | undefined {
  try {
    if (s.action !== 'do') {
      const committed = store.log[s.action === 'undo' ? 'undo' : 'redo'](contextOf(s));
      document.apply(committed.changes, { strict: true });
      return committed;
    }
    const command = commandOf(s, document);
    const committed = store.log.commit(contextOf(s), command);
    // The page draws what it plans before it hears from the core: both have to plan the same.
    expect(planCommand(document, command).changes).toEqual(committed.changes);
    document.apply(committed.changes, { strict: true });
    return committed;
  } catch (error) {
    const isRefusal =
      error instanceof CommandError || ['NOTHING_TO_UNDO', 'HISTORY_CONFLICT'].includes(codeOf(error));
    if (!isRefusal) throw error;
    return undefined;
  }
}

interface Scope {
  person: 0 | 1;
  video: 0 | 1;
}
const scopes: readonly Scope[] = [
  { person: 0, video: 0 },
  { person: 0, video: 1 },
  { person: 1, video: 0 },
  { person: 1, video: 1 },
];

function walk(action: 'undo' | 'redo', scope: Scope, document: ProjectDocument): Committed | undefined {
  return carryOut({ action, ...scope, kind: 0, a: 0, b: 0, from: 0, to: 0, x: 0 }, document);
}

/** Everybody takes back what they can, everywhere, until nothing is left. Returns whose steps, in that order. */
function takeEverythingBack(document: ProjectDocument): Scope[] {
  const taken: Scope[] = [];
  for (;;) {
    const before = taken.length;
    for (const scope of scopes) while (walk('undo', scope, document)) taken.push(scope);
    if (taken.length === before) return taken;
  }
}

describe('any history of two people on two videos', () => {
  test('is in the tables what it is in memory, can be taken back to the start and done again to the end', () => {
    let run = 0;
    const acted = { do: 0, undo: 0, redo: 0 };
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
        store = makeStore(`p${run++}`);
        try {
          const document = documentOf(store);
          const start = contentsOf(store);
          for (const s of steps) {
            const committed = carryOut(s, document);
            if (committed) acted[committed.action] += 1;
          }
          expect(asObject(contentsOfDocument(document))).toEqual(asObject(contentsOf(store)));
          expect(asObject(replayLog(store.folder, start))).toEqual(asObject(contentsOf(store)));

          const end = contentsOf(store);
          const taken = takeEverythingBack(document);
          expect(asObject(contentsOf(store))).toEqual(asObject(start));
          for (const scope of taken.toReversed()) expect(walk('redo', scope, document)).toBeDefined();
          expect(asObject(contentsOf(store))).toEqual(asObject(end));
          expect(asObject(contentsOfDocument(document))).toEqual(asObject(end));
          expect(asObject(replayLog(store.folder, start))).toEqual(asObject(end));
          expect(store.checkIntegrity()).toBe('ok');
        } finally {
          store.close();
        }
      }),
      { numRuns: 100 },
    );
    expect(Math.min(acted.do, acted.undo, acted.redo)).toBeGreaterThan(10);
  });
});
