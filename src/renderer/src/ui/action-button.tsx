import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { keysOf, type KeySettings } from '../actions/dispatch.ts';
import { allActions } from '../actions/index.ts';
import { formatBinding } from '../actions/keys.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';

/** What an action is called and its first key, for a button's hint: "Play or pause (Space)". */
export function useActionHint(actionId: string): string {
  const settings = useStudioState((state) => state.settings);
  const action = allActions.find((candidate) => candidate.id === actionId);
  if (!action) return '';
  const [key] = keysOf(action, (settings['keys'] ?? {}) as KeySettings);
  return key === undefined ? action.title : `${action.title} (${formatBinding(key)})`;
}

/** A button that does an action of the table, and says its name and key. */
export function ActionButton({
  actionId,
  isPressed,
  children,
}: {
  actionId: string;
  /** For actions that turn something on and off. */
  isPressed?: boolean;
  children: ReactNode;
}) {
  const studio = useStudio();
  const session = useStore(studio.store, (state) => state.session);
  const hint = useActionHint(actionId);
  const action = allActions.find((candidate) => candidate.id === actionId);
  if (!action) return null;
  return (
    <button
      type="button"
      className="quiet"
      title={hint}
      aria-label={action.title}
      aria-pressed={isPressed}
      // The keyboard stays with the canvas: Space after a click must play, not press the button again.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => action.run({ studio, session })}
    >
      {children}
    </button>
  );
}
