/** What a host can do natively. A method that a host cannot offer is not in `abilities`, and nobody calls it. */
export interface HostBridge {
  kind: 'electron' | 'loopback';
  abilities: ReadonlySet<'pickFiles' | 'pickFolder' | 'reveal' | 'pathOfFile'>;
  /** Native dialogs answer absolute paths; an empty list when the person changed their mind. */
  pickFiles(): Promise<string[]>;
  pickFolder(): Promise<string | undefined>;
  /** Shows a file in the system's file manager. */
  reveal(path: string): Promise<void>;
  /** The path of a dropped file. */
  pathOfFile(file: unknown): string;
}
