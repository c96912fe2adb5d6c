import { newId } from '#api/new-id.ts';
import { extentOf, type Track } from '#domain/track.ts';
import type { Session } from '../state/session.ts';
import {
  commandOf,
  inTimeOrder,
  partnersOf,
  previewOf,
  type GapFill,
  type SurgeryDraft,
  type TailChoice,
} from '../timeline/surgery-draft.ts';
import { sessionAction, type Action } from './action.ts';
import { editableSelection, hasEditableSelection } from './selected-tracks.ts';

/** Does what is shown; stays open with its reason when it cannot be done. */
export function commitSurgery(session: Session): void {
  const { surgery, revision } = session.editor.getState();
  if (!surgery || previewOf(session.document, revision, surgery).kind === 'refused') return;
  const command = commandOf(surgery);
  if (command && session.execute(command)) dropSurgery(session);
}

export function dropSurgery(session: Session): void {
  session.editor.setState({ surgery: null });
}

/**
 * An action that shows a surgery before it is done. Pressed again while its own draft is open, it goes to the next
 * choice instead.
 */
function surgeryAction<K extends SurgeryDraft['kind']>(
  action: Pick<Action, 'id' | 'title' | 'keys'> & {
    kind: K;
    isAvailable?: (session: Session) => boolean;
    begin: (session: Session) => SurgeryDraft | undefined;
    next?: (draft: Extract<SurgeryDraft, { kind: K }>) => SurgeryDraft;
  },
): Action {
  const { id, title, keys, kind, isAvailable = hasEditableSelection, begin, next } = action;
  return sessionAction({
    id,
    title,
    keys,
    group: 'Tracks',
    isAvailable,
    run: (session) => {
      const { surgery } = session.editor.getState();
      const open = surgery?.kind === kind ? (surgery as Extract<SurgeryDraft, { kind: K }>) : undefined;
      const draft = open && next ? next(open) : begin(session);
      if (draft) session.editor.setState({ surgery: draft, pendingVisibility: null });
    },
  });
}

function after<T>(choices: readonly T[], current: T): T {
  return choices[(choices.indexOf(current) + 1) % choices.length] ?? current;
}

const tails: readonly TailChoice[] = ['new', 'rejoin', 'swap'];
const fills: readonly GapFill[] = ['unlabelled', 'absent', 'occluded', 'interpolate'];
const tolerances: readonly number[] = [1, 2, 4, 8];

const isPair = (session: Session): boolean => editableSelection(session).length === 2;

function beginSplit(session: Session): SurgeryDraft | undefined {
  const [track, other] = editableSelection(session);
  if (!track) return undefined;
  const { shownFrame } = session.editor.getState();
  const partner = other ?? partnersOf(session.document, track, shownFrame)[0];
  return {
    kind: 'split',
    trackId: track.id,
    frame: shownFrame,
    tail: other ? 'rejoin' : 'new',
    otherTrackId: partner?.id ?? null,
    newTrackId: newId(),
    newObjectId: newId(),
  };
}

/** From the track's end up to the playhead, or back to it from its start; one frame where the playhead is inside. */
function beginExtend(session: Session): SurgeryDraft | undefined {
  const [track] = editableSelection(session);
  const extent = track && extentOf(track);
  if (!extent) return undefined;
  const { shownFrame } = session.editor.getState();
  const isBackward = shownFrame < extent.startFrame;
  const frames = isBackward ? extent.startFrame - shownFrame : shownFrame - extent.endFrame;
  return {
    kind: 'extend',
    trackId: track.id,
    direction: isBackward ? 'backward' : 'forward',
    frames: Math.max(frames, 1),
  };
}

const idsOf = (tracks: readonly Track[]): string[] => tracks.map((track) => track.id);

function trimAction(id: string, side: 'before' | 'after', key: string): Action {
  return surgeryAction({
    id,
    title: `Trim everything ${side} this frame…`,
    keys: [key],
    kind: 'trim',
    begin: (session) => ({
      kind: 'trim',
      trackIds: idsOf(editableSelection(session)),
      frame: session.editor.getState().shownFrame,
      side,
    }),
  });
}

function shiftAction(id: string, words: string, frames: 1 | -1, key: string): Action {
  return sessionAction({
    id,
    title: `Shift the track one frame ${words} in time…`,
    group: 'Tracks',
    keys: [key],
    repeats: true,
    isAvailable: hasEditableSelection,
    run: (session) => {
      const { surgery } = session.editor.getState();
      const trackIds = idsOf(editableSelection(session));
      const sum = surgery?.kind === 'shift' ? surgery.frames + frames : frames;
      session.editor.setState({ surgery: { kind: 'shift', trackIds, frames: sum } });
    },
  });
}

