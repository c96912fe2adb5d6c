import type { ProjectDocument } from '#domain/document.ts';
import { centreOf, type Point, type Position } from '#domain/geometry.ts';
import type { Id } from '#domain/ids.ts';
import { positionAt, type PositionOrigin } from '#domain/interpolation.ts';
import type { Track, TrackShape } from '#domain/track.ts';
import type { EditorState } from '../state/editor-state.ts';
import { colourOf, markShapeOf, tintOf } from '../ui/palette.ts';

/** How a position came about, as it looks: see the table of the visual language in docs. */
export type MarkLook = 'set' | 'derived' | 'flow' | 'proposal';

/** One object on one frame, ready to be drawn and hit. Positions in video pixels. */
export interface Mark {
  trackId: Id;
  shape: TrackShape;
  position: Position;
  look: MarkLook;
  colour: string;
  glyph: ReturnType<typeof markShapeOf>;
  isOccluded: boolean;
  /** Its flow is missing or out of date: what is drawn is interpolation. */
  isStale: boolean;
  isSelected: boolean;
  /** It, or another track of its object, is selected. */
  isOfSelected: boolean;
  isFlashed: boolean;
  /** "#2 red cup" */
  text: string;
  /** "#2" */
  shortText: string;
  /** Pixels per frame around this frame; zero where nothing is known. */
  motion: Point;
}

const looks: Record<PositionOrigin, MarkLook> = {
  keyframe: 'set',
  linear: 'derived',
  hold: 'derived',
  smooth: 'derived',
  flow: 'flow',
};

interface ShownTrack {
  track: Track;
  /** Null for the edited label set. */
  tint: string | null;
}

/** Tracks that the canvas shows: the edited label set's, and proposals of shown runs, each with its run's tint. */
export function shownTracks(document: ProjectDocument, videoId: Id, labelSetId: Id): ShownTrack[] {
  const runs = document.all('labelSet').filter((set) => set.kind === 'run' && set.isShown);
  const tints = new Map(runs.map((set, index) => [set.id, tintOf(index)]));
  return document.tracksOfVideo(videoId).flatMap((track): ShownTrack[] => {
    if (track.labelSetId === labelSetId) return [{ track, tint: null }];
    const tint = tints.get(track.labelSetId);
    return tint === undefined ? [] : [{ track, tint }];
  });
}

/**
 * The marks of a frame, in drawing order: proposals below, what is selected on top. A proposal is gone from the
 * frames that a verdict covers.
 */
export function marksOnFrame(
  document: ProjectDocument,
  videoId: Id,
  frame: number,
  editor: Pick<EditorState, 'labelSetId' | 'selectedTrackIds' | 'flashedTrackIds'>,
): Mark[] {
  const selected = new Set(editor.selectedTrackIds);
  const selectedObjects = new Set(editor.selectedTrackIds.map((id) => document.track(id)?.objectId));
  const flashed = new Set(editor.flashedTrackIds);
  const marks: Mark[] = [];
  for (const { track, tint } of shownTracks(document, videoId, editor.labelSetId)) {
    const position = positionAt(track, frame, document.spanData);
    if (!position) continue;
    if (tint !== null && isJudged(document, track.id, frame)) continue;
    const number = document.get('object', track.objectId)?.number ?? 1;
    marks.push({
      trackId: track.id,
      shape: track.shape,
      position: { x: position.x, y: position.y, w: position.w, h: position.h },
      look: tint === null ? looks[position.origin] : 'proposal',
      colour: tint ?? colourOf(number),
      glyph: markShapeOf(number),
      isOccluded: position.visibility === 'occluded',
      isStale: position.isStale,
      isSelected: selected.has(track.id),
      isOfSelected: selectedObjects.has(track.objectId),
      isFlashed: flashed.has(track.id),
      text: tagText(document, track, number),
      shortText: `#${number}`,
      motion: motionAt(document, track, frame),
    });
  }
  const rank = (mark: Mark): number => (mark.isSelected ? 2 : mark.look === 'proposal' ? 0 : 1);
  return marks.sort((a, b) => rank(a) - rank(b));
}

function isJudged(document: ProjectDocument, trackId: Id, frame: number): boolean {
  return document
    .verdictsOfTrack(trackId)
    .some((verdict) => verdict.startFrame <= frame && verdict.endFrame >= frame);
}

function tagText(document: ProjectDocument, track: Track, number: number): string {
  const [expressionId] = document.expressionsOfObject(track.objectId);
  const words =
    document.get('object', track.objectId)?.name ||
    (expressionId === undefined ? '' : (document.get('expression', expressionId)?.text ?? ''));
  return words === '' ? `#${number}` : `#${number} ${shorten(words)}`;
}

function shorten(words: string): string {
  const most = 24;
  return words.length <= most ? words : `${words.slice(0, most - 1).trimEnd()}…`;
}

function motionAt(document: ProjectDocument, track: Track, frame: number): Point {
  const reach = 2;
  const before = positionAt(track, frame - reach, document.spanData);
  const after = positionAt(track, frame + reach, document.spanData);
  const here = before && after ? undefined : positionAt(track, frame, document.spanData);
  const from = before ?? here;
  const to = after ?? here;
  if (!from || !to) return { x: 0, y: 0 };
  const frames = (before ? reach : 0) + (after ? reach : 0);
  if (frames === 0) return { x: 0, y: 0 };
  const a = centreOf(from);
  const b = centreOf(to);
  return { x: (b.x - a.x) / frames, y: (b.y - a.y) / frames };
}
