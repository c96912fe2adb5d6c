import type { FrameTable } from '#domain/frame-table.ts';
import type { Playhead, Window } from './frame-cache.ts';
import { keyFrameBefore } from './frame-lookup.ts';

/** Frames to decode in one go, first to last. */
export interface Fill {
  from: number;
  to: number;
}

/** A fill under way: frames before `progress` have come. */
export interface RunningFill extends Fill {
  progress: number;
}

export interface FillQuestion {
  table: Pick<FrameTable, 'isKey'>;
  playhead: Playhead;
  window: Window;
  /** A frame somebody waits for. */
  target: number | undefined;
  running: RunningFill | undefined;
  /** True for frames that are neither there nor known to be undecodable. */
  isMissing: (index: number) => boolean;
}

/** Waiting for a running fill to arrive is better than starting again, up to this many frames. */
const worthWaiting = 12;
/** Frames before an urgent one that come along when going backwards; the decoder holds them until the urgent is out. */
const urgentTail = 4;

/**
 * What to decode next: 'keep' the running fill, a new one instead, or undefined for nothing.
 *
 * An urgent frame comes first. Then the window ahead is filled, then the one behind. Backwards, a group of pictures
 * is decoded from its key frame and only its tail is kept, as much as the window holds, so that stepping back costs
 * one decode pass per window and not one per step.
 */
export function planFill(question: FillQuestion): Fill | 'keep' | undefined {
  const { playhead, window, target, running, isMissing } = question;
  const last = question.table.isKey.length - 1;
  const isForward = playhead.direction >= 0;

  if (target !== undefined && isMissing(target)) {
    if (running && target >= running.progress && target <= running.to) {
      if (target - running.progress <= worthWaiting) return 'keep';
    }
    if (isForward) return { from: target, to: lastMissing(target, target + window.after, isMissing, last) };
    return { from: Math.max(target - urgentTail + 1, keyAt(question, target)), to: target };
  }

  const ahead = isForward ? forwardFill(question, last) : backwardFill(question);
  const wanted = ahead ?? (isForward ? backwardFill(question) : forwardFill(question, last));
  if (!wanted) return running && intersectsWindow(running, question) ? 'keep' : undefined;
  if (running && running.progress <= wanted.from && wanted.from <= running.to) return 'keep';
  if (running && !isForward && running.progress <= wanted.to && wanted.to <= running.to) return 'keep';
  return wanted;
}

function forwardFill({ playhead, window, running, isMissing }: FillQuestion, last: number): Fill | undefined {
  const end = Math.min(playhead.index + window.after, last);
  let from = Math.max(0, playhead.index);
  while (from <= end && !isMissing(from)) from++;
  if (from > end) return undefined;
  const to = lastMissing(from, end, isMissing, last);
  // A decoder that stands right there goes on for free; for another one it must be worth the start.
  const continues = running !== undefined && from >= running.progress - 1 && from <= running.to + 1;
  const isNear = from - playhead.index <= window.after / 2;
  return continues || isNear || to === last ? { from, to } : undefined;
}

function backwardFill(question: FillQuestion): Fill | undefined {
  const { playhead, window, isMissing } = question;
  const end = Math.max(playhead.index - window.before, 0);
  let to = playhead.index;
  while (to >= end && !isMissing(to)) to--;
  if (to < end) return undefined;
  if (playhead.index - to > window.before / 2 && end > 0) return undefined;
  const from = Math.max(end, keyAt(question, to));
  let first = from;
  while (first < to && !isMissing(first)) first++;
  return { from: first, to };
}

function lastMissing(from: number, end: number, isMissing: (index: number) => boolean, last: number): number {
  let to = Math.min(end, last);
  while (to > from && !isMissing(to)) to--;
  return to;
}

function keyAt({ table }: FillQuestion, index: number): number {
  return keyFrameBefore(table, index) ?? 0;
}

function intersectsWindow(running: RunningFill, { playhead, window }: FillQuestion): boolean {
  return running.to >= playhead.index - window.before && running.progress <= playhead.index + window.after;
}
