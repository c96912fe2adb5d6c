import type { Session } from '../state/session.ts';
import { sessionAction, type Action } from './action.ts';

/** Times real speed. */
export const playbackRates = [0.1, 0.25, 0.5, 1, 2, 4];

/** Id of the field in which a frame number is typed. */
export const frameFieldId = 'frame-field';

function changeRate(session: Session, direction: 1 | -1): void {
  const { playbackRate } = session.editor.getState();
  const next = playbackRates[playbackRates.indexOf(playbackRate) + direction];
  if (next !== undefined) session.editor.setState({ playbackRate: next });
}

/** Goes to the nearest keyframe of the selected tracks (of all tracks where none is selected). */
function goToKeyframe(session: Session, direction: 1 | -1): void {
  const { frame, selectedTrackIds, labelSetId } = session.editor.getState();
  const tracks = session.document
    .tracksOfVideo(session.videoId)
    .filter((track) =>
      selectedTrackIds.length > 0 ? selectedTrackIds.includes(track.id) : track.labelSetId === labelSetId,
    );
  const frames = tracks
    .flatMap((track) => track.keyframes.map((keyframe) => keyframe.frame))
    .filter((candidate) => (direction === 1 ? candidate > frame : candidate < frame));
  if (frames.length === 0) return;
  session.player.goTo(direction === 1 ? Math.min(...frames) : Math.max(...frames));
}

function goToTrackEnd(session: Session, end: 'first' | 'last'): void {
  const { selectedTrackIds, table } = session.editor.getState();
  const track = selectedTrackIds[0] === undefined ? undefined : session.document.track(selectedTrackIds[0]);
  const fallback = end === 'first' ? 0 : table.ticks.length - 1;
  session.player.goTo((end === 'first' ? track?.keyframes[0] : track?.keyframes.at(-1))?.frame ?? fallback);
}

const jump = 10;

export const playbackActions: Action[] = [
  sessionAction({
    id: 'play',
    title: 'Play or pause',
    group: 'Move in time',
    keys: ['Space'],
    run: ({ editor, player }) => (editor.getState().isPlaying ? player.pause() : player.play()),
  }),
  sessionAction({
    id: 'stepForward',
    title: 'Next frame of the work grid',
    group: 'Move in time',
    keys: ['KeyF', 'ArrowRight'],
    repeats: 'whenShown',
    run: ({ player }) => player.step(1),
  }),
  sessionAction({
    id: 'stepBack',
    title: 'Previous frame of the work grid',
    group: 'Move in time',
    keys: ['KeyD', 'ArrowLeft'],
    repeats: 'whenShown',
    run: ({ player }) => player.step(-1),
  }),
  sessionAction({
    id: 'stepForwardSingle',
    title: 'Next single frame',
    group: 'Move in time',
    keys: ['Alt+KeyF', 'Alt+ArrowRight'],
    repeats: 'whenShown',
    run: ({ player }) => player.step(1, { isSingle: true }),
  }),
  sessionAction({
    id: 'stepBackSingle',
    title: 'Previous single frame',
    group: 'Move in time',
    keys: ['Alt+KeyD', 'Alt+ArrowLeft'],
    repeats: 'whenShown',
    run: ({ player }) => player.step(-1, { isSingle: true }),
  }),
  sessionAction({
    id: 'jumpForward',
    title: `Jump ${jump} frames forward`,
    group: 'Move in time',
    keys: ['KeyV'],
    repeats: 'whenShown',
    run: ({ player }) => player.step(1, { count: jump }),
  }),
  sessionAction({
    id: 'jumpBack',
    title: `Jump ${jump} frames back`,
    group: 'Move in time',
    keys: ['KeyC'],
    repeats: 'whenShown',
    run: ({ player }) => player.step(-1, { count: jump }),
  }),
  sessionAction({
    id: 'nextKeyframe',
    title: 'Next keyframe',
    group: 'Move in time',
    keys: ['Shift+ArrowRight', 'KeyR'],
    repeats: 'whenShown',
    run: (session) => goToKeyframe(session, 1),
  }),
  sessionAction({
    id: 'previousKeyframe',
    title: 'Previous keyframe',
    group: 'Move in time',
    keys: ['Shift+ArrowLeft', 'KeyE'],
    repeats: 'whenShown',
    run: (session) => goToKeyframe(session, -1),
  }),
  sessionAction({
    id: 'trackStart',
    title: 'Start of the track, or of the video',
    group: 'Move in time',
    keys: ['Home'],
    run: (session) => goToTrackEnd(session, 'first'),
  }),
  sessionAction({
    id: 'trackEnd',
    title: 'End of the track, or of the video',
    group: 'Move in time',
    keys: ['End'],
    run: (session) => goToTrackEnd(session, 'last'),
  }),
  sessionAction({
    id: 'goToFrame',
    title: 'Type a frame number to go to',
    group: 'Move in time',
    keys: ['Backquote', 'Mod+g'],
    run: () => document.getElementById(frameFieldId)?.focus(),
  }),
  sessionAction({
    id: 'slower',
    title: 'Play slower',
    group: 'Move in time',
    keys: ['BracketLeft'],
    run: (session) => changeRate(session, -1),
  }),
  sessionAction({
    id: 'faster',
    title: 'Play faster',
    group: 'Move in time',
    keys: ['BracketRight'],
    run: (session) => changeRate(session, 1),
  }),
  sessionAction({
    id: 'loop',
    title: 'Loop the selected range, or the video',
    group: 'Move in time',
    keys: ['Shift+KeyL'],
    run: ({ editor }) => editor.setState((state) => ({ isLooping: !state.isLooping })),
  }),
];
