import { z } from 'zod';
import { diffTrack, type Change } from '../changes.ts';
import { idSchema } from '../ids.ts';
import { CommandError, requireEditableTrack, requireFrames, requireSpanData, trackTitle } from '../reader.ts';
import { mergeTracks as mergeTwo, type Merged } from '../surgery/merge-tracks.ts';
import { gapBetween, rejoinTracks as rejoinTwo } from '../surgery/rejoin-tracks.ts';
import { splitTrack as splitOne } from '../surgery/split-track.ts';
import { swapTracks as swapTwo } from '../surgery/swap-tracks.ts';
import { extentOf, type Track } from '../track.ts';
import { defineCommand, type Plan } from './command.ts';
import {
  deleteTracksChanges,
  framesTitle,
  inheritExpressions,
  newObjectChanges,
  requireAlike,
  titleOf,
} from './track-changes.ts';
import type { ProjectReader } from '../reader.ts';

/** Surgery on identities: which object the labels on which frames belong to. */

const frame = z.int().nonnegative();

/** Where the tail of a split track goes. The head keeps its identity. */
const tailSchema = z.discriminatedUnion('kind', [
  /** Becomes a new object that the same expressions refer to. */
  z.object({ kind: z.literal('new'), trackId: idSchema, objectId: idSchema }),
  /** Continues another track; where both have positions, the other track's stand. */
  z.object({ kind: z.literal('rejoin'), trackId: idSchema }),
  /** Changes hands with what another track says from the same frame on. */
  z.object({ kind: z.literal('swap'), trackId: idSchema }),
]);

/** Parts a track before a frame. */
export const splitTrack = defineCommand(
  'splitTrack',
  z.object({ trackId: idSchema, frame, tail: tailSchema }),
  (reader, data): Plan => {
    const track = requireEditableTrack(reader, data.trackId);
    const { tail: choice } = data;
    if (choice.kind === 'swap') return planSwap(reader, track, choice.trackId, data.frame);
    const { head, tail } = splitOne(track, data.frame, requireSpanData(reader));
    if (!hasPositions(head) || !hasPositions(tail)) {
      const message = `${trackTitle(reader, track)} has positions on one side of frame ${data.frame} only.`;
      throw new CommandError('NOTHING_TO_DO', message);
    }
    const range = { startFrame: data.frame, endFrame: extentOf(tail)?.endFrame ?? data.frame };
    const title = trackTitle(reader, track);
    if (choice.kind === 'rejoin') {
      const other = requireEditableTrack(reader, choice.trackId);
      requireAlike(reader, [track, other]);
      const merged = mergeTwo(other, tail, requireSpanData(reader));
      return {
        changes: [...diffTrack(track, head), ...diffTrack(other, withOwnNotes(merged.track, other))],
        label: `Split ${title}, ${framesTitle(range)} rejoin ${trackTitle(reader, other)}${conflictsTitle(reader, other, merged.conflicts)}`,
        affected: { trackIds: [track.id, other.id], ...range },
      };
    }
    const object = newObjectChanges(reader, {
      objectId: choice.objectId,
      videoId: track.videoId,
      expressionIds: reader.expressionsOfObject(track.objectId),
      attributes: reader.get('object', track.objectId)?.attributes ?? {},
    });
    return {
      changes: [
        ...object.changes,
        ...diffTrack(track, head),
        ...diffTrack(undefined, { ...tail, id: choice.trackId, objectId: choice.objectId }),
      ],
      label: `Split ${title}, ${framesTitle(range)} become #${object.number}`,
      affected: { trackIds: [track.id, choice.trackId], ...range },
    };
  },
);

/** Swaps the identities of two tracks from a frame on. */
export const swapTracks = defineCommand(
  'swapTracks',
  z.object({ trackId: idSchema, otherTrackId: idSchema, frame }),
  (reader, data): Plan =>
    planSwap(reader, requireEditableTrack(reader, data.trackId), data.otherTrackId, data.frame),
);

function planSwap(reader: ProjectReader, track: Track, otherId: string, from: number): Plan {
  const other = requireEditableTrack(reader, otherId);
  requireAlike(reader, [track, other]);
  requireFrames(reader, track.videoId, [from]);
  const titles = `${trackTitle(reader, track)} and ${trackTitle(reader, other)}`;
  const endFrame = Math.max(extentOf(track)?.endFrame ?? -1, extentOf(other)?.endFrame ?? -1);
  if (endFrame < from) {
    throw new CommandError('NOTHING_TO_DO', `${titles} say nothing from frame ${from} on.`);
  }
  const [first, second] = swapTwo(track, other, from, requireSpanData(reader));
  if (!hasPositions(first) || !hasPositions(second)) {
    throw new CommandError(
      'NOT_ALLOWED',
      `Swapping ${titles} from frame ${from} would leave one of them empty. Merge or rename them instead.`,
    );
  }
  const range = { startFrame: from, endFrame };
  return {
    changes: [...diffTrack(track, first), ...diffTrack(other, second)],
    label: `Swap ${titles}, ${framesTitle(range)}`,
    affected: { trackIds: [track.id, other.id], ...range },
  };
}

