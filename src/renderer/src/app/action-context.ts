import type { ActionContext } from '../actions/action.ts';
import type { Studio } from '../state/studio.ts';
import { isAnnotating } from './places.ts';

/** What actions may work on now. A video that is open but not on show takes no keys and no clicks. */
export function actionContext(studio: Studio): ActionContext {
  return { studio, session: isAnnotating() ? studio.store.getState().session : null };
}
