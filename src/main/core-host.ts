import { dialog, MessageChannelMain, utilityProcess, type UtilityProcess, type WebContents } from 'electron';
import path from 'node:path';
import { electronChannels } from '#api/electron-door.ts';
import { fetchThroughPipe, type PipeAddress } from './asset-pipe.ts';
import type { FromCore, ToCore } from './core-messages.ts';

/** More restarts than this within a minute are a core that cannot run. */
const maxRestartsPerMinute = 3;

/** The core's process, seen from the main process. */
export interface CoreHost {
  /** Gives a page a port to the core; a page that had one gets a new one when the core had to be restarted. */
  connect(page: WebContents): Promise<void>;
  /** Answers a request of the asset channel. */
  fetchAsset(request: Request): Promise<Response>;
  /** Opens a project or imports a video; undefined: what was open last, else the sample. */
  open(target: string | undefined): Promise<void>;
  /** Closes the project and ends the process. */
  stop(): Promise<void>;
}

interface Running {
  process: UtilityProcess;
  assets: PipeAddress;
}

/** Starts the core and keeps it running; `giveUp` is called when it keeps ending. */
export function startCore(giveUp: () => void): CoreHost {
  const pages = new Set<WebContents>();
  let starts: number[] = [];
  let stopping = false;
  let running = launch();

  function launch(): Promise<Running> {
    const child = utilityProcess.fork(path.join(import.meta.dirname, 'core.js'), [], {
      serviceName: 'Fiducial core',
    });
    child.on('exit', restart);
    return new Promise((resolve) => {
      child.on('message', (message: FromCore) => {
        if (message.kind === 'ready') resolve({ process: child, assets: message.assets });
        else dialog.showErrorBox('Fiducial could not open it', message.message);
      });
    });
  }

  function restart(): void {
    if (stopping) return;
    const now = Date.now();
    starts = [...starts.filter((time) => now - time < 60_000), now];
    if (starts.length > maxRestartsPerMinute) {
      giveUp();
      return;
    }
    running = launch();
    void tell({ kind: 'open', target: undefined });
    for (const page of pages) void handPort(page);
  }

  async function tell(message: ToCore): Promise<void> {
    (await running).process.postMessage(message);
  }

  async function handPort(page: WebContents): Promise<void> {
    const core = await running;
    if (page.isDestroyed()) return;
    const { port1, port2 } = new MessageChannelMain();
    core.process.postMessage({ kind: 'client' } satisfies ToCore, [port1]);
    page.postMessage(electronChannels.port, null, [port2]);
  }

  return {
    async connect(page) {
      if (!pages.has(page)) {
        pages.add(page);
        page.once('destroyed', () => pages.delete(page));
      }
      await handPort(page);
    },
    fetchAsset: async (request) => fetchThroughPipe((await running).assets, request),
    open: (target) => tell({ kind: 'open', target }),
    async stop() {
      if (stopping) return;
      stopping = true;
      const { process: child } = await running;
      const ended = new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
      });
      child.postMessage({ kind: 'close' } satisfies ToCore);
      await ended;
    },
  };
}
