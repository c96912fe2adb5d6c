import type { Command } from '#domain/commands/index.ts';
import type { Span } from '#domain/spans.ts';
import { largestGapMiddle, nextUnlabelled } from '#domain/surgery/navigate.ts';
import { lastKeyframeIndex, type GapKind, type Track, type Visibility } from '#domain/track.ts';
import type { Session } from '../state/session.ts';
import type { Studio } from '../state/studio.ts';
import { lanesOf } from '../timeline/lanes.ts';
import { sessionAction, type Action } from './action.ts';
import { editableSelection, hasEditableSelection } from './selected-tracks.ts';
import { untilNextChange } from './visibility-spans.ts';

type Marked = 'occluded' | 'absent';

function setVisibility(session: Session, tracks: readonly Track[], range: Span, value: Visibility): void {
  const ranges = tracks.map((track) => ({ trackId: track.id, ...range }));
  if (ranges.length > 0) session.execute({ kind: 'setVisibilityRanges', data: { ranges, value } });
}

/** The selected range at once; without one the first press begins a span here and the second ends it. */
function markSpan(session: Session, value: Marked): void {
  const { editor, document } = session;
  const { range, pendingVisibility, frame } = editor.getState();
  if (range) {
    setVisibility(session, editableSelection(session), range, value);
    return;
  }
  if (pendingVisibility?.value !== value) {
    const trackIds = pendingVisibility?.trackIds ?? editableSelection(session).map((track) => track.id);
    const startFrame = pendingVisibility?.startFrame ?? frame;
    editor.setState({ pendingVisibility: { value, startFrame, trackIds }, surgery: null });
    return;
  }
  const { startFrame, trackIds } = pendingVisibility;
  editor.setState({ pendingVisibility: null });
  const tracks = trackIds.map((id) => document.track(id)).filter((track) => track !== undefined);
  const span = { startFrame: Math.min(startFrame, frame), endFrame: Math.max(startFrame, frame) };
  setVisibility(session, tracks, span, value);
}

function markUntilChange(session: Session, value: Marked): void {
  const { frame, table } = session.editor.getState();
  session.editor.setState({ pendingVisibility: null });
  const ranges = editableSelection(session).map((track) => ({
    trackId: track.id,
    ...untilNextChange(track, frame, value, table.ticks.length - 1),
  }));
  if (ranges.length > 0) session.execute({ kind: 'setVisibilityRanges', data: { ranges, value } });
}

function visibilityActions(value: Marked, key: string): Action[] {
  return [
    sessionAction({
      id: `mark.${value}`,
      title: `Mark ${value}: at the first frame, then at the last; or the selected range`,
      group: 'Labels',
      keys: [key],
      isAvailable: (session) =>
        hasEditableSelection(session) || session.editor.getState().pendingVisibility !== null,
      run: (session) => markSpan(session, value),
    }),
    sessionAction({
      id: `mark.${value}.on`,
      title: `Mark ${value} from here until the next change`,
      group: 'Labels',
      keys: [`Shift+${key}`],
      isAvailable: hasEditableSelection,
      run: (session) => markUntilChange(session, value),
    }),
  ];
}

/** In the order the key goes through them. */
const gapOrder: readonly GapKind[] = ['linear', 'smooth', 'hold', 'flow', 'none'];

const gapWords: Record<GapKind, string> = {
  linear: 'straight between keyframes',
  smooth: 'smooth between keyframes',
  hold: 'held until the next keyframe',
  flow: 'by the tracker; in between until it has run',
  none: 'nothing between keyframes',
};

/** Goes through the ways to fill the gap that the playhead is in. */
function cycleGap(session: Session, studio: Studio): void {
  const { shownFrame: frame } = session.editor.getState();
  const gaps = editableSelection(session).flatMap((track) => {
    const keyframe = track.keyframes[lastKeyframeIndex(track, frame)];
    return keyframe ? [{ track, gap: keyframe.gap }] : [];
  });
  const [first] = gaps;
  if (!first) {
    studio.say('Go behind a keyframe of the track: its gap starts there');
    return;
  }
  const next = gapOrder[(gapOrder.indexOf(first.gap) + 1) % gapOrder.length] ?? 'linear';
  const trackIds = gaps.map(({ track }) => track.id);
  if (!session.execute({ kind: 'setGapKind', data: { trackIds, frame, gap: next } })) return;
  studio.say(`This gap: ${gapWords[next]}`);
}

function goToGapMiddle(session: Session, studio: Studio): void {
  const [track] = editableSelection(session);
  const middle = track && largestGapMiddle(track, session.editor.getState().gridFrames);
  if (middle === undefined) studio.say('Every frame of the work grid between keyframes has one');
  else session.player.goTo(middle);
}

function goToUnlabelled(session: Session, studio: Studio, direction: 1 | -1): void {
  const { gridFrames, frame } = session.editor.getState();
  const [track] = editableSelection(session);
  const found = track && nextUnlabelled(track, gridFrames, frame, direction);
  if (found !== undefined) session.player.goTo(found);
  else studio.say(`No unlabelled frame of the work grid ${direction === 1 ? 'after' : 'before'} this one`);
}

