import { canvasOf } from '../canvas/canvas-of.ts';
import { neutralPicture, pictureRanges } from '../canvas/tone.ts';
import type { PictureSettings } from '../state/editor-state.ts';
import type { Session } from '../state/session.ts';
import { sessionAction, type Action } from './action.ts';

const zoomStep = Math.SQRT2;
/** Positions shown on each side of the current one, in the order the key goes through them. */
const trailLengths = [0, 5, 15, 50];

function nextTrail(current: number): number {
  return trailLengths[(trailLengths.indexOf(current) + 1) % trailLengths.length] ?? 0;
}

function changePicture({ editor }: Session, name: keyof PictureSettings, step: number): void {
  const { pictureSettings } = editor.getState();
  const { least, most } = pictureRanges[name];
  const value = Math.min(Math.max(pictureSettings[name] + step, least), most);
  // Steps of a tenth stay tenths.
  editor.setState({ pictureSettings: { ...pictureSettings, [name]: Math.round(value * 1000) / 1000 } });
}

function pictureAction(
  id: string,
  title: string,
  key: string,
  name: keyof PictureSettings,
  step: number,
): Action {
  return sessionAction({
    id,
    title,
    group: 'View',
    keys: [key],
    repeats: true,
    run: (session) => changePicture(session, name, step),
  });
}

export const viewActions: Action[] = [
  sessionAction({
    id: 'fitView',
    title: 'Fit the picture',
    group: 'View',
    keys: ['Digit0'],
    run: (session) => canvasOf(session).fit(),
  }),
  sessionAction({
    id: 'oneToOne',
    title: 'One screen pixel for each pixel of the video',
    group: 'View',
    keys: ['Digit1'],
    run: (session) => canvasOf(session).oneToOne(),
  }),
  sessionAction({
    id: 'zoomIn',
    title: 'Zoom in',
    group: 'View',
    keys: ['Equal', 'NumpadAdd'],
    repeats: true,
    run: (session) => canvasOf(session).zoom(zoomStep),
  }),
  sessionAction({
    id: 'zoomOut',
    title: 'Zoom out',
    group: 'View',
    keys: ['Minus', 'NumpadSubtract'],
    repeats: true,
    run: (session) => canvasOf(session).zoom(1 / zoomStep),
  }),
  sessionAction({
    id: 'followCamera',
    title: 'Camera follows the selected object',
    group: 'View',
    keys: ['KeyL'],
    run: ({ editor }) => editor.setState((state) => ({ isCameraFollowing: !state.isCameraFollowing })),
  }),
  sessionAction({
    id: 'hideLabels',
    title: 'Hide labels while held',
    group: 'View',
    keys: ['KeyH'],
    run: ({ editor }) => editor.setState({ areLabelsHidden: true }),
    release: ({ editor }) => editor.setState({ areLabelsHidden: false }),
  }),
  sessionAction({
    id: 'loupe',
    title: 'Loupe under the pointer',
    group: 'View',
    keys: ['KeyZ'],
    run: (session) => canvasOf(session).store.setState(({ isLoupeOn }) => ({ isLoupeOn: !isLoupeOn })),
  }),
  sessionAction({
    id: 'trail',
    title: 'Ghost trail: longer, then off',
    group: 'View',
    keys: ['Shift+KeyT'],
    run: ({ editor }) => editor.setState((state) => ({ trailLength: nextTrail(state.trailLength) })),
  }),
  sessionAction({
    id: 'fullCanvas',
    title: 'Canvas only',
    group: 'View',
    keys: ['Backslash'],
    run: ({ editor }) => editor.setState((state) => ({ isCanvasFull: !state.isCanvasFull })),
  }),
  pictureAction('brighter', 'Brighter picture', 'Alt+ArrowUp', 'brightness', 0.1),
  pictureAction('darker', 'Darker picture', 'Alt+ArrowDown', 'brightness', -0.1),
  pictureAction('moreContrast', 'More contrast', 'Alt+Shift+ArrowUp', 'contrast', 0.1),
  pictureAction('lessContrast', 'Less contrast', 'Alt+Shift+ArrowDown', 'contrast', -0.1),
  pictureAction('moreGamma', 'Lift the shadows (gamma)', 'Alt+PageUp', 'gamma', 0.2),
  pictureAction('lessGamma', 'Deepen the shadows (gamma)', 'Alt+PageDown', 'gamma', -0.2),
  sessionAction({
    id: 'resetPicture',
    title: 'Picture as it is',
    group: 'View',
    keys: ['Alt+Digit0'],
    run: ({ editor }) => editor.setState({ pictureSettings: neutralPicture }),
  }),
];
