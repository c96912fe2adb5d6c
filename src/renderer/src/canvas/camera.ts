import { centreOf, type Point } from '#domain/geometry.ts';
import type { CanvasModel } from './canvas-model.ts';
import { toScreen } from './viewport.ts';

/** Turns the view to the selected object: always while the camera follows it, else when it was chosen out of sight. */
export interface Camera {
  /** Something else was selected: it is brought into sight as soon as its frame is shown. */
  reveal(): void;
  /** Called before each drawing. */
  aim(): void;
}

/** CSS pixels from the edge of the canvas within which an object counts as out of sight. */
const edge = 24;

export function createCamera(model: CanvasModel): Camera {
  const { editor } = model.host;
  let isRevealing = false;

  function isInSight(at: Point): boolean {
    const { view, size } = model.store.getState();
    const { x, y } = toScreen(view, at);
    return x >= edge && y >= edge && x <= size.width - edge && y <= size.height - edge;
  }

  return {
    reveal() {
      isRevealing = editor.getState().selectedTrackIds.length === 1;
    },
    aim() {
      const { isCameraFollowing, frame, shownFrame } = editor.getState();
      if (model.isGestureRunning() || !(isCameraFollowing || isRevealing)) return;
      const marks = model.marks();
      // A proposal stands in for its object where the object itself has no position yet.
      const mark = marks.find((each) => each.isSelected) ?? marks.find((each) => each.isOfSelected);
      const wasRevealing = isRevealing;
      // The selection may be of a frame that is still being decoded.
      if (mark || frame === shownFrame) isRevealing = false;
      if (!mark) return;
      const at = centreOf(mark.position);
      const isFitted = model.store.getState().isFitted;
      if (isCameraFollowing || (wasRevealing && !isFitted && !isInSight(at))) model.centreOn(at);
    },
  };
}
