import { useEditor } from '../app/studio-context.ts';
import type { Session } from '../state/session.ts';
import { useActionHint } from '../ui/action-button.tsx';

/** In the status bar: the span being marked, and the keys that end it. */
export function PendingHint({ session }: { session: Session }) {
  const pending = useEditor(session, (state) => state.pendingVisibility);
  const frame = useEditor(session, (state) => (state.pendingVisibility ? state.frame : 0));
  const hint = useActionHint(`mark.${pending?.value ?? 'occluded'}`);
  if (!pending) return null;
  const key = /\(([^()]+)\)$/.exec(hint)?.[1] ?? '';
  const start = Math.min(pending.startFrame, frame);
  const end = Math.max(pending.startFrame, frame);
  return (
    <span role="status" className="pending-hint">
      {pending.value} from frame {start} to {end}: <kbd>{key}</kbd> at the last frame, <kbd>Esc</kbd> to leave
    </span>
  );
}
