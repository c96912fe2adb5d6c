import type { Action } from './action.ts';
import { historyActions } from './history-actions.ts';
import { playbackActions } from './playback-actions.ts';
import { toolActions } from './tool-actions.ts';
import { trackerActions } from './tracker-actions.ts';
import { viewActions } from './view-actions.ts';

/** Everything a person can do, in the order of the shortcut page; of two on one key the first available runs. */
export const allActions: readonly Action[] = [
  ...playbackActions,
  ...toolActions,
  ...viewActions,
  ...historyActions,
  ...trackerActions,
];
