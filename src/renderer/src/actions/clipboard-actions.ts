import { newId } from '#api/new-id.ts';
import type { Id } from '#domain/ids.ts';
import type { Span } from '#domain/spans.ts';
import { copyToClipboard, type Clipping } from '#domain/surgery/clipboard.ts';
import { extentOf, type Track } from '#domain/track.ts';
import type { Session } from '../state/session.ts';
import type { Studio } from '../state/studio.ts';
import { sessionAction, type Action } from './action.ts';
import { editableSelection, hasEditableSelection } from './selected-tracks.ts';

interface Copied {
  clipping: Clipping;
  /** The track it came from: pasted on another frame, it goes back into it. */
  trackId: Id;
}

/** Kept while the page is open, so that it goes from video to video. */
let copied: readonly Copied[] = [];

function copy(session: Session, studio: Studio, rangeOf: (track: Track) => Span | undefined): void {
  const pieces = editableSelection(session).flatMap((track) => {
    const range = rangeOf(track);
    const clipping = range && copyToClipboard(track, range, session.document.spanData);
    const hasPosition = clipping && (clipping.keyframes.length > 0 || clipping.derived.length > 0);
    return hasPosition ? [{ clipping, trackId: track.id }] : [];
  });
  if (pieces.length === 0) {
    studio.say('The selection has no position here to copy');
    return;
  }
  copied = pieces;
  const frames = Math.max(...pieces.map(({ clipping }) => clipping.length));
  const what = pieces.length === 1 ? '1 object' : `${pieces.length} objects`;
  studio.say(`Copied ${what}, ${frames === 1 ? 'this frame' : `${frames} frames`}`);
}

/** Into the tracks they came from, else into the one selected track, else as new objects. */
function paste(session: Session): void {
  const { document, editor, videoId } = session;
  const { shownFrame: atFrame, labelSetId, activeExpressionId } = editor.getState();
  const selection = editableSelection(session);
  const pasted: Id[] = [];
  for (const { clipping, trackId } of copied) {
    const source = document.track(trackId);
    const isSource = source?.videoId === videoId && source.labelSetId === labelSetId;
    const chosen = copied.length === 1 && selection.length === 1 ? selection[0] : undefined;
    const into = chosen?.shape === clipping.shape ? chosen : isSource ? source : undefined;
    const target = into
      ? { kind: 'track' as const, trackId: into.id }
      : {
          kind: 'new' as const,
          trackId: newId(),
          objectId: newId(),
          expressionIds: activeExpressionId === null ? [] : [activeExpressionId],
        };
    const data = { clipping, atFrame, videoId, labelSetId, target };
    if (session.execute({ kind: 'pasteTrack', data })) pasted.push(target.trackId);
  }
  if (pasted.length > 0) editor.setState({ selectedTrackIds: pasted });
}

/** Text that is marked on the page is what Ctrl+C means. */
function hasTextSelection(): boolean {
  return !(getSelection()?.isCollapsed ?? true);
}

export const clipboardActions: Action[] = [
  sessionAction({
    id: 'copy',
    title: 'Copy the selection on this frame, or over the selected range',
    group: 'Labels',
    keys: ['Mod+c'],
    isAvailable: (session) => hasEditableSelection(session) && !hasTextSelection(),
    run: (session, studio) => {
      const { range, shownFrame } = session.editor.getState();
      copy(session, studio, () => range ?? { startFrame: shownFrame, endFrame: shownFrame });
    },
  }),
  sessionAction({
    id: 'copyTracks',
    title: 'Copy whole tracks',
    group: 'Labels',
    keys: ['Mod+Alt+c'],
    isAvailable: hasEditableSelection,
    run: (session, studio) => copy(session, studio, extentOf),
  }),
  sessionAction({
    id: 'paste',
    title: 'Paste from this frame on',
    group: 'Labels',
    keys: ['Mod+v'],
    isAvailable: () => copied.length > 0,
    run: paste,
  }),
  sessionAction({
    id: 'duplicate',
    title: 'Duplicate the track as a new object',
    group: 'Tracks',
    keys: ['Mod+d'],
    isAvailable: hasEditableSelection,
    run: (session) => {
      const copies = editableSelection(session).flatMap((track) => {
        const data = { trackId: track.id, newTrackId: newId(), newObjectId: newId() };
        return session.execute({ kind: 'duplicateTrack', data }) ? [data.newTrackId] : [];
      });
      if (copies.length > 0) session.editor.setState({ selectedTrackIds: copies });
    },
  }),
];
