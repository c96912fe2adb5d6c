import { z } from 'zod';
import { diffTrack } from '../changes.ts';
import { idSchema } from '../ids.ts';
import {
  CommandError,
  lastFrameOf,
  requireEditableTrack,
  requireFrames,
  requireSpanData,
  trackTitle,
  type ProjectReader,
} from '../reader.ts';
import type { Span } from '../spans.ts';
import { extendTrack as extendOne, extensionOf } from '../surgery/extend-track.ts';
import { deleteRange } from '../surgery/mark-visibility.ts';
import { pinKeyframe } from '../surgery/pin-keyframe.ts';
import { clampShift, shiftTrack } from '../surgery/shift-track.ts';
import { simplifyTrack as simplifyOne } from '../surgery/simplify.ts';
import { removeKeyframe } from '../track-edits.ts';
import { extentOf, keyframeAt, type Track } from '../track.ts';
import { defineCommand, type Plan } from './command.ts';
import { framesTitle, replaceTracksChanges, requireChanges, titleOf } from './track-changes.ts';

/** Surgery on frames: what a track says where, with its identity untouched. */

const frame = z.int().nonnegative();

/** Holds the last (or first) position and visibility for some more frames, up to the video's end or an absence. */
export const extendTrack = defineCommand(
  'extendTrack',
  z.object({ trackId: idSchema, direction: z.enum(['forward', 'backward']), frames: z.int().positive() }),
  (reader, data): Plan => {
    const track = requireEditableTrack(reader, data.trackId);
    const title = trackTitle(reader, track);
    const last = lastFrameOf(reader, track.videoId);
    const range = extensionOf(track, data.direction, data.frames, last);
    if (!range) {
      throw new CommandError(
        'NOTHING_TO_DO',
        `${title} cannot go on ${data.direction}: the video ends there, or it is marked absent.`,
      );
    }
    const changes = diffTrack(track, extendOne(track, range, data.direction, requireSpanData(reader)));
    const affected = { trackIds: [track.id], ...range };
    return { changes, label: `Extend ${title}, ${framesTitle(range)}`, affected };
  },
);

/** Takes everything before, or after, a frame off tracks; the frame itself stays. */
export const trimTracks = defineCommand(
  'trimTracks',
  z.object({ trackIds: z.array(idSchema).min(1), frame, side: z.enum(['before', 'after']) }),
  (reader, data): Plan => {
    const tracks = editableTracks(reader, data.trackIds);
    const whole = extentOfAll(tracks);
    const range =
      data.side === 'before'
        ? { startFrame: whole.startFrame, endFrame: data.frame - 1 }
        : { startFrame: data.frame + 1, endFrame: whole.endFrame };
    return planDelete(reader, 'Trim', tracks, range);
  },
);

/** Takes a range of frames out of tracks: they become unlabelled there. A track left without positions goes. */
export const deleteRangeOfTracks = defineCommand(
  'deleteRangeOfTracks',
  z.object({ trackIds: z.array(idSchema).min(1), startFrame: frame, endFrame: frame }),
  (reader, data): Plan => planDelete(reader, 'Delete', editableTracks(reader, data.trackIds), data),
);

function planDelete(
  reader: ProjectReader,
  verb: string,
  tracks: readonly Track[],
  { startFrame, endFrame }: Span,
): Plan {
  const range = { startFrame, endFrame };
  const title = titleOf(reader, tracks);
  if (startFrame > endFrame) throw new CommandError('NOTHING_TO_DO', `${verb} ${title}: no frames to take.`);
  const lookup = requireSpanData(reader);
  const edits = tracks.map((before) => ({ before, after: deleteRange(before, range, lookup) }));
  const changes = replaceTracksChanges(reader, edits);
  requireChanges(changes, `${verb} ${title}`);
  return {
    changes,
    label: `${verb} ${title}, ${framesTitle(range)}`,
    affected: { trackIds: tracks.map((track) => track.id), ...range },
  };
}

