import { z } from 'zod';
import { diffTrack } from '../changes.ts';
import { idSchema } from '../ids.ts';
import {
  CommandError,
  lastFrameOf,
  requireEditableSet,
  requireEditableTrack,
  requireFrames,
  requireSpanData,
  requireTrack,
  trackTitle,
} from '../reader.ts';
import { clippingSchema, pastePiece, pasteRange } from '../surgery/clipboard.ts';
import { extentOf, type Track } from '../track.ts';
import { defineCommand, type Plan } from './command.ts';
import { framesTitle, newObjectChanges, requireChanges } from './track-changes.ts';

const frame = z.int().nonnegative();

/** A second object with the same labels, to start from. */
export const duplicateTrack = defineCommand(
  'duplicateTrack',
  z.object({ trackId: idSchema, newTrackId: idSchema, newObjectId: idSchema }),
  (reader, data): Plan => {
    const track = requireEditableTrack(reader, data.trackId);
    const object = newObjectChanges(reader, {
      objectId: data.newObjectId,
      videoId: track.videoId,
      expressionIds: reader.expressionsOfObject(track.objectId),
      attributes: reader.get('object', track.objectId)?.attributes ?? {},
    });
    const copy: Track = {
      ...track,
      id: data.newTrackId,
      objectId: data.newObjectId,
      state: 'annotated',
      sourceTrackId: null,
    };
    const range = extentOf(track) ?? { startFrame: 0, endFrame: 0 };
    return {
      changes: [...object.changes, ...diffTrack(undefined, copy)],
      label: `Duplicate ${trackTitle(reader, track)} as #${object.number}, ${framesTitle(range)}`,
      affected: { trackIds: [data.newTrackId], ...range },
    };
  },
);

/**
 * Pastes a copied piece so that its first frame lands on `atFrame`: into a track that is there, or as a new object.
 * Positions keep their pixels, also in a video of another size; what would lie past the video's end is left out.
 */
export const pasteTrack = defineCommand(
  'pasteTrack',
  z.object({
    clipping: clippingSchema,
    atFrame: frame,
    videoId: idSchema,
    labelSetId: idSchema,
    target: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('track'), trackId: idSchema }),
      z.object({
        kind: z.literal('new'),
        trackId: idSchema,
        objectId: idSchema,
        expressionIds: z.array(idSchema),
      }),
    ]),
  }),
  (reader, data): Plan => {
    const { clipping, target } = data;
    requireEditableSet(reader, data.labelSetId);
    requireFrames(reader, data.videoId, [data.atFrame]);
    const range = pasteRange(clipping, data.atFrame, lastFrameOf(reader, data.videoId));
    const lookup = requireSpanData(reader);
    if (target.kind === 'track') {
      const track = requireTrack(reader, target.trackId);
      requirePasteTarget(track, data);
      const changes = diffTrack(track, pastePiece(track, clipping, range, lookup));
      const verb = `Paste into ${trackTitle(reader, track)}`;
      requireChanges(changes, verb);
      const affected = { trackIds: [track.id], ...range };
      return { changes, label: `${verb}, ${framesTitle(range)}`, affected };
    }
    const object = newObjectChanges(reader, { ...target, videoId: data.videoId, attributes: {} });
    const blank: Track = {
      id: target.trackId,
      videoId: data.videoId,
      objectId: target.objectId,
      labelSetId: data.labelSetId,
      shape: clipping.shape,
      state: 'annotated',
      sourceTrackId: null,
      notes: '',
      attributes: {},
      keyframes: [],
      derived: [],
      visibility: [],
    };
    const pasted = pastePiece(blank, clipping, range, lookup);
    if (pasted.keyframes.length === 0 && pasted.derived.length === 0) {
      throw new CommandError('NOTHING_TO_DO', 'There is no position among what was copied.');
    }
    return {
      changes: [...object.changes, ...diffTrack(undefined, pasted)],
      label: `Paste ${clipping.shape} #${object.number}, ${framesTitle(range)}`,
      affected: { trackIds: [target.trackId], ...range },
    };
  },
);

function requirePasteTarget(
  track: Track,
  data: { clipping: { shape: Track['shape'] }; videoId: string; labelSetId: string },
): void {
  if (track.videoId !== data.videoId || track.labelSetId !== data.labelSetId) {
    throw new CommandError('NOT_ALLOWED', 'The track to paste into is in another video or label set.');
  }
  if (track.shape !== data.clipping.shape) {
    throw new CommandError(
      'NOT_ALLOWED',
      `What was copied is a ${data.clipping.shape}, the track is a ${track.shape}.`,
    );
  }
}
