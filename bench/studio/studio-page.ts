import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from 'playwright';
import { buildIfStale } from '../../scripts/build.ts';
import { chromiumPath } from '../../scripts/chromium.ts';

const repository = path.resolve(import.meta.dirname, '..', '..');

/** The program itself: the browser host as built, and one page of Chromium that a person's keys and pointer drive. */
export interface StudioPage {
  /** An empty folder, gone at the end. */
  folder: string;
  userFolder: string;
  page: Page;
  /** A page of nothing at the studio's address, under the same browser and with the same files. */
  blankPage(): Promise<Page>;
  /** Ends the core and starts it with another project; the page loads anew. */
  open(target: string): Promise<void>;
  memory(): Promise<Memory>;
  /** Milliseconds of processor time that the page's main thread has taken; other programs do not count. */
  busyMs(): Promise<number>;
  close(): Promise<void>;
}

/** What a page takes, in MiB. */
export interface Memory {
  /** JavaScript objects, after a collection. */
  heap: number;
  /** The renderer process as the system sees it, bitmaps and workers included. */
  process: number;
  domNodes: number;
}

const viewport = { width: 1920, height: 1080 };

/** Builds what is stale and starts a browser; `open` starts the studio in it. */
export async function openStudioPage(): Promise<StudioPage> {
  if ((await buildIfStale()) !== 0) throw new Error('The build failed; see above.');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fiducial-bench-'));
  const userFolder = path.join(folder, '.user');
  const executablePath = chromiumPath();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required', '--js-flags=--expose-gc'],
  });
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  let host: Host | undefined;
  return {
    folder,
    userFolder,
    page,
    blankPage: () => openBlankPage(context, new URL(host?.address ?? '').origin),
    async open(target) {
      await host?.stop();
      host = await startHost(target, userFolder);
      await page.goto(host.address);
    },
    memory: () => measureMemory(browser, session),
    async busyMs() {
      const { metrics } = await session.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
    },
    async close() {
      await browser.close();
      await host?.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Host {
  address: string;
  stop(): Promise<void>;
}

async function startHost(target: string, userFolder: string): Promise<Host> {
  const child = spawn(process.execPath, ['out/main/loopback.js', '--no-open', target], {
    cwd: repository,
    env: { ...process.env, FIDUCIAL_USER_FOLDER: userFolder },
  });
  return {
    address: await addressOf(child),
    async stop() {
      if (child.exitCode !== null) return;
      const exit = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await exit;
    },
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data: Buffer) => {
      output += data.toString();
      const address = /Fiducial is at (\S+)/.exec(output)?.[1];
      if (address !== undefined) resolve(address);
    });
  }
  child.once('exit', () => reject(new Error(`The browser host ended at its start:\n${output}`)));
  return promise;
}

async function openBlankPage(context: BrowserContext, origin: string): Promise<Page> {
  const page = await context.newPage();
  const headers = {
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  };
  const blank = `${origin}/blank-of-the-benchmark`;
  await page.route(blank, (route) =>
    route.fulfill({ contentType: 'text/html', headers, body: '<!doctype html><body></body>' }),
  );
  await page.goto(blank);
  return page;
}

async function measureMemory(browser: Browser, session: CDPSession): Promise<Memory> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes } = await session.send('Memory.getDOMCounters');
  const system = await browser.newBrowserCDPSession();
  const { processInfo } = await system.send('SystemInfo.getProcessInfo');
  await system.detach();
  // The page's renderer is the largest; the others are spares.
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => residentMiB(id));
  return { heap: usedSize / 2 ** 20, process: Math.max(...renderers), domNodes: nodes };
}

/** Resident memory of a process without the files it maps, in MiB. Linux; NaN elsewhere. */
function residentMiB(pid: number): number {
  try {
    const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
    const kib = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
    return (kib('RssAnon') + kib('RssShmem')) / 1024;
  } catch {
    return Number.NaN;
  }
}
