import type { FrameTable } from '#domain/frame-table.ts';
import type { Span } from '#domain/spans.ts';
import { keyFrameAfter } from './frame-lookup.ts';

/** Frames in one file of the proxy, at most. */
const maxSegment = 256;
/** The longer side of a proxy picture, in pixels. */
const proxySide = 480;

/**
 * The parts a proxy is built in: groups of pictures, the long ones in pieces, the short ones (images, intra-only
 * video) several together.
 */
export function proxySegments(table: Pick<FrameTable, 'isKey'>): Span[] {
  const count = table.isKey.length;
  const segments: Span[] = [];
  let startFrame = 0;
  while (startFrame < count) {
    let end = Math.min(keyFrameAfter(table, startFrame), startFrame + maxSegment);
    for (;;) {
      const next = keyFrameAfter(table, end);
      if (end >= count || table.isKey[end] !== 1 || next - startFrame > maxSegment / 4) break;
      end = next;
    }
    segments.push({ startFrame, endFrame: end - 1 });
    startFrame = end;
  }
  return segments;
}

/** The segment not yet done that is nearest to the playhead; on a tie the later one, where work goes on. */
export function nextSegment(
  segments: readonly Span[],
  isDone: (segment: Span) => boolean,
  playhead: number,
): Span | undefined {
  let nearest: Span | undefined;
  let nearestDistance = Infinity;
  for (const segment of segments) {
    if (isDone(segment)) continue;
    const distance = Math.max(segment.startFrame - playhead, playhead - segment.endFrame, 0);
    if (distance > nearestDistance) continue;
    nearest = segment;
    nearestDistance = distance;
  }
  return nearest;
}

/** Size of proxy pictures: the displayed shape, small. */
export function proxySize({ width, height }: { width: number; height: number }): {
  width: number;
  height: number;
} {
  const scale = Math.min(1, proxySide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Spans joined where one follows the other; they must be sorted and apart. */
export function joinSpans(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last && last.endFrame + 1 === span.startFrame) last.endFrame = span.endFrame;
    else joined.push({ ...span });
  }
  return joined;
}
