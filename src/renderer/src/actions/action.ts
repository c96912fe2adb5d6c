import type { Session } from '../state/session.ts';
import type { Studio } from '../state/studio.ts';
import type { Binding } from './keys.ts';

export type ActionGroup =
  | 'Move in time'
  | 'Tools'
  | 'Labels'
  | 'Tracks'
  | 'Tracker'
  | 'Answers'
  | 'View'
  | 'History'
  | 'Studio';

/** What an action may work on. `session` is there while a video is open. */
export interface ActionContext {
  studio: Studio;
  session: Session | null;
}

/**
 * One thing a person can do: the same entry feeds keys, menus, button hints, the shortcut page, the palette and the
 * tests. An action that is not available is not offered.
 */
export interface Action {
  id: string;
  title: string;
  group: ActionGroup;
  /** Default keys; the person may set others (settings "keys"). */
  keys: readonly Binding[];
  isAvailable(context: ActionContext): boolean;
  run(context: ActionContext): void;
  /** For keys that act while held: called when the key comes up. */
  release?(context: ActionContext): void;
  /**
   * Whether holding the key repeats it. 'whenShown' waits for the frame that was asked for last: a held key goes as
   * fast as pictures come, shows every one, and never runs on after it is let go.
   */
  repeats?: boolean | 'whenShown';
}

/** An action on the open video. */
export function sessionAction(
  action: Omit<Action, 'isAvailable' | 'run' | 'release'> & {
    isAvailable?: (session: Session) => boolean;
    run: (session: Session, studio: Studio) => void;
    release?: (session: Session) => void;
  },
): Action {
  const { isAvailable, run, release, ...rest } = action;
  return {
    ...rest,
    isAvailable: ({ session }) => session !== null && (isAvailable?.(session) ?? true),
    run: ({ session, studio }) => {
      if (session) run(session, studio);
    },
    ...(release && {
      release: ({ session }: ActionContext) => {
        if (session) release(session);
      },
    }),
  };
}
