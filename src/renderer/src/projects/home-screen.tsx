import { FolderOpen, FolderPlus, Sparkles } from 'lucide-react';
import { useEffect, useState, type DragEvent } from 'react';
import { useLocation } from 'wouter';
import type { Overview, RecentProject } from '#api/projects.contract.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { NewProjectDialog } from './new-project-dialog.tsx';
import { useFilePicker } from './use-file-picker.tsx';
import './projects.css';

/** Projects: the ones worked on last, a new one, another one; a project folder may be dropped. */
export function HomeScreen() {
  const studio = useStudio();
  const client = useStudioState((state) => state.client);
  const host = useStudioState((state) => state.host);
  const openFolder = useStudioState((state) => state.overview?.folder);
  const [recent, setRecent] = useState<readonly RecentProject[] | null>(null);
  const [isCreating, setIsCreating] = useState(false);
  const [problem, setProblem] = useState('');
  const { pick, dialog } = useFilePicker();
  const [, navigate] = useLocation();
  useEffect(() => {
    client.projects.recent().then(setRecent, (error: unknown) => studio.complain(error));
  }, [client, studio]);

  async function enter(opening: Promise<Overview>): Promise<void> {
    studio.showOverview(await opening);
    navigate('/');
  }

  /** Opens what can be opened; what cannot says why here. */
  function tryEnter(opening: Promise<Overview>): void {
    setProblem('');
    enter(opening).catch((error: unknown) =>
      setProblem(error instanceof Error ? error.message : String(error)),
    );
  }

  function handleDrop(event: DragEvent): void {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file) tryEnter(client.projects.open({ folder: host.pathOfFile(file) }));
  }

  const takesDrops = host.abilities.has('pathOfFile');
  return (
    <main
      className="screen"
      {...(takesDrops && { onDragOver: (event: DragEvent) => event.preventDefault(), onDrop: handleDrop })}
    >
      <div className="home">
        <header>
          <h1>Projects</h1>
          <p className="dim">
            A project is one folder with its labels. Videos stay where they are; nothing leaves this machine.
          </p>
        </header>
        <div className="home-actions">
          <button type="button" className="primary" onClick={() => setIsCreating(true)}>
            <FolderPlus size={15} /> New project…
          </button>
          <button
            type="button"
            onClick={() =>
              void pick('openProject').then(
                ([folder]) => folder !== undefined && tryEnter(client.projects.open({ folder })),
              )
            }
          >
            <FolderOpen size={15} /> Open…
          </button>
          <button type="button" onClick={() => tryEnter(client.projects.openSample())}>
            <Sparkles size={15} /> Open the sample
          </button>
          {takesDrops && <span className="dim">or drop a project folder here</span>}
        </div>
        {problem && (
          <p role="alert" className="problem">
            {problem}
          </p>
        )}
        {recent?.length === 0 && <p className="dim">Projects you have worked on will be listed here.</p>}
        {recent && recent.length > 0 && (
          <section aria-label="Recent projects">
            <h2>Recent</h2>
            <ul className="recent">
              {recent.map((project) => (
                <li key={project.folder}>
                  <button
                    type="button"
                    className="quiet"
                    disabled={!project.isThere}
                    onClick={() => tryEnter(client.projects.open({ folder: project.folder }))}
                  >
                    <span className="recent-name ellipsis">
                      {project.name}
                      {project.folder === openFolder && <span className="chip">open</span>}
                      {!project.isThere && <span className="chip">not there any more</span>}
                    </span>
                    <span className="dim">{daysAgo(project.openedAt)}</span>
                    <span className="dim ellipsis recent-folder" title={project.folder}>
                      {project.folder}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      {isCreating && (
        <NewProjectDialog
          onCreate={async (folder, name) => {
            await enter(client.projects.create({ folder, name }));
            studio.saveSetting('projectsFolder', folder.replace(/[\\/][^\\/]*$/, ''));
          }}
          onClose={() => setIsCreating(false)}
        />
      )}
      {dialog}
    </main>
  );
}

/** "today", "yesterday", "12 days ago". */
function daysAgo(at: number): string {
  const midnight = new Date().setHours(0, 0, 0, 0);
  const days = Math.max(0, Math.ceil((midnight - at) / 86_400_000));
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(-days, 'day');
}
