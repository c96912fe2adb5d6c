import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { StudioClient } from '#api/contract.ts';
import type { CommittedStep } from '#api/documents.contract.ts';
import type { Command } from '#domain/commands/index.ts';
import { startLoopback, type LoopbackServer } from '#loopback/server.ts';
import { clipPath } from '../support/clips.ts';
import { temporaryStudio, type TemporaryStudio } from '../support/temporary-studio.ts';

interface Window {
  socket: WebSocket;
  client: StudioClient;
}

let temporary: TemporaryStudio;
let server: LoopbackServer;
let windows: Window[];
let first: StudioClient;
let second: StudioClient;
let desk: { personId: string; videoId: string; labelSetId: string };

async function openWindow(): Promise<Window> {
  const { host, port } = new URL(server.url);
  const socket = new WebSocket(`ws://${host}/api`, { headers: { cookie: `fiducial-${port}=secret` } });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const window = { socket, client: createORPCClient(new RPCLink({ websocket: socket as never })) };
  windows.push(window as Window);
  return window as Window;
}

beforeEach(async () => {
  temporary = temporaryStudio();
  server = await startLoopback(temporary.studio, { pageFolder: '/nowhere', port: 0, token: 'secret' });
  windows = [];
  first = (await openWindow()).client;
  second = (await openWindow()).client;
  const folder = path.join(temporary.folder, 'project');
  const { records } = await first.projects.create({ folder, name: 'Windows' });
  desk = {
    personId: records.person[0]?.id ?? '',
    labelSetId: records.labelSet[0]?.id ?? '',
    videoId: '',
  };
  const paths = [clipPath('h264-gop250.mp4')];
  const events = await first.videos.import({ personId: desk.personId, paths, imageRate: null });
  for await (const event of events) if (event.kind === 'imported') desk.videoId = event.video.id;
});
afterEach(async () => {
  for (const { socket } of windows) socket.terminate();
  await server.close();
  temporary.dispose();
});

const who = (personId = desk.personId) => ({
  commandId: newId(),
  personId,
  videoId: desk.videoId,
  frame: 0,
});

function addPoint(trackId = newId(), objectId = newId()): Command {
  return {
    kind: 'createTrack',
    data: {
      trackId,
      objectId,
      videoId: desk.videoId,
      labelSetId: desk.labelSetId,
      shape: 'point',
      keyframe: { frame: 0, x: 1, y: 1, w: null, h: null, gap: 'linear', source: 'person' },
      expressionIds: [],
    },
  };
}

function move(trackId: string, x: number, count = 1): Command {
  const keyframes = Array.from({ length: count }, (_, frame) => ({
    frame,
    x,
    y: 1,
    w: null,
    h: null,
    gap: 'linear' as const,
    source: 'person' as const,
  }));
  return { kind: 'setKeyframes', data: { trackId, keyframes } };
}

