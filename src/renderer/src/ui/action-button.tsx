import type { ReactNode } from 'react';
import type { Action } from '../actions/action.ts';
import { keysOf, ownKeys } from '../actions/dispatch.ts';
import { allActions } from '../actions/index.ts';
import { formatBinding } from '../actions/keys.ts';
import { actionContext } from '../app/action-context.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { useKeyLayout } from '../app/use-key-layout.ts';
import type { Studio } from '../state/studio.ts';

/** The first key of an action as it is set and as the keyboard prints it; empty where it has none. */
export function useActionKey(actionId: string): string {
  const own = useStudioState((state) => ownKeys(state.settings));
  const layout = useKeyLayout();
  const action = findAction(actionId);
  const key = action && keysOf(action, own)[0];
  return key === undefined ? '' : formatBinding(key, layout);
}

function findAction(actionId: string): Action | undefined {
  return allActions.find((candidate) => candidate.id === actionId);
}

/** What an action is called and its first key, for a button's hint: "Play or pause (Space)". */
export function useActionHint(actionId: string): string {
  const action = findAction(actionId);
  const key = useActionKey(actionId);
  if (!action) return '';
  return key === '' ? action.title : `${action.title} (${key})`;
}

function runNow(studio: Studio, action: Action): void {
  const context = actionContext(studio);
  if (action.isAvailable(context)) action.run(context);
}

/** A button that does an action of the table, and says its name and key. */
export function ActionButton({
  actionId,
  isPressed,
  className = 'quiet',
  showsKey = false,
  children,
}: {
  actionId: string;
  /** For actions that turn something on and off. */
  isPressed?: boolean;
  className?: string;
  /** The key stands in the button, not only in its hint. */
  showsKey?: boolean;
  children: ReactNode;
}) {
  const studio = useStudio();
  const hint = useActionHint(actionId);
  const action = findAction(actionId);
  const key = useActionKey(actionId);
  if (!action) return null;
  return (
    <button
      type="button"
      className={className}
      title={hint}
      aria-label={action.title}
      aria-pressed={isPressed}
      // The keyboard stays with the canvas: Space after a click must play, not press the button again.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => runNow(studio, action)}
    >
      {children}
      {showsKey && key !== '' && <kbd>{key}</kbd>}
    </button>
  );
}
