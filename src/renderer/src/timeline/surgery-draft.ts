import { planCommand, type Command } from '#domain/commands/index.ts';
import type { ProjectDocument } from '#domain/document.ts';
import type { Id } from '#domain/ids.ts';
import { positionAt } from '#domain/interpolation.ts';
import { CommandError } from '#domain/reader.ts';
import { surgeryRange, type SurgeryRange } from '#domain/surgery-range.ts';
import { extentOf, type Track } from '#domain/track.ts';

export type GapFill = 'unlabelled' | 'absent' | 'occluded' | 'interpolate';
export type TailChoice = 'new' | 'rejoin' | 'swap';

/** An operation on tracks as it is being chosen: shown with its range, and nothing done yet. */
export type SurgeryDraft =
  | {
      kind: 'split';
      trackId: Id;
      frame: number;
      tail: TailChoice;
      /** Whom the tail rejoins or swaps with; null while there is nobody. */
      otherTrackId: Id | null;
      /** Ids for the tail if it becomes a new object. */
      newTrackId: Id;
      newObjectId: Id;
    }
  | { kind: 'merge'; trackIds: readonly Id[] }
  | { kind: 'rejoin'; trackId: Id; otherTrackId: Id; fill: GapFill }
  | { kind: 'extend'; trackId: Id; direction: 'forward' | 'backward'; frames: number }
  | { kind: 'trim'; trackIds: readonly Id[]; frame: number; side: 'before' | 'after' }
  | { kind: 'deleteRange'; trackIds: readonly Id[]; startFrame: number; endFrame: number }
  | { kind: 'shift'; trackIds: readonly Id[]; frames: number }
  | { kind: 'simplify'; trackId: Id; startFrame: number; endFrame: number; tolerancePx: number };

/** The command a draft stands for; undefined while a choice is missing. */
export function commandOf(draft: SurgeryDraft): Command | undefined {
  switch (draft.kind) {
    case 'split': {
      const { trackId, frame, tail, otherTrackId, newTrackId, newObjectId } = draft;
      if (tail === 'new') {
        const choice = { kind: 'new' as const, trackId: newTrackId, objectId: newObjectId };
        return { kind: 'splitTrack', data: { trackId, frame, tail: choice } };
      }
      if (otherTrackId === null) return undefined;
      return { kind: 'splitTrack', data: { trackId, frame, tail: { kind: tail, trackId: otherTrackId } } };
    }
    case 'merge':
      return { kind: 'mergeTracks', data: { trackIds: [...draft.trackIds] } };
    case 'rejoin': {
      const { trackId, otherTrackId, fill } = draft;
      return { kind: 'rejoinTracks', data: { trackId, otherTrackId, fill } };
    }
    case 'extend': {
      const { trackId, direction, frames } = draft;
      return { kind: 'extendTrack', data: { trackId, direction, frames } };
    }
    case 'trim': {
      const { trackIds, frame, side } = draft;
      return { kind: 'trimTracks', data: { trackIds: [...trackIds], frame, side } };
    }
    case 'deleteRange': {
      const { trackIds, startFrame, endFrame } = draft;
      return { kind: 'deleteRangeOfTracks', data: { trackIds: [...trackIds], startFrame, endFrame } };
    }
    case 'shift':
      return { kind: 'shiftTracks', data: { trackIds: [...draft.trackIds], frames: draft.frames } };
    case 'simplify': {
      const { trackId, startFrame, endFrame, tolerancePx } = draft;
      return { kind: 'simplifyTrack', data: { trackId, startFrame, endFrame, tolerancePx } };
    }
  }
}

/** What doing it would touch, or why it cannot be done. */
export type SurgeryPreview = { kind: 'ready'; range: SurgeryRange } | { kind: 'refused'; reason: string };

const previews = new WeakMap<SurgeryDraft, { revision: number; preview: SurgeryPreview }>();

/** The draft planned on the document as it is; worked out once for each revision. */
export function previewOf(document: ProjectDocument, revision: number, draft: SurgeryDraft): SurgeryPreview {
  const known = previews.get(draft);
  if (known?.revision === revision) return known.preview;
  const preview = plan(document, draft);
  previews.set(draft, { revision, preview });
  return preview;
}

function plan(document: ProjectDocument, draft: SurgeryDraft): SurgeryPreview {
  const command = commandOf(draft);
  if (!command) return { kind: 'refused', reason: 'There is no other track to choose.' };
  try {
    const range = surgeryRange(document, command);
    if (range) return { kind: 'ready', range };
    return { kind: 'refused', reason: planCommand(document, command).label };
  } catch (error) {
    if (error instanceof CommandError) return { kind: 'refused', reason: error.message };
    throw error;
  }
}

/**
 * Tracks that a tail may go to, likeliest first: of the same shape and label set, the nearest on the frame before
 * those that are not there.
 */
export function partnersOf(document: ProjectDocument, track: Track, frame: number): Track[] {
  const here = positionAt(track, frame, document.spanData);
  const distance = (other: Track): number => {
    const there = positionAt(other, frame, document.spanData) ?? other.keyframes.at(-1);
    return here && there ? Math.hypot(here.x - there.x, here.y - there.y) : Infinity;
  };
  return document
    .tracksOfVideo(track.videoId)
    .filter(
      (other) =>
        other.id !== track.id && other.labelSetId === track.labelSetId && other.shape === track.shape,
    )
    .map((other) => ({ other, away: distance(other) }))
    .sort((a, b) => a.away - b.away)
    .map(({ other }) => other);
}

/** Two tracks in the order of their first frames. */
export function inTimeOrder(a: Track, b: Track): [Track, Track] {
  return (extentOf(a)?.startFrame ?? 0) <= (extentOf(b)?.startFrame ?? 0) ? [a, b] : [b, a];
}
