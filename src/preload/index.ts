import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { electronChannels as channels, type ElectronDoor } from '#api/electron-door.ts';

const door: ElectronDoor = {
  kind: 'electron',
  abilities: ['pickFiles', 'pickFolder', 'reveal', 'pathOfFile'],
  connect: () => ipcRenderer.send(channels.connect),
  pickFiles: () => ipcRenderer.invoke(channels.pickFiles) as Promise<string[]>,
  pickFolder: () => ipcRenderer.invoke(channels.pickFolder) as Promise<string | undefined>,
  reveal: (path) => ipcRenderer.invoke(channels.reveal, path) as Promise<void>,
  pathOfFile: (file) => webUtils.getPathForFile(file as File),
};

contextBridge.exposeInMainWorld('fiducialDoor', door);

// A port cannot cross the context bridge; a message to the page's own window can carry it.
ipcRenderer.on(channels.port, (event) => {
  window.postMessage(channels.port, window.origin, [...event.ports]);
});
