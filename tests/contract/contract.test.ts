import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { StudioClient } from '#api/contract.ts';
import { createLocalClient, servePort } from '#core/index.ts';
import { startLoopback } from '#loopback/server.ts';
import { temporaryStudio, type TemporaryStudio } from '../support/temporary-studio.ts';

interface Connection {
  client: StudioClient;
  close(): Promise<void>;
}

/** The same suite over every way a caller can reach the core. */
const transports: Record<string, (temporary: TemporaryStudio) => Promise<Connection>> = {
  'in process': async ({ studio }) => ({ client: createLocalClient(studio), close: async () => {} }),
  'message port': async ({ studio }) => {
    const { port1, port2 } = new MessageChannel();
    servePort(studio, port1);
    port1.start();
    port2.start();
    return {
      client: createORPCClient(new PortLink({ port: port2 })),
      close: async () => port2.close(),
    };
  },
  websocket: async ({ studio }) => {
    const server = await startLoopback(studio, {
      pageFolder: path.resolve('out/renderer'),
      port: 0,
      token: 'secret',
    });
    const address = new URL(server.url);
    const socket = new WebSocket(`ws://${address.host}/api`, {
      headers: { cookie: `fiducial-${address.port}=secret` },
    });
    await new Promise((resolve, reject) => {
      socket.on('open', resolve);
      socket.on('error', reject);
    });
    return {
      client: createORPCClient(new SocketLink({ websocket: socket as never })),
      async close() {
        socket.close();
        await server.close();
      },
    };
  },
};

describe.each(Object.entries(transports))('contract over %s', (_name, connect) => {
  let temporary: TemporaryStudio;
  let connection: Connection;
  let client: StudioClient;

  beforeEach(async () => {
    temporary = temporaryStudio();
    connection = await connect(temporary);
    client = connection.client;
  });
  afterEach(async () => {
    await connection.close();
    temporary.dispose();
  });

  test('a project is created, closed and found again', async () => {
    const folder = path.join(temporary.folder, 'project');
    const created = await client.projects.create({ folder, name: 'Cups' });
    await client.projects.close();
    expect(await client.projects.current()).toBeNull();
    expect(await client.projects.recent()).toMatchObject([{ folder, name: 'Cups', isThere: true }]);
    const opened = await client.projects.open({ folder });
    expect(opened.records.project).toEqual(created.records.project);
  });

  test('a declared failure keeps its code and words', async () => {
    await expect(client.documents.load({ videoId: newId() })).rejects.toMatchObject({
      code: 'NO_PROJECT',
      message: expect.stringContaining('No project is open'),
    });
    await expect(client.projects.open({ folder: temporary.folder })).rejects.toMatchObject({
      code: 'PROJECT_NOT_FOUND',
    });
  });

  test('input that does not fit the contract is refused at the edge', async () => {
    await expect(client.projects.create({ folder: '', name: 'x' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });

  test('a committed command is heard by everyone who watches, and undone by undo', async () => {
    const overview = await client.projects.create({ folder: path.join(temporary.folder, 'p'), name: 'P' });
    const personId = overview.records.person[0]!.id;
    const steps = await client.documents.watch();
    const who = () => ({ commandId: newId(), personId, videoId: null, frame: null });
    const committed = await client.documents.commit({
      ...who(),
      command: {
        kind: 'createExpression',
        data: {
          id: newId(),
          text: 'red cup',
          definition: '',
          counts: '',
          countsNot: '',
          category: '',
          colour: 0,
          position: 0,
          isArchived: false,
        },
      },
    });
    expect((await steps.next()).value).toEqual(committed);
    const undone = await client.documents.undo(who());
    expect((await steps.next()).value).toEqual(undone);
    expect((await client.projects.current())?.records.expression).toEqual([]);
    await steps.return?.();
  });

  test('importing streams progress and names what it refuses', async () => {
    const overview = await client.projects.create({ folder: path.join(temporary.folder, 'p'), name: 'P' });
    const events = [];
    const stream = await client.videos.import({
      personId: overview.records.person[0]!.id,
      paths: [path.join(temporary.folder, 'none.mp4')],
      imageRate: null,
    });
    for await (const event of stream) events.push(event);
    expect(events.map((event) => event.kind)).toEqual(['progress', 'refused', 'progress']);
    expect(events[1]).toMatchObject({ message: expect.stringContaining('none.mp4') });
  });
});

describe('loopback guard', () => {
  let temporary: TemporaryStudio;
  beforeEach(() => {
    temporary = temporaryStudio();
  });
  afterEach(() => temporary.dispose());

  test.each([
    ['no token', '/nothing.js', 403],
    ['a foreign origin', '/nothing.js', 403, 'secret', 'http://evil.example'],
    ['the token', '/nothing.js', 404, 'secret'],
    ['the token of an earlier launch', '/nothing.js', 403, 'earlier'],
    ['the token in the address', '/nothing.js?token=secret', 404],
    ['it there, beside one of an earlier launch', '/nothing.js?token=secret', 404, 'earlier'],
  ])('a request with %s is answered: %s %o', async (_name, address, status, token = '', origin = '') => {
    const server = await startLoopback(temporary.studio, {
      pageFolder: '/nowhere',
      port: 0,
      token: 'secret',
    });
    const url = new URL(server.url);
    const headers = {
      ...(token !== '' && { cookie: `fiducial-${url.port}=${token}` }),
      ...(origin !== '' && { origin }),
    };
    const response = await fetch(`${url.origin}${address}`, { headers });
    expect(response.status).toBe(status);
    expect(response.headers.get('cross-origin-embedder-policy')).toBe(status === 404 ? 'require-corp' : null);
    await server.close();
  });
});
