import type { PipeAddress } from './asset-pipe.ts';

/** What the main process tells the core's process. `client` brings a message port. */
export type ToCore = { kind: 'client' } | { kind: 'open'; target: string | undefined } | { kind: 'close' };

/** What the core's process tells the main process. `project` says which folder is open now. */
export type FromCore =
  | { kind: 'ready'; assets: PipeAddress }
  | { kind: 'project'; folder: string | null }
  | { kind: 'refused'; message: string };