function selectNext(session: Session, direction: 1 | -1): void {
  const { editor, document, videoId } = session;
  const { selectedTrackIds, labelSetId } = editor.getState();
  const ids = lanesOf(document, videoId, labelSetId).map((lane) => lane.track.id);
  const at = ids.indexOf(selectedTrackIds.at(-1) ?? '');
  const start = at < 0 && direction === -1 ? 0 : at;
  const next = ids[(start + direction + ids.length) % ids.length];
  if (next !== undefined) editor.setState({ selectedTrackIds: [next] });
}

/** Tab belongs to the page's controls once one of them has been reached with it. */
function isFocusOnWork(): boolean {
  const { activeElement } = document;
  return (
    !(activeElement instanceof HTMLElement) || !activeElement.matches('a, button, input, select, textarea')
  );
}

function deleteAction(
  id: string,
  title: string,
  keys: string[],
  commandFor: (session: Session, ids: string[]) => Command,
): Action {
  return sessionAction({
    id,
    title,
    group: 'Labels',
    keys,
    isAvailable: hasEditableSelection,
    run: (session) => {
      const ids = editableSelection(session).map((track) => track.id);
      session.execute(commandFor(session, ids));
    },
  });
}

export const labelActions: Action[] = [
  sessionAction({
    id: 'pinKeyframe',
    title: 'Set a keyframe here, or take it away',
    group: 'Labels',
    keys: ['KeyK'],
    isAvailable: hasEditableSelection,
    run: (session) => {
      const trackIds = editableSelection(session).map((track) => track.id);
      const { shownFrame: frame } = session.editor.getState();
      session.execute({ kind: 'togglePinnedKeyframe', data: { trackIds, frame } });
    },
  }),
  ...visibilityActions('occluded', 'KeyQ'),
  ...visibilityActions('absent', 'KeyO'),
  sessionAction({
    id: 'mark.visible',
    title: 'Mark visible again: this frame, or the selected range',
    group: 'Labels',
    keys: ['KeyU'],
    isAvailable: hasEditableSelection,
    run: (session) => {
      const { range, frame } = session.editor.getState();
      session.editor.setState({ pendingVisibility: null });
      const span = range ?? { startFrame: frame, endFrame: frame };
      setVisibility(session, editableSelection(session), span, 'visible');
    },
  }),
  sessionAction({
    id: 'cycleGap',
    title: 'Fill this gap another way: linear, hold, smooth, flow, nothing',
    group: 'Labels',
    keys: ['KeyI'],
    isAvailable: hasEditableSelection,
    run: cycleGap,
  }),
  deleteAction('deleteHere', 'Delete from this frame', ['Delete'], (session, trackIds) => ({
    kind: 'clearFrameOfTracks',
    data: { trackIds, frame: session.editor.getState().shownFrame },
  })),
  deleteAction('deleteTracks', 'Delete the whole track', ['Shift+Delete'], (_session, trackIds) => ({
    kind: 'deleteTracks',
    data: { trackIds },
  })),
  sessionAction({
    id: 'gapMiddle',
    title: 'Go to the middle of the largest gap',
    group: 'Move in time',
    keys: ['KeyB'],
    isAvailable: hasEditableSelection,
    run: goToGapMiddle,
  }),
  sessionAction({
    id: 'nextUnlabelled',
    title: 'Next unlabelled frame of the work grid',
    group: 'Move in time',
    keys: ['KeyJ'],
    repeats: true,
    isAvailable: hasEditableSelection,
    run: (session, studio) => goToUnlabelled(session, studio, 1),
  }),
  sessionAction({
    id: 'previousUnlabelled',
    title: 'Previous unlabelled frame of the work grid',
    group: 'Move in time',
    keys: ['Shift+KeyJ'],
    repeats: true,
    isAvailable: hasEditableSelection,
    run: (session, studio) => goToUnlabelled(session, studio, -1),
  }),
  sessionAction({
    id: 'nextObject',
    title: 'Next object',
    group: 'Labels',
    keys: ['Tab'],
    repeats: true,
    isAvailable: isFocusOnWork,
    run: (session) => selectNext(session, 1),
  }),
  sessionAction({
    id: 'previousObject',
    title: 'Previous object',
    group: 'Labels',
    keys: ['Shift+Tab'],
    repeats: true,
    isAvailable: isFocusOnWork,
    run: (session) => selectNext(session, -1),
  }),
  sessionAction({
    id: 'clearRange',
    title: 'Clear the selected range',
    group: 'Move in time',
    keys: ['Escape'],
    isAvailable: (session) => {
      const { range, tool } = session.editor.getState();
      return range !== null && tool === 'select';
    },
    run: ({ editor }) => editor.setState({ range: null }),
  }),
];
