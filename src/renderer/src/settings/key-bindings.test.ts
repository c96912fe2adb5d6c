import { beforeAll, expect, test, vi } from 'vitest';
import type { Action } from '../actions/action.ts';

// The keys module asks the browser which system it is on.
vi.stubGlobal('navigator', { platform: 'Linux x86_64' });
let keys: typeof import('./key-bindings.ts');
beforeAll(async () => {
  keys = await import('./key-bindings.ts');
});

function action(id: string, bindings: string[]): Action {
  return { id, title: id, group: 'Studio', keys: bindings, isAvailable: () => true, run: () => undefined };
}

const press = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

test('a key is recorded once it is more than a modifier', () => {
  expect(keys.pressedBinding({ ...press, code: 'ShiftLeft', key: 'Shift', shiftKey: true })).toBeUndefined();
  expect(keys.pressedBinding({ ...press, code: 'KeyG', key: 'G', shiftKey: true })).toBe('Shift+KeyG');
  expect(keys.pressedBinding({ ...press, code: 'KeyG', key: 'g', ctrlKey: true })).toBe('Mod+g');
});

test('keys are added and taken away; the defaults need no setting', () => {
  const step = action('step', ['KeyF']);
  const more = keys.withBinding({}, step, 'KeyG');
  expect(more).toEqual({ step: ['KeyF', 'KeyG'] });
  expect(keys.withoutBinding(more, step, 'KeyG')).toEqual({});
  expect(keys.withoutBinding({}, step, 'KeyF')).toEqual({ step: [] });
  expect(keys.withDefaults({ step: [], other: ['KeyX'] }, step)).toEqual({ other: ['KeyX'] });
});

test('a key that a person gave to two commands clashes, on both', () => {
  const actions = [action('step', ['KeyF']), action('fit', ['Digit0'])];
  const clashes = keys.clashesOf(actions, { fit: ['KeyF'] });
  expect([...clashes.keys()]).toEqual(['step', 'fit']);
  expect(clashes.get('fit')).toMatchObject([{ binding: 'KeyF', others: [{ id: 'step' }] }]);
});

test('defaults that share a key on purpose do not clash', () => {
  const actions = [action('accept', ['KeyA']), action('other', ['KeyA'])];
  expect(keys.clashesOf(actions, {}).size).toBe(0);
});
