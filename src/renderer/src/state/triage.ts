import { newId } from '#api/new-id.ts';
import type { Id } from '#domain/ids.ts';
import { extentOf, type Track } from '#domain/track.ts';
import type { Session } from './session.ts';

/** Proposals that nobody has judged yet, oldest run first, by object. */
export function pendingProposals(session: Session): Track[] {
  const { document, videoId } = session;
  return document
    .tracksOfVideo(videoId)
    .filter((track) => {
      const set = document.get('labelSet', track.labelSetId);
      return (
        set?.kind === 'run' &&
        set.isShown &&
        set.runId !== null &&
        document.verdictsOfTrack(track.id).length === 0
      );
    })
    .toSorted((a, b) =>
      a.labelSetId === b.labelSetId
        ? numberOf(session, a) - numberOf(session, b)
        : a.labelSetId < b.labelSetId
          ? -1
          : 1,
    );
}

function numberOf(session: Session, track: Track): number {
  return session.document.get('object', track.objectId)?.number ?? 0;
}

/** The proposal in hand: that of the selection, else the first. */
export function currentProposal(session: Session): Track | undefined {
  const pending = pendingProposals(session);
  const { selectedTrackIds } = session.editor.getState();
  const objects = new Set(selectedTrackIds.map((id) => session.document.track(id)?.objectId));
  return (
    pending.find((track) => selectedTrackIds.includes(track.id)) ??
    pending.find((track) => objects.has(track.objectId)) ??
    pending[0]
  );
}

/** Accepts a proposal, whole or up to a frame, and takes up the next. */
export function accept(session: Session, proposal: Track, upToFrame?: number): void {
  const extent = extentOf(proposal);
  if (!extent) return;
  const trackId = newId();
  const { labelSetId } = session.editor.getState();
  const isDone = session.execute({
    kind: 'acceptProposal',
    data: {
      proposalId: proposal.id,
      verdictId: newId(),
      trackId,
      labelSetId,
      personId: session.personId,
      range: upToFrame === undefined ? null : { startFrame: extent.startFrame, endFrame: upToFrame },
    },
  });
  if (!isDone) return;
  selectTrackOf(session, proposal.objectId);
  takeUpNext(session);
}

export function reject(session: Session, proposal: Track): void {
  const isDone = session.execute({
    kind: 'rejectProposal',
    data: { proposalId: proposal.id, verdictId: newId(), personId: session.personId },
  });
  if (isDone) takeUpNext(session);
}

export function acceptAll(session: Session): void {
  for (const proposal of pendingProposals(session)) accept(session, proposal);
}

/** Selects another pending proposal and goes where it can be seen. */
export function moveInTriage(session: Session, direction: 1 | -1): void {
  const pending = pendingProposals(session);
  const current = currentProposal(session);
  const index = current ? pending.indexOf(current) : -1;
  const next = pending[(index + direction + pending.length) % pending.length];
  if (next) takeUp(session, next);
}

function takeUpNext(session: Session): void {
  const [next] = pendingProposals(session);
  if (next) takeUp(session, next);
}

function takeUp(session: Session, proposal: Track): void {
  const extent = extentOf(proposal);
  const { frame } = session.editor.getState();
  session.editor.setState({ selectedTrackIds: [proposal.id] });
  if (extent && (frame < extent.startFrame || frame > extent.endFrame))
    session.player.goTo(extent.startFrame);
}

function selectTrackOf(session: Session, objectId: Id): void {
  const { labelSetId } = session.editor.getState();
  const track = session.document.tracksOfObject(objectId).find((each) => each.labelSetId === labelSetId);
  if (track) session.editor.setState({ selectedTrackIds: [track.id] });
}
