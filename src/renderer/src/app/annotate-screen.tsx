import { useEffect } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { Link } from 'wouter';
import { CanvasView } from '../canvas/canvas-view.tsx';
import { ExpressionPanel } from '../panels/expression-panel.tsx';
import { TriageBar } from '../panels/triage-bar.tsx';
import { Inspector } from '../panels/inspector.tsx';
import { VideoList } from '../panels/video-list.tsx';
import { TransportBar } from '../player/transport-bar.tsx';
import type { Session } from '../state/session.ts';
import { SurgeryPreview } from '../timeline/surgery-preview.tsx';
import { TimelineView } from '../timeline/timeline-view.tsx';
import { StatusBar } from './status-bar.tsx';
import { FirstMinute } from './first-minute.tsx';
import { useStudio, useStudioState } from './studio-context.ts';
import { useArrival } from './use-arrival.ts';

/** Where one labels: videos, canvas, timeline, expressions, inspector. */
export function AnnotateScreen({ videoId }: { videoId: string }) {
  const studio = useStudio();
  const session = useStudioState((state) => state.session);
  const problem = useStudioState((state) => state.sessionProblem);
  const layout = useDefaultLayout({ id: 'annotate-columns', storage: localStorage });
  const rows = useDefaultLayout({ id: 'annotate-rows', storage: localStorage });
  useEffect(() => {
    void studio.openVideo(videoId);
  }, [studio, videoId]);
  const opened = session?.videoId === videoId ? session : null;
  useArrival(opened);
  return (
    <main className="annotate">
      <Group orientation="vertical" {...rows}>
        <Panel id="columns" minSize={240}>
          <Group orientation="horizontal" {...layout}>
            <Panel
              id="videos"
              defaultSize={200}
              minSize={140}
              maxSize={420}
              collapsible
              groupResizeBehavior="preserve-pixel-size"
            >
              <VideoList currentId={videoId} />
            </Panel>
            <Separator className="separator between-columns" />
            <Panel id="work" minSize={420}>
              {opened ? (
                <WorkArea session={opened} />
              ) : (
                <div className="empty">
                  {problem?.videoId === videoId ? (
                    <>
                      <p role="alert">{problem.message}</p>
                      <Link to="/videos">Go to the list of videos</Link>
                    </>
                  ) : (
                    <p>Opening…</p>
                  )}
                </div>
              )}
            </Panel>
            <Separator className="separator between-columns" />
            <Panel
              id="labels"
              defaultSize={280}
              minSize={200}
              maxSize={520}
              collapsible
              groupResizeBehavior="preserve-pixel-size"
            >
              {opened && <LabelColumn session={opened} />}
            </Panel>
          </Group>
        </Panel>
        <Separator className="separator between-rows" />
        <Panel
          id="timeline-panel"
          defaultSize={180}
          minSize={86}
          maxSize="60%"
          collapsible
          groupResizeBehavior="preserve-pixel-size"
        >
          {opened && <TimelineView session={opened} />}
        </Panel>
      </Group>
      <StatusBar session={opened} />
    </main>
  );
}

function WorkArea({ session }: { session: Session }) {
  return (
    <div className="annotate-middle">
      <div className="annotate-canvas">
        <CanvasView session={session} />
        <FirstMinute session={session} />
        <TriageBar session={session} />
        <SurgeryPreview session={session} />
      </div>
      <TransportBar session={session} />
    </div>
  );
}

function LabelColumn({ session }: { session: Session }) {
  const layout = useDefaultLayout({ id: 'annotate-labels', storage: localStorage });
  return (
    <Group orientation="vertical" {...layout}>
      <Panel id="expressions" minSize={100}>
        <ExpressionPanel session={session} />
      </Panel>
      <Separator className="separator between-rows" />
      <Panel id="inspector" defaultSize="52%" minSize={100}>
        <Inspector session={session} />
      </Panel>
    </Group>
  );
}
