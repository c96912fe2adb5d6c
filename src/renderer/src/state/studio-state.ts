import type { HostBridge } from '#api/host-bridge.ts';
import type { StudioClient } from '#api/contract.ts';
import type { Overview } from '#api/projects.contract.ts';
import type { Id } from '#domain/ids.ts';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Session } from './session.ts';

export interface Notice {
  id: number;
  /** A passing word goes by itself; a problem stays until it was read. */
  kind: 'done' | 'problem';
  text: string;
  /** Takes back what the words say was done; null where there is nothing to take back. */
  undo: (() => Promise<void>) | null;
}

/** A place in a video to show as soon as that video is open. */
export interface Arrival {
  videoId: Id;
  frame: number | null;
  expressionId: Id | null;
}

/** Long work in the tray: what it is, how far, and how to stop it. */
export interface Job {
  id: Id;
  title: string;
  /** `total` 0 while it is not known. */
  done: number;
  total: number;
  detail: string;
  /** performance.now() when it began, for the estimate. */
  startedAt: number;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  message: string;
  cancel(): void;
}

/** What a page shows beside the open video. */
export interface StudioState {
  client: StudioClient;
  host: HostBridge;
  isConnected: boolean;
  overview: Overview | null;
  /** Who works at this page. */
  personId: Id | null;
  session: Session | null;
  /** Why the chosen video could not be opened; shown where the canvas would be. */
  sessionProblem: { videoId: Id; message: string } | null;
  /** Where to go in the video that is being opened; null once there. */
  arrival: Arrival | null;
  pendingCommits: number;
  notices: readonly Notice[];
  jobs: readonly Job[];
  /** This user's settings by name. */
  settings: Readonly<Record<string, unknown>>;
}

export type StudioStore = StoreApi<StudioState>;

export function createStudioStore(start: Pick<StudioState, 'client' | 'host' | 'settings'>): StudioStore {
  return createStore<StudioState>(() => ({
    ...start,
    isConnected: true,
    overview: null,
    personId: null,
    session: null,
    sessionProblem: null,
    arrival: null,
    pendingCommits: 0,
    notices: [],
    jobs: [],
  }));
}
