import { Link, useLocation } from 'wouter';
import { JobTray } from '../panels/job-tray.tsx';
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
        <Link to="/home" className="brand" title="Projects">
          Fiducial
        </Link>
        {project && (
          <>
            <span aria-hidden>▸</span>
            <Link to="/videos">{project.name}</Link>
          </>
        )}
        {project && video && location.startsWith('/annotate') && (
          <>
            <span aria-hidden>▸</span>
            <span className="ellipsis">{video.name}</span>
          </>
        )}
      </nav>
      <div className="top-bar-right">
        <span className="dim" data-testid="save-state">
          {project ? (pending > 0 ? 'Saving…' : 'Saved') : ''}
        </span>
        <JobTray />
      </div>
    </header>
  );
}
