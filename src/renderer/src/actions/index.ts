import type { Action } from './action.ts';
import { answerActions } from './answer-actions.ts';
import { clipboardActions } from './clipboard-actions.ts';
import { historyActions } from './history-actions.ts';
import { labelActions } from './label-actions.ts';
import { playbackActions } from './playback-actions.ts';
import { studioActions } from './studio-actions.ts';
import { surgeryActions, surgeryEndActions } from './surgery-actions.ts';
import { gestureActions, toolActions } from './tool-actions.ts';
import { trackerActions } from './tracker-actions.ts';
import { viewActions } from './view-actions.ts';

/** Everything a person can do, in the order of the shortcut page; of two on one key the first available runs. */
export const allActions: readonly Action[] = [
  ...gestureActions,
  ...surgeryEndActions,
  ...playbackActions,
  ...labelActions,
  ...toolActions,
  ...clipboardActions,
  ...surgeryActions,
  ...viewActions,
  ...historyActions,
  ...trackerActions,
  ...answerActions,
  ...studioActions,
];
