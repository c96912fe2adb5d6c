import { useEffect } from 'react';
import { Redirect, Route, Router, Switch } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { listenToKeys, type KeySettings } from '../actions/dispatch.ts';
import { HomeScreen } from '../projects/home-screen.tsx';
import { VideosScreen } from '../projects/videos-screen.tsx';
import type { Studio } from '../state/studio.ts';
import { AnnotateScreen } from './annotate-screen.tsx';
import { NoticeStack } from './notice-stack.tsx';
import { StudioContext, useStudioState } from './studio-context.ts';
import { TopBar } from './top-bar.tsx';
import './app.css';

/** The whole page: where one is decided by the address after #. */
export function App({ studio }: { studio: Studio }) {
  useEffect(
    () =>
      listenToKeys(
        () => ({ studio, session: studio.store.getState().session }),
        () => (studio.store.getState().settings['keys'] ?? {}) as KeySettings,
      ),
    [studio],
  );
  return (
    <StudioContext value={studio}>
      <Router hook={useHashLocation}>
        <div className="app">
          <ConnectionBanner />
          <TopBar />
          <Screens />
          <NoticeStack />
        </div>
      </Router>
    </StudioContext>
  );
}

function Screens() {
  const hasProject = useStudioState((state) => state.overview !== null);
  if (!hasProject) return <HomeScreen />;
  return (
    <Switch>
      <Route path="/home" component={HomeScreen} />
      <Route path="/annotate/:videoId">{({ videoId }) => <AnnotateScreen videoId={videoId} />}</Route>
      <Route path="/videos" component={VideosScreen} />
      <Route>
        <FirstScreen />
      </Route>
    </Switch>
  );
}

/** A project opens on its first video, ready to work; an empty one on the list that says how to add some. */
function FirstScreen() {
  const video = useStudioState((state) => state.overview?.records.video.find((each) => !each.isRemoved));
  return <Redirect to={video ? `/annotate/${video.id}` : '/videos'} replace />;
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
