import { z } from 'zod';
import { deleteOf, diffRows, diffTrack, insertOf } from '../changes.ts';
import { idSchema } from '../ids.ts';
import {
  CommandError,
  lastFrameOf,
  requireEditableSet,
  requireEditableTrack,
  requireFrames,
  requireRecord,
  requireSpanData,
  type ProjectReader,
} from '../reader.ts';
import { deleteRange, markVisibility } from '../surgery/mark-visibility.ts';
import { moveKeyframe, removeKeyframe, setGap, setKeyframe } from '../track-edits.ts';
import {
  attributeValuesSchema,
  gapKindSchema,
  keyframeSchema,
  trackShapeSchema,
  visibilitySchema,
  type Keyframe,
  type Track,
} from '../track.ts';
import { defineCommand, type Plan } from './command.ts';
import {
  deleteTracksChanges,
  framesTitle,
  newObjectChanges,
  replaceTracksChanges,
  requireChanges,
  requireShape,
  titleOf,
} from './track-changes.ts';

const frame = z.int().nonnegative();

interface TrackEdit {
  trackId: string;
  edit(track: Track): Track;
}

/** One step over several tracks, each of which is named once. */
function editTracks(reader: ProjectReader, edits: readonly TrackEdit[], verb: string): Plan {
  const edited = edits.map(({ trackId, edit }) => {
    const before = requireEditableTrack(reader, trackId);
    return { before, after: edit(before) };
  });
  const changes = replaceTracksChanges(reader, edited);
  const label = `${verb} ${titleOf(
    reader,
    edited.map(({ before }) => before),
  )}`;
  requireChanges(changes, label);
  return { changes, label };
}

function editTrack(
  reader: ProjectReader,
  trackId: string,
  verb: string,
  edit: (track: Track) => Track,
): Plan {
  return editTracks(reader, [{ trackId, edit }], verb);
}

/** Keyframes that may be set on the track: inside the video, of its shape. Throws CommandError NOT_ALLOWED. */
function requireKeyframes(
  reader: ProjectReader,
  track: Pick<Track, 'videoId' | 'shape'>,
  keyframes: readonly Keyframe[],
): void {
  requireFrames(
    reader,
    track.videoId,
    keyframes.map((keyframe) => keyframe.frame),
  );
  requireShape(track.shape, keyframes);
}

/** A first keyframe of an object: makes the track, and the object when it is new. */
export const createTrack = defineCommand(
  'createTrack',
  z.object({
    trackId: idSchema,
    objectId: idSchema,
    videoId: idSchema,
    labelSetId: idSchema,
    shape: trackShapeSchema,
    keyframe: keyframeSchema,
    /** Expressions a new object belongs to. */
    expressionIds: z.array(idSchema),
  }),
  (reader, data) => {
    requireEditableSet(reader, data.labelSetId);
    requireKeyframes(reader, data, [data.keyframe]);
    if (reader.track(data.trackId)) throw new CommandError('NOT_ALLOWED', 'This track is there already.');
    const object = reader.get('object', data.objectId);
    if (object && object.videoId !== data.videoId) {
      throw new CommandError('NOT_ALLOWED', `Object #${object.number} is in another video.`);
    }
    const made = object
      ? { changes: [], number: object.number }
      : newObjectChanges(reader, { ...data, attributes: {} });
    const empty: Track = {
      id: data.trackId,
      videoId: data.videoId,
      objectId: data.objectId,
      labelSetId: data.labelSetId,
      shape: data.shape,
      state: 'annotated',
      sourceTrackId: null,
      notes: '',
      attributes: {},
      keyframes: [],
      derived: [],
      visibility: [],
    };
    const changes = [...made.changes, ...diffTrack(undefined, setKeyframe(empty, data.keyframe))];
    return { changes, label: `Add ${data.shape} #${made.number}` };
  },
);

