import type { Action } from './action.ts';

/** On an open video its own history; on the other screens that of the project. */
export const historyActions: Action[] = [
  {
    id: 'undo',
    title: 'Undo',
    group: 'History',
    keys: ['Mod+z'],
    repeats: true,
    isAvailable: ({ session, studio }) => session !== null || studio.store.getState().overview !== null,
    run: ({ session, studio }) => void (session ?? studio).undo(),
  },
  {
    id: 'redo',
    title: 'Redo',
    group: 'History',
    keys: ['Mod+Shift+z', 'Mod+y'],
    repeats: true,
    isAvailable: ({ session, studio }) => session !== null || studio.store.getState().overview !== null,
    run: ({ session, studio }) => void (session ?? studio).redo(),
  },
];
