import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CommittedStep, HistoryStep } from '#api/documents.contract.ts';
import { openProjectStore, projectFileOf } from '#store/project-store.ts';
import { clipPath } from '../support/clips.ts';
import { startCoreProcess, type Connection, type CoreProcess } from '../support/core-process.ts';
import { contentsOf, replayLog } from '../support/replay-log.ts';
import { nextEdit, type Desk, type Dice, type Edit, type KnownTrack } from './editor.ts';

const kills = 200;
/** Cores that wait, started, for their turn: a start takes longer than a round. */
const waitingCores = 3;

/** Numbers that are the same in every run, so that a failure can be looked at again. */
function diceOf(seed: number): Dice {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

let folder: string;
let projectFolder: string;
const waiting: Promise<CoreProcess>[] = [];

function startAnother(): void {
  const core = startCoreProcess({ userFolder: path.join(folder, 'user') });
  // One that does not start fails the round that takes it.
  core.catch(() => undefined);
  waiting.push(core);
}

async function nextCore(): Promise<CoreProcess> {
  const core = waiting.shift();
  startAnother();
  if (!core) throw new Error('No core was started');
  return core;
}

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fiducial-kill-'));
  projectFolder = path.join(folder, 'project');
  fs.mkdirSync(path.join(folder, 'user'));
  await (await startCoreProcess({ userFolder: path.join(folder, 'user') })).stop();
  for (let n = 0; n < waitingCores; n++) startAnother();
});
afterAll(async () => {
  await Promise.allSettled(waiting.map(async (core) => (await core).kill()));
  fs.rmSync(folder, { recursive: true, force: true });
});

/** What the file a kill left behind holds, looked at in a copy: the next core is to recover the file itself. */
function inspectLeftovers(): void {
  const copy = path.join(folder, 'copy');
  fs.rmSync(copy, { recursive: true, force: true });
  fs.mkdirSync(copy);
  for (const end of ['', '-wal']) {
    const file = `${projectFileOf(projectFolder)}${end}`;
    if (fs.existsSync(file)) fs.copyFileSync(file, `${projectFileOf(copy)}${end}`);
  }
  const store = openProjectStore(copy);
  try {
    expect(store.checkIntegrity()).toBe('ok');
    const tables = contentsOf(store);
    const replayed = replayLog(copy);
    // What a new project starts with comes before the log.
    for (const [key, record] of tables) {
      if (!replayed.has(key) && /^(project|person|labelSet) /.test(key)) replayed.set(key, record);
    }
    expect(Object.fromEntries(replayed)).toEqual(Object.fromEntries(tables));
  } finally {
    store.close();
  }
}

async function historyOf({ client }: Connection, videoId: string | null): Promise<HistoryStep[]> {
  const steps: HistoryStep[] = [];
  for (let before: number | null = null; ; before = steps.at(-1)?.seq ?? null) {
    const page = await client.documents.history({ videoId, limit: 500, beforeSeq: before });
    steps.push(...page);
    if (page.length < 500) return steps.toReversed();
  }
}

/** The step that undo has to take back, by the history alone. */
function undoTarget(history: readonly HistoryStep[]): number | undefined {
  const done: number[] = [];
  const undone: number[] = [];
  for (const step of history) {
    if (step.action === 'do') {
      done.push(step.seq);
      undone.length = 0;
    } else if (step.action === 'undo') undone.push(done.pop() ?? 0);
    else done.push(undone.pop() ?? 0);
  }
  return done.at(-1);
}

/** One sitting: edits without a pause until the core is gone. Collects what was acknowledged and what was not. */
async function editUntilKilled(
  connection: Connection,
  desk: Desk,
  dice: Dice,
  tracks: KnownTrack[],
  acknowledged: Map<string, CommittedStep>,
): Promise<Edit[]> {
  const unanswered: Edit[] = [];
  for (;;) {
    // Sometimes several gestures are on their way at once.
    const batch = Array.from({ length: 1 + (dice(4) === 0 ? 3 : 0) }, () => nextEdit(desk, dice, tracks));
    const answers = await Promise.allSettled(batch.map((edit) => edit.send(connection.client)));
    let isLost = false;
    for (const [n, answer] of answers.entries()) {
      const edit = batch[n];
      if (!edit) continue;
      if (answer.status === 'fulfilled') {
        acknowledged.set(edit.commandId, answer.value);
        noteTracks(answer.value, tracks);
      } else if (!isRefusal(answer.reason)) {
        unanswered.push(edit);
        isLost = true;
      }
    }
    if (isLost) return unanswered;
  }
}

