import { newId } from '#api/new-id.ts';
import type { ProposalInput } from '#api/runs.contract.ts';
import { positionAt } from '#domain/interpolation.ts';
import { keyframeAt, positionOf, type Track } from '#domain/track.ts';
import { rowCountOf } from '#domain/span-data.ts';
import { defaultSearchFrames, type FlowParameters } from '#models/flow/parameters.ts';
import type { Anchor, Proposal, ProposerTarget } from '#models/proposer.ts';
import { uploadSpanData } from './asset-client.ts';
import { showLiveProposals } from './live-proposals.ts';
import type { Session } from './session.ts';
import type { Studio } from './studio.ts';

export type TrackDirection = FlowParameters['direction'];

/** Tracks that the tracker would follow: the selected ones of the label set that is edited. */
export function trackableTracks(session: Session): Track[] {
  const { selectedTrackIds, labelSetId } = session.editor.getState();
  return selectedTrackIds
    .map((id) => session.document.track(id))
    .filter((track) => track !== undefined)
    .filter((track) => track.labelSetId === labelSetId);
}

/** What a person has said of the track, and where it is now: the tracker starts there and never moves these. */
function targetOf(session: Session, track: Track, frame: number): ProposerTarget {
  const anchors: Anchor[] = track.keyframes.map((keyframe) => ({
    frame: keyframe.frame,
    ...positionOf(keyframe),
  }));
  const here = positionAt(track, frame, session.document.spanData);
  if (here && !here.isStale && !keyframeAt(track, frame)) anchors.push({ frame, ...positionOf(here) });
  return { objectId: track.objectId, shape: track.shape, anchors: anchors.sort((a, b) => a.frame - b.frame) };
}

/**
 * Follows the selected objects with optical flow. Lanes grow while it works; the end, or Cancel, keeps what was found
 * as one run with a proposal for each object.
 */
export async function trackSelected(
  studio: Studio,
  session: Session,
  direction: TrackDirection,
): Promise<void> {
  const tracks = trackableTracks(session);
  const { frame, range, video, table } = session.editor.getState();
  const targets = tracks.map((track) => targetOf(session, track, frame));
  const title = tracks
    .map((track) => `#${session.document.get('object', track.objectId)?.number ?? '?'}`)
    .join(', ');
  const parameters: FlowParameters = {
    direction,
    startFrame: frame,
    stopWhenLost: false,
    searchFrames: defaultSearchFrames,
  };
  const asked = range ?? { startFrame: 0, endFrame: table.ticks.length - 1 };
  await studio.runJob(`Track ${title} ${direction}`, async ({ signal, report }) => {
    const live = showLiveProposals(
      session,
      new Map(targets.map((target) => [target.objectId, target.shape])),
    );
    const startedAt = Date.now();
    const proposals: Proposal[] = [];
    let rawOutput = '';
    try {
      const events = studio.flow.propose({
        video: { id: session.videoId, size: video, frameCount: video.frameCount },
        range: asked,
        expression: null,
        targets,
        parameters,
        signal,
      });
      for await (const event of events) {
        if (event.kind === 'progress') report(event.done, event.total, 'frames');
        else if (event.kind === 'partial') live.add(event.rows);
        else if (event.kind === 'proposal') proposals.push(event.proposal);
        else rawOutput += event.text;
      }
      if (proposals.length === 0) return;
      const inputs = await Promise.all(proposals.map((proposal) => upload(session, proposal)));
      await session.saveRun({
        labelSetId: newId(),
        run: {
          id: newId(),
          proposer: studio.flow.name,
          proposerVersion: studio.flow.version,
          videoId: session.videoId,
          expressionId: null,
          personId: session.personId,
          frames: [asked],
          parameters,
          rawOutput,
          status: signal.aborted ? 'cancelled' : 'done',
          message: '',
          startedAt,
          durationMs: Date.now() - startedAt,
        },
        proposals: inputs,
      });
    } finally {
      live.clear();
    }
  });
}

/** Puts a proposal's dense positions where they stay, and says the rest as a call can carry it. */
async function upload(session: Session, proposal: Proposal): Promise<ProposalInput> {
  const derived = await Promise.all(
    proposal.pieces.map(async ({ startFrame, data }) => {
      const dataId = newId();
      await uploadSpanData(session.client, dataId, data);
      session.keepSpanData(dataId, data);
      return { startFrame, endFrame: startFrame + rowCountOf(data) - 1, dataId, dataOffset: 0 };
    }),
  );
  return {
    trackId: newId(),
    objectId: proposal.objectId,
    shape: proposal.shape,
    keyframes: [...proposal.keyframes],
    derived,
    visibility: [...proposal.visibility],
    notes: proposal.marks.map((mark) => markWords[mark.kind](mark.frame)).join('\n'),
  };
}

const markWords = {
  're-acquired': (frame: number) => `Found again on frame ${frame}: check that it is the same thing.`,
  lost: (frame: number) => `Lost after frame ${frame}.`,
  disagreement: (frame: number) => `Forward and backward disagree on frame ${frame}.`,
} as const;
