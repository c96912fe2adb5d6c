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
 * Commits positions on one frame as one command. A proposal among them is first accepted whole: correcting changes
 * the copy, and what the model said stays as it was.
 */
export function commitPositions(host: CanvasHost, frame: number, positions: ReadonlyMap<Id, Position>): void {
  const edits = [...positions].flatMap(([trackId, position]) => {
    const editable = editableTrack(host, trackId);
    return editable ? [{ trackId: editable.id, keyframe: personKeyframe(editable, frame, position) }] : [];
  });
  const [only] = edits;
  if (!only) return;
  if (edits.length === 1) {
    host.execute({ kind: 'setKeyframes', data: { trackId: only.trackId, keyframes: [only.keyframe] } });
  } else host.execute({ kind: 'setKeyframesOfMany', data: { edits } });
}

/** The track itself where it is in the edited label set; for a proposal, the copy that accepting it made. */
export function editableTrack(host: CanvasHost, trackId: Id): Track | undefined {
  const { document, editor, personId } = host;
  const { labelSetId, selectedTrackIds } = editor.getState();
  const track = document.track(trackId);
  if (!track || track.labelSetId === labelSetId) return track;
  const verdictId = newId();
  const data = { proposalId: trackId, verdictId, trackId: newId(), labelSetId, personId, range: null };
  if (!host.execute({ kind: 'acceptProposal', data })) return undefined;
  const copyId = document.get('verdict', verdictId)?.resultTrackId;
  if (copyId == null) return undefined;
  editor.setState({
    selectedTrackIds: [...new Set(selectedTrackIds.map((id) => (id === trackId ? copyId : id)))],
  });
  return document.track(copyId);
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
