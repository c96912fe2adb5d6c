import type { Action } from './action.ts';
import { historyActions } from './history-actions.ts';
import { playbackActions } from './playback-actions.ts';

/** Everything a person can do, in the order of the shortcut page. */
export const allActions: readonly Action[] = [...playbackActions, ...historyActions];
