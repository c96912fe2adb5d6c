import { BrowserWindow, dialog, ipcMain, shell, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron';
import path from 'node:path';
import { electronChannels as channels } from '#api/electron-door.ts';
import type { CoreHost } from './core-host.ts';
import { isOurPage } from './page-protocol.ts';

const videoExtensions = ['mp4', 'm4v', 'mov', 'webm', 'mkv', 'avi', 'ts', 'mpg', 'mpeg'];

/** The window that asked. Throws if the message does not come from the main frame of our own page. */
function ownWindow(event: IpcMainEvent | IpcMainInvokeEvent): BrowserWindow {
  const window = BrowserWindow.fromWebContents(event.sender);
  const isMainFrame = event.senderFrame !== null && event.senderFrame === event.sender.mainFrame;
  if (!window || !isMainFrame || !isOurPage(event.senderFrame.url))
    throw new Error('This message did not come from the studio');
  return window;
}

/** Answers what the page asks of the host through the preload. */
export function answerPage(core: CoreHost): void {
  ipcMain.on(channels.connect, (event) => {
    ownWindow(event);
    void core.connect(event.sender);
  });
  ipcMain.handle(channels.pickFiles, async (event): Promise<string[]> => {
    const { canceled, filePaths } = await dialog.showOpenDialog(ownWindow(event), {
      properties: ['openFile', 'multiSelections'],
      filters: [
        { name: 'Videos', extensions: videoExtensions },
        { name: 'All files', extensions: ['*'] },
      ],
    });
    return canceled ? [] : filePaths;
  });
  ipcMain.handle(channels.pickFolder, async (event): Promise<string | undefined> => {
    const { canceled, filePaths } = await dialog.showOpenDialog(ownWindow(event), {
      properties: ['openDirectory', 'createDirectory'],
    });
    return canceled ? undefined : filePaths[0];
  });
  ipcMain.handle(channels.reveal, (event, file: unknown) => {
    ownWindow(event);
    if (typeof file === 'string' && path.isAbsolute(file)) shell.showItemInFolder(file);
  });
}
