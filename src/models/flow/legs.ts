import type { Span } from '#domain/spans.ts';
import type { Anchor } from '../proposer.ts';
import type { FlowParameters } from './parameters.ts';

/** A stretch to follow away from one anchor. `to` is the anchor at its other end, if there is one. */
export interface Leg {
  from: Anchor;
  to: Anchor | null;
  /** Frames to look at, in order of travel, `from` itself left out. */
  direction: 1 | -1;
  lastFrame: number;
}

/** A stretch between two anchors, followed from both ends. */
export interface Bridge {
  forward: Leg;
  backward: Leg;
}

export interface LegPlan {
  bridges: readonly Bridge[];
  ends: readonly Leg[];
}

/**
 * What to follow for one object. From the anchor that tracking starts at, in the directions asked, up to the ends
 * of the range; where another anchor lies on the way, the stretch up to it becomes a bridge, and tracking goes on
 * from there. `between` makes bridges only.
 */
export function planLegs(anchors: readonly Anchor[], range: Span, parameters: FlowParameters): LegPlan {
  const inside = anchors
    .filter((anchor) => anchor.frame >= range.startFrame && anchor.frame <= range.endFrame)
    .sort((a, b) => a.frame - b.frame);
  const start = startIndex(inside, parameters);
  const goesForward = parameters.direction === 'forward' || parameters.direction === 'both';
  const goesBackward = parameters.direction === 'backward' || parameters.direction === 'both';
  const isBetween = parameters.direction === 'between';
  const bridges: Bridge[] = [];
  for (const [index, from] of inside.entries()) {
    const to = inside[index + 1];
    const isAsked = isBetween || (goesForward && index >= start) || (goesBackward && index < start);
    if (!to || !isAsked || to.frame - from.frame < 2) continue;
    bridges.push({
      forward: { from, to, direction: 1, lastFrame: to.frame },
      backward: { from: to, to: from, direction: -1, lastFrame: from.frame },
    });
  }
  const ends: Leg[] = [];
  const first = inside[0];
  const last = inside.at(-1);
  if (goesForward && last && last.frame < range.endFrame) {
    ends.push({ from: last, to: null, direction: 1, lastFrame: range.endFrame });
  }
  if (goesBackward && first && first.frame > range.startFrame) {
    ends.push({ from: first, to: null, direction: -1, lastFrame: range.startFrame });
  }
  return { bridges, ends };
}

/** The anchor on, or nearest to, the frame tracking starts from. */
function startIndex(anchors: readonly Anchor[], { startFrame }: FlowParameters): number {
  let best = 0;
  for (const [index, anchor] of anchors.entries()) {
    const distance = Math.abs(anchor.frame - startFrame);
    if (distance < Math.abs((anchors[best]?.frame ?? Infinity) - startFrame)) best = index;
  }
  return best;
}
