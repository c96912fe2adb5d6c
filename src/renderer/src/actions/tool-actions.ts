import type { Point } from '#domain/geometry.ts';
import { canvasOf } from '../canvas/canvas-of.ts';
import type { ToolName } from '../state/editor-state.ts';
import type { Session } from '../state/session.ts';
import { sessionAction, type Action } from './action.ts';

function chooseTool(session: Session, tool: ToolName): void {
  canvasOf(session).cancelGesture();
  session.editor.setState({ tool });
}

const followRates = [0.1, 0.25, 0.5];

function nextFollowRate(current: number): number {
  return followRates[(followRates.indexOf(current) + 1) % followRates.length] ?? 0.25;
}

function toolAction(id: string, title: string, key: string, tool: ToolName): Action {
  return sessionAction({
    id,
    title,
    group: 'Tools',
    keys: [key],
    run: (session) => chooseTool(session, tool),
  });
}

/** One step back: the tool, then the selection, then the canvas that has the window to itself. */
function escape(session: Session): void {
  const { tool, selectedTrackIds } = session.editor.getState();
  if (tool !== 'select') session.editor.setState({ tool: 'select' });
  else if (selectedTrackIds.length > 0) session.editor.setState({ selectedTrackIds: [] });
  else session.editor.setState({ isCanvasFull: false });
}

const arrows: readonly { name: string; key: string; step: Point }[] = [
  { name: 'left', key: 'arrowleft', step: { x: -1, y: 0 } },
  { name: 'right', key: 'arrowright', step: { x: 1, y: 0 } },
  { name: 'up', key: 'arrowup', step: { x: 0, y: -1 } },
  { name: 'down', key: 'arrowdown', step: { x: 0, y: 1 } },
];
const strides: readonly { id: string; modifier: string; pixels: number; words: string }[] = [
  { id: '', modifier: '', pixels: 1, words: '1 px' },
  { id: 'Far', modifier: 'Shift+', pixels: 10, words: '10 px' },
  { id: 'Fine', modifier: 'Alt+', pixels: 0.1, words: '0.1 px' },
];

const nudgeActions: Action[] = strides.flatMap(({ id, modifier, pixels, words }) =>
  arrows.map(({ name, key, step }) =>
    sessionAction({
      id: `nudge${id}.${name}`,
      title: `Move the selection ${words} ${name}`,
      group: 'Tools',
      keys: [`Mod+${modifier}${key}`],
      repeats: true,
      isAvailable: ({ editor }) => editor.getState().selectedTrackIds.length > 0,
      run: (session) => canvasOf(session).nudge.by({ x: step.x * pixels, y: step.y * pixels }),
    }),
  ),
);

/** Before all others on their key: a gesture that runs has the hand. */
export const gestureActions: Action[] = [
  sessionAction({
    id: 'cancelGesture',
    title: 'Take the gesture back',
    group: 'Tools',
    keys: ['Escape'],
    isAvailable: (session) => canvasOf(session).isGestureRunning(),
    run: (session) => void canvasOf(session).cancelGesture(),
  }),
];

export const toolActions: Action[] = [
  toolAction('selectTool', 'Select and move', 'KeyS', 'select'),
  toolAction('pointTool', 'Points: each click a new object', 'KeyP', 'point'),
  toolAction('trackPointTool', 'New point track', 'KeyT', 'trackPoint'),
  toolAction('trackBoxTool', 'New box track', 'KeyW', 'trackBox'),
  sessionAction({
    id: 'newTrack',
    title: 'New track with the track tool used last',
    group: 'Tools',
    keys: ['KeyN'],
    run: (session) => chooseTool(session, canvasOf(session).store.getState().trackTool),
  }),
  sessionAction({
    id: 'follow',
    title: 'Put the object at the pointer; held: it follows the pointer while the video plays slowly',
    group: 'Tools',
    keys: ['KeyG'],
    isAvailable: (session) => canvasOf(session).follow.canStart(),
    run: (session) => {
      const { follow, store } = canvasOf(session);
      follow.start(store.getState().followRate);
    },
    release: (session) => canvasOf(session).follow.finish(),
  }),
  sessionAction({
    id: 'followRate',
    title: 'Speed while an object follows the pointer: 0.1, 0.25 or 0.5',
    group: 'Tools',
    keys: ['Shift+KeyG'],
    run: (session) =>
      canvasOf(session).store.setState(({ followRate }) => ({ followRate: nextFollowRate(followRate) })),
  }),
  sessionAction({
    id: 'escape',
    title: 'Step back: leave the tool, clear the selection, leave the full canvas',
    group: 'Tools',
    keys: ['Escape'],
    isAvailable: (session) => {
      const { tool, selectedTrackIds, isCanvasFull } = session.editor.getState();
      return tool !== 'select' || selectedTrackIds.length > 0 || isCanvasFull;
    },
    run: escape,
  }),
  ...nudgeActions,
];
