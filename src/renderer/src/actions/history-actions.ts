import { sessionAction, type Action } from './action.ts';

export const historyActions: Action[] = [
  sessionAction({
    id: 'undo',
    title: 'Undo',
    group: 'History',
    keys: ['Mod+z'],
    repeats: true,
    run: (session) => void session.undo(),
  }),
  sessionAction({
    id: 'redo',
    title: 'Redo',
    group: 'History',
    keys: ['Mod+Shift+z', 'Mod+y'],
    repeats: true,
    run: (session) => void session.redo(),
  }),
];
