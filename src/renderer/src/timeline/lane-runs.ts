import type { SpanDataLookup } from '#domain/interpolation.ts';
import { rowAt, rowCountOf, type SpanData } from '#domain/span-data.ts';
import { clipSpans, type Span } from '#domain/spans.ts';
import type { DerivedSpan, Track } from '#domain/track.ts';
import { firstEndingAtOrAfter } from './visible-marks.ts';

/** How frames between keyframes come by their positions; the look of a lane. Stale is flow to be computed again. */
export type RunKind = 'interpolated' | 'flow' | 'stale';

export interface Run extends Span {
  kind: RunKind;
}

/** Frames where the tracker was unsure, and how unsure at worst. */
export interface Doubt extends Span {
  /** 0..1 */
  confidence: number;
}

/** What a lane draws beside keyframes and visibility, both lists sorted by frame. */
export interface LaneRuns {
  runs: readonly Run[];
  doubts: readonly Doubt[];
}

/** Derived positions below this confidence are shown as suspicious. */
export const doubtBelow = 0.5;

const known = new WeakMap<Track, LaneRuns>();

/** The runs of a track; worked out once for each value of it, and again while span data is still being loaded. */
export function laneRuns(track: Track, lookup: SpanDataLookup): LaneRuns {
  const cached = known.get(track);
  if (cached) return cached;
  const runs: LaneRuns = { runs: runsOf(track), doubts: doubtsOf(track, lookup) };
  if (track.derived.every((span) => lookup(span.dataId))) known.set(track, runs);
  return runs;
}

/**
 * Spans with a position, by kind, from the rows alone. Neighbours of one kind are joined over the keyframe between
 * them, and a run reaches up to the keyframes that hold it, so two runs may share a keyframe's frame.
 */
export function runsOf(track: Track): Run[] {
  const runs: Run[] = [];
  const add = (startFrame: number, endFrame: number, kind: RunKind): void => {
    const last = runs.at(-1);
    // Every stale gap is marked by itself.
    const isJoining = last?.kind === kind && kind !== 'stale';
    if (last && isJoining && last.endFrame >= startFrame - 1)
      last.endFrame = Math.max(last.endFrame, endFrame);
    else runs.push({ startFrame, endFrame, kind });
  };
  const lastLabelled = track.visibility.at(-1)?.endFrame ?? -1;
  let spanIndex = 0;
  const absences = track.visibility.filter((span) => span.value === 'absent');

  /** Fills from one keyframe (or the start) to the next (or the end) with derived spans and what lies between them. */
  function fill(start: number, end: number, between: { kind: RunKind; until: number } | undefined): void {
    /** The next frame to fill. */
    let cursor = start;
    const plain = (until: number): void => {
      const stop = Math.min(until, between?.until ?? -Infinity);
      const isKeyframeOnly = stop === start || cursor === end;
      if (between && stop >= cursor && !isKeyframeOnly) add(cursor, stop, between.kind);
    };
    for (
      let span = track.derived[spanIndex];
      span && span.startFrame < end;
      span = track.derived[++spanIndex]
    ) {
      const isAtStart = span.startFrame === start + 1;
      const isAtEnd = span.endFrame === end - 1;
      if (!isAtStart) plain(span.startFrame - 1);
      add(
        isAtStart ? start : span.startFrame,
        isAtEnd ? end : span.endFrame,
        span.isStale ? 'stale' : 'flow',
      );
      cursor = isAtEnd ? end : span.endFrame + 1;
    }
    plain(end);
  }

  const [first] = track.keyframes;
  fill(-Infinity, first?.frame ?? Infinity, undefined);
  track.keyframes.forEach(({ frame, gap }, index) => {
    const next = track.keyframes[index + 1]?.frame;
    const end = next ?? Infinity;
    const candidate = absences[firstEndingAtOrAfter(absences, frame + 1)];
    const absence = candidate && candidate.startFrame < end ? candidate : undefined;
    const limit = next ?? lastLabelled;
    if (gap === 'hold') {
      fill(frame, end, { kind: 'interpolated', until: absence ? absence.startFrame - 1 : limit });
    } else if (gap === 'none' || next === undefined || absence) fill(frame, end, undefined);
    else fill(frame, end, { kind: gap === 'flow' ? 'stale' : 'interpolated', until: limit });
  });
  return clipToPresent(runs, track);
}

/** Cuts runs to the frames where the object is labelled and not absent. */
function clipToPresent(runs: readonly Run[], track: Track): Run[] {
  const present = track.visibility.filter((span) => span.value !== 'absent');
  const whole = joinTouching(present);
  const clipped: Run[] = [];
  let from = 0;
  for (const run of runs) {
    while ((whole[from]?.endFrame ?? Infinity) < run.startFrame) from++;
    for (let i = from; i < whole.length; i++) {
      const span = whole[i];
      if (!span || span.startFrame > run.endFrame) break;
      clipped.push({
        ...run,
        startFrame: Math.max(run.startFrame, span.startFrame),
        endFrame: Math.min(run.endFrame, span.endFrame),
      });
    }
  }
  return clipped;
}

function joinTouching(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const { startFrame, endFrame } of spans) {
    const last = joined.at(-1);
    if (last && last.endFrame + 1 >= startFrame) last.endFrame = Math.max(last.endFrame, endFrame);
    else joined.push({ startFrame, endFrame });
  }
  return joined;
}

/** Low-confidence rows of span data, which never changes: worked out once. Frames count from its first row. */
const doubtsOfData = new WeakMap<SpanData, readonly Doubt[]>();

function dataDoubts(data: SpanData): readonly Doubt[] {
  const cached = doubtsOfData.get(data);
  if (cached) return cached;
  const doubts: Doubt[] = [];
  for (let row = 0; row < rowCountOf(data); row++) {
    const confidence = rowAt(data, row)?.confidence ?? 1;
    if (confidence >= doubtBelow) continue;
    const last = doubts.at(-1);
    if (last && last.endFrame === row - 1) {
      last.endFrame = row;
      last.confidence = Math.min(last.confidence, confidence);
    } else doubts.push({ startFrame: row, endFrame: row, confidence });
  }
  doubtsOfData.set(data, doubts);
  return doubts;
}

function doubtsOf(track: Track, lookup: SpanDataLookup): Doubt[] {
  return track.derived.flatMap((span) => {
    const data = span.isStale ? undefined : lookup(span.dataId);
    return data ? doubtsInWindow(span, dataDoubts(data)) : [];
  });
}

function doubtsInWindow(span: DerivedSpan, doubts: readonly Doubt[]): Doubt[] {
  const offset = span.startFrame - span.dataOffset;
  return clipSpans(
    doubts.map((doubt) => ({
      ...doubt,
      startFrame: doubt.startFrame + offset,
      endFrame: doubt.endFrame + offset,
    })),
    span,
  );
}