/** Moves tracks in time together, no further than all their positions stay in the video. */
export const shiftTracks = defineCommand(
  'shiftTracks',
  z.object({ trackIds: z.array(idSchema).min(1), frames: z.int() }),
  (reader, data): Plan => {
    const tracks = editableTracks(reader, data.trackIds);
    const clamped = tracks.map((track) => clampShift(track, data.frames, lastFrameOf(reader, track.videoId)));
    const frames = data.frames < 0 ? Math.max(...clamped) : Math.min(...clamped);
    if (frames === 0) {
      throw new CommandError(
        'NOTHING_TO_DO',
        `${titleOf(reader, tracks)} cannot move: the video ends there.`,
      );
    }
    const shifted = tracks.map((track) => shiftTrack(track, frames, lastFrameOf(reader, track.videoId)));
    const changes = tracks.flatMap((track, index) => diffTrack(track, shifted[index]));
    requireChanges(changes, `Shift ${titleOf(reader, tracks)}`);
    const range = extentOfAll([...tracks, ...shifted]);
    const count = Math.abs(frames);
    return {
      changes,
      label: `Shift ${titleOf(reader, tracks)} by ${count} ${count === 1 ? 'frame' : 'frames'} ${frames < 0 ? 'back' : 'forward'}, ${framesTitle(range)}`,
      affected: { trackIds: tracks.map((track) => track.id), ...range },
    };
  },
);

/** Replaces dense positions by as few keyframes as stay within a tolerance in pixels. */
export const simplifyTrack = defineCommand(
  'simplifyTrack',
  z.object({ trackId: idSchema, startFrame: frame, endFrame: frame, tolerancePx: z.number().nonnegative() }),
  (reader, data): Plan => {
    const track = requireEditableTrack(reader, data.trackId);
    const range = { startFrame: data.startFrame, endFrame: data.endFrame };
    const after = simplifyOne(track, range, data.tolerancePx, requireSpanData(reader));
    const changes = diffTrack(track, after);
    const verb = `Simplify ${trackTitle(reader, track)}`;
    requireChanges(changes, verb);
    const count = after.keyframes.filter(
      (keyframe) => keyframe.frame >= range.startFrame && keyframe.frame <= range.endFrame,
    ).length;
    return {
      changes,
      label: `${verb}, ${framesTitle(range)} to ${count} keyframes within ${data.tolerancePx} px`,
      affected: { trackIds: [track.id], ...range },
    };
  },
);

/**
 * `K`: makes the position shown on a frame a keyframe, or takes the keyframe away. Tracks that have one there lose
 * it only when all of them have.
 */
export const togglePinnedKeyframe = defineCommand(
  'togglePinnedKeyframe',
  z.object({ trackIds: z.array(idSchema).min(1), frame }),
  (reader, data): Plan => {
    const tracks = editableTracks(reader, data.trackIds);
    const isRemoval = tracks.every((track) => keyframeAt(track, data.frame));
    const title = titleOf(reader, tracks);
    requireFrames(reader, tracks[0]?.videoId ?? '', [data.frame]);
    const lookup = requireSpanData(reader);
    const edit = (track: Track): Track => {
      if (!isRemoval) return pinKeyframe(track, data.frame, lookup);
      if (track.keyframes.length > 1 || track.derived.length > 0) return removeKeyframe(track, data.frame);
      throw new CommandError(
        'NOT_ALLOWED',
        `This is the only position of ${trackTitle(reader, track)}. Delete it instead.`,
      );
    };
    const changes = tracks.flatMap((track) => diffTrack(track, edit(track)));
    if (changes.length === 0) {
      throw new CommandError('NOTHING_TO_DO', `${title}: no position on frame ${data.frame} to keep.`);
    }
    return {
      changes,
      label: `${isRemoval ? 'Remove' : 'Set'} keyframe of ${title} on frame ${data.frame}`,
      affected: { trackIds: tracks.map((track) => track.id), startFrame: data.frame, endFrame: data.frame },
    };
  },
);

function editableTracks(reader: ProjectReader, trackIds: readonly string[]): Track[] {
  return [...new Set(trackIds)].map((id) => requireEditableTrack(reader, id));
}

function extentOfAll(tracks: readonly Track[]): Span {
  const extents = tracks.map(extentOf).filter((extent) => extent !== undefined);
  return {
    startFrame: Math.min(...extents.map((extent) => extent.startFrame)),
    endFrame: Math.max(...extents.map((extent) => extent.endFrame)),
  };
}
