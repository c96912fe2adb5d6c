import type { Track } from '#domain/track.ts';
import type { Session } from '../state/session.ts';

/** The selected tracks that may be edited: those of the label set that edits go to, in the order of selecting. */
export function editableSelection({ document, editor }: Session): Track[] {
  const { selectedTrackIds, labelSetId } = editor.getState();
  return selectedTrackIds
    .map((id) => document.track(id))
    .filter((track) => track !== undefined)
    .filter((track) => track.labelSetId === labelSetId);
}

export function hasEditableSelection(session: Session): boolean {
  return editableSelection(session).length > 0;
}
