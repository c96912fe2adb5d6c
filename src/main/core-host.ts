import { dialog, MessageChannelMain, utilityProcess, type UtilityProcess, type WebContents } from 'electron';
import path from 'node:path';
import { electronChannels } from '#api/electron-door.ts';
import { fetchThroughPipe, type PipeAddress } from './asset-pipe.ts';
import type { FromCore, ToCore } from './core-messages.ts';

/** More restarts than this within a minute are a core that cannot run. */
const maxRestartsPerMinute = 3;

/** The core's process, seen from the main process. */
export interface CoreHost {
  /** Gives a page a port to the core. It closes when the core ends; the page asks again then. */
  connect(page: WebContents): Promise<void>;
  /** Answers a request of the asset channel. */
  fetchAsset(request: Request): Promise<Response>;
  /** Opens a project or imports a video; undefined: whatever the core opens by itself. */
  open(target: string | undefined): Promise<void>;
  /** Closes the project and ends the process. */
  stop(): Promise<void>;
}

/** Starts the core and keeps it running; `giveUp` is called when it keeps ending. */
export function startCore(giveUp: () => void): CoreHost {
  let restarts: number[] = [];
  let isStopping = false;
  let openFolder: string | undefined;
  // Whoever waits for a core that ends before it was ready waits for the next one.
  let isReady = false;
  let ready = Promise.withResolvers<PipeAddress>();
  let child = launch();

  function launch(): UtilityProcess {
    const launched = utilityProcess.fork(path.join(import.meta.dirname, 'core.js'), [], {
      serviceName: 'Fiducial core',
    });
    launched.on('message', (message: FromCore) => receive(message));
    launched.on('exit', () => restart());
    return launched;
  }

  function receive(message: FromCore): void {
    switch (message.kind) {
      case 'ready':
        isReady = true;
        ready.resolve(message.assets);
        return;
      case 'project':
        openFolder = message.folder ?? undefined;
        return;
      case 'refused':
        dialog.showErrorBox('Fiducial could not open it', message.message);
    }
  }

  function restart(): void {
    if (isStopping) return;
    const now = Date.now();
    restarts = [...restarts.filter((time) => now - time < 60_000), now];
    if (restarts.length > maxRestartsPerMinute) {
      giveUp();
      return;
    }
    if (isReady) ready = Promise.withResolvers<PipeAddress>();
    isReady = false;
    child = launch();
    if (openFolder !== undefined) void open(openFolder);
  }

  async function open(target: string | undefined): Promise<void> {
    await ready.promise;
    child.postMessage({ kind: 'open', target } satisfies ToCore);
  }

  return {
    async connect(page) {
      await ready.promise;
      if (page.isDestroyed()) return;
      const { port1, port2 } = new MessageChannelMain();
      child.postMessage({ kind: 'client' } satisfies ToCore, [port1]);
      page.postMessage(electronChannels.port, null, [port2]);
    },
    fetchAsset: async (request) => fetchThroughPipe(await ready.promise, request),
    open,
    async stop() {
      if (isStopping) return;
      isStopping = true;
      const ended = new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
      });
      child.postMessage({ kind: 'close' } satisfies ToCore);
      // An acknowledged edit is on the disk already; a core that does not answer is not waited for.
      const patience = setTimeout(() => child.kill(), 3000);
      await ended;
      clearTimeout(patience);
    },
  };
}
