import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createServer, type Plugin } from 'vite';
import { root } from './run-tool.ts';
import { rendererConfig } from './renderer-config.ts';

/**
 * `npm run dev [-- PATH]`: the page from Vite with hot reload, the core from source, restarted when its files change.
 * In the browser on every machine: what differs in Electron is not what is worked on here.
 */

const corePort = 5180;
const core = `http://127.0.0.1:${corePort}`;
const token = randomBytes(32).toString('base64url');
const [path] = process.argv.slice(2);
const target = path === undefined ? [] : [resolve(process.env['INIT_CWD'] ?? process.cwd(), path)];
if (target[0] !== undefined && !existsSync(target[0])) {
  console.error(`${target[0]} does not exist.`);
  process.exit(2);
}

/** Turns the launch's token in the address into the cookie that the core expects, as the browser host does. */
const tokenPlugin: Plugin = {
  name: 'fiducial-token',
  configureServer(server) {
    server.middlewares.use((request, response, next) => {
      if (request.url !== `/?token=${token}`) {
        next();
        return;
      }
      response.writeHead(302, {
        'set-cookie': `fiducial-${corePort}=${token}; HttpOnly; SameSite=Strict; Path=/`,
        location: '/',
      });
      response.end();
    });
  },
};

// The core accepts its own origin only. The cookie is the person's, so another site's page still gets nowhere.
const proxy = { target: core, changeOrigin: true, headers: { origin: core } };
const page = rendererConfig(root);
const vite = await createServer({
  ...page,
  configFile: false,
  plugins: [...page.plugins, tokenPlugin],
  server: {
    host: '127.0.0.1',
    proxy: { '/asset': proxy, '/api': { ...proxy, ws: true } },
    headers: {
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    },
  },
});

const child = spawn(
  process.execPath,
  [
    '--watch',
    '--watch-preserve-output',
    'src/loopback/index.ts',
    '--no-open',
    '--port',
    String(corePort),
    ...target,
  ],
  { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, FIDUCIAL_TOKEN: token } },
);
const stop = (): void => {
  child.kill();
  void vite.close().finally(() => process.exit(0));
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
child.on('exit', stop);

await vite.listen();
const address = vite.resolvedUrls?.local[0] ?? `http://127.0.0.1:${vite.config.server.port}/`;
console.log(`Fiducial (development) is at ${address}?token=${token}`);
