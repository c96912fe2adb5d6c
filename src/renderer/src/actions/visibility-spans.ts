import { spanAt, type Span } from '#domain/spans.ts';
import type { Track, Visibility } from '#domain/track.ts';

/**
 * From a frame to the last before the track says something else: to the end of the visibility span the frame is in;
 * where it is unlabelled, to the next label; behind the last label to the end of the video. Frames that already have
 * the value are passed over, so that marking goes on behind them.
 */
export function untilNextChange(track: Track, frame: number, value: Visibility, lastFrame: number): Span {
  let endFrame = frame - 1;
  for (;;) {
    const span = spanAt(track.visibility, endFrame + 1);
    if (!span) {
      const next = track.visibility.find((each) => each.startFrame > endFrame);
      return { startFrame: frame, endFrame: next ? next.startFrame - 1 : lastFrame };
    }
    endFrame = span.endFrame;
    if (span.value !== value || endFrame >= lastFrame) return { startFrame: frame, endFrame };
  }
}
