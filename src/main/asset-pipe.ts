import { getRequestListener } from '@hono/node-server';
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Bytes between the core's process and the main process: HTTP over a socket file or named pipe. Message ports of the
 * main process copy every buffer and know no back pressure; this streams, has ranges, and opens no network port.
 */
export interface PipeAddress {
  socketPath: string;
  /** Named pipes of Windows can be opened by other users; without this nothing is answered. */
  secret: string;
}

export interface AssetPipe {
  address: PipeAddress;
  close(): void;
}

/** Answers requests that come through a new pipe. Rejects if the pipe cannot be made. */
export async function openAssetPipe(answer: (request: Request) => Promise<Response>): Promise<AssetPipe> {
  const secret = randomBytes(32).toString('hex');
  const windows = process.platform === 'win32';
  const folder = windows ? undefined : mkdtempSync(path.join(os.tmpdir(), 'fiducial-'));
  const socketPath =
    folder === undefined
      ? `\\\\.\\pipe\\fiducial-${randomBytes(16).toString('hex')}`
      : path.join(folder, 'core');
  const listener = getRequestListener((request) => answer(request), { overrideGlobalObjects: false });
  const server = http.createServer((incoming, outgoing) => {
    if (isSecret(incoming.headers.authorization, secret)) void listener(incoming, outgoing);
    else outgoing.writeHead(403).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
  return {
    address: { socketPath, secret },
    close() {
      server.close();
      server.closeAllConnections();
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function isSecret(given: string | undefined, secret: string): boolean {
  return given?.length === secret.length && timingSafeEqual(Buffer.from(given), Buffer.from(secret));
}

/** Sends a request through the pipe. Rejects if nobody is at its other end, or the request's signal aborts. */
export function fetchThroughPipe(address: PipeAddress, request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  return new Promise((resolve, reject) => {
    const outgoing = http.request(
      {
        socketPath: address.socketPath,
        method: request.method,
        path: pathname + search,
        headers: { ...Object.fromEntries(request.headers), host: 'fiducial', authorization: address.secret },
        signal: request.signal,
      },
      (incoming) => resolve(toResponse(incoming, request.method)),
    );
    outgoing.on('error', reject);
    if (request.body === null) outgoing.end();
    else pipeline(Readable.fromWeb(request.body), outgoing).catch(reject);
  });
}

function toResponse(incoming: http.IncomingMessage, method: string): Response {
  const status = incoming.statusCode ?? 500;
  const hasBody = method !== 'HEAD' && status !== 204 && status !== 304;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  // These are about the pipe, not about the answer.
  for (const name of ['connection', 'keep-alive', 'transfer-encoding']) headers.delete(name);
  if (!hasBody) incoming.resume();
  const body = hasBody ? (Readable.toWeb(incoming) as ReadableStream<Uint8Array>) : null;
  return new Response(body, { status, headers });
}
