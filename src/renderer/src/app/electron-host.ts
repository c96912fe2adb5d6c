import { electronChannels, type ElectronDoor } from '#api/electron-door.ts';
import type { HostBridge } from '#api/host-bridge.ts';

/** The Electron host, as the page uses it. */
export interface ElectronHost {
  bridge: HostBridge;
  /** A new line to the core; ask again when it has closed. */
  connect(): Promise<MessagePort>;
}

declare global {
  interface Window {
    fiducialDoor?: ElectronDoor;
  }
}

/** The Electron host that shows this page, or undefined in a browser. */
export function electronHost(): ElectronHost | undefined {
  const door = window.fiducialDoor;
  if (!door) return undefined;
  return {
    bridge: { ...door, abilities: new Set(door.abilities) },
    connect: () =>
      new Promise((resolve) => {
        const take = (event: MessageEvent): void => {
          const port = event.ports[0];
          if (event.source !== window || event.data !== electronChannels.port || !port) return;
          window.removeEventListener('message', take);
          resolve(port);
        };
        window.addEventListener('message', take);
        door.connect();
      }),
  };
}
