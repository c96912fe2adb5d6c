import { secondsOf } from '#domain/frame-table.ts';
import type { VideoDocument } from '../dataset.ts';
import type { Problem, ProblemKind } from '../format.ts';
import type { Clip } from './clips.ts';
import { objectTitle, type LabelledAnswer } from './selection.ts';

/** A row, or the reason there is none. */
export interface RowResult<R> {
  /** Configuration of the data set it belongs to. */
  config: string;
  clip: Clip | null;
  row: R | null;
  problems: Problem[];
}

/** Gathers the problems of one row. */
export interface ProblemList {
  problems: Problem[];
  add(kind: ProblemKind, message: string, frame?: number): void;
}

export function problemList(
  row: string,
  { video }: VideoDocument,
  labelled: LabelledAnswer | null,
): ProblemList {
  const problems: Problem[] = [];
  return {
    problems,
    add: (kind, message, frame) => {
      problems.push({
        kind,
        row,
        videoId: video.id,
        video: video.name,
        expressionId: labelled?.expression.id ?? null,
        expression: labelled?.expression.text ?? null,
        frame: frame ?? null,
        message,
      });
    },
  };
}

/** "frame 7 (0.2336 s)" for messages. */
export function frameTitle({ table }: VideoDocument, frame: number): string {
  return `frame ${frame} (${secondsOf(table, frame).toFixed(4)} s)`;
}

/** What an answer's verdict means for a row: go on, or why not. */
export function verdictRefusal(labelled: LabelledAnswer): string | undefined {
  return labelled.verdict === 'open'
    ? 'nobody has finished this answer: mark it done (all objects, none, or unsure), or export open answers too'
    : undefined;
}

/** Where the verdict and the labels say different things. */
export function contradictionOf({ verdict, objects }: LabelledAnswer): string | undefined {
  const [first] = objects;
  if (verdict === 'none' && first) return `the answer is “none”, but ${objectTitle(first)} is labelled`;
  if (verdict === 'objects' && !first) return 'the answer says there are objects, but none is labelled';
  return undefined;
}