/** Sets one or more keyframes of a track: a placement, a drag, a nudge, a followed path. */
export const setKeyframes = defineCommand(
  'setKeyframes',
  z.object({ trackId: idSchema, keyframes: z.array(keyframeSchema).min(1) }),
  (reader, data) =>
    editTrack(reader, data.trackId, 'Move', (track) => {
      requireKeyframes(reader, track, data.keyframes);
      return data.keyframes.reduce(setKeyframe, track);
    }),
);

/** Several tracks moved together: a multi-selection dragged on one frame. */
export const setKeyframesOfMany = defineCommand(
  'setKeyframesOfMany',
  z.object({ edits: z.array(z.object({ trackId: idSchema, keyframe: keyframeSchema })).min(1) }),
  (reader, data) => {
    const edits = new Map<string, { before: Track; after: Track }>();
    for (const { trackId, keyframe } of data.edits) {
      const before = edits.get(trackId)?.before ?? requireEditableTrack(reader, trackId);
      requireKeyframes(reader, before, [keyframe]);
      edits.set(trackId, { before, after: setKeyframe(edits.get(trackId)?.after ?? before, keyframe) });
    }
    const changes = [...edits.values()].flatMap(({ before, after }) => diffTrack(before, after));
    const label = `Move ${edits.size} ${edits.size === 1 ? 'object' : 'objects'}`;
    requireChanges(changes, label);
    return { changes, label };
  },
);

/** A track whose last position goes is deleted. */
export const removeKeyframes = defineCommand(
  'removeKeyframes',
  z.object({ trackId: idSchema, frames: z.array(frame).min(1) }),
  (reader, data) =>
    editTrack(reader, data.trackId, 'Remove keyframe of', (track) =>
      data.frames.reduce(removeKeyframe, track),
    ),
);

export const moveKeyframeInTime = defineCommand(
  'moveKeyframeInTime',
  z.object({ trackId: idSchema, fromFrame: frame, toFrame: frame }),
  (reader, data) =>
    editTrack(reader, data.trackId, 'Move keyframe of', (track) => {
      requireFrames(reader, track.videoId, [data.toFrame]);
      return moveKeyframe(track, data.fromFrame, data.toFrame);
    }),
);

/** How the gaps after the keyframes at or before `frame` are filled; tracks whose gap is so already stay. */
export const setGapKind = defineCommand(
  'setGapKind',
  z.object({ trackIds: z.array(idSchema).min(1), frame, gap: gapKindSchema }),
  (reader, data) =>
    editTracks(
      reader,
      data.trackIds.map((trackId) => ({ trackId, edit: (track) => setGap(track, data.frame, data.gap) })),
      'Set gap of',
    ),
);

/**
 * Marks ranges of frames visible, occluded or absent; null makes them unlabelled again. What is shown outside the
 * ranges stays. Frames past the video's end are left out.
 */
export const setVisibilityRanges = defineCommand(
  'setVisibilityRanges',
  z.object({
    ranges: z.array(z.object({ trackId: idSchema, startFrame: frame, endFrame: frame })).min(1),
    value: visibilitySchema.nullable(),
  }),
  (reader, data): Plan => {
    const ranges = data.ranges.map(({ trackId, startFrame, endFrame }) => {
      const track = requireEditableTrack(reader, trackId);
      requireFrames(reader, track.videoId, [startFrame]);
      const range = { startFrame, endFrame: Math.min(endFrame, lastFrameOf(reader, track.videoId)) };
      if (startFrame > range.endFrame) throw new CommandError('NOTHING_TO_DO', 'The range is empty.');
      return { trackId, range };
    });
    const plan = editTracks(
      reader,
      ranges.map(({ trackId, range }) => ({
        trackId,
        edit: (track) => markVisibility(track, range, data.value, requireSpanData(reader)),
      })),
      `Mark ${data.value ?? 'unlabelled'}`,
    );
    const whole = {
      startFrame: Math.min(...ranges.map(({ range }) => range.startFrame)),
      endFrame: Math.max(...ranges.map(({ range }) => range.endFrame)),
    };
    return {
      changes: plan.changes,
      label: `${plan.label}, ${framesTitle(whole)}`,
      affected: { trackIds: ranges.map(({ trackId }) => trackId), ...whole },
    };
  },
);

