import type { Point, Position } from '#domain/geometry.ts';
import type { Id } from '#domain/ids.ts';
import type { CanvasHost } from '../edits.ts';
import type { BoxHandle } from '../hit.ts';
import type { Mark } from '../marks.ts';

/** A pointer event in video pixels. */
export interface PointerInput extends Point {
  isShift: boolean;
  isAlt: boolean;
}

/** What a gesture shows before it is committed. The document does not change until release. */
export interface Preview {
  /** Where marks are while they are dragged, by track. */
  positions: ReadonlyMap<Id, Position>;
  /** An object that is being made, or set where it has no position yet. */
  draft: Draft | null;
  /** A rubber band, as a box. */
  band: Position | null;
  lasso: readonly Point[] | null;
  /** Centres of a path that an object was led along. */
  path: readonly Point[] | null;
}

export interface Draft {
  position: Position;
  /** Null for a new object. */
  trackId: Id | null;
}

export const emptyPreview: Preview = {
  positions: new Map(),
  draft: null,
  band: null,
  lasso: null,
  path: null,
};

/** What the tools may use of the canvas. */
export interface ToolContext {
  host: CanvasHost;
  /** Marks of the frame on the canvas. */
  marks(): readonly Mark[];
  /** CSS pixels per video pixel. */
  scale(): number;
  setPreview(preview: Preview): void;
  /** Called with every object that a person places, so that the canvas may say what is odd about it. */
  placed(trackId: Id, frame: number): void;
}

/** What the pointer would do here, for the cursor. */
export type PointerIntent = 'none' | 'place' | 'move' | BoxHandle;

/**
 * A small state machine between the pointer and the document: one command at release at most. It is told of no
 * events outside a gesture but moves; a new frame under a gesture cancels it.
 */
export interface Tool {
  pointerDown(input: PointerInput): void;
  pointerMove(input: PointerInput): void;
  pointerUp(input: PointerInput): void;
  /** Takes the gesture back; false when there is none. */
  cancel(): boolean;
  isBusy(): boolean;
  intentAt(input: PointerInput): PointerIntent;
}

/** CSS pixels a pressed pointer must go before it is a drag. */
export const dragThreshold = 3;

export function isFar(from: Point, to: Point, scale: number): boolean {
  return Math.hypot(to.x - from.x, to.y - from.y) * scale >= dragThreshold;
}

export function isOnPicture(context: ToolContext, at: Point): boolean {
  const { video } = context.host.editor.getState();
  return at.x >= 0 && at.y >= 0 && at.x <= video.width && at.y <= video.height;
}
