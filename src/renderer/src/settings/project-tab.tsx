import { useState } from 'react';
import type { Project } from '#domain/records.ts';
import type { WorkGrid } from '#domain/work-grid.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { EditField } from './edit-field.tsx';

/** The project's name, and which frames are labelled. */
export function ProjectTab() {
  const studio = useStudio();
  const project = useStudioState((state) => state.overview?.records.project[0]);
  const folder = useStudioState((state) => state.overview?.folder);
  if (!project) return null;
  return (
    <>
      <div className="tab-head">
        <h2>Project and work grid</h2>
      </div>
      <div className="fields">
        <label className="field">
          Name
          <EditField
            label="Project name"
            value={project.name}
            isRequired
            onSave={(name) => void studio.execute({ kind: 'updateProject', data: { id: project.id, name } })}
          />
        </label>
        <div className="field">
          Folder
          <span className="selectable dim">{folder}</span>
        </div>
      </div>
      <GridForm key={JSON.stringify(project.workGrid)} project={project} />
    </>
  );
}

const gridWords: Record<WorkGrid['kind'], string> = {
  every: 'Every frame',
  step: 'Each k-th frame',
  rate: 'A number of frames per second',
};

/** The grid that stepping follows and that a finished answer covers. */
function GridForm({ project }: { project: Project }) {
  const studio = useStudio();
  const { workGrid } = project;
  const [kind, setKind] = useState(workGrid.kind);
  const [frames, setFrames] = useState(String(workGrid.kind === 'step' ? workGrid.frames : 5));
  const [perSecond, setPerSecond] = useState(String(workGrid.kind === 'rate' ? workGrid.perSecond : 2));
  const next = gridOf(kind, Number(frames), Number(perSecond));
  const isChanged = next !== undefined && JSON.stringify(next) !== JSON.stringify(workGrid);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (next) void studio.execute({ kind: 'updateProject', data: { id: project.id, workGrid: next } });
      }}
    >
      <fieldset className="choices">
        <legend>Work grid</legend>
        <p className="dim">
          The frames that are labelled. Stepping follows it; with Alt it goes by single frames. Changing it
          moves no label.
        </p>
        {(['every', 'step', 'rate'] as const).map((each) => (
          <label key={each} className="choice">
            <input type="radio" name="grid" checked={kind === each} onChange={() => setKind(each)} />
            {gridWords[each]}
            {each === 'step' && kind === 'step' && (
              <input
                type="number"
                aria-label="Frames from one to the next"
                min={1}
                step={1}
                value={frames}
                onChange={(event) => setFrames(event.target.value)}
              />
            )}
            {each === 'rate' && kind === 'rate' && (
              <input
                type="number"
                aria-label="Frames per second"
                min={0.01}
                step="any"
                value={perSecond}
                onChange={(event) => setPerSecond(event.target.value)}
              />
            )}
          </label>
        ))}
        <button type="submit" className="primary" disabled={!isChanged}>
          Use this grid
        </button>
      </fieldset>
    </form>
  );
}

/** The grid that a form says; undefined while its number makes none. */
function gridOf(kind: WorkGrid['kind'], frames: number, perSecond: number): WorkGrid | undefined {
  if (kind === 'every') return { kind };
  if (kind === 'step') return Number.isInteger(frames) && frames >= 1 ? { kind, frames } : undefined;
  return perSecond > 0 && Number.isFinite(perSecond) ? { kind, perSecond } : undefined;
}
