import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arbitraryTrack,
  contentOf,
  faultsOf,
  frameCount,
  ids,
  lookup,
  makeDocument,
  testId,
} from '../../../tests/support/domain-fixtures.ts';
import { changeSchema, changeKey, reverseChanges, type Change } from '../changes.ts';
import type { ProjectDocument } from '../document.ts';
import { CommandError } from '../reader.ts';
import { copyToClipboard } from '../surgery/clipboard.ts';
import { surgeryRange } from '../surgery-range.ts';
import { commandSchema, planCommand, type Command, type CommandName } from './index.ts';

/** Random numbers that a step makes its command from; which tracks there are is known only when it runs. */
interface Step {
  kind: number;
  a: number;
  b: number;
  from: number;
  to: number;
  x: number;
  choice: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.nat(1000),
  a: fc.nat(20),
  b: fc.nat(20),
  from: fc.nat(frameCount - 1),
  to: fc.nat(frameCount - 1),
  x: fc.integer({ min: 0, max: 600 }),
  choice: fc.nat(5),
});

type Maker = (step: Step, document: ProjectDocument, fresh: () => string) => Command | undefined;

function pick(document: ProjectDocument, n: number): string {
  const tracks = document.tracksOfVideo(ids.video).filter((track) => track.labelSetId === ids.mainSet);
  return tracks[n % Math.max(1, tracks.length)]?.id ?? testId(999);
}

function keyframeOf({ from, x, choice }: Step) {
  const gap = (['linear', 'hold', 'smooth', 'flow', 'none'] as const)[choice % 5] ?? 'linear';
  return { frame: from, x, y: 600 - x, w: null, h: null, gap, source: 'person' as const };
}

function rangeOf({ from, to }: Step) {
  return { startFrame: Math.min(from, to), endFrame: Math.max(from, to) };
}

