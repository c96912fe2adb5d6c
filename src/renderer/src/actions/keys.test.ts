import { beforeAll, expect, test, vi } from 'vitest';

// The keys module asks the browser which system it is on.
vi.stubGlobal('navigator', { platform: 'Linux x86_64' });
let keys: typeof import('./keys.ts');
let allActions: typeof import('./index.ts').allActions;
beforeAll(async () => {
  keys = await import('./keys.ts');
  ({ allActions } = await import('./index.ts'));
});

test('every default key with Ctrl or Cmd is one that a key press makes', () => {
  const withMod = allActions.flatMap((action) => action.keys.filter((key) => key.startsWith('Mod+')));
  expect(withMod.length).toBeGreaterThan(10);
  for (const binding of withMod) {
    const [key = '', ...modifiers] = binding.split('+').toReversed();
    const made = keys.bindingsOf({
      code: '',
      key,
      ctrlKey: true,
      metaKey: false,
      altKey: modifiers.includes('Alt'),
      shiftKey: modifiers.includes('Shift'),
    });
    expect(made).toEqual([binding]);
  }
});
