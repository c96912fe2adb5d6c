import type { Session } from '../state/session.ts';
import { createCanvasModel, type CanvasModel } from './canvas-model.ts';

const models = new WeakMap<Session['editor'], CanvasModel>();

/** The canvas of an open video: one as long as the session lives, whether or not it is on the screen. */
export function canvasOf(session: Session): CanvasModel {
  let model = models.get(session.editor);
  if (!model) {
    model = createCanvasModel(session);
    models.set(session.editor, model);
  }
  return model;
}
