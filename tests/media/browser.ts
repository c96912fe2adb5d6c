import { createReadStream, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { resolve } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { createServer, type Plugin, type ViteDevServer } from 'vite';
import { chromiumPath } from '../../scripts/chromium.ts';

const root = resolve(import.meta.dirname, '../..');

/** A page of a real browser that can import the media room's modules and fetch files of this machine. */
export interface MediaBrowser {
  page: Page;
  /** The address under which the page finds a file: ranges work, nothing else may be fetched. */
  urlOf: (path: string) => string;
  close: () => Promise<void>;
}

/**
 * Serves the sources by Vite, isolated as the hosts serve them, and opens one page in Chromium with a module of the
 * repository loaded: what it exports is in `globalThis.media`.
 */
export async function openMediaBrowser(modulePath: string): Promise<MediaBrowser> {
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    server: { port: 0, host: '127.0.0.1', hmr: false, watch: null },
    optimizeDeps: { include: ['mediabunny'] },
    cacheDir: resolve(root, '.cache/vite-media'),
    plugins: [fileRoutes(modulePath)],
  });
  await server.listen();
  const origin = originOf(server);
  const executablePath = chromiumPath();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'],
  });
  const page = await openPage(browser, origin);
  return {
    page,
    urlOf: (path) => `${origin}/file/${encodeURIComponent(resolve(path))}`,
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

async function openPage(browser: Browser, origin: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${origin}/blank`);
  return page;
}

function originOf(server: ViteDevServer): string {
  const address = server.httpServer?.address();
  if (!address || typeof address === 'string') throw new Error('The test server has no port');
  return `http://127.0.0.1:${address.port}`;
}

function fileRoutes(modulePath: string): Plugin {
  return {
    name: 'media-test-files',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
        response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
        if (request.url === '/blank') {
          response.setHeader('Content-Type', 'text/html');
          response.end(
            `<!doctype html><link rel="icon" href="data:," /><canvas></canvas>
            <script type="module">import * as media from '${modulePath}'; globalThis.media = media;</script>`,
          );
        } else if (request.url?.startsWith('/file/')) {
          sendFile(decodeURIComponent(request.url.slice('/file/'.length)), request, response);
        } else next();
      });
    },
  };
}

function sendFile(path: string, request: IncomingMessage, response: ServerResponse): void {
  const { size } = statSync(path);
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const start = range ? Number(range[1]) : 0;
  const end = range?.[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
  response.statusCode = range ? 206 : 200;
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('Content-Type', 'application/octet-stream');
  response.setHeader('Content-Length', Math.max(0, end - start + 1));
  if (range) response.setHeader('Content-Range', `bytes ${start}-${end}/${size}`);
  if (size === 0) response.end();
  else createReadStream(path, { start, end }).pipe(response);
}
