import { ActionButton } from '../ui/action-button.tsx';
import { useEditor } from '../app/studio-context.ts';
import type { Session } from '../state/session.ts';
import { currentProposal, pendingProposals } from '../state/triage.ts';
import './panels.css';

/** Over the canvas while there are proposals to judge: which one is in hand, and the keys that judge it. */
export function TriageBar({ session }: { session: Session }) {
  useEditor(session, (state) => state.revision);
  useEditor(session, (state) => state.selectedTrackIds);
  const pending = pendingProposals(session);
  const current = currentProposal(session);
  if (!current) return null;
  const object = session.document.get('object', current.objectId);
  const [expressionId] = session.document.expressionsOfObject(current.objectId);
  const words =
    expressionId === undefined ? '' : (session.document.get('expression', expressionId)?.text ?? '');
  return (
    <div className="triage-bar" role="toolbar" aria-label="Proposals">
      <div className="triage-row">
        <span className="dim">
          {pending.indexOf(current) + 1} of {pending.length}
        </span>
        <strong className="ellipsis">
          {words} #{object?.number}
        </strong>
        <ActionButton actionId="acceptProposal" className="primary" showsKey>
          Accept
        </ActionButton>
        <ActionButton actionId="acceptUpToHere" className="" showsKey>
          Up to here
        </ActionButton>
        <ActionButton actionId="rejectProposal" className="" showsKey>
          Reject
        </ActionButton>
        {pending.length > 1 && (
          <ActionButton actionId="acceptAllProposals" className="" showsKey>
            Accept all
          </ActionButton>
        )}
      </div>
      {current.notes && <p className="triage-notes">{current.notes.replaceAll('\n', ' ')}</p>}
    </div>
  );
}
