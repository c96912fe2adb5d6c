import type { Change } from './changes.ts';
import type { Id } from './ids.ts';
import { subtractSpans, uniteSpans, type Span } from './spans.ts';

/** Tracks and frames that something touches; both ends included. */
export interface AffectedFrames extends Span {
  trackIds: Id[];
}

/**
 * The tracks whose rows changes touch, and the frames from the first to the last on which those rows say something
 * else than before. A span that was cut counts where it was cut, not from its start. Undefined without track rows.
 */
export function changedFrames(changes: readonly Change[]): AffectedFrames | undefined {
  const trackIds = new Set<Id>();
  const frames: Span[] = [];
  const before = new Map<string, Span[]>();
  const after = new Map<string, Span[]>();
  for (const change of changes) {
    const record = change.after ?? change.before;
    if (change.entity === 'keyframe' && record && 'frame' in record) {
      trackIds.add(record.trackId);
      frames.push({ startFrame: record.frame, endFrame: record.frame });
    } else if (change.entity === 'visibilitySpan' || change.entity === 'derivedSpan') {
      collect(before, change.before);
      collect(after, change.after);
      if (record && 'trackId' in record) trackIds.add(record.trackId);
    }
  }
  for (const meaning of new Set([...before.keys(), ...after.keys()])) {
    const was = uniteSpans(before.get(meaning) ?? []);
    const is = uniteSpans(after.get(meaning) ?? []);
    frames.push(...subtractSpans(was, is), ...subtractSpans(is, was));
  }
  const all = uniteSpans(frames);
  const startFrame = all[0]?.startFrame;
  const endFrame = all.at(-1)?.endFrame;
  return startFrame === undefined || endFrame === undefined
    ? undefined
    : { trackIds: [...trackIds], startFrame, endFrame };
}

type SpanRow = Extract<Change, { entity: 'visibilitySpan' | 'derivedSpan' }>['after'];

/** Files a span under what it says, so that equal statements before and after cancel out. */
function collect(spans: Map<string, Span[]>, row: SpanRow): void {
  if (!row) return;
  const meaning =
    'value' in row
      ? `${row.trackId}:${row.value}`
      : `${row.trackId}:${row.dataId}:${row.dataOffset - row.startFrame}:${row.isStale}`;
  spans.set(meaning, [...(spans.get(meaning) ?? []), { startFrame: row.startFrame, endFrame: row.endFrame }]);
}
