import { newId } from '#api/new-id.ts';
import type { ProjectDocument } from '#domain/document.ts';
import { centreOf, clampToFrame, type Point, type Position } from '#domain/geometry.ts';
import type { Id } from '#domain/ids.ts';
import { positionAt } from '#domain/interpolation.ts';
import { keyframeAt, lastKeyframeIndex, positionOf, type Keyframe, type Track } from '#domain/track.ts';
import type { Session } from '../state/session.ts';

/** What the canvas needs of a session; tests bring their own. */
export type CanvasHost = Pick<Session, 'videoId' | 'personId' | 'document' | 'editor' | 'execute'> & {
  player: Pick<Session['player'], 'goTo' | 'play' | 'pause'>;
};

/** A keyframe a person sets on a frame: a gap that was cut keeps its kind on both sides. */
export function personKeyframe(track: Track, frame: number, position: Position): Keyframe {
  const gap = track.keyframes[lastKeyframeIndex(track, frame)]?.gap ?? track.keyframes[0]?.gap ?? 'linear';
  return { ...position, frame, gap: keyframeAt(track, frame)?.gap ?? gap, source: 'person' };
}

/** A position moved by an offset, its centre kept on the picture. */
export function shifted(position: Position, by: Point, size: { width: number; height: number }): Position {
  const from = centreOf(position);
  const to = clampToFrame({ x: from.x + by.x, y: from.y + by.y }, size);
  // A centre that is outside already may stay there, but goes no further out.
  const dx = isOutside(from, size) ? by.x : to.x - from.x;
  const dy = isOutside(from, size) ? by.y : to.y - from.y;
  return { ...position, x: position.x + dx, y: position.y + dy };
}

function isOutside(point: Point, size: { width: number; height: number }): boolean {
  return point.x < 0 || point.y < 0 || point.x > size.width || point.y > size.height;
}

/**
 * Commits positions on one frame: one command for the person's own tracks, and one for each proposal, which accepts
 * it with the position as its correction. What the model said stays as it was.
 */
export function commitPositions(host: CanvasHost, frame: number, positions: ReadonlyMap<Id, Position>): void {
  const { document, editor } = host;
  const edits: { trackId: Id; keyframe: Keyframe }[] = [];
  const copies = new Map<Id, Id>();
  for (const [trackId, position] of positions) {
    const track = document.track(trackId);
    if (!track) continue;
    const keyframe = personKeyframe(track, frame, position);
    if (track.labelSetId === editor.getState().labelSetId) edits.push({ trackId, keyframe });
    else copies.set(trackId, acceptCorrected(host, track, keyframe) ?? trackId);
  }
  const [only] = edits;
  if (only && edits.length === 1) {
    host.execute({ kind: 'setKeyframes', data: { trackId: only.trackId, keyframes: [only.keyframe] } });
  } else if (only) host.execute({ kind: 'setKeyframesOfMany', data: { edits } });
  if (copies.size === 0) return;
  editor.setState(({ selectedTrackIds }) => ({
    selectedTrackIds: [...new Set(selectedTrackIds.map((id) => copies.get(id) ?? id))],
  }));
}

/** Accepts a proposal with a position corrected; the copy's id, or undefined when it could not be done. */
function acceptCorrected(host: CanvasHost, proposal: Track, correction: Keyframe): Id | undefined {
  const { document, editor, personId } = host;
  const { labelSetId } = editor.getState();
  const verdictId = newId();
  const data = {
    proposalId: proposal.id,
    verdictId,
    trackId: newId(),
    labelSetId,
    personId,
    range: null,
    correction,
  };
  if (!host.execute({ kind: 'acceptProposal', data })) return undefined;
  return document.get('verdict', verdictId)?.resultTrackId ?? undefined;
}

/** Puts an object at a place on a frame where it may have no position yet; a box keeps the size it had nearest. */
export function positionCentredAt(
  document: ProjectDocument,
  track: Track,
  frame: number,
  at: Point,
): Position | undefined {
  if (track.shape === 'point') return { x: at.x, y: at.y, w: null, h: null };
  const nearest = track.keyframes.toSorted(
    (a, b) => Math.abs(a.frame - frame) - Math.abs(b.frame - frame),
  )[0];
  const model = positionAt(track, frame, document.spanData) ?? (nearest && positionOf(nearest));
  if (!model || model.w === null || model.h === null) return undefined;
  return { x: at.x - model.w / 2, y: at.y - model.h / 2, w: model.w, h: model.h };
}
