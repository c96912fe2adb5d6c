import type { SpanDataLookup } from '#domain/interpolation.ts';
import { spanAt } from '#domain/spans.ts';
import type { Keyframe } from '#domain/track.ts';
import { laneIndexAt, type Lane } from './lanes.ts';
import { laneRuns, type Doubt, type RunKind } from './lane-runs.ts';
import { frameAtX, frameCentreX, type TimeView } from './time-view.ts';
import { firstMarkAtOrAfter } from './visible-marks.ts';

/** What lies under the pointer on the lanes. */
export interface LaneHit {
  frame: number;
  lane: Lane | undefined;
  /** Only where marks stand far enough apart to mean one of them. */
  keyframe: Keyframe | undefined;
  run: RunKind | undefined;
  doubt: Doubt | undefined;
}

const keyframeReachPx = 6;
/** Closer keyframes are not picked: a press between them is meant for the playhead. */
const apartPx = 8;

/** `x` from the left end of the lanes, `y` from the top of all of them. */
export function hitTest(
  lanes: readonly Lane[],
  view: TimeView,
  point: { x: number; y: number },
  frameCount: number,
  lookup: SpanDataLookup,
): LaneHit {
  const frame = frameAtX(view, point.x, frameCount);
  const lane = lanes[laneIndexAt(lanes, point.y)];
  if (!lane) return { frame, lane: undefined, keyframe: undefined, run: undefined, doubt: undefined };
  const { runs, doubts } = laneRuns(lane.track, lookup);
  // Ticks one pixel wide stand for several frames: a pixel on both sides belongs to them.
  const reach = Math.max(0, Math.ceil(2 * view.framesPerPixel));
  return {
    frame,
    lane,
    keyframe: nearestKeyframe(lane.track.keyframes, view, point.x),
    run: spanAt(runs, frame)?.kind,
    doubt: doubts.find((doubt) => doubt.endFrame >= frame - reach && doubt.startFrame <= frame + reach),
  };
}

/** The keyframe whose mark is nearest to a pixel, within reach, and apart from its neighbours. */
export function nearestKeyframe(
  keyframes: readonly Keyframe[],
  view: TimeView,
  x: number,
): Keyframe | undefined {
  const after = firstMarkAtOrAfter(keyframes, view.firstFrame + x * view.framesPerPixel - 0.5);
  const centre = (index: number): number => {
    const keyframe = keyframes[index];
    return keyframe ? frameCentreX(view, keyframe.frame) : Infinity;
  };
  const isBefore = Math.abs(centre(after - 1) - x) <= Math.abs(centre(after) - x);
  const index = isBefore ? after - 1 : after;
  if (Math.abs(centre(index) - x) > keyframeReachPx) return undefined;
  const isCrowded = [index - 1, index + 1].some((other) => Math.abs(centre(other) - centre(index)) < apartPx);
  return isCrowded ? undefined : keyframes[index];
}
