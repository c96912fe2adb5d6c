import { createORPCClient, type ClientLink } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { StudioClient } from '#api/contract.ts';
import type { HostBridge } from '#api/host-bridge.ts';
import { electronHost } from './electron-host.ts';

export interface Connection {
  /** Calls made while the line is down wait for it; calls under way when it breaks reject. */
  client: StudioClient;
  host: HostBridge;
  line: Line;
}

/** The line to the core, which is opened again whenever it breaks. */
export interface Line {
  isUp(): boolean;
  /** Resolves when the line is up; at once when it is. */
  whenUp(): Promise<void>;
  /** Calls back on every break and repair. Returns how to stop. */
  onChange(listener: (isUp: boolean) => void): () => void;
}

type Link = ClientLink<object>;

const notOffered = (): never => {
  throw new Error('This host does not offer that; its abilities say so');
};

const browserHost: HostBridge = {
  kind: 'loopback',
  abilities: new Set(),
  pickFiles: notOffered,
  pickFolder: notOffered,
  reveal: notOffered,
  pathOfFile: notOffered,
};

const firstRetryMs = 200;
const longestRetryMs = 5_000;

/** Connects to the core by whatever host shows this page. Rejects when it cannot be reached at all. */
export async function connect(): Promise<Connection> {
  const electron = electronHost();
  const open = electron
    ? async (onGone: () => void) => openPort(await electron.connect(), onGone)
    : openSocket;
  const listeners = new Set<(isUp: boolean) => void>();
  let repaired = Promise.withResolvers<void>();
  let current: Link | undefined;

  function handleGone(): void {
    current = undefined;
    for (const listener of listeners) listener(false);
    void repair(firstRetryMs);
  }

  async function repair(waitMs: number): Promise<void> {
    await new Promise((resolve) => {
      setTimeout(resolve, waitMs);
    });
    try {
      current = await open(handleGone);
    } catch {
      void repair(Math.min(waitMs * 2, longestRetryMs));
      return;
    }
    repaired.resolve();
    repaired = Promise.withResolvers<void>();
    for (const listener of listeners) listener(true);
  }

  current = await open(handleGone);
  const line: Line = {
    isUp: () => current !== undefined,
    whenUp: () => (current === undefined ? repaired.promise : Promise.resolve()),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const link: Link = {
    async call(path, input, options) {
      await line.whenUp();
      if (!current) throw new Error('The line to the core broke again');
      return current.call(path, input, options);
    },
  };
  return { client: createORPCClient(link), host: electron?.bridge ?? browserHost, line };
}

/** `onGone` is called before the link hears of it: whoever a rejected call wakes finds the line down. */
function openPort(port: MessagePort, onGone: () => void): Link {
  port.addEventListener('close', onGone, { once: true });
  port.start();
  return new PortLink({ port });
}

async function openSocket(onGone: () => void): Promise<Link> {
  const websocket = new WebSocket(`ws://${location.host}/api`);
  await new Promise<void>((resolve, reject) => {
    websocket.addEventListener('open', () => resolve(), { once: true });
    websocket.addEventListener('error', () => reject(new Error('The studio cannot be reached')), {
      once: true,
    });
  });
  websocket.addEventListener('close', onGone, { once: true });
  return new SocketLink({ websocket });
}
