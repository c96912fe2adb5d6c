import { useCallback, useEffect, useState } from 'react';
import type { HistoryStep } from '#api/documents.contract.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { useStudio, useStudioState } from '../app/studio-context.ts';

const pageSize = 100;

/** What was done, by whom and when: to the project itself, or to one video's labels. */
export function HistoryTab() {
  const studio = useStudio();
  const client = useStudioState((state) => state.client);
  const records = useStudioState((state) => state.overview?.records);
  const [videoId, setVideoId] = useState<string | null>(null);
  const [steps, setSteps] = useState<readonly HistoryStep[]>([]);
  const [hasMore, setHasMore] = useState(false);

  const load = useCallback(
    (beforeSeq: number | null): void => {
      client.documents.history({ videoId, limit: pageSize, beforeSeq }).then(
        (page) => {
          setSteps((before) => (beforeSeq === null ? page : [...before, ...page]));
          setHasMore(page.length === pageSize);
        },
        (error: unknown) => studio.complain(error),
      );
    },
    [client, studio, videoId],
  );
  // A change of the project's records is a step more.
  useEffect(() => load(null), [load, records]);

  const people = new Map(records?.person.map((person) => [person.id, person.name]));
  const videos = (records?.video ?? [])
    .filter((video) => !video.isRemoved)
    .toSorted((a, b) => a.number - b.number);
  const undone = undoneSteps(steps);
  return (
    <>
      <div className="tab-head">
        <h2>History</h2>
        <p className="dim">Nothing is ever taken out of it; undo and redo are steps of their own.</p>
      </div>
      <div className="history-tools">
        <select
          aria-label="History of"
          value={videoId ?? ''}
          onChange={(event) => setVideoId(event.target.value === '' ? null : event.target.value)}
        >
          <option value="">The project itself</option>
          {videos.map((video) => (
            <option key={video.id} value={video.id}>
              {video.number} {video.name}
            </option>
          ))}
        </select>
        {videoId === null && (
          <>
            <ActionButton actionId="undo" showsKey>
              Undo
            </ActionButton>
            <ActionButton actionId="redo" showsKey>
              Redo
            </ActionButton>
          </>
        )}
      </div>
      {steps.length === 0 && <p className="dim">Nothing was done yet.</p>}
      <table className="history">
        <tbody>
          {steps.map((step) => (
            <tr key={step.seq} className={undone.has(step.seq) ? 'undone' : undefined}>
              <td className="number dim">{step.seq}</td>
              <td>
                {step.action !== 'do' && <span className="chip">{step.action}</span>} {step.label}
              </td>
              <td className="dim">{step.frame === null ? '' : `frame ${step.frame}`}</td>
              <td className="dim">{people.get(step.personId) ?? 'somebody'}</td>
              <td className="dim number">{new Date(step.at).toLocaleString()}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {hasMore && (
        <button type="button" onClick={() => load(steps.at(-1)?.seq ?? null)}>
          Show more
        </button>
      )}
    </>
  );
}

/** Steps that an undo took back and no redo brought back; `steps` are newest first. */
function undoneSteps(steps: readonly HistoryStep[]): Set<number> {
  const undone = new Set<number>();
  for (const step of steps.toReversed()) {
    if (step.targetSeq === null) continue;
    if (step.action === 'undo') undone.add(step.targetSeq);
    else undone.delete(step.targetSeq);
  }
  return undone;
}
