import type { Session } from '../state/session.ts';
import type { LaneBand } from './draw-lanes.ts';

/** Frames that are about to change: a span being marked up to the playhead. */
export function bandsOf(session: Session): LaneBand[] {
  const { pendingVisibility, frame } = session.editor.getState();
  if (!pendingVisibility) return [];
  const { startFrame, value, trackIds } = pendingVisibility;
  return [
    {
      trackIds: new Set(trackIds),
      kind: value,
      startFrame: Math.min(startFrame, frame),
      endFrame: Math.max(startFrame, frame),
    },
  ];
}
