import { v7 as newId } from 'uuid';
import type { StudioClient } from '#api/contract.ts';
import type { CommittedStep } from '#api/documents.contract.ts';
import type { ProposalInput } from '#api/runs.contract.ts';
import type { Command } from '#domain/commands/index.ts';
import type { Keyframe } from '#domain/track.ts';

/** Whose labels, and where they go. */
export interface Desk {
  personId: string;
  videoId: string;
  labelSetId: string;
}

/** A track that is there, as far as the editor knows. */
export interface KnownTrack {
  id: string;
  objectId: string;
}

/** One call that changes the project. `send` may be called again when its answer was lost. */
export interface Edit {
  commandId: string;
  send(client: StudioClient): Promise<CommittedStep>;
}

/** A number from 0 to below `n`. */
export type Dice = (n: number) => number;

function keyframe(dice: Dice, frame = dice(100)): Keyframe {
  return { frame, x: dice(6400) / 10, y: dice(3600) / 10, w: null, h: null, gap: 'linear', source: 'person' };
}

function command(desk: Desk, dice: Dice, tracks: readonly KnownTrack[]): Command {
  const trackId = tracks[dice(tracks.length)]?.id;
  if (trackId === undefined || dice(5) === 0) {
    return {
      kind: 'createTrack',
      data: {
        trackId: newId(),
        objectId: newId(),
        videoId: desk.videoId,
        labelSetId: desk.labelSetId,
        shape: 'point',
        keyframe: keyframe(dice),
        expressionIds: [],
      },
    };
  }
  const startFrame = dice(90);
  switch (dice(6)) {
    case 0:
      return { kind: 'deleteTracks', data: { trackIds: [trackId] } };
    case 1:
      return {
        kind: 'setVisibilityRanges',
        data: { ranges: [{ trackId, startFrame, endFrame: startFrame + dice(10) }], value: 'occluded' },
      };
    default: {
      // Some gestures are one keyframe, some are dense strokes that fill many pages of the log.
      const keyframes = Array.from({ length: dice(4) === 0 ? 80 : 1 }, (_, n) => keyframe(dice, n));
      return { kind: 'setKeyframes', data: { trackId, keyframes } };
    }
  }
}

/** The next thing a busy annotator does: mostly new edits, often undo and redo, now and then a run. */
export function nextEdit(desk: Desk, dice: Dice, tracks: readonly KnownTrack[]): Edit {
  const commandId = newId();
  const context = { commandId, personId: desk.personId, videoId: desk.videoId, frame: dice(100) };
  const choice = dice(10);
  if (choice === 0) return { commandId, send: (client) => client.documents.undo(context) };
  if (choice === 1) return { commandId, send: (client) => client.documents.redo(context) };
  if (choice === 2) return runEdit(desk, commandId, tracks[dice(tracks.length)]);
  const what = command(desk, dice, tracks);
  return { commandId, send: (client) => client.documents.commit({ ...context, command: what }) };
}

function runEdit(desk: Desk, commandId: string, about: KnownTrack | undefined): Edit {
  const proposals: ProposalInput[] = about
    ? [
        {
          trackId: newId(),
          objectId: about.objectId,
          shape: 'point',
          keyframes: [{ frame: 0, x: 1, y: 2, w: null, h: null, gap: 'flow', source: 'run' }],
          derived: [],
          visibility: [{ startFrame: 0, endFrame: 20, value: 'visible' }],
          notes: '',
        },
      ]
    : [];
  const labelSetId = newId();
  const run = {
    id: newId(),
    proposer: 'flow',
    proposerVersion: '1',
    videoId: desk.videoId,
    expressionId: null,
    personId: desk.personId,
    frames: [{ startFrame: 0, endFrame: 20 }],
    parameters: {},
    rawOutput: '',
    status: 'done' as const,
    message: '',
    startedAt: 0,
    durationMs: 1,
  };
  return {
    commandId,
    send: (client) => client.runs.save({ commandId, labelSetId, run, proposals }),
  };
}
