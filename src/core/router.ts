import { RPCHandler as PortHandler } from '@orpc/server/message-port';
import { RPCHandler as SocketHandler } from '@orpc/server/ws';
import { createRouterClient } from '@orpc/server';
import type { StudioClient } from '#api/contract.ts';
import { assets } from './handlers/assets.ts';
import { documents } from './handlers/documents.ts';
import { exports } from './handlers/exports.ts';
import { host } from './handlers/host.ts';
import { projects } from './handlers/projects.ts';
import { runs } from './handlers/runs.ts';
import { videos } from './handlers/videos.ts';
import { toCallerError } from './studio-error.ts';
import type { Studio } from './studio.ts';

const router = { assets, documents, exports, host, projects, runs, videos };

type SocketOfHandler = Parameters<SocketHandler<{ studio: Studio }>['upgrade']>[0];
/** A WebSocket that says when a message has left. */
interface SocketLike {
  addEventListener: SocketOfHandler['addEventListener'];
  send(data: Parameters<SocketOfHandler['send']>[0], onSent: (error?: Error) => void): void;
}
type PortLike = Parameters<PortHandler<{ studio: Studio }>['upgrade']>[0];

/** Turns whatever a call throws into what its caller may know. */
function explaining(studio: Studio) {
  return async <T>(options: { next(): Promise<T> }): Promise<T> => {
    try {
      return await options.next();
    } catch (error) {
      throw toCallerError(error, studio.options.log);
    }
  };
}

/** When a message has left. One that cannot belongs to a connection that is closing, which the handler hears of. */
function sent(socket: SocketLike, data: Parameters<SocketOfHandler['send']>[0]): Promise<void> {
  return new Promise((resolve) => socket.send(data, () => resolve()));
}

/**
 * Serves one WebSocket connection. An event is taken from its stream when the one before has left, so what a slow
 * reader has not read waits in the event hub, which has a limit, and not in the socket, which has none.
 */
export async function serveSocket(studio: Studio, socket: SocketLike): Promise<void> {
  const paced: SocketOfHandler = {
    addEventListener: socket.addEventListener.bind(socket),
    // The handler waits for what this answers, though its type does not say so.
    send: ((data) => sent(socket, data)) as SocketOfHandler['send'],
  };
  await new SocketHandler(router, { clientInterceptors: [explaining(studio)] }).upgrade(paced, {
    context: { studio },
  });
}

/** Serves one message port: a window of the Electron host. */
export function servePort(studio: Studio, port: PortLike): void {
  new PortHandler(router, { clientInterceptors: [explaining(studio)] }).upgrade(port, {
    context: { studio },
  });
}

/** The same calls inside this process, for the command line and tests. */
export function createLocalClient(studio: Studio): StudioClient {
  return createRouterClient(router, {
    context: { studio },
    interceptors: [explaining(studio)],
  });
}
