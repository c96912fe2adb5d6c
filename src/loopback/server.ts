import { serve, type ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { pageHeaders } from '#api/page-policy.ts';
import { serveAsset, serveSocket, type Studio } from '#core/index.ts';
import { cookieName, isOurs } from './guard.ts';

export interface LoopbackServer {
  /** Where the studio is, token included. */
  url: string;
  close(): Promise<void>;
}

const mimeTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
};

/** Serves the studio's page, assets and API on 127.0.0.1, to whoever has the launch's token. */
export async function startLoopback(
  studio: Studio,
  options: { pageFolder: string; port: number; token?: string },
): Promise<LoopbackServer> {
  const token = options.token ?? randomBytes(32).toString('base64url');
  const app = new Hono<{ Bindings: { incoming: IncomingMessage } }>();
  let port = options.port;

  app.use(async (context, next) => {
    if (!isOurs(context.env.incoming, port, token)) {
      return context.text(
        'This is a Fiducial studio. Open it with the address that it printed at its start.',
        403,
      );
    }
    await next();
    for (const [name, value] of Object.entries(pageHeaders)) context.res.headers.set(name, value);
    return undefined;
  });
  app.all('/asset/*', (context) => serveAsset(studio, context.req.raw));
  app.get('/', (context) => {
    if (context.req.query('token') !== undefined) {
      context.header('set-cookie', `${cookieName(port)}=${token}; HttpOnly; SameSite=Strict; Path=/`);
      return context.redirect('/');
    }
    return sendPageFile(options.pageFolder, 'index.html');
  });
  app.get('*', (context) => sendPageFile(options.pageFolder, decodeURIComponent(context.req.path).slice(1)));

  const server = await listen(app, options.port);
  port = (server.address() as AddressInfo).port;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 2 ** 20 });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!isOurs(request, port, token) || request.url?.split('?')[0] !== '/api') {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      serveSocket(studio, webSocket).catch((error: unknown) => {
        studio.options.log.error({ err: error }, 'connection failed');
        webSocket.close();
      });
    });
  });
  return {
    url: `http://127.0.0.1:${port}/?token=${token}`,
    async close() {
      for (const client of sockets.clients) client.terminate();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
    },
  };
}

function listen(app: Hono<{ Bindings: { incoming: IncomingMessage } }>, port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, () => resolve(server));
    server.on('error', reject);
  });
}

function sendPageFile(folder: string, name: string): Response {
  const file = path.resolve(folder, name);
  if (!file.startsWith(folder + path.sep) || !fs.existsSync(file))
    return new Response('Not here', { status: 404 });
  const isHashed = file.includes(`${path.sep}assets${path.sep}`);
  return new Response(new Uint8Array(fs.readFileSync(file)), {
    headers: {
      'content-type': mimeTypes[path.extname(file)] ?? 'application/octet-stream',
      'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
  });
}
