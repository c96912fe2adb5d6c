import { Dialog } from 'radix-ui';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { Action } from '../actions/action.ts';
import { keysOf, ownKeys } from '../actions/dispatch.ts';
import { allActions } from '../actions/index.ts';
import { formatBinding } from '../actions/keys.ts';
import { matchesWords } from '../ui/text-search.ts';
import { actionContext } from './action-context.ts';
import { showOverlay } from './overlay.ts';
import { useStudio, useStudioState } from './studio-context.ts';
import { useKeyLayout } from './use-key-layout.ts';

/** Every command that can run now, found by its words and run by Enter. */
export function CommandPalette() {
  const studio = useStudio();
  const own = useStudioState((state) => ownKeys(state.settings));
  const layout = useKeyLayout();
  const [query, setQuery] = useState('');
  const [index, setIndex] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const context = actionContext(studio);
  const offered = allActions.filter(
    (action) =>
      action.id !== 'commandPalette' &&
      action.isAvailable(context) &&
      matchesWords(`${action.group} ${action.title}`, query),
  );
  const chosen = offered[Math.min(index, offered.length - 1)];

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);

  function run(action: Action): void {
    showOverlay('none');
    // After the palette has given the keyboard back, so that what opens next gets it.
    setTimeout(() => {
      action.run(context);
      action.release?.(context);
    });
  }

  function handleKey(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && offered.length > 0) {
      event.preventDefault();
      setIndex((Math.min(index, offered.length - 1) + step + offered.length) % offered.length);
    } else if (event.key === 'Enter' && chosen) {
      event.preventDefault();
      run(chosen);
    }
  }

  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && showOverlay('none')}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog palette" aria-describedby={undefined} onKeyDown={handleKey}>
          <Dialog.Title className="visually-hidden">Find a command</Dialog.Title>
          <input
            type="search"
            role="combobox"
            aria-label="Find a command"
            aria-expanded
            aria-controls="palette-list"
            aria-activedescendant={chosen && `palette-${chosen.id}`}
            placeholder="Find a command"
            value={query}
            onChange={(event) => {
              setQuery(event.target.value);
              setIndex(0);
            }}
          />
          <ul ref={list} id="palette-list" role="listbox" aria-label="Commands">
            {offered.map((action) => (
              <li
                key={action.id}
                id={`palette-${action.id}`}
                role="option"
                aria-selected={action === chosen}
                onClick={() => run(action)}
                onPointerMove={() => setIndex(offered.indexOf(action))}
              >
                <span className="ellipsis">{action.title}</span>
                <span className="dim">{action.group}</span>
                <span className="keys">
                  {keysOf(action, own)
                    .slice(0, 1)
                    .map((binding) => (
                      <kbd key={binding}>{formatBinding(binding, layout)}</kbd>
                    ))}
                </span>
              </li>
            ))}
          </ul>
          {offered.length === 0 && <p className="dim">No command has these words.</p>}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
