import type { Id } from './ids.ts';
import type { ProjectReader } from './reader.ts';
import type { Answer, Expression, Video, VideoObject } from './records.ts';
import { isInSpan, spanAt, subtractSpans, uniteSpans, type Span } from './spans.ts';

/** What answers say, and what is left to do. */

/** The objects that an expression refers to in a video, as far as they have a track in the label set. */
export function objectsOfAnswer(
  reader: ProjectReader,
  answer: Pick<Answer, 'expressionId' | 'videoId' | 'labelSetId'>,
): VideoObject[] {
  return reader
    .objectsOfVideo(answer.videoId)
    .filter(
      (object) =>
        reader.expressionsOfObject(object.id).includes(answer.expressionId) &&
        reader.tracksOfObject(object.id).some((track) => track.labelSetId === answer.labelSetId),
    );
}

/**
 * How many objects an answer counts: what somebody counted, else none or the number of its objects. Null where it
 * says nothing about the number: it is open, or unsure.
 */
export function answerCount(reader: ProjectReader, answer: Answer): number | null {
  if (answer.count !== null) return answer.count;
  if (answer.verdict === 'none') return 0;
  return answer.verdict === 'objects' ? objectsOfAnswer(reader, answer).length : null;
}

/** Coverage as the shortest sorted list of the same frames. */
export function normaliseCoverage(coverage: readonly Span[]): Span[] {
  return uniteSpans(coverage);
}

export function addCoverage(coverage: readonly Span[], range: Span): Span[] {
  return uniteSpans([...coverage, range]);
}

export function removeCoverage(coverage: readonly Span[], range: Span): Span[] {
  return subtractSpans(uniteSpans(coverage), [range]);
}

/** The frames of the answer's coverage grid that were searched. `grid` are that grid's frames (gridFrames). */
export function coveredFrames(coverage: readonly Span[], grid: Uint32Array): Uint32Array {
  const spans = uniteSpans(coverage);
  return grid.filter((frame) => spanAt(spans, frame) !== undefined);
}

/** True where a frame was searched: inside a covered range, and on the grid it was searched on. */
export function isFrameCovered(coverage: readonly Span[], grid: Uint32Array, frame: number): boolean {
  return coverage.some((span) => isInSpan(span, frame)) && isOnGrid(grid, frame);
}

function isOnGrid(grid: Uint32Array, frame: number): boolean {
  let low = 0;
  let high = grid.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const value = grid[middle] ?? 0;
    if (value === frame) return true;
    if (value < frame) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

export interface AnswerProgress {
  /** Grid frames that were searched, of how many. */
  covered: number;
  total: number;
  /** Nobody has to come back to it: it was called done, or is with a reviewer, or approved. */
  isDone: boolean;
}

/** How far an expression is answered on a video; undefined stands for "no answer yet". */
export function answerProgress(answer: Answer | undefined, grid: Uint32Array): AnswerProgress {
  return {
    covered: answer ? coveredFrames(answer.coverage, grid).length : 0,
    total: grid.length,
    isDone: isAnswered(answer),
  };
}

/** False while somebody has to work on it: no answer, an open one, or one that was sent back. */
export function isAnswered(answer: Answer | undefined): boolean {
  return answer !== undefined && answer.state !== 'open' && answer.state !== 'changes-asked';
}

export interface WorkItem {
  expressionId: Id;
  videoId: Id;
}

/**
 * Where "done and next" goes: the next expression of this video without an answer, in list order and round to the
 * ones before; then the first such expression of the next videos, round to the videos before. Undefined when all is
 * answered. Archived expressions and removed videos are passed over.
 */
export function nextUnanswered(
  current: WorkItem,
  expressions: readonly Expression[],
  videos: readonly Video[],
  answerOf: (item: WorkItem) => Answer | undefined,
): WorkItem | undefined {
  const wanted = expressions
    .filter((expression) => !expression.isArchived || expression.id === current.expressionId)
    .sort((a, b) => a.position - b.position);
  const open = (expression: Expression, videoId: Id): boolean =>
    !expression.isArchived && !isAnswered(answerOf({ expressionId: expression.id, videoId }));
  const listed = videos
    .filter((video) => !video.isRemoved || video.id === current.videoId)
    .sort((a, b) => a.number - b.number);
  const here = rotate(wanted, current.expressionId).find(
    (expression) => expression.id !== current.expressionId && open(expression, current.videoId),
  );
  if (here) return { expressionId: here.id, videoId: current.videoId };
  for (const video of rotate(listed, current.videoId)) {
    if (video.id === current.videoId || video.isRemoved) continue;
    const expression = wanted.find((candidate) => open(candidate, video.id));
    if (expression) return { expressionId: expression.id, videoId: video.id };
  }
  return undefined;
}

/** The list from the record with this id on, then from its start. */
function rotate<R extends { id: Id }>(records: readonly R[], id: Id): R[] {
  const index = Math.max(
    0,
    records.findIndex((record) => record.id === id),
  );
  return [...records.slice(index), ...records.slice(0, index)];
}
