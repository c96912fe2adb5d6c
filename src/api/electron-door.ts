import type { HostBridge } from './host-bridge.ts';

/** The names under which the Electron host and its page reach each other. Nothing else crosses. */
export const electronChannels = {
  connect: 'fiducial:connect',
  port: 'fiducial:port',
  pickFiles: 'fiducial:pick-files',
  pickFolder: 'fiducial:pick-folder',
  reveal: 'fiducial:reveal',
} as const;

/**
 * What the Electron host puts on the page's window, as `fiducialDoor`. Only plain values and functions cross into the
 * page, so it has neither a set nor a port; the page makes a HostBridge of it.
 */
export interface ElectronDoor extends Omit<HostBridge, 'abilities'> {
  abilities: readonly (HostBridge['abilities'] extends ReadonlySet<infer Ability> ? Ability : never)[];
  /**
   * Asks for a connection to the core. Its port arrives as a message event of the window whose data is
   * `electronChannels.port`. It closes when the core ends; ask again then.
   */
  connect(): void;
}
