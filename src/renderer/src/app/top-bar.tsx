import { CircleHelp, Search, Settings } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { ActionButton, useActionKey } from '../ui/action-button.tsx';
import { JobTray } from '../panels/job-tray.tsx';
import { screens } from './places.ts';
import { PersonMenu } from './person-menu.tsx';
import { useStudioState } from './studio-context.ts';

/** Where one is, where one can go, and what is running. */
export function TopBar() {
  const project = useStudioState((state) => state.overview?.records.project[0]);
  const video = useStudioState((state) => state.session?.editor.getState().video);
  const pending = useStudioState((state) => state.pendingCommits);
  const [location] = useLocation();
  return (
    <header className="top-bar">
      <nav className="top-bar-path" aria-label="Where you are">
        <Link to={screens.home} className="brand" title="Projects">
          Fiducial
        </Link>
        {project && (
          <>
            <span aria-hidden className="dim">
              ▸
            </span>
            <Link to={screens.videos} className="ellipsis" title={project.name}>
              {project.name}
            </Link>
          </>
        )}
        {project && video && location.startsWith('/annotate') && (
          <>
            <span aria-hidden className="dim">
              ▸
            </span>
            <span className="ellipsis" title={video.name}>
              {video.name}
            </span>
          </>
        )}
      </nav>
      {project && (
        <nav className="top-bar-tabs" aria-label="Screens">
          <Tab
            to={video ? `/annotate/${video.id}` : '/'}
            actionId="goAnnotate"
            isCurrent={location.startsWith('/annotate')}
          >
            Annotate
          </Tab>
          <Tab to={screens.videos} actionId="goVideos" isCurrent={location === screens.videos}>
            Videos
          </Tab>
          <Tab to={screens.data} actionId="goData" isCurrent={location.startsWith(screens.data)}>
            Data
          </Tab>
          <Tab to={screens.export} actionId="goExport" isCurrent={location === screens.export}>
            Export
          </Tab>
        </nav>
      )}
      <div className="top-bar-right">
        <span className="dim" data-testid="save-state" aria-live="polite">
          {project ? (pending > 0 ? 'Saving…' : 'Saved') : ''}
        </span>
        <JobTray />
        {project && <PersonMenu />}
        <ActionButton actionId="commandPalette" className="quiet icon">
          <Search size={15} aria-label="Find a command" />
        </ActionButton>
        <ActionButton actionId="help" className="quiet icon">
          <CircleHelp size={15} aria-label="Commands and keys" />
        </ActionButton>
        <ActionButton actionId="goSettings" className="quiet icon">
          <Settings size={15} aria-label="Settings" />
        </ActionButton>
      </div>
    </header>
  );
}

interface TabProps {
  to: string;
  actionId: string;
  isCurrent: boolean;
  children: string;
}

function Tab({ to, actionId, isCurrent, children }: TabProps) {
  const key = useActionKey(actionId);
  return (
    <Link
      to={to}
      title={key === '' ? children : `${children} (${key})`}
      aria-current={isCurrent ? 'page' : undefined}
    >
      {children}
    </Link>
  );
}
