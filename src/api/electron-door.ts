import type { HostBridge } from './host-bridge.ts';

/** The names under which the Electron host and its page reach each other. Nothing else crosses. */
export const electronChannels = {
  connect: 'fiducial:connect',
  port: 'fiducial:port',
  pickFiles: 'fiducial:pick-files',
  pickFolder: 'fiducial:pick-folder',
  reveal: 'fiducial:reveal',
} as const;

/** What the Electron host puts on the page's window, as `fiducial`. A browser has nothing there. */
export interface ElectronDoor extends Omit<HostBridge, 'abilities'> {
  /** An array, because a set does not cross into the page. */
  abilities: readonly (HostBridge['abilities'] extends ReadonlySet<infer Ability> ? Ability : never)[];
  /**
   * Asks for a connection to the core. Its port arrives as a message event of the window whose data is
   * `electronChannels.port`, and again unasked when the core had to be restarted: the newest port counts.
   */
  connect(): void;
}
