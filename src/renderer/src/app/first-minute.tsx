import { X } from 'lucide-react';
import { useActionKey } from '../ui/action-button.tsx';
import type { Session } from '../state/session.ts';
import { pendingProposals } from '../state/triage.ts';
import { useEditor, useStudio, useStudioState } from './studio-context.ts';

/** Over the sample's canvas until it was dismissed: the first two keys worth pressing. */
export function FirstMinute({ session }: { session: Session }) {
  const studio = useStudio();
  const folder = useStudioState((state) => state.overview?.folder ?? '');
  const isDismissed = useStudioState((state) => state.settings['isFirstMinuteOver'] === true);
  const trackKey = useActionKey('trackForward');
  const acceptKey = useActionKey('acceptProposal');
  useEditor(session, (state) => state.revision);
  const selected = useEditor(session, (state) => state.selectedTrackIds);
  const labelSetId = useEditor(session, (state) => state.labelSetId);
  if (isDismissed || !/[\\/]sample-project$/.test(folder) || trackKey === '') return null;
  // The bar that judges proposals stands in the same place, and has the next keys itself.
  if (pendingProposals(session).length > 0) return null;
  const tracks = session.document.tracksOfVideo(session.videoId);
  const own = tracks.filter((track) => track.labelSetId === labelSetId);
  // A point that is no track says nothing of other frames, and needs no tracker.
  const ball = own.find(
    (track) =>
      track.keyframes.length === 1 && track.keyframes[0]?.gap !== 'none' && track.derived.length === 0,
  );
  if (!ball) return null;
  const number = session.document.get('object', ball.objectId)?.number;
  const [expressionId] = session.document.expressionsOfObject(ball.objectId);
  const words = expressionId === undefined ? '' : session.document.get('expression', expressionId)?.text;
  return (
    <aside className="first-minute" aria-label="First steps">
      <p>
        {selected.length === 1 && selected[0] === ball.id ? (
          <>
            Press <kbd>{trackKey}</kbd> to track {words || `#${number}`} through the whole clip, then{' '}
            <kbd>{acceptKey}</kbd> to accept.
          </>
        ) : (
          <>
            One frame of {words || `#${number}`} is labelled.{' '}
            <button
              type="button"
              className="primary"
              onClick={() => {
                session.editor.setState({ selectedTrackIds: [ball.id] });
                session.player.goTo(ball.keyframes[0]?.frame ?? 0);
              }}
            >
              Select it
            </button>{' '}
            and let the tracker do the rest.
          </>
        )}
      </p>
      <button
        type="button"
        className="quiet icon"
        aria-label="Dismiss"
        title="Do not show this again"
        onClick={() => studio.saveSetting('isFirstMinuteOver', true)}
      >
        <X size={14} />
      </button>
    </aside>
  );
}
