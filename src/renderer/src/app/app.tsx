import { useEffect } from 'react';
import { Redirect, Route, Router, Switch } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { listenToKeys, ownKeys } from '../actions/dispatch.ts';
import { ExportScreen } from '../exports/export-screen.tsx';
import { ExpressionDefinition } from '../panels/expression-definition.tsx';
import { HomeScreen } from '../projects/home-screen.tsx';
import { VideosScreen } from '../projects/videos-screen.tsx';
import { DataScreen } from '../settings/data-screen.tsx';
import { SettingsScreen } from '../settings/settings-screen.tsx';
import { reportActivity } from '../state/activity.ts';
import { runBackground } from '../state/background.ts';
import type { Studio } from '../state/studio.ts';
import { actionContext } from './action-context.ts';
import { AnnotateScreen } from './annotate-screen.tsx';
import { CommandPalette } from './command-palette.tsx';
import { HelpPage } from './help-page.tsx';
import { NoticeStack } from './notice-stack.tsx';
import { useOverlay } from './overlay.ts';
import { StudioContext, useStudioState } from './studio-context.ts';
import { applyTheme, themeOf } from './theme.ts';
import { TopBar } from './top-bar.tsx';
import './app.css';

/** The whole page: where one is decided by the address after #. */
export function App({ studio }: { studio: Studio }) {
  useEffect(
    () =>
      listenToKeys(
        () => actionContext(studio),
        () => ownKeys(studio.store.getState().settings),
      ),
    [studio],
  );
  useEffect(() => runBackground(studio), [studio]);
  useEffect(() => reportActivity(studio), [studio]);
  return (
    <StudioContext value={studio}>
      <Router hook={useHashLocation}>
        <ThemeOnPage />
        <div className="app">
          <ConnectionBanner />
          <TopBar />
          <Screens />
          <NoticeStack />
          <Overlays />
        </div>
      </Router>
    </StudioContext>
  );
}

function ThemeOnPage() {
  const theme = useStudioState((state) => themeOf(state.settings));
  useEffect(() => applyTheme(theme), [theme]);
  return null;
}

function Screens() {
  const hasProject = useStudioState((state) => state.overview !== null);
  return (
    <Switch>
      <Route path="/settings/:tab?">{({ tab }) => <SettingsScreen tab={tab ?? 'shortcuts'} />}</Route>
      {!hasProject && (
        <Route>
          <HomeScreen />
        </Route>
      )}
      <Route path="/home" component={HomeScreen} />
      <Route path="/annotate/:videoId">{({ videoId }) => <AnnotateScreen videoId={videoId} />}</Route>
      <Route path="/videos" component={VideosScreen} />
      <Route path="/data/:tab?">{({ tab }) => <DataScreen tab={tab ?? 'expressions'} />}</Route>
      <Route path="/export" component={ExportScreen} />
      <Route>
        <FirstScreen />
      </Route>
    </Switch>
  );
}

/** A project opens on its first video, ready to work; an empty one on the list that says how to add some. */
function FirstScreen() {
  const videos = useStudioState((state) => state.overview?.records.video);
  const first = videos?.filter((video) => !video.isRemoved).toSorted((a, b) => a.number - b.number)[0];
  return <Redirect to={first ? `/annotate/${first.id}` : '/videos'} replace />;
}

function Overlays() {
  const overlay = useOverlay();
  if (overlay === 'palette') return <CommandPalette />;
  if (overlay === 'help') return <HelpPage />;
  return overlay === 'definition' ? <ExpressionDefinition /> : null;
}

function ConnectionBanner() {
  const isConnected = useStudioState((state) => state.isConnected);
  if (isConnected) return null;
  return (
    <div className="connection-banner" role="alert">
      The studio's core cannot be reached; trying again. What was saved is safe, and what was not is sent
      then.
    </div>
  );
}
