import type { Session } from '../state/session.ts';
import type { LaneBand } from './draw-lanes.ts';
import { previewOf } from './surgery-draft.ts';

/** Frames that are about to change: a span being marked up to the playhead, and surgery that is shown. */
export function bandsOf({ editor, document }: Session): LaneBand[] {
  const { pendingVisibility, surgery, revision, frame } = editor.getState();
  const bands: LaneBand[] = [];
  if (pendingVisibility) {
    const { startFrame, value, trackIds } = pendingVisibility;
    bands.push({
      trackIds: new Set(trackIds),
      kind: value,
      startFrame: Math.min(startFrame, frame),
      endFrame: Math.max(startFrame, frame),
    });
  }
  const preview = surgery ? previewOf(document, revision, surgery) : undefined;
  if (preview?.kind === 'ready') {
    const { trackIds, startFrame, endFrame } = preview.range;
    bands.push({ trackIds: new Set(trackIds), kind: 'surgery', startFrame, endFrame });
  }
  return bands;
}
