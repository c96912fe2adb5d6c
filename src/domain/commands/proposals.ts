import { z } from 'zod';
import { diffTrack, insertOf } from '../changes.ts';
import { idSchema } from '../ids.ts';
import { CommandError, requireEditableSet, requireSpanData, requireTrack, trackTitle } from '../reader.ts';
import { copyShown } from '../surgery/keep-shown.ts';
import { extentOf, keyframeSchema, type Track } from '../track.ts';
import { setKeyframe } from '../track-edits.ts';
import { mergeInto } from '../track-ranges.ts';
import { defineCommand } from './command.ts';
import { framesTitle } from './track-changes.ts';

const frame = z.int().nonnegative();

/**
 * Accepts a proposal, whole or a range of frames: copies it into a label set, joined to the object's track there
 * if it has one. Positions at the ends of a range that the proposal derives become keyframes of the copy.
 * Keyframes a person set are never overwritten.
 */
export const acceptProposal = defineCommand(
  'acceptProposal',
  z.object({
    proposalId: idSchema,
    verdictId: idSchema,
    /** Id for the copy; ignored where the object already has a track in the label set. */
    trackId: idSchema,
    labelSetId: idSchema,
    personId: idSchema,
    /** Null accepts the whole proposal. */
    range: z.object({ startFrame: frame, endFrame: frame }).nullable(),
    /** Where the object really is on one frame: set on the copy, so that what the proposal said can still be scored. */
    correction: keyframeSchema.optional(),
  }),
  (reader, data) => {
    const proposal = requireTrack(reader, data.proposalId);
    requireEditableSet(reader, data.labelSetId);
    if (proposal.labelSetId === data.labelSetId) {
      throw new CommandError('NOT_ALLOWED', `${trackTitle(reader, proposal)} is in this label set already.`);
    }
    const extent = extentOf(proposal);
    if (!extent) throw new CommandError('NOTHING_TO_DO', 'This proposal is empty.');
    const range = {
      startFrame: Math.max(extent.startFrame, data.range?.startFrame ?? extent.startFrame),
      endFrame: Math.min(extent.endFrame, data.range?.endFrame ?? extent.endFrame),
    };
    if (range.startFrame > range.endFrame) {
      throw new CommandError('NOTHING_TO_DO', 'The proposal says nothing on these frames.');
    }
    const existing = reader
      .tracksOfObject(proposal.objectId)
      .find((track) => track.labelSetId === data.labelSetId && track.shape === proposal.shape);
    const blank: Track = {
      ...proposal,
      id: data.trackId,
      labelSetId: data.labelSetId,
      state: 'annotated',
      sourceTrackId: proposal.id,
      keyframes: [],
      derived: [],
      visibility: [],
    };
    const target = existing ?? blank;
    const copied = mergeInto(target, copyShown(proposal, range, requireSpanData(reader)), range);
    const merged = data.correction ? setKeyframe(copied, data.correction) : copied;
    return {
      changes: [
        ...diffTrack(existing, { ...merged, sourceTrackId: target.sourceTrackId ?? proposal.id }),
        insertOf('verdict', {
          id: data.verdictId,
          trackId: proposal.id,
          ...range,
          verdict: 'accepted',
          personId: data.personId,
          resultTrackId: target.id,
        }),
      ],
      label: `Accept ${trackTitle(reader, proposal)}, ${framesTitle(range)}`,
      affected: { trackIds: [target.id], ...range },
    };
  },
);

/** Rejects a proposal; it stays with its run, with the verdict. */
export const rejectProposal = defineCommand(
  'rejectProposal',
  z.object({ proposalId: idSchema, verdictId: idSchema, personId: idSchema }),
  (reader, data) => {
    const proposal = requireTrack(reader, data.proposalId);
    const extent = extentOf(proposal) ?? { startFrame: 0, endFrame: 0 };
    return {
      changes: [
        insertOf('verdict', {
          id: data.verdictId,
          trackId: proposal.id,
          ...extent,
          verdict: 'rejected',
          personId: data.personId,
          resultTrackId: null,
        }),
      ],
      label: `Reject ${trackTitle(reader, proposal)}`,
    };
  },
);