/** Enter and Esc while something is being shown or marked; before everything else those keys may mean. */
export const surgeryEndActions: Action[] = [
  sessionAction({
    id: 'commitSurgery',
    title: 'Do the surgery that is shown',
    group: 'Tracks',
    keys: ['Enter', 'NumpadEnter'],
    isAvailable: ({ editor }) => editor.getState().surgery !== null,
    run: commitSurgery,
  }),
  sessionAction({
    id: 'dropPending',
    title: 'Leave the surgery or the span being marked',
    group: 'Tracks',
    keys: ['Escape'],
    isAvailable: (session) => {
      const { surgery, pendingVisibility } = session.editor.getState();
      return surgery !== null || pendingVisibility !== null;
    },
    run: ({ editor }) => editor.setState({ surgery: null, pendingVisibility: null }),
  }),
];

export const surgeryActions: Action[] = [
  surgeryAction({
    id: 'split',
    title: 'Split the track here…',
    keys: ['Alt+KeyM'],
    kind: 'split',
    begin: beginSplit,
    next: (draft) => ({ ...draft, tail: after(tails, draft.tail) }),
  }),
  surgeryAction({
    id: 'merge',
    title: 'Merge the selected tracks into the first…',
    keys: ['KeyM'],
    kind: 'merge',
    isAvailable: (session) => editableSelection(session).length >= 2,
    begin: (session) => ({ kind: 'merge', trackIds: idsOf(editableSelection(session)) }),
    next: ({ kind, trackIds }) => ({ kind, trackIds: [...trackIds.slice(1), ...trackIds.slice(0, 1)] }),
  }),
  sessionAction({
    id: 'swap',
    title: 'Swap the identities of the two selected tracks from here on',
    group: 'Tracks',
    keys: ['KeyX'],
    isAvailable: isPair,
    run: (session) => {
      const [track, other] = editableSelection(session);
      if (!track || !other) return;
      const { shownFrame: frame } = session.editor.getState();
      session.execute({ kind: 'swapTracks', data: { trackId: track.id, otherTrackId: other.id, frame } });
    },
  }),
  surgeryAction({
    id: 'rejoin',
    title: 'Rejoin the two selected tracks over the gap between them…',
    keys: ['Shift+KeyM'],
    kind: 'rejoin',
    isAvailable: isPair,
    begin: (session) => {
      const [a, b] = editableSelection(session);
      if (!a || !b) return undefined;
      const [first, second] = inTimeOrder(a, b);
      return { kind: 'rejoin', trackId: first.id, otherTrackId: second.id, fill: 'occluded' };
    },
    next: (draft) => ({ ...draft, fill: after(fills, draft.fill) }),
  }),
  surgeryAction({
    id: 'extend',
    title: 'Extend the track up to here…',
    keys: ['Shift+KeyE'],
    kind: 'extend',
    begin: beginExtend,
  }),
  trimAction('trimBefore', 'before', 'Shift+BracketLeft'),
  trimAction('trimAfter', 'after', 'Shift+BracketRight'),
  surgeryAction({
    id: 'deleteRange',
    title: 'Delete the selected range of the track…',
    keys: ['Mod+delete', 'Mod+backspace'],
    kind: 'deleteRange',
    isAvailable: (session) => hasEditableSelection(session) && session.editor.getState().range !== null,
    begin: (session) => {
      const { range } = session.editor.getState();
      return range
        ? { kind: 'deleteRange', trackIds: idsOf(editableSelection(session)), ...range }
        : undefined;
    },
  }),
  shiftAction('shiftBack', 'back', -1, 'Alt+Shift+ArrowLeft'),
  shiftAction('shiftForward', 'forward', 1, 'Alt+Shift+ArrowRight'),
  surgeryAction({
    id: 'simplify',
    title: 'Simplify to fewer keyframes…',
    keys: ['KeyY'],
    kind: 'simplify',
    begin: (session) => {
      const [track] = editableSelection(session);
      const range = session.editor.getState().range ?? (track && extentOf(track));
      if (!track || !range) return undefined;
      return { kind: 'simplify', trackId: track.id, ...range, tolerancePx: 2 };
    },
    next: (draft) => ({ ...draft, tolerancePx: after(tolerances, draft.tolerancePx) }),
  }),
];