/** `Del`: takes the objects off this one frame; every other frame of each track stays as it is shown. */
export const clearFrameOfTracks = defineCommand(
  'clearFrameOfTracks',
  z.object({ trackIds: z.array(idSchema).min(1), frame }),
  (reader, data): Plan => {
    const tracks = [...new Set(data.trackIds)].map((id) => requireEditableTrack(reader, id));
    const range = { startFrame: data.frame, endFrame: data.frame };
    const lookup = requireSpanData(reader);
    const edits = tracks.map((before) => ({ before, after: deleteRange(before, range, lookup) }));
    const changes = replaceTracksChanges(reader, edits);
    const what = tracks.length === 1 ? titleOf(reader, tracks) : `${tracks.length} objects`;
    const label = `Delete ${what} on frame ${data.frame}`;
    requireChanges(changes, label);
    return { changes, label, affected: { trackIds: tracks.map((track) => track.id), ...range } };
  },
);

/** `Shift+Del`: whole tracks, with objects that are left without any. */
export const deleteTracks = defineCommand(
  'deleteTracks',
  z.object({ trackIds: z.array(idSchema).min(1) }),
  (reader, data) => {
    const tracks = [...new Set(data.trackIds)].map((id) => requireEditableTrack(reader, id));
    const keyframes = tracks.reduce((sum, track) => sum + track.keyframes.length, 0);
    return {
      changes: deleteTracksChanges(reader, tracks),
      label: `Delete ${titleOf(reader, tracks)}, ${keyframes} ${keyframes === 1 ? 'keyframe' : 'keyframes'}`,
    };
  },
);

/** Notes and attributes of a track. */
export const updateTrack = defineCommand(
  'updateTrack',
  z.object({ trackId: idSchema, notes: z.string().optional(), attributes: attributeValuesSchema.optional() }),
  (reader, data) =>
    editTrack(reader, data.trackId, 'Edit', (track) => ({
      ...track,
      notes: data.notes ?? track.notes,
      attributes: data.attributes ?? track.attributes,
    })),
);

/** Name, notes and attributes of an object. */
export const updateObject = defineCommand(
  'updateObject',
  z.object({
    objectId: idSchema,
    name: z.string().optional(),
    notes: z.string().optional(),
    attributes: attributeValuesSchema.optional(),
  }),
  (reader, data) => {
    const object = requireRecord(reader, 'object', data.objectId);
    const after = {
      ...object,
      name: data.name ?? object.name,
      notes: data.notes ?? object.notes,
      attributes: data.attributes ?? object.attributes,
    };
    const changes = diffRows('object', [object], [after]);
    const label = `Edit object #${object.number}`;
    requireChanges(changes, label);
    return { changes, label };
  },
);

/** Says that an expression does or does not refer to an object. */
export const setObjectExpression = defineCommand(
  'setObjectExpression',
  z.object({ objectId: idSchema, expressionId: idSchema, isReferred: z.boolean() }),
  (reader, data) => {
    const object = requireRecord(reader, 'object', data.objectId);
    const expression = requireRecord(reader, 'expression', data.expressionId);
    const row = { objectId: data.objectId, expressionId: data.expressionId };
    const isReferred = reader.expressionsOfObject(data.objectId).includes(data.expressionId);
    if (isReferred === data.isReferred) throw new CommandError('NOTHING_TO_DO', 'That is so already.');
    return {
      changes: [data.isReferred ? insertOf('objectExpression', row) : deleteOf('objectExpression', row)],
      label: `${data.isReferred ? 'Add' : 'Take'} #${object.number} ${data.isReferred ? 'to' : 'from'} “${expression.text}”`,
    };
  },
);
