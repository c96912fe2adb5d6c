import type { Action, ActionContext } from './action.ts';
import { allActions } from './index.ts';
import { bindingsOf, isTyping, type Binding } from './keys.ts';

export type KeySettings = Readonly<Record<string, readonly Binding[]>>;

const defaults: KeySettings = {};

/** The person's own keys, as the settings say; the same object until they change. */
export function ownKeys(settings: Readonly<Record<string, unknown>>): KeySettings {
  return (settings['keys'] as KeySettings | undefined) ?? defaults;
}

/** The keys of an action: the person's own where they set some, else the defaults. */
export function keysOf(action: Action, own: KeySettings): readonly Binding[] {
  return own[action.id] ?? action.keys;
}

/** Whether a held key acts again now. */
function mayRepeat(action: Action, { session }: ActionContext): boolean {
  if (action.repeats !== 'whenShown') return action.repeats === true;
  const state = session?.editor.getState();
  return state === undefined || state.shownFrame === state.frame;
}

/** Routes key presses to actions until disposed. `context` is asked at every press, `own` keys likewise. */
export function listenToKeys(context: () => ActionContext, own: () => KeySettings): () => void {
  /** Actions whose key is down, by physical key, so that a release finds them whatever modifiers came up first. */
  const held = new Map<string, Action>();

  function find(event: KeyboardEvent): Action | undefined {
    const pressed = bindingsOf(event);
    for (const binding of pressed) {
      const action = allActions.find(
        (candidate) => keysOf(candidate, own()).includes(binding) && candidate.isAvailable(context()),
      );
      if (action) return action;
    }
    return undefined;
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.defaultPrevented || isTyping(event.target)) return;
    // An open dialog or menu has the keyboard to itself.
    if (document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]')) return;
    const action = find(event);
    if (!action) return;
    event.preventDefault();
    if (event.repeat && !mayRepeat(action, context())) return;
    if (action.release && !event.repeat) held.set(event.code, action);
    action.run(context());
  }

  function onKeyUp(event: KeyboardEvent): void {
    held.get(event.code)?.release?.(context());
    held.delete(event.code);
  }

  function onBlur(): void {
    for (const action of held.values()) action.release?.(context());
    held.clear();
  }

  window.addEventListener('keydown', onKeyDown);
  window.addEventListener('keyup', onKeyUp);
  window.addEventListener('blur', onBlur);
  return () => {
    window.removeEventListener('keydown', onKeyDown);
    window.removeEventListener('keyup', onKeyUp);
    window.removeEventListener('blur', onBlur);
  };
}
