import { app, BrowserWindow, screen, type Rectangle } from 'electron';
import fs from 'node:fs';
import path from 'node:path';
import { isOurPage, pageOrigin } from './page-protocol.ts';

interface WindowState {
  bounds: Rectangle;
  isMaximized: boolean;
}

const defaultSize = { width: 1440, height: 900 };

function stateFile(): string {
  return path.join(app.getPath('userData'), 'window.json');
}

/** Where the window was, if that is still on a screen. */
function readState(): WindowState | undefined {
  try {
    const state = JSON.parse(fs.readFileSync(stateFile(), 'utf8')) as WindowState;
    const { workArea } = screen.getDisplayMatching(state.bounds);
    const { x, y, width, height } = state.bounds;
    const isVisible =
      x < workArea.x + workArea.width &&
      x + width > workArea.x &&
      y >= workArea.y &&
      y < workArea.y + workArea.height &&
      height > 0;
    return isVisible ? state : undefined;
  } catch {
    return undefined;
  }
}

function writeState(window: BrowserWindow): void {
  const state: WindowState = { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() };
  try {
    fs.writeFileSync(stateFile(), JSON.stringify(state));
  } catch {
    // The window opens at its default place next time.
  }
}

/** Opens the studio's window: sandboxed, isolated, and unable to go anywhere else. */
export function openWindow(): BrowserWindow {
  const state = readState();
  const window = new BrowserWindow({
    ...(state?.bounds ?? defaultSize),
    minWidth: 960,
    minHeight: 600,
    show: false,
    backgroundColor: '#0e0f11',
    autoHideMenuBar: true,
    webPreferences: {
      preload: path.join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  if (state?.isMaximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => writeState(window));

  const { webContents } = window;
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-frame-navigate', (event) => {
    if (!isOurPage(event.url)) event.preventDefault();
  });
  webContents.on('will-redirect', (event) => {
    if (!isOurPage(event.url)) event.preventDefault();
  });
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  const allowed = new Set(['fullscreen', 'clipboard-sanitized-write', 'persistent-storage', 'pointerLock']);
  webContents.session.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(allowed.has(permission)),
  );
  webContents.session.setPermissionCheckHandler((_contents, permission) => allowed.has(permission));

  void window.loadURL(`${pageOrigin}/`);
  return window;
}
