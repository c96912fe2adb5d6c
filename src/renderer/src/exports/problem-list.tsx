import type { ExportCheck, RowProblem } from '#api/exports.contract.ts';
import { goToPlace } from '../app/places.ts';
import { useStudio } from '../app/studio-context.ts';

const kinds: Record<RowProblem['kind'], { title: string; meaning: string }> = {
  'left-out': { title: 'Left out', meaning: 'not written, because the row would say something false' },
  dropped: { title: 'Dropped by the loader', meaning: 'written, but training skips the row' },
  changed: { title: 'Changed', meaning: 'written with another value' },
  note: { title: 'Good to know', meaning: 'written as it is' },
};

/** Problems of rows by kind; each leads to the frame it is about. */
export function ProblemList({ check }: { check: ExportCheck }) {
  const groups = Map.groupBy(check.problems, (problem) => problem.kind);
  if (groups.size === 0) return <p className="dim">Every row can be written as it is.</p>;
  return (Object.keys(kinds) as RowProblem['kind'][]).map((kind) => {
    const problems = groups.get(kind);
    if (!problems) return null;
    const total = check.problemCounts[kind] ?? problems.length;
    return (
      <details key={kind} open={kind === 'left-out' || kind === 'dropped'} className={`problems ${kind}`}>
        <summary>
          {kinds[kind].title} <span className="chip">{total.toLocaleString('en')}</span>{' '}
          <span className="dim">{kinds[kind].meaning}</span>
        </summary>
        <ul>
          {problems.map((problem) => (
            <ProblemRow key={JSON.stringify(problem)} problem={problem} />
          ))}
        </ul>
        {total > problems.length && (
          <p className="dim">and {(total - problems.length).toLocaleString('en')} more of this kind</p>
        )}
      </details>
    );
  });
}

function ProblemRow({ problem }: { problem: RowProblem }) {
  const studio = useStudio();
  const { videoId, video, expression, frame, message } = problem;
  return (
    <li>
      <button
        type="button"
        className="quiet link"
        title="Go there"
        onClick={() => goToPlace(studio, { videoId, frame, expressionId: null })}
      >
        {video}
        {frame !== null && ` · frame ${frame}`}
      </button>
      {expression !== null && <span className="dim">“{expression}”</span>}
      <span className="selectable">{message}</span>
    </li>
  );
}
