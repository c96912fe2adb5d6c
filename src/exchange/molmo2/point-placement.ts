import { centreOf, type Point } from '#domain/geometry.ts';
import { visibilityAt } from '#domain/track.ts';
import type { VideoDocument } from '../dataset.ts';
import type { Clip } from './clips.ts';
import { clampPoint, toPercent } from './conventions.ts';
import type { PointOptions } from './options.ts';
import { frameTitle, type ProblemList } from './rows.ts';
import { objectTitle, stateAt, type LabelledAnswer, type LabelledObject } from './selection.ts';

/** A point of the row: the object's one position in the clip. */
export interface PlacedPoint {
  /** Grid instant of the clip. */
  instant: number;
  /** Source frame. */
  frame: number;
  /** Percent of the displayed frame. */
  point: Point;
}

/** One point for each object that is in the clip; undefined where some object's place in it is not known. */
export function placeAll(
  document: VideoDocument,
  labelled: LabelledAnswer,
  clip: Clip,
  options: PointOptions,
  list: ProblemList,
): PlacedPoint[] | undefined {
  let isComplete = true;
  const placed: PlacedPoint[] = [];
  for (const object of labelled.objects) {
    const place = placeObject(document, object, clip, options, list);
    if (place === 'unknown') isComplete = false;
    else if (place !== 'not in the clip') placed.push(place);
  }
  return isComplete ? placed : undefined;
}

/**
 * The object's point in the clip: the first keyframe on which it is visible, else the first visible position. An
 * object that is hidden throughout is not in the clip; one that is unlabelled somewhere and visible nowhere is
 * unknown, and so is the count.
 */
function placeObject(
  document: VideoDocument,
  labelled: LabelledObject,
  clip: Clip,
  options: PointOptions,
  list: ProblemList,
): PlacedPoint | 'unknown' | 'not in the clip' {
  let first: { instant: number; frame: number; centre: Point; isStale: boolean } | undefined;
  let unknown: { frame: number; why: string } | undefined;
  for (const [instant, frame] of clip.sourceFrames.entries()) {
    if (!clip.isExact(instant)) continue;
    const state = stateAt(labelled, frame, document, options.staleFlow);
    if (
      state.kind === 'unknown' &&
      (!unknown || (unknown.why === 'unlabelled' && state.why !== 'unlabelled'))
    ) {
      unknown = { frame, why: state.why };
    }
    if (state.kind !== 'position' || state.position.visibility !== 'visible') continue;
    const { position } = state;
    const isKeyframe = position.origin === 'keyframe';
    if (!first || isKeyframe) {
      first = { instant, frame, centre: centreOf(position), isStale: position.isStale };
    }
    if (isKeyframe) break;
  }
  if (first) {
    if (first.isStale) {
      list.add(
        'note',
        `The flow of ${objectTitle(labelled)} is out of date; its interpolation is exported.`,
        first.frame,
      );
    }
    const { width, height } = document.video;
    const percent = toPercent(first.centre, { width, height });
    const clamped = clampPoint(percent, { x: 100, y: 100 });
    if (clamped.x !== percent.x || clamped.y !== percent.y) {
      list.add(
        'changed',
        `The point of ${objectTitle(labelled)} lies outside the frame and is clamped to it.`,
        first.frame,
      );
    }
    return { instant: first.instant, frame: first.frame, point: clamped };
  }
  const offGrid = visibleFrameOffGrid(labelled, clip);
  if (offGrid !== undefined && (!unknown || unknown.why === 'unlabelled')) {
    const wayOut = clip.isCopy
      ? 'point at it on a frame of the grid, or label it over more frames'
      : 'point at it on a frame that starts at a multiple of 0.5 s, or export with a training copy';
    list.add(
      'left-out',
      `The row is left out: ${objectTitle(labelled)} is visible on ${frameTitle(document, offGrid)}, off the 0.5 s grid; ${wayOut}.`,
      offGrid,
    );
    return 'unknown';
  }
  if (!unknown) return 'not in the clip';
  list.add(
    'left-out',
    `The row is left out: where ${objectTitle(labelled)} is on ${frameTitle(document, unknown.frame)} is not known (${unknown.why}); label it there, or mark it absent.`,
    unknown.frame,
  );
  return 'unknown';
}

/** The first keyframe in the clip on which the object is visible; only asked where none of them is on the grid. */
function visibleFrameOffGrid({ tracks }: LabelledObject, clip: Clip): number | undefined {
  for (const track of tracks) {
    const found = track.keyframes.find(
      ({ frame }) =>
        frame >= clip.startFrame && frame <= clip.endFrame && visibilityAt(track, frame) === 'visible',
    );
    if (found) return found.frame;
  }
  return undefined;
}
