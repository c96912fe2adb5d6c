import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StudioClient } from '#api/contract.ts';
import { fetchThroughPipe } from './asset-pipe.ts';
import type { FromCore, ToCore } from './core-messages.ts';

/*
 * The core's process of the Electron host, without Electron: a worker thread that has what a utility process has,
 * `process.parentPort` with ports in its messages.
 */

const harness = `
  const { parentPort, workerData } = require('node:worker_threads');
  process.parentPort = {
    on: (_name, listener) => parentPort.on('message', (event) => listener(event)),
    postMessage: (message) => parentPort.postMessage(message),
  };
  import(workerData);
`;

let folder: string;
let core: Worker;
const messages: FromCore[] = [];

function send(data: ToCore, ports: MessageChannel['port1'][] = []): void {
  core.postMessage({ data, ports }, ports);
}

async function messageOf<Kind extends FromCore['kind']>(kind: Kind): Promise<FromCore & { kind: Kind }> {
  for (;;) {
    const found = messages.find((message) => message.kind === kind);
    if (found) return found as FromCore & { kind: Kind };
    await new Promise((resolve) => core.once('message', resolve));
  }
}

function connect(): StudioClient {
  const { port1, port2 } = new MessageChannel();
  send({ kind: 'client' }, [port1]);
  port2.start();
  return createORPCClient(new RPCLink({ port: port2 }));
}

beforeEach(() => {
  messages.length = 0;
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fiducial-test-'));
  core = new Worker(harness, {
    eval: true,
    workerData: path.join(import.meta.dirname, 'core-process.ts'),
    env: { ...process.env, FIDUCIAL_USER_FOLDER: path.join(folder, 'user') },
  });
  core.on('message', (message: FromCore) => messages.push(message));
});
afterEach(async () => {
  await core.terminate();
  fs.rmSync(folder, { recursive: true, force: true });
});

test('every window that connects is served by the same core', async () => {
  await messageOf('ready');
  const [first, second] = [connect(), connect()];
  await first.host.saveSetting({ name: 'theme', value: 'light' });
  expect(await second.host.settings()).toMatchObject({ theme: 'light' });
});

test('assets are answered through the pipe', async () => {
  const { assets } = await messageOf('ready');
  const response = await fetchThroughPipe(assets, new Request('app://studio/asset/nowhere/1'));
  expect(response.status).not.toBe(403);
  expect(response.ok).toBe(false);
});

test('a target that cannot be opened is refused in words, and the core lives on', async () => {
  await messageOf('ready');
  send({ kind: 'open', target: path.join(folder, 'missing.mp4') });
  expect((await messageOf('refused')).message).toContain('missing.mp4');
  expect(await connect().host.about()).toMatchObject({ version: expect.any(String) });
});

test('the main process hears which project is open, so that it can reopen it after a crash', async () => {
  await messageOf('ready');
  const project = path.join(folder, 'cups');
  await connect().projects.create({ folder: project, name: 'Cups' });
  expect(await messageOf('project')).toEqual({ kind: 'project', folder: project });
});

test('closing ends the process in order', async () => {
  await messageOf('ready');
  const ended = new Promise((resolve) => core.once('exit', resolve));
  send({ kind: 'close' });
  expect(await ended).toBe(0);
});
