import { spanAt } from '#domain/spans.ts';
import { gridFrames } from '#domain/work-grid.ts';
import type { VideoDocument } from '../dataset.ts';
import type { Clip } from './clips.ts';
import type { LabelledAnswer } from './selection.ts';

/**
 * The first frame of the clip that the answer's grid has and that nobody searched; undefined where all were. An
 * answer that records no coverage speaks for the whole video.
 */
export function unsearchedFrame(
  { answer }: LabelledAnswer,
  clip: Clip,
  { table }: VideoDocument,
): number | undefined {
  if (!answer || answer.coverage.length === 0) return undefined;
  const searched = answer.coverage.toSorted((a, b) => a.startFrame - b.startFrame);
  const isMissed = (frame: number): boolean => !spanAt(searched, frame);
  if (answer.coverageGrid.kind !== 'every') {
    const isInside = (frame: number): boolean => frame >= clip.startFrame && frame <= clip.endFrame;
    return gridFrames(answer.coverageGrid, table).find((frame) => isInside(frame) && isMissed(frame));
  }
  for (let frame = clip.startFrame; frame <= clip.endFrame; frame++) if (isMissed(frame)) return frame;
  return undefined;
}
