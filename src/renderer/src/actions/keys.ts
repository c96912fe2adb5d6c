/**
 * Key bindings as text. Single letters go by physical key ("KeyF", "Shift+KeyM", "ArrowRight"), so that every layout
 * has them in the same place; combinations with Ctrl or Cmd, and signs, go by what the key types ("Mod+z", "?").
 */
export type Binding = string;

const isMac = navigator.platform.startsWith('Mac');

type KeyLike = Pick<KeyboardEvent, 'code' | 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** The bindings that a key press may stand for, most specific first. */
export function bindingsOf(event: KeyLike): Binding[] {
  const isMod = isMac ? event.metaKey : event.ctrlKey;
  const modifiers = [event.altKey ? 'Alt' : '', event.shiftKey ? 'Shift' : ''].filter((name) => name !== '');
  if (isMod) return [['Mod', ...modifiers, event.key.toLowerCase()].join('+')];
  const byCode = [...modifiers, event.code].join('+');
  // A sign is itself whatever modifier types it; letters and digits are not looked at here.
  const isSign = event.key.length === 1 && !/[\p{L}\p{N} ]/u.test(event.key);
  return isSign && !event.altKey ? [event.key, byCode] : [byCode];
}

const names: Record<string, string> = {
  ArrowRight: '→',
  ArrowLeft: '←',
  ArrowUp: '↑',
  ArrowDown: '↓',
  // With Ctrl or Cmd a key goes by what it types, in lower case.
  arrowright: '→',
  arrowleft: '←',
  arrowup: '↑',
  enter: '⏎',
  arrowdown: '↓',
  delete: 'Del',
  backspace: '⌫',
  Delete: 'Del',
  Escape: 'Esc',
  Backquote: '`',
  BracketLeft: '[',
  BracketRight: ']',
  Comma: ',',
  Period: '.',
  Minus: '-',
  Equal: '=',
  Enter: '⏎',
};

/** A binding as the person's keyboard prints it. `layout` maps physical keys to characters, where it is known. */
export function formatBinding(binding: Binding, layout: ReadonlyMap<string, string> = new Map()): string {
  const parts = binding === '+' ? ['+'] : binding.split('+');
  return parts
    .map((part) => {
      if (part === 'Mod') return isMac ? '⌘' : 'Ctrl';
      const printed = layout.get(part);
      if (printed !== undefined) return printed.toUpperCase();
      if (names[part] !== undefined) return names[part];
      return part
        .replace(/^(Key|Digit)/, '')
        .replace(/^Numpad(?=.)/, 'Num ')
        .replace(/^[a-z]$/, (letter) => letter.toUpperCase());
    })
    .join('+');
}

/** Whether keys belong to a text field and not to the studio. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    !(target instanceof HTMLInputElement && ['checkbox', 'radio', 'range', 'button'].includes(target.type))
  );
}
