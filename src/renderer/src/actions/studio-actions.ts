import { navigate } from 'wouter/use-hash-location';
import { showOverlay } from '../app/overlay.ts';
import { screens } from '../app/places.ts';
import type { Action } from './action.ts';

function goAction(id: string, title: string, key: string, address: string): Action {
  return {
    id,
    title,
    group: 'Studio',
    keys: [key],
    isAvailable: ({ studio }) => studio.store.getState().overview !== null,
    run: () => navigate(address),
  };
}

export const studioActions: Action[] = [
  {
    id: 'commandPalette',
    title: 'Find a command',
    group: 'Studio',
    keys: ['Mod+k'],
    isAvailable: () => true,
    run: () => showOverlay('palette'),
  },
  {
    id: 'help',
    title: 'All commands and their keys',
    group: 'Studio',
    keys: ['?'],
    isAvailable: () => true,
    run: () => showOverlay('help'),
  },
  {
    id: 'goAnnotate',
    title: 'Go to the open video',
    group: 'Studio',
    keys: ['Alt+Digit1'],
    isAvailable: ({ studio }) => studio.store.getState().overview !== null,
    run({ studio }) {
      const open = studio.store.getState().session?.videoId;
      navigate(open === undefined ? '/' : `/annotate/${open}`);
    },
  },
  goAction('goVideos', 'Go to the list of videos', 'Alt+Digit2', screens.videos),
  goAction('goData', 'Go to expressions, people and history', 'Alt+Digit3', screens.data),
  goAction('goExport', 'Export a training set', 'Mod+Shift+e', screens.export),
  goAction('goSettings', 'Shortcuts and appearance', 'Mod+,', screens.settings),
  {
    id: 'goHome',
    title: 'Go to the projects',
    group: 'Studio',
    keys: ['Alt+Digit4'],
    isAvailable: () => true,
    run: () => navigate(screens.home),
  },
];