/** Makes several tracks one: the first keeps its identity, and wins where a person set positions in both. */
export const mergeTracks = defineCommand(
  'mergeTracks',
  z.object({ trackIds: z.array(idSchema).min(2) }),
  (reader, data): Plan => {
    const [first, ...others] = data.trackIds.map((id) => requireEditableTrack(reader, id));
    if (!first) throw new CommandError('NOTHING_TO_DO', 'Choose two tracks or more.');
    requireAlike(reader, [first, ...others]);
    const conflicts = new Set<number>();
    const merged = others.reduce((sum, other) => {
      const next = mergeTwo(sum, other, requireSpanData(reader));
      for (const conflict of next.conflicts) conflicts.add(conflict);
      return withSource(next.track, other);
    }, first);
    return planMerge(reader, 'Merge', first, others, { track: merged, conflicts: [...conflicts] });
  },
);

/** Joins an object that came back to the track it had before, and says what the frames in between are. */
export const rejoinTracks = defineCommand(
  'rejoinTracks',
  z.object({
    trackId: idSchema,
    otherTrackId: idSchema,
    fill: z.enum(['unlabelled', 'absent', 'occluded', 'interpolate']),
  }),
  (reader, data): Plan => {
    const first = requireEditableTrack(reader, data.trackId);
    const other = requireEditableTrack(reader, data.otherTrackId);
    requireAlike(reader, [first, other]);
    const gap = gapBetween(first, other);
    const merged = rejoinTwo(first, other, data.fill, requireSpanData(reader));
    const track = withSource(merged.track, other);
    const plan = planMerge(reader, 'Rejoin', first, [other], { ...merged, track });
    return gap ? { ...plan, label: `${plan.label}, gap ${framesTitle(gap)} ${data.fill}` } : plan;
  },
);

function planMerge(
  reader: ProjectReader,
  verb: string,
  first: Track,
  others: readonly Track[],
  merged: Merged,
): Plan {
  const extents = others.map(extentOf).filter((extent) => extent !== undefined);
  const range = {
    startFrame: Math.min(...extents.map((extent) => extent.startFrame)),
    endFrame: Math.max(...extents.map((extent) => extent.endFrame)),
  };
  const objectIds = new Set(others.map((other) => other.objectId));
  objectIds.delete(first.objectId);
  const changes: Change[] = [...objectIds].flatMap((objectId) =>
    inheritExpressions(reader, objectId, first.objectId),
  );
  const seen = new Set<string>();
  return {
    changes: [
      ...changes.filter((change) => {
        const key = JSON.stringify(change.after);
        return !seen.has(key) && seen.add(key);
      }),
      ...deleteTracksChanges(reader, others, first.id),
      ...diffTrack(first, merged.track),
    ],
    label: `${verb} ${titleOf(reader, others)} into ${trackTitle(reader, first)}, ${framesTitle(range)}${conflictsTitle(reader, first, merged.conflicts)}`,
    affected: { trackIds: [first.id, ...others.map((other) => other.id)], ...range },
  };
}

/** Says on which frames both had been set, and whose positions stand. */
function conflictsTitle(reader: ProjectReader, winner: Track, conflicts: readonly number[]): string {
  if (conflicts.length === 0) return '';
  const shown = conflicts.slice(0, 3).join(', ');
  const more = conflicts.length > 3 ? ` and ${conflicts.length - 3} more` : '';
  return `; set in both on ${conflicts.length === 1 ? 'frame' : 'frames'} ${shown}${more}: ${trackTitle(reader, winner)} stands`;
}

function hasPositions(track: Track): boolean {
  return track.keyframes.length > 0 || track.derived.length > 0;
}

function withSource(track: Track, other: Track): Track {
  return { ...track, sourceTrackId: track.sourceTrackId ?? other.sourceTrackId };
}

/** A tail that joins another track brings its labels, not its track's notes and attributes. */
function withOwnNotes(track: Track, own: Track): Track {
  return { ...track, notes: own.notes, attributes: own.attributes };
}
