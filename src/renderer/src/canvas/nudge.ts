import type { Point, Position } from '#domain/geometry.ts';
import type { Id } from '#domain/ids.ts';
import { commitPositions, shifted } from './edits.ts';
import { emptyPreview, type ToolContext } from './tools/tool.ts';

/** Milliseconds without a key after which nudges become one command. */
const pauseMs = 400;

/** Moves what is selected by small steps. Steps that follow each other closely are one command. */
export interface Nudge {
  /** Video pixels. */
  by(step: Point): void;
  /** Makes the command now: before anything else is done, or the frame or selection changes. */
  commit(): void;
}

export function createNudge(context: ToolContext): Nudge {
  let pending: { frame: number; positions: Map<Id, Position> } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function commit(): void {
    clearTimeout(timer);
    if (!pending) return;
    const { frame, positions } = pending;
    pending = undefined;
    commitPositions(context.host, frame, positions);
    context.setPreview(emptyPreview);
  }

  return {
    by(step) {
      const { shownFrame, video } = context.host.editor.getState();
      const marks = context.marks().filter((mark) => mark.isSelected);
      if (marks.length === 0) return;
      const before = pending?.positions;
      const positions = new Map(
        marks.map((mark) => [mark.trackId, shifted(before?.get(mark.trackId) ?? mark.position, step, video)]),
      );
      pending = { frame: shownFrame, positions };
      context.setPreview({ ...emptyPreview, positions });
      clearTimeout(timer);
      timer = setTimeout(commit, pauseMs);
    },
    commit,
  };
}
