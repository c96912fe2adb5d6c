import type { LaneHit } from './hit-test.ts';

/** Words for what the pointer is over; empty where the picture says it already. */
export function describeHit({ frame, lane, keyframe, run, doubt }: LaneHit): string {
  if (!lane) return '';
  if (doubt) {
    const frames =
      doubt.startFrame === doubt.endFrame
        ? `frame ${doubt.startFrame}`
        : `frames ${doubt.startFrame} to ${doubt.endFrame}`;
    return `Tracker unsure on ${frames}: confidence down to ${doubt.confidence.toFixed(2)}`;
  }
  if (run === 'stale' && !keyframe) return 'Flow is out of date here: interpolated until it is tracked again';
  if (keyframe && lane.isProposal) return `Proposed on frame ${keyframe.frame}`;
  return keyframe && frame !== keyframe.frame ? `Keyframe on frame ${keyframe.frame}` : '';
}
