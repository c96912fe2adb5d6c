import { z } from 'zod';
import { diffTrack, insertOf, updateOf, deleteOf, type Change } from '../changes.ts';
import { idSchema } from '../ids.ts';
import { CommandError, requireRecord, requireTrack, trackTitle, type ProjectReader } from '../reader.ts';
import { nextObjectNumber } from '../objects.ts';
import {
  clearFrame,
  removeKeyframe,
  setGap,
  setKeyframe,
  setVisibility,
  moveKeyframe,
} from '../track-edits.ts';
import {
  attributeValuesSchema,
  gapKindSchema,
  keyframeSchema,
  trackShapeSchema,
  visibilitySchema,
  type Track,
} from '../track.ts';
import { defineCommand, type Plan } from './command.ts';

const frame = z.int().nonnegative();

function editTrack(
  reader: ProjectReader,
  trackId: string,
  verb: string,
  edit: (track: Track) => Track,
): Plan {
  const before = requireTrack(reader, trackId);
  const changes = diffTrack(before, edit(before));
  if (changes.length === 0) throw new CommandError('NOTHING_TO_DO', `${verb}: nothing would change.`);
  return { changes, label: `${verb} ${trackTitle(reader, before)}` };
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
    const changes: Change[] = [];
    let number = reader.get('object', data.objectId)?.number;
    if (number === undefined) {
      number = nextObjectNumber(reader, data.videoId);
      changes.push(
        insertOf('object', {
          id: data.objectId,
          videoId: data.videoId,
          number,
          name: '',
          notes: '',
          attributes: {},
        }),
        ...data.expressionIds.map((expressionId) =>
          insertOf('objectExpression', { objectId: data.objectId, expressionId }),
        ),
      );
    }
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
    changes.push(...diffTrack(undefined, setKeyframe(empty, data.keyframe)));
    return { changes, label: `Add ${data.shape} #${number}` };
  },
);

/** Sets one or more keyframes of a track: a placement, a drag, a nudge, a followed path. */
export const setKeyframes = defineCommand(
  'setKeyframes',
  z.object({ trackId: idSchema, keyframes: z.array(keyframeSchema).min(1) }),
  (reader, data) =>
    editTrack(reader, data.trackId, 'Move', (track) => data.keyframes.reduce(setKeyframe, track)),
);

/** Several tracks moved together: a multi-selection dragged on one frame. */
export const setKeyframesOfMany = defineCommand(
  'setKeyframesOfMany',
  z.object({ edits: z.array(z.object({ trackId: idSchema, keyframe: keyframeSchema })).min(1) }),
  (reader, data) => ({
    changes: data.edits.flatMap(({ trackId, keyframe }) => {
      const track = requireTrack(reader, trackId);
      return diffTrack(track, setKeyframe(track, keyframe));
    }),
    label: `Move ${data.edits.length} objects`,
  }),
);

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
    editTrack(reader, data.trackId, 'Move keyframe of', (track) =>
      moveKeyframe(track, data.fromFrame, data.toFrame),
    ),
);

/** How the gap after the keyframe at or before `frame` is filled. */
export const setGapKind = defineCommand(
  'setGapKind',
  z.object({ trackId: idSchema, frame, gap: gapKindSchema }),
  (reader, data) =>
    editTrack(reader, data.trackId, 'Set gap of', (track) => setGap(track, data.frame, data.gap)),
);

/** Marks a range of frames visible, occluded or absent; null makes them unlabelled again. */
export const setVisibilityRange = defineCommand(
  'setVisibilityRange',
  z.object({ trackId: idSchema, startFrame: frame, endFrame: frame, value: visibilitySchema.nullable() }),
  (reader, data) =>
    editTrack(reader, data.trackId, `Mark ${data.value ?? 'unlabelled'}`, (track) =>
      setVisibility(track, { startFrame: data.startFrame, endFrame: data.endFrame }, data.value),
    ),
);

/** `Del`: takes the objects off this one frame; the rest of each track stays. */
export const clearFrameOfTracks = defineCommand(
  'clearFrameOfTracks',
  z.object({ trackIds: z.array(idSchema).min(1), frame }),
  (reader, data) => {
    const tracks = data.trackIds.map((id) => requireTrack(reader, id));
    const changes = tracks.flatMap((track) => {
      const cleared = clearFrame(track, data.frame);
      return cleared.keyframes.length === 0 && cleared.derived.length === 0
        ? deleteTrackChanges(reader, track)
        : diffTrack(track, cleared);
    });
    const [first] = tracks;
    const what = tracks.length === 1 && first ? trackTitle(reader, first) : `${tracks.length} objects`;
    return { changes, label: `Delete ${what} on frame ${data.frame}` };
  },
);

/** `Shift+Del`: whole tracks, with objects that are left without any. */
export const deleteTracks = defineCommand(
  'deleteTracks',
  z.object({ trackIds: z.array(idSchema).min(1) }),
  (reader, data) => {
    const tracks = data.trackIds.map((id) => requireTrack(reader, id));
    const keyframes = tracks.reduce((sum, track) => sum + track.keyframes.length, 0);
    const [first] = tracks;
    const what = tracks.length === 1 && first ? trackTitle(reader, first) : `${tracks.length} tracks`;
    return {
      changes: deleteTracksChanges(reader, tracks),
      label: `Delete ${what}, ${keyframes} ${keyframes === 1 ? 'keyframe' : 'keyframes'}`,
    };
  },
);

function deleteTrackChanges(reader: ProjectReader, track: Track): Change[] {
  return deleteTracksChanges(reader, [track]);
}

/** Removes tracks and their verdicts, then every object that no other track speaks of. */
function deleteTracksChanges(reader: ProjectReader, tracks: readonly Track[]): Change[] {
  const gone = new Set(tracks.map((track) => track.id));
  const changes = tracks.flatMap((track) => [
    ...reader.verdictsOfTrack(track.id).map((verdict) => deleteOf('verdict', verdict)),
    ...diffTrack(track, undefined),
  ]);
  for (const objectId of new Set(tracks.map((track) => track.objectId))) {
    if (reader.tracksOfObject(objectId).some((track) => !gone.has(track.id))) continue;
    const object = reader.get('object', objectId);
    if (!object) continue;
    changes.push(
      ...reader
        .expressionsOfObject(objectId)
        .map((expressionId) => deleteOf('objectExpression', { objectId, expressionId })),
      deleteOf('object', object),
    );
  }
  return changes;
}

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
    return { changes: [updateOf('object', object, after)], label: `Edit object #${object.number}` };
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
