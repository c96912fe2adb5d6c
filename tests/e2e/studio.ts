import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, test as base, type ElectronApplication, type Page } from 'playwright/test';

export { expect } from 'playwright/test';

const repository = path.resolve(import.meta.dirname, '../..');
const screenshots = path.join(repository, 'test-results/screenshots');

/** The program under test: one core, one page, and folders of its own. */
export interface StudioUnderTest {
  /** An empty folder for projects and videos, gone after the test. */
  folder: string;
  /** Starts the program, opening `target` (a project folder or a video), and waits for its page. */
  start(target?: string): Promise<Page>;
  /** Ends the program as a person does. */
  stop(): Promise<void>;
  /** Ends the program's core at once (SIGKILL), as a crash or a power cut does. */
  kill(): Promise<void>;
  /** Keeps a picture of the page in test-results/screenshots. */
  screenshot(name: string): Promise<void>;
}

/** One way of running the program. */
interface Host {
  start(target: string | undefined, userFolder: string): Promise<Page>;
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
}

/** Waits for the line that says where the browser host is. Rejects with its output if it ends before. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (data: Buffer): void => {
      output += data.toString();
      const address = /Fiducial is at (\S+)/.exec(output)?.[1];
      if (address !== undefined) resolve(address);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', () => reject(new Error(`The browser host ended at its start:\n${output}`)));
  });
}

function loopbackHost(newPage: () => Promise<Page>): Host {
  let child: ChildProcess | undefined;
  let page: Page | undefined;
  return {
    async start(target, userFolder) {
      const args = ['out/main/loopback.js', '--no-open', ...(target === undefined ? [] : [target])];
      child = spawn(process.execPath, args, {
        cwd: repository,
        env: { ...process.env, FIDUCIAL_USER_FOLDER: userFolder },
      });
      const address = await addressOf(child);
      page ??= await newPage();
      await page.goto(address);
      return page;
    },
    async stop(signal) {
      if (!child) return;
      const exit = ended(child);
      child.kill(signal);
      await exit;
    },
  };
}

function electronHost(executablePath: string): Host {
  let app: ElectronApplication | undefined;
  return {
    async start(target, userFolder) {
      const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
      app = await _electron.launch({
        executablePath,
        args: [...sandbox, repository, ...(target === undefined ? [] : [target])],
        cwd: repository,
        env: { ...(process.env as Record<string, string>), FIDUCIAL_USER_FOLDER: userFolder },
      });
      return app.firstWindow();
    },
    async stop(signal) {
      if (!app) return;
      const exit = ended(app.process());
      if (signal === 'SIGKILL') app.process().kill('SIGKILL');
      else await app.close();
      await exit;
      app = undefined;
    },
  };
}

/**
 * `test` with the program under test. FIDUCIAL_ELECTRON names the Electron binary of the `electron` project; all other
 * projects use the browser host, built in out/.
 */
export const test = base.extend<{ studio: StudioUnderTest }>({
  studio: async ({ browser }, use, testInfo) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fiducial-e2e-'));
    const userFolder = path.join(folder, '.user');
    const contexts: (() => Promise<void>)[] = [];
    const newPage = async (): Promise<Page> => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
      contexts.push(() => context.close());
      return context.newPage();
    };
    const isElectron = testInfo.project.name === 'electron';
    const host = isElectron
      ? electronHost(process.env['FIDUCIAL_ELECTRON'] ?? 'electron')
      : loopbackHost(newPage);
    let page: Page | undefined;
    const problems: string[] = [];
    await use({
      folder,
      async start(target) {
        page = await host.start(target, userFolder);
        page.on('pageerror', (error) => problems.push(error.stack ?? error.message));
        return page;
      },
      stop: () => host.stop('SIGTERM'),
      kill: () => host.stop('SIGKILL'),
      async screenshot(name) {
        fs.mkdirSync(screenshots, { recursive: true });
        await page?.screenshot({ path: path.join(screenshots, `${name}.png`) });
      },
    });
    await host.stop('SIGTERM');
    for (const close of contexts) await close();
    fs.rmSync(folder, { recursive: true, force: true });
    if (problems.length > 0) throw new Error(`The page threw:\n${problems.join('\n')}`);
  },
});