const makers: Partial<Record<CommandName, Maker>> = {
  createTrack: (s, _document, fresh) => ({
    kind: 'createTrack',
    data: {
      trackId: fresh(),
      objectId: fresh(),
      videoId: ids.video,
      labelSetId: ids.mainSet,
      shape: 'point',
      keyframe: keyframeOf(s),
      expressionIds: [ids.expression],
    },
  }),
  setKeyframes: (s, document) => ({
    kind: 'setKeyframes',
    data: { trackId: pick(document, s.a), keyframes: [keyframeOf(s), { ...keyframeOf(s), frame: s.to }] },
  }),
  setKeyframesOfMany: (s, document) => ({
    kind: 'setKeyframesOfMany',
    data: { edits: [s.a, s.b].map((n) => ({ trackId: pick(document, n), keyframe: keyframeOf(s) })) },
  }),
  removeKeyframes: (s, document) => {
    const trackId = pick(document, s.a);
    const keyframes = document.track(trackId)?.keyframes ?? [];
    const frame = keyframes[s.b % Math.max(1, keyframes.length)]?.frame ?? 0;
    return { kind: 'removeKeyframes', data: { trackId, frames: [frame] } };
  },
  moveKeyframeInTime: (s, document) => {
    const trackId = pick(document, s.a);
    const keyframes = document.track(trackId)?.keyframes ?? [];
    const fromFrame = keyframes[s.b % Math.max(1, keyframes.length)]?.frame ?? 0;
    return { kind: 'moveKeyframeInTime', data: { trackId, fromFrame, toFrame: s.to } };
  },
  setGapKind: (s, document) => ({
    kind: 'setGapKind',
    data: { trackIds: [pick(document, s.a)], frame: s.from, gap: keyframeOf(s).gap },
  }),
  setVisibilityRanges: (s, document) => ({
    kind: 'setVisibilityRanges',
    data: {
      ranges: [{ trackId: pick(document, s.a), ...rangeOf(s) }],
      value: (['visible', 'occluded', 'absent', null] as const)[s.choice % 4] ?? null,
    },
  }),
  clearFrameOfTracks: (s, document) => ({
    kind: 'clearFrameOfTracks',
    data: { trackIds: [pick(document, s.a), pick(document, s.b)], frame: s.from },
  }),
  deleteTracks: (s, document) => ({
    kind: 'deleteTracks',
    data: { trackIds: [pick(document, s.a)] },
  }),
  acceptProposal: (s, _document, fresh) => ({
    kind: 'acceptProposal',
    data: {
      proposalId: testId(103),
      verdictId: fresh(),
      trackId: fresh(),
      labelSetId: ids.mainSet,
      personId: ids.person,
      range: s.choice === 0 ? null : rangeOf(s),
    },
  }),
  rejectProposal: (_s, _document, fresh) => ({
    kind: 'rejectProposal',
    data: { proposalId: testId(103), verdictId: fresh(), personId: ids.person },
  }),
  splitTrack: (s, document, fresh) => ({
    kind: 'splitTrack',
    data: {
      trackId: pick(document, s.a),
      frame: s.from,
      tail:
        s.choice % 3 === 0
          ? { kind: 'new', trackId: fresh(), objectId: fresh() }
          : { kind: s.choice % 3 === 1 ? 'rejoin' : 'swap', trackId: pick(document, s.b) },
    },
  }),
  swapTracks: (s, document) => ({
    kind: 'swapTracks',
    data: { trackId: pick(document, s.a), otherTrackId: pick(document, s.b), frame: s.from },
  }),
  mergeTracks: (s, document) => ({
    kind: 'mergeTracks',
    data: { trackIds: [pick(document, s.a), pick(document, s.b)] },
  }),
  rejoinTracks: (s, document) => ({
    kind: 'rejoinTracks',
    data: {
      trackId: pick(document, s.a),
      otherTrackId: pick(document, s.b),
      fill: (['unlabelled', 'absent', 'occluded', 'interpolate'] as const)[s.choice % 4] ?? 'absent',
    },
  }),
  extendTrack: (s, document) => ({
    kind: 'extendTrack',
    data: {
      trackId: pick(document, s.a),
      direction: s.choice % 2 ? 'forward' : 'backward',
      frames: s.from + 1,
    },
  }),
  trimTracks: (s, document) => ({
    kind: 'trimTracks',
    data: { trackIds: [pick(document, s.a)], frame: s.from, side: s.choice % 2 ? 'before' : 'after' },
  }),
  deleteRangeOfTracks: (s, document) => ({
    kind: 'deleteRangeOfTracks',
    data: { trackIds: [pick(document, s.a), pick(document, s.b)], ...rangeOf(s) },
  }),
  shiftTracks: (s, document) => ({
    kind: 'shiftTracks',
    data: { trackIds: [pick(document, s.a), pick(document, s.b)], frames: s.from - s.to },
  }),
  simplifyTrack: (s, document) => ({
    kind: 'simplifyTrack',
    data: { trackId: pick(document, s.a), ...rangeOf(s), tolerancePx: s.choice * 4 },
  }),
  togglePinnedKeyframe: (s, document) => ({
    kind: 'togglePinnedKeyframe',
    data: { trackIds: [pick(document, s.a)], frame: s.from },
  }),
  duplicateTrack: (s, document, fresh) => ({
    kind: 'duplicateTrack',
    data: { trackId: pick(document, s.a), newTrackId: fresh(), newObjectId: fresh() },
  }),
  pasteTrack: (s, document, fresh) => {
    const source = document.track(pick(document, s.a));
    if (!source) return undefined;
    const isNew = s.choice % 2 === 0;
    return {
      kind: 'pasteTrack',
      data: {
        clipping: copyToClipboard(source, rangeOf(s), lookup),
        atFrame: s.x % frameCount,
        videoId: isNew && s.choice === 2 ? ids.otherVideo : ids.video,
        labelSetId: ids.mainSet,
        target: isNew
          ? { kind: 'new', trackId: fresh(), objectId: fresh(), expressionIds: [ids.expression] }
          : { kind: 'track', trackId: pick(document, s.b) },
      },
    };
  },
  setAnswer: (s, _document, fresh) => ({
    kind: 'setAnswer',
    data: {
      answerId: fresh(),
      expressionId: ids.expression,
      videoId: ids.video,
      labelSetId: ids.mainSet,
      verdict: s.choice % 2 ? 'objects' : 'unsure',
      coverage: [rangeOf(s), { startFrame: s.x, endFrame: s.x }],
    },
  }),
  setObjectExpression: (s, document) => ({
    kind: 'setObjectExpression',
    data: {
      objectId: document.track(pick(document, s.a))?.objectId ?? testId(999),
      expressionId: ids.expression,
      isReferred: s.choice % 2 === 0,
    },
  }),
};
const kinds = Object.keys(makers) as CommandName[];

