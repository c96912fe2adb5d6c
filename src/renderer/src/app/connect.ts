import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { StudioClient } from '#api/contract.ts';
import type { HostBridge } from '#api/host-bridge.ts';
import { electronHost } from './electron-host.ts';

export interface Connection {
  client: StudioClient;
  host: HostBridge;
  /** Resolves when the line to the core is lost. */
  lost: Promise<void>;
}

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

/** Connects to the core by whatever host shows this page. Rejects when it cannot be reached. */
export async function connect(): Promise<Connection> {
  const electron = electronHost();
  if (electron) {
    const port = await electron.connect();
    const lost = new Promise<void>((resolve) => {
      port.addEventListener('close', () => resolve());
    });
    port.start();
    return { client: createORPCClient(new PortLink({ port })), host: electron.bridge, lost };
  }
  const websocket = new WebSocket(`ws://${location.host}/api`);
  await new Promise<void>((resolve, reject) => {
    websocket.addEventListener('open', () => resolve(), { once: true });
    websocket.addEventListener('error', () => reject(new Error('The studio cannot be reached')), {
      once: true,
    });
  });
  const lost = new Promise<void>((resolve) => {
    websocket.addEventListener('close', () => resolve(), { once: true });
  });
  return { client: createORPCClient(new SocketLink({ websocket })), host: browserHost, lost };
}