/** An answer that says no is an answer: nothing to undo, or a track that another gesture has taken away. */
function isRefusal(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'INTERNAL' || code === 'INTERNAL_SERVER_ERROR') throw error;
  return ['NOTHING_TO_UNDO', 'NOTHING_TO_DO', 'NOT_FOUND', 'NOT_ALLOWED'].includes(code);
}

function noteTracks(step: CommittedStep, tracks: KnownTrack[]): void {
  for (const change of step.changes) {
    if (change.entity !== 'track') continue;
    const id = (change.after ?? change.before)?.id;
    const at = tracks.findIndex((track) => track.id === id);
    if (at >= 0) tracks.splice(at, 1);
    // Proposals are not edited.
    if (change.after?.state === 'annotated')
      tracks.push({ id: change.after.id, objectId: change.after.objectId });
  }
}

describe('a core that is killed', () => {
  test(`${kills} times while somebody edits loses nothing that it acknowledged, and does nothing twice`, async () => {
    const first = await nextCore();
    const setUp = await first.connect();
    const { records } = await setUp.client.projects.create({ folder: projectFolder, name: 'Under fire' });
    const personId = records.person[0]?.id ?? '';
    const labelSetId = records.labelSet[0]?.id ?? '';
    const imported = await setUp.client.videos.import({
      personId,
      paths: [clipPath('h264-gop250.mp4')],
      imageRate: null,
    });
    let videoId = '';
    for await (const event of imported) if (event.kind === 'imported') videoId = event.video.id;
    const desk = { personId, labelSetId, videoId };
    await first.kill();

    const acknowledged = new Map<string, CommittedStep>();
    const tracks: KnownTrack[] = [];
    let unanswered: Edit[] = [];
    let done = 0;
    for (let round = 0; round < kills; round++) {
      const dice = diceOf(round + 1);
      const core = await nextCore();
      const connection = await core.connect();
      try {
        if (round % 10 === 9) {
          // Killed while it opens what the last kill left behind.
          const opening = connection.client.projects.open({ folder: projectFolder }).catch(() => undefined);
          await new Promise((resolve) => setTimeout(resolve, dice(20)));
          await core.kill();
          await opening;
          inspectLeftovers();
          continue;
        }
        await connection.client.projects.open({ folder: projectFolder });
        for (const edit of unanswered) {
          // The answer was lost: asked again, it is done once, whether it had been done or not.
          const answer = await edit.send(connection.client).catch((error: unknown) => {
            if (isRefusal(error)) return undefined;
            throw error;
          });
          if (!answer) continue;
          acknowledged.set(edit.commandId, answer);
          noteTracks(answer, tracks);
        }
        const history = await historyOf(connection, videoId);
        const bySeq = new Map(history.map((step) => [step.commandId, step.seq]));
        expect(bySeq.size).toBe(history.length);
        for (const [commandId, step] of acknowledged) expect(bySeq.get(commandId)).toBe(step.seq);
        expect([...acknowledged.keys()].sort()).toEqual([...bySeq.keys()].sort());

        const target = undoTarget(history);
        if (target !== undefined) {
          for (const action of ['undo', 'redo'] as const) {
            const context = { commandId: newId(), personId, videoId, frame: 0 };
            const step = await connection.client.documents[action](context);
            expect(step.targetSeq).toBe(target);
            acknowledged.set(context.commandId, step);
          }
        }
        const sitting = editUntilKilled(connection, desk, dice, tracks, acknowledged);
        await new Promise((resolve) => setTimeout(resolve, dice(80)));
        await core.kill();
        unanswered = await sitting;
        done += 1;
      } finally {
        await core.kill();
        connection.close();
      }
      inspectLeftovers();
    }
    expect(done).toBe(kills - kills / 10);
    expect(acknowledged.size).toBeGreaterThan(kills * 3);
  }, 900_000);
});
