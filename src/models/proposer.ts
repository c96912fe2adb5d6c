import type { Position, Size } from '#domain/geometry.ts';
import type { Id } from '#domain/ids.ts';
import type { SpanData } from '#domain/span-data.ts';
import type { Span } from '#domain/spans.ts';
import type { Keyframe, TrackShape, VisibilitySpan } from '#domain/track.ts';

/** What a proposer has to know about a video; how it gets at frames is settled when it is made. */
export interface ProposerVideo {
  id: Id;
  /** Displayed size in pixels. */
  size: Size;
  frameCount: number;
}

/** A position on one frame that a proposer starts from and never moves. */
export interface Anchor extends Position {
  frame: number;
}

/** One object to follow, with everything a person has set of it in the range, sorted by frame. */
export interface ProposerTarget {
  objectId: Id;
  shape: TrackShape;
  anchors: readonly Anchor[];
}

/** What a proposer needs of an AbortSignal, which is one. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** What is asked of a proposer. `Parameters` is its own business, kept with the run as it is. */
export interface ProposerRequest<Parameters> {
  video: ProposerVideo;
  /** Frames that may be looked at and proposed on, both ends included. */
  range: Span;
  /** The words that say what is meant; null for a proposer that is started from positions alone. */
  expression: string | null;
  targets: readonly ProposerTarget[];
  parameters: Parameters;
  signal: CancelSignal;
}

/** A frame the person should look at. */
export interface ProposalMark {
  kind:
    | 're-acquired' // found again after it was out of sight: confirm that it is the same thing
    | 'lost' // last frame on which it was seen
    | 'disagreement'; // two ways to get here differ by more than a few pixels
  frame: number;
}

/** A track as a proposer sees it. Becomes a track in the run's label set; it is never edited. */
export interface Proposal {
  objectId: Id;
  shape: TrackShape;
  /** The positions it rests on, sorted by frame. */
  keyframes: readonly Keyframe[];
  /** Dense positions, sorted and disjoint: one derived span each. */
  pieces: readonly DensePiece[];
  /** Sorted, disjoint; a frame in none of them is unlabelled. */
  visibility: readonly VisibilitySpan[];
  marks: readonly ProposalMark[];
  /** False when the run was cancelled before this object was done; what is here holds. */
  isComplete: boolean;
}

/** Positions on consecutive frames, one row of `data` for each from `startFrame` on. */
export interface DensePiece {
  startFrame: number;
  data: SpanData;
}

/** Rows found since the last event, so that a lane can grow while a run works; later rows replace earlier ones. */
export interface PartialRows extends DensePiece {
  objectId: Id;
}

export type ProposerEvent =
  | { kind: 'progress'; done: number; total: number }
  | { kind: 'partial'; rows: PartialRows }
  | { kind: 'proposal'; proposal: Proposal }
  /** What the proposer itself said, word for word, kept with the run. */
  | { kind: 'raw'; text: string };

/**
 * Makes proposals. The stream ends when all is done or soon after `signal` aborts; an abort is no error, and
 * objects begun are then proposed as far as they were followed. Errors name the frame or file they are about.
 */
export interface Proposer<Parameters> {
  /** Stable name kept with every run. */
  readonly name: string;
  readonly version: string;
  propose(request: ProposerRequest<Parameters>): AsyncIterable<ProposerEvent>;
}
