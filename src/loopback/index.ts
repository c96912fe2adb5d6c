import { spawn } from 'node:child_process';
import path from 'node:path';
import { createStudio, defaultStudioOptions, openTarget } from '#core/index.ts';
import { startLoopback, type LoopbackServer } from './server.ts';

/** The same address at every start keeps what the browser stored for it, such as proxies for scrubbing. */
const usualPort = 47_627;

/** The browser host: `node loopback.js [PATH] [--port N] [--no-open]`. Prints its address and serves until stopped. */
async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const portAt = args.indexOf('--port');
  const target = args.find((arg, index) => !arg.startsWith('--') && args[index - 1] !== '--port');
  const studio = createStudio(defaultStudioOptions());
  const serveOn = (port: number): Promise<LoopbackServer> =>
    startLoopback(studio, {
      pageFolder: path.join(import.meta.dirname, '..', 'renderer'),
      port,
      ...(process.env['FIDUCIAL_TOKEN'] === undefined ? {} : { token: process.env['FIDUCIAL_TOKEN'] }),
    });
  const server =
    portAt < 0 ? await serveOn(usualPort).catch(() => serveOn(0)) : await serveOn(Number(args[portAt + 1]));
  try {
    await openTarget(studio, target);
  } catch (error) {
    // The studio starts on its home screen all the same; the person reads there and here what went wrong.
    console.error(error instanceof Error ? error.message : error);
  }
  console.log(`Fiducial is at ${server.url}`);
  if (!args.includes('--no-open')) openInBrowser(server.url);
  const stop = (): void => {
    studio.close();
    server.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function openInBrowser(url: string): void {
  const hasDisplay = process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
  if (!hasDisplay) return;
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', url]
        : ['xdg-open', url];
  if (command === undefined) return;
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => console.log('No browser could be opened; open the address yourself.'));
  child.unref();
}

await main();
