import type { ReactNode } from 'react';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { keysOf, type KeySettings } from './dispatch.ts';
import { allActions } from './index.ts';
import { formatBinding } from './keys.ts';

/** The key of an action as it is set and printed, for hints; empty where it has none. */
export function useActionKey(actionId: string): string {
  const own = useStudioState((state) => (state.settings['keys'] ?? {}) as KeySettings);
  const action = allActions.find((candidate) => candidate.id === actionId);
  const binding = action && keysOf(action, own)[0];
  return binding === undefined ? '' : formatBinding(binding);
}

/** A button that runs an action and shows its key. */
export function ActionButton({
  actionId,
  children,
  className,
  showsKey = false,
}: {
  actionId: string;
  children: ReactNode;
  className?: string;
  showsKey?: boolean;
}) {
  const studio = useStudio();
  const key = useActionKey(actionId);
  const action = allActions.find((candidate) => candidate.id === actionId);
  if (!action) throw new Error(`There is no action called ${actionId}`);
  return (
    <button
      type="button"
      className={className}
      title={key === '' ? action.title : `${action.title} (${key})`}
      onClick={() => {
        const context = { studio, session: studio.store.getState().session };
        if (action.isAvailable(context)) action.run(context);
      }}
    >
      {children}
      {showsKey && key !== '' && <kbd>{key}</kbd>}
    </button>
  );
}