describe('two windows on one project', () => {
  test('open the same project without a quarrel, and each hears what the other does, once', async () => {
    const folder = (await first.projects.current())?.folder ?? '';
    await expect(second.projects.open({ folder })).resolves.toMatchObject({ folder });
    const heard = await second.documents.watch();
    const context = who();
    const command = addPoint();
    const step = await first.documents.commit({ ...context, command });
    // The answer was lost and the call is made again: nobody may take it for news.
    await expect(first.documents.commit({ ...context, command })).resolves.toEqual(step);
    const undone = await first.documents.undo(who());
    expect((await heard.next()).value).toEqual(step);
    expect((await heard.next()).value).toEqual(undone);
    await heard.return?.();
  });

  test('never undo each other’s work, whoever did what in between', async () => {
    const ben = newId();
    await first.documents.commit({
      ...who(),
      videoId: null,
      command: {
        kind: 'createPerson',
        data: { id: ben, name: 'Ben', role: 'annotator', isArchived: false },
      },
    });
    const [mine, his] = [newId(), newId()];
    const steps: CommittedStep[] = [];
    const commit = async (client: StudioClient, person: string, command: Command): Promise<void> => {
      steps.push(await client.documents.commit({ ...who(person), command }));
    };
    await commit(first, desk.personId, addPoint(mine));
    await commit(second, ben, addPoint(his));
    await commit(first, desk.personId, move(mine, 10));
    await commit(second, ben, move(his, 20));
    const [addedMine, , movedMine, movedHis] = steps.map(({ seq }) => seq);
    expect((await first.documents.undo(who())).targetSeq).toBe(movedMine);
    expect((await second.documents.undo(who(ben))).targetSeq).toBe(movedHis);
    expect((await second.documents.redo(who(ben))).targetSeq).toBe(movedHis);
    expect((await first.documents.undo(who())).targetSeq).toBe(addedMine);
    await expect(first.documents.undo(who())).rejects.toMatchObject({ code: 'NOTHING_TO_UNDO' });
    expect((await first.documents.redo(who())).targetSeq).toBe(addedMine);
    // Ben moves my point: now taking back "add" would take his work with it.
    await commit(second, ben, move(mine, 30));
    await expect(first.documents.undo(who())).rejects.toMatchObject({
      code: 'HISTORY_CONFLICT',
      message: expect.stringContaining('Nothing was changed'),
    });
    const { records } = await first.documents.load({ videoId: desk.videoId });
    expect(records.track.map(({ id }) => id).sort()).toEqual([mine, his].sort());
  });

  test('one that stops reading is told to load again, and the core keeps no more than so much for it', async () => {
    const lazy = await openWindow();
    const heard = await lazy.client.documents.watch();
    const trackId = newId();
    await first.documents.commit({ ...who(), command: addPoint(trackId) });
    const step = await first.documents.commit({ ...who(), command: move(trackId, 5, 80) });
    lazy.socket.pause();
    // Far more than the system's buffers and the core's queue take together.
    for (let n = 0; n < 4_000; n++) {
      temporary.studio.steps.publish(step);
      if (n % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    lazy.socket.resume();
    let received = 0;
    const listen = async (): Promise<void> => {
      while (!(await heard.next()).done) received += 1;
    };
    await expect(listen()).rejects.toMatchObject({ code: 'FELL_BEHIND' });
    expect(received).toBeLessThan(4_000);
    await expect(lazy.client.documents.load({ videoId: desk.videoId })).resolves.toBeDefined();
  });
});

describe('undo', () => {
  test('goes on through a run of the tracker to what was done before it, and back', async () => {
    const objectId = newId();
    const added = await first.documents.commit({ ...who(), command: addPoint(newId(), objectId) });
    const trackId = newId();
    const saved = await first.runs.save({
      commandId: newId(),
      labelSetId: newId(),
      run: {
        id: newId(),
        proposer: 'flow',
        proposerVersion: '1',
        videoId: desk.videoId,
        expressionId: null,
        personId: desk.personId,
        frames: [{ startFrame: 0, endFrame: 5 }],
        parameters: {},
        rawOutput: '',
        status: 'done',
        message: '',
        startedAt: 0,
        durationMs: 1,
      },
      proposals: [
        {
          trackId,
          objectId,
          shape: 'point',
          keyframes: [{ frame: 0, x: 1, y: 1, w: null, h: null, gap: 'flow', source: 'run' }],
          derived: [],
          visibility: [{ startFrame: 0, endFrame: 5, value: 'visible' }],
          notes: '',
        },
      ],
    });
    const before = await first.documents.load({ videoId: desk.videoId });
    expect((await first.documents.undo(who())).targetSeq).toBe(saved.seq);
    expect((await first.documents.undo(who())).targetSeq).toBe(added.seq);
    expect((await first.documents.load({ videoId: desk.videoId })).records.track).toEqual([]);
    await first.documents.redo(who());
    await first.documents.redo(who());
    const { records } = await first.documents.load({ videoId: desk.videoId });
    expect(records).toEqual(before.records);
    expect(await first.runs.ofVideo({ videoId: desk.videoId })).toHaveLength(1);
  });
});
