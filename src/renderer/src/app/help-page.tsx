import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { Link } from 'wouter';
import type { Action } from '../actions/action.ts';
import { keysOf, ownKeys } from '../actions/dispatch.ts';
import { allActions } from '../actions/index.ts';
import { formatBinding } from '../actions/keys.ts';
import { showOverlay } from './overlay.ts';
import { screens } from './places.ts';
import { useStudioState } from './studio-context.ts';
import { useKeyLayout } from './use-key-layout.ts';

/** All commands by group, with their keys as this keyboard prints them. */
export function HelpPage() {
  const own = useStudioState((state) => ownKeys(state.settings));
  const layout = useKeyLayout();
  const groups = Map.groupBy(allActions, (action) => action.group);
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && showOverlay('none')}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog help" aria-describedby={undefined}>
          <div className="dialog-head">
            <Dialog.Title>Commands and keys</Dialog.Title>
            <Link className="button" to={`${screens.settings}/shortcuts`} onClick={() => showOverlay('none')}>
              Change keys…
            </Link>
            <Dialog.Close asChild>
              <button type="button" className="quiet" aria-label="Close">
                <X size={14} />
              </button>
            </Dialog.Close>
          </div>
          <div className="help-groups">
            {[...groups].map(([group, actions]) => (
              <section key={group}>
                <h3>{group}</h3>
                <dl>
                  {actions.map((action) => (
                    <HelpRow key={action.id} action={action} keys={keysOf(action, own)} layout={layout} />
                  ))}
                </dl>
              </section>
            ))}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface HelpRowProps {
  action: Action;
  keys: readonly string[];
  layout: ReadonlyMap<string, string>;
}

function HelpRow({ action, keys, layout }: HelpRowProps) {
  return (
    <div className="help-row">
      <dt>{action.title}</dt>
      <dd>
        {keys.length === 0 && <span className="dim">no key</span>}
        {keys.map((binding) => (
          <kbd key={binding}>{formatBinding(binding, layout)}</kbd>
        ))}
      </dd>
    </div>
  );
}
