import type { Action } from '../actions/action.ts';
import { keysOf, type KeySettings } from '../actions/dispatch.ts';
import { bindingsOf, type Binding } from '../actions/keys.ts';

const modifierCodes = /^(Shift|Control|Alt|Meta|CapsLock|OS)/;

type KeyPress = Parameters<typeof bindingsOf>[0];

/** The binding that a key press sets; undefined while only modifiers are down. */
export function pressedBinding(event: KeyPress): Binding | undefined {
  return modifierCodes.test(event.code) ? undefined : bindingsOf(event)[0];
}

/** The settings with one key more for an action. */
export function withBinding(own: KeySettings, action: Action, binding: Binding): KeySettings {
  const keys = keysOf(action, own);
  return keys.includes(binding) ? own : tidied(own, action, [...keys, binding]);
}

export function withoutBinding(own: KeySettings, action: Action, binding: Binding): KeySettings {
  return tidied(
    own,
    action,
    keysOf(action, own).filter((key) => key !== binding),
  );
}

export function withDefaults(own: KeySettings, action: Action): KeySettings {
  const { [action.id]: _own, ...others } = own;
  return others;
}

/** An action whose keys are the default ones needs no setting. */
function tidied(own: KeySettings, action: Action, keys: readonly Binding[]): KeySettings {
  const isDefault = keys.length === action.keys.length && keys.every((key, k) => key === action.keys[k]);
  return isDefault ? withDefaults(own, action) : { ...own, [action.id]: keys };
}

/**
 * For each action, its keys that other actions have too. Defaults that share a key on purpose, because they are never
 * available together, are no clash.
 */
export function clashesOf(
  actions: readonly Action[],
  own: KeySettings,
): Map<string, { binding: Binding; others: readonly Action[] }[]> {
  const users = new Map<Binding, Action[]>();
  for (const action of actions) {
    for (const binding of keysOf(action, own)) users.set(binding, [...(users.get(binding) ?? []), action]);
  }
  const clashes = new Map<string, { binding: Binding; others: readonly Action[] }[]>();
  for (const [binding, sharing] of users) {
    const isOwn = sharing.some((action) => !action.keys.includes(binding));
    if (sharing.length < 2 || !isOwn) continue;
    for (const action of sharing) {
      const others = sharing.filter((other) => other !== action);
      clashes.set(action.id, [...(clashes.get(action.id) ?? []), { binding, others }]);
    }
  }
  return clashes;
}
