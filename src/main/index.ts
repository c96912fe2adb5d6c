import { app, dialog, type BrowserWindow } from 'electron';
import path from 'node:path';
import { startCore, type CoreHost } from './core-host.ts';
import { answerPage } from './dialogs.ts';
import { setMenu } from './menu.ts';
import { registerPageScheme, servePage } from './page-protocol.ts';
import { openWindow } from './window.ts';

/** The Electron host: one window onto one core. */

/** The project or video named on the command line, as an absolute path. */
function namedTarget(): string | undefined {
  const named = process.argv.slice(1).filter((argument) => !argument.startsWith('-'));
  const target = named[app.isPackaged ? 0 : 1];
  return target === undefined ? undefined : path.resolve(target);
}

const userFolder = process.env['FIDUCIAL_USER_FOLDER'];
if (userFolder !== undefined) app.setPath('userData', path.join(userFolder, 'electron'));

let target = namedTarget();
let core: CoreHost | undefined;
let window: BrowserWindow | undefined;

function openAndShow(path: string | undefined): void {
  if (path !== undefined) void core?.open(path);
  if (window?.isMinimized()) window.restore();
  window?.focus();
}

/** The core ended again and again; its log says why, and nothing that was acknowledged is lost. */
function giveUp(): void {
  dialog.showErrorBox(
    'Fiducial has to stop',
    'The part of the program that keeps your project ended several times in a row. Everything you did is saved. ' +
      'Start Fiducial again; if this stays, look into fiducial.log in your settings folder.',
  );
  app.exit(1);
}

async function start(): Promise<void> {
  await app.whenReady();
  setMenu();
  const started = startCore(giveUp);
  core = started;
  servePage(path.join(import.meta.dirname, '../renderer'), (request) => started.fetchAsset(request));
  answerPage(started);
  await started.open(target);
  window = openWindow();
}

if (app.requestSingleInstanceLock({ target })) {
  registerPageScheme();
  app.enableSandbox();
  app.on('second-instance', (_event, _argv, _folder, data) =>
    openAndShow((data as { target?: string }).target),
  );
  // macOS hands over a dropped or double-clicked project this way, also before the app is ready.
  app.on('open-file', (event, file) => {
    event.preventDefault();
    if (core) openAndShow(file);
    else target = file;
  });
  app.on('window-all-closed', () => {
    void core?.stop().finally(() => app.quit());
  });
  void start();
} else {
  app.quit();
}
