import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { WebSocket } from 'ws';
import type { StudioClient } from '#api/contract.ts';

const repository = path.resolve(import.meta.dirname, '..', '..');
const token = 'test-token';

export interface Connection {
  client: StudioClient;
  close(): void;
}

/** A core in a process of its own: the browser host as `npm start` runs it, with no project open yet. */
export interface CoreProcess {
  /** http://127.0.0.1:PORT */
  origin: string;
  /** What goes with every request. */
  headers: Record<string, string>;
  pid: number;
  /** A caller over the real WebSocket. Its calls fail when the process ends. */
  connect(): Promise<Connection>;
  /** Ends the process at once, as a crash does, and waits until it is gone. */
  kill(): Promise<void>;
  /** Ends it as a person does. */
  stop(): Promise<void>;
}

export interface CoreOptions {
  userFolder: string;
  /** Put before node on the command line, such as a shell that sets limits. */
  wrapper?: readonly string[];
}

export async function startCoreProcess({ userFolder, wrapper = [] }: CoreOptions): Promise<CoreProcess> {
  const entry = path.join(repository, 'src/loopback/index.ts');
  // Nothing is at the target, so no project opens; the caller opens what it wants.
  const line = [...wrapper, process.execPath, entry, path.join(userFolder, 'none'), '--no-open'];
  const [command = '', ...args] = line;
  const child = spawn(command, args, {
    env: {
      ...process.env,
      FIDUCIAL_USER_FOLDER: userFolder,
      FIDUCIAL_TOKEN: token,
      // Half of a start is compiling. Kept by the first that is stopped; one that is killed keeps nothing.
      NODE_COMPILE_CACHE: path.join(userFolder, 'compiled'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const origin = await originOf(child);
  const headers = { cookie: `fiducial-${new URL(origin).port}=${token}` };
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    child.kill(signal);
    await gone;
  };
  return {
    origin,
    headers,
    pid: child.pid ?? 0,
    async connect() {
      const socket = new WebSocket(`${origin.replace('http', 'ws')}/api`, { headers });
      await new Promise((resolve, reject) => {
        socket.once('open', resolve);
        socket.once('error', reject);
      });
      // A connection that breaks shows in the calls that fail.
      socket.on('error', () => undefined);
      const client: StudioClient = createORPCClient(new RPCLink({ websocket: socket as never }));
      return { client, close: () => socket.terminate() };
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

/** Waits for the line that says where the studio is. Rejects with what the process said if it ends before. */
function originOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const address = /Fiducial is at (http:\/\/[^/]+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => reject(new Error(`The core ended: ${said}`)));
  });
}