const documents = fc
  .tuple(
    arbitraryTrack(),
    arbitraryTrack({ id: testId(101), objectId: testId(51) }),
    arbitraryTrack({ id: testId(102), objectId: testId(52) }),
    arbitraryTrack({ id: testId(103), objectId: testId(51), labelSetId: ids.runSet, state: 'proposed' }),
  )
  .map((tracks) => makeDocument(tracks));

/** Carries out one step if it can be done; null otherwise. */
function carryOut(document: ProjectDocument, s: Step, fresh: () => string): Change[] | null {
  const kind = kinds[s.kind % kinds.length];
  const command = kind && makers[kind]?.(s, document, fresh);
  if (!command) return null;
  expect(commandSchema.safeParse(command).error).toBeUndefined();
  try {
    const plan = planCommand(document, command);
    expect(plan.label).not.toBe('');
    const range = surgeryRange(document, command);
    if (range) expect(range.startFrame).toBeLessThanOrEqual(range.endFrame);
    checkReferences(document, plan.changes);
    document.apply(plan.changes, { strict: true });
    return plan.changes;
  } catch (error) {
    if (error instanceof CommandError) return null;
    throw error;
  }
}

/** SQLite checks references after every statement, so each change has to leave none dangling. */
function checkReferences(document: ProjectDocument, changes: readonly Change[]): void {
  const there = new Set<string>([
    ...document.all('object').map((object) => object.id),
    ...document.all('track').map((track) => track.id),
  ]);
  const users = new Map<string, Set<string>>();
  const use = (id: string | null, user: string): void => {
    if (id === null) return;
    if (!there.has(id)) throw new Error(`${user} refers to ${id}, which is not there`);
    users.set(id, (users.get(id) ?? new Set()).add(user));
  };
  const referencesOf = (change: { entity: string }, record: object): string[] =>
    Object.entries(record)
      .filter(([field, value]) => {
        const isReference = ['trackId', 'objectId', 'sourceTrackId', 'resultTrackId'].includes(field);
        return isReference && value !== null && change.entity !== 'answer';
      })
      .map(([, value]) => String(value));
  for (const entity of [
    'track',
    'objectExpression',
    'keyframe',
    'derivedSpan',
    'visibilitySpan',
    'verdict',
  ] as const) {
    for (const record of document.all(entity)) {
      const user = `${entity} ${changeKey({ entity, before: null, after: record } as Change)}`;
      for (const id of referencesOf({ entity }, record)) use(id, user);
    }
  }
  for (const change of changes) {
    const user = `${change.entity} ${changeKey(change)}`;
    if (change.before) for (const id of referencesOf(change, change.before)) users.get(id)?.delete(user);
    if (change.after) {
      if (change.entity === 'track' || change.entity === 'object') there.add(change.after.id);
      for (const id of referencesOf(change, change.after)) use(id, user);
    } else if (change.entity === 'track' || change.entity === 'object') {
      const id = change.before?.id ?? '';
      const left = users.get(id);
      if (left?.size) throw new Error(`${user} goes while ${[...left].join(', ')} refers to it`);
      there.delete(id);
    }
  }
}

describe('any history of commands', () => {
  it('leaves every track sound, never touches a proposal, and can be taken back to the start', () => {
    const done = new Set<string>();
    fc.assert(
      fc.property(documents, fc.array(step, { minLength: 1, maxLength: 12 }), (document, steps) => {
        const before = structuredClone(contentOf(document));
        const proposal = document.track(testId(103));
        const history: Change[][] = [];
        let next = 1000;
        const fresh = (): string => testId(next++);
        for (const s of steps) {
          const changes = carryOut(document, s, fresh);
          if (!changes) continue;
          done.add(kinds[s.kind % kinds.length] ?? '');
          history.push(changes);
          for (const change of changes) expect(changeSchema.safeParse(change).error).toBeUndefined();
          for (const header of document.all('track')) {
            const track = document.track(header.id);
            expect(track && faultsOf(track)).toEqual([]);
          }
          expect(document.track(testId(103))).toBe(proposal);
        }
        for (const changes of history.toReversed()) {
          const back = reverseChanges(changes);
          checkReferences(document, back);
          document.apply(back, { strict: true });
        }
        expect(contentOf(document)).toEqual(before);
      }),
      { numRuns: 600 },
    );
    expect([...done].sort()).toEqual(kinds.toSorted());
  });
});
