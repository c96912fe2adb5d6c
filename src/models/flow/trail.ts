import { lerpPosition, type Position } from '#domain/geometry.ts';
import type { DerivedPosition } from '#domain/span-data.ts';
import type { Visibility } from '#domain/track.ts';
import type { Anchor, ProposalMark } from '../proposer.ts';
import type { Sighting } from './object-tracker.ts';

/** What is known of an object on one frame. */
export interface TrailRow extends DerivedPosition {
  visibility: Exclude<Visibility, 'absent'>;
}

/** Positions over consecutive frames, going away from an anchor. */
export interface Trail {
  rows: ReadonlyMap<number, TrailRow>;
  marks: readonly ProposalMark[];
}

/** Confidence of a position nobody saw: between sightings, or followed by what is around it. */
const unseenConfidence = 0.05;

/**
 * Builds a trail from sightings, one frame at a time, away from its anchor in either direction. Frames out of sight
 * wait until it is seen again: then they are occluded, on the straight line between the sightings; if that never
 * happens they are left out.
 */
export class TrailBuilder {
  private readonly found = new Map<number, TrailRow>();
  private readonly marks: ProposalMark[] = [];
  private last: { frame: number; position: Position };
  private waiting: { frame: number; position: Position | null }[] = [];

  constructor(anchor: Anchor) {
    this.last = { frame: anchor.frame, position: anchor };
    this.found.set(anchor.frame, { ...rowOf(anchor), confidence: 1, visibility: 'visible' });
  }

  /** Takes what the tracker says of the next frame. Returns the frames that have got a position by it. */
  add(frame: number, sighting: Sighting): number[] {
    if (sighting.kind === 'hidden') {
      this.waiting.push({ frame, position: sighting.position });
      return [];
    }
    const settled = [...this.waiting.map((hidden) => hidden.frame), frame];
    for (const { frame: hidden, position } of this.waiting) {
      const t = (hidden - this.last.frame) / (frame - this.last.frame);
      const between = position ?? lerpPosition(this.last.position, sighting.position, t);
      this.found.set(hidden, { ...rowOf(between), confidence: unseenConfidence, visibility: 'occluded' });
    }
    if (sighting.isFoundAgain) this.marks.push({ kind: 're-acquired', frame });
    this.waiting = [];
    this.found.set(frame, {
      ...rowOf(sighting.position),
      confidence: sighting.confidence,
      visibility: 'visible',
    });
    this.last = { frame, position: sighting.position };
    return settled;
  }

  /** The trail so far; `isOver` when nothing more will come, so that a loss is one. */
  trail(isOver: boolean): Trail {
    const isLost = isOver && this.waiting.length > 0;
    return {
      rows: this.found,
      marks: isLost ? [...this.marks, { kind: 'lost', frame: this.last.frame }] : this.marks,
    };
  }
}

function rowOf(position: Position): Position {
  return { x: position.x, y: position.y, w: position.w, h: position.h };
}

/** Pixels up to which two trails between the same keyframes are simply mixed. */
const mixable = 6;
/** Half width in frames of the change from one trail to the other where they contradict each other. */
const changeOver = 2;

/**
 * Joins the trail that left `from` and the one that went back from `to` (a later anchor): by distance, so that each
 * keyframe is met exactly and what the trails disagree by is spread over the gap. Trails that contradict each other
 * are changed over where they come closest, and that frame is marked. Where neither saw the thing it is occluded,
 * on the straight line between the sightings.
 */
export function joinTrails(from: Anchor, to: Anchor, forward: Trail, backward: Trail): Trail {
  const shared: number[] = [];
  for (let frame = from.frame; frame <= to.frame; frame++) {
    if (forward.rows.has(frame) && backward.rows.has(frame)) shared.push(frame);
  }
  const apart = (frame: number): number => gapBetween(forward.rows.get(frame), backward.rows.get(frame));
  const doContradict = shared.some((frame) => apart(frame) > mixable);
  const closest = shared.reduce((best, frame) => (apart(frame) < apart(best) ? frame : best), shared[0] ?? 0);
  const share = (frame: number): number => {
    if (doContradict) return clamp((frame - closest + changeOver) / (2 * changeOver));
    const first = shared[0] ?? 0;
    const span = (shared.at(-1) ?? 0) - first;
    return span > 0 ? (frame - first) / span : 0.5;
  };
  const rows = new Map<number, TrailRow>();
  for (let frame = from.frame; frame <= to.frame; frame++) {
    const row = mix(forward.rows.get(frame), backward.rows.get(frame), share(frame));
    if (row) rows.set(frame, row);
  }
  rows.set(from.frame, { ...rowOf(from), confidence: 1, visibility: 'visible' });
  rows.set(to.frame, { ...rowOf(to), confidence: 1, visibility: 'visible' });
  fillGaps(rows, from.frame, to.frame);
  const again = [...forward.marks, ...backward.marks].filter((mark) => mark.kind === 're-acquired');
  return { rows, marks: doContradict ? [...again, { kind: 'disagreement', frame: closest }] : again };
}

function mix(a: TrailRow | undefined, b: TrailRow | undefined, share: number): TrailRow | undefined {
  if (!a || !b) return a ?? b;
  const agreement = Math.exp(-gapBetween(a, b) / 8);
  const isSeen = share < 0.5 ? a.visibility : b.visibility;
  return {
    ...lerpPosition(a, b, share),
    confidence: (a.confidence + (b.confidence - a.confidence) * share) * agreement,
    visibility: isSeen,
  };
}

function fillGaps(rows: Map<number, TrailRow>, start: number, end: number): void {
  let before = start;
  for (let frame = start + 1; frame <= end; frame++) {
    const last = rows.get(before);
    const next = rows.get(frame);
    if (!last || !next) continue;
    for (let hidden = before + 1; hidden < frame; hidden++) {
      const between = lerpPosition(last, next, (hidden - before) / (frame - before));
      rows.set(hidden, { ...between, confidence: unseenConfidence, visibility: 'occluded' });
    }
    before = frame;
  }
}

function gapBetween(a: TrailRow | undefined, b: TrailRow | undefined): number {
  if (!a || !b) return Infinity;
  return Math.hypot(a.x + (a.w ?? 0) / 2 - b.x - (b.w ?? 0) / 2, a.y + (a.h ?? 0) / 2 - b.y - (b.h ?? 0) / 2);
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
