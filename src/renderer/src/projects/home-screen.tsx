import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { Overview, RecentProject } from '#api/projects.contract.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { FileDialog, type DialogPurpose } from './file-dialog.tsx';
import './projects.css';

/** Projects: the ones worked on last, a new one, another one. */
export function HomeScreen() {
  const studio = useStudio();
  const client = useStudioState((state) => state.client);
  const host = useStudioState((state) => state.host);
  const [recent, setRecent] = useState<RecentProject[]>([]);
  const [dialog, setDialog] = useState<Extract<DialogPurpose, 'openProject' | 'newProject'> | null>(null);
  const [, navigate] = useLocation();
  useEffect(() => {
    client.projects.recent().then(setRecent, (error: unknown) => studio.complain(error));
  }, [client, studio]);

  function enter(opening: Promise<Overview>): void {
    opening.then(
      (overview) => {
        studio.showOverview(overview);
        navigate('/');
      },
      (error: unknown) => studio.complain(error),
    );
  }

  function choose(purpose: 'openProject' | 'newProject'): void {
    if (!host.abilities.has('pickFolder')) {
      setDialog(purpose);
      return;
    }
    void host.pickFolder().then((folder) => folder !== undefined && use(purpose, folder));
  }

  function use(purpose: 'openProject' | 'newProject', folder: string): void {
    setDialog(null);
    const name = folder.split(/[\\/]/).findLast((part) => part !== '') ?? 'Project';
    enter(
      purpose === 'newProject' ? client.projects.create({ folder, name }) : client.projects.open({ folder }),
    );
  }

  return (
    <main className="screen">
      <div className="home">
        <h1>Projects</h1>
        <div className="home-actions">
          <button type="button" className="primary" onClick={() => choose('newProject')}>
            New project…
          </button>
          <button type="button" onClick={() => choose('openProject')}>
            Open…
          </button>
          <button type="button" onClick={() => enter(client.projects.openSample())}>
            Open the sample
          </button>
        </div>
        {recent.length > 0 && (
          <section>
            <h2>Recent</h2>
            <ul className="recent">
              {recent.map((project) => (
                <li key={project.folder}>
                  <button
                    type="button"
                    className="quiet"
                    disabled={!project.isThere}
                    onClick={() => enter(client.projects.open({ folder: project.folder }))}
                  >
                    <span>{project.name}</span>
                    <span className="dim">{new Date(project.openedAt).toLocaleDateString()}</span>
                    <span className="dim ellipsis">
                      {project.folder}
                      {!project.isThere && ' (not there)'}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      {dialog && (
        <FileDialog
          purpose={dialog}
          onChoose={([folder]) => folder && use(dialog, folder)}
          onClose={() => setDialog(null)}
        />
      )}
    </main>
  );
}
