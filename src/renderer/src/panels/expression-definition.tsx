import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { Link } from 'wouter';
import { showOverlay } from '../app/overlay.ts';
import { screens } from '../app/places.ts';
import { useEditor, useStudioState } from '../app/studio-context.ts';
import type { Session } from '../state/session.ts';
import { objectColours } from '../ui/palette.ts';

/** What the expression in hand means: its definition, what counts and what does not. */
export function ExpressionDefinition() {
  const session = useStudioState((state) => state.session);
  return session && <Definition session={session} />;
}

function Definition({ session }: { session: Session }) {
  const id = useEditor(session, (state) => state.activeExpressionId);
  useEditor(session, (state) => state.revision);
  const expression = id === null ? undefined : session.document.get('expression', id);
  if (!expression) return null;
  const parts = [
    { title: 'Definition', text: expression.definition },
    { title: 'Counts', text: expression.counts },
    { title: 'Does not count', text: expression.countsNot },
    { title: 'Category', text: expression.category },
  ].filter((part) => part.text !== '');
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && showOverlay('none')}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog definition" aria-describedby={undefined}>
          <div className="dialog-head">
            <span className="swatch" style={{ background: objectColours[expression.colour] }} />
            <Dialog.Title>{expression.text}</Dialog.Title>
            <Link className="button" to={`${screens.data}/expressions`} onClick={() => showOverlay('none')}>
              Edit…
            </Link>
            <Dialog.Close asChild>
              <button type="button" className="quiet icon" aria-label="Close">
                <X size={14} />
              </button>
            </Dialog.Close>
          </div>
          {parts.length === 0 && <p className="dim">Nobody has written down yet what it means.</p>}
          <dl className="definition-parts">
            {parts.map((part) => (
              <div key={part.title}>
                <dt>{part.title}</dt>
                <dd>{part.text}</dd>
              </div>
            ))}
          </dl>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
