import type { Action } from './action.ts';
import { historyActions } from './history-actions.ts';
import { playbackActions } from './playback-actions.ts';
import { toolActions } from './tool-actions.ts';
import { viewActions } from './view-actions.ts';

/** Everything a person can do, in the order of the shortcut page. */
export const allActions: readonly Action[] = [
  ...playbackActions,
  ...toolActions,
  ...viewActions,
  ...historyActions,
];
