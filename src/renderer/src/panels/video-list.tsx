import { useVirtualizer } from '@tanstack/react-virtual';
import { Plus } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { useLocation } from 'wouter';
import { isAnswered } from '#domain/answers.ts';
import { screens } from '../app/places.ts';
import { useEditor, useStudioState } from '../app/studio-context.ts';
import { Thumbnail } from '../projects/thumbnail.tsx';
import { ProgressBar } from '../projects/video-badges.tsx';
import { listVideos, type ListedVideo } from '../projects/video-query.ts';
import type { Session } from '../state/session.ts';
import { formatCount } from '../ui/format-units.ts';
import './panels.css';

const rowHeight = 52;

/** The project's videos, one click from each other. */
export function VideoList({ currentId }: { currentId: string }) {
  const overview = useStudioState((state) => state.overview);
  const session = useStudioState((state) => state.session);
  const [, navigate] = useLocation();
  const scroller = useRef<HTMLDivElement>(null);
  const videos = useMemo(() => (overview ? listVideos(overview) : []), [overview]);
  const current = videos.findIndex((listed) => listed.video.id === currentId);
  const virtualizer = useVirtualizer({
    count: videos.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 5,
  });
  useEffect(() => {
    if (current >= 0) virtualizer.scrollToIndex(current, { align: 'auto' });
  }, [virtualizer, current]);
  return (
    <section className="panel" aria-label="Videos">
      <div className="panel-head">
        <h2>Videos</h2>
        <span className="dim number">{videos.length}</span>
        <span className="grow" />
        <button
          type="button"
          className="quiet icon"
          aria-label="Add videos"
          title="Add videos"
          onClick={() => navigate(screens.videos)}
        >
          <Plus size={14} />
        </button>
      </div>
      <div ref={scroller} className="panel-body">
        <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
          {virtualizer.getVirtualItems().map((item) => {
            const listed = videos[item.index];
            if (!listed) return null;
            const { id, name } = listed.video;
            const isCurrent = id === currentId;
            return (
              <button
                key={id}
                type="button"
                className="video-row"
                style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
                aria-current={isCurrent}
                title={name}
                onClick={() => navigate(`/annotate/${id}`)}
              >
                <Thumbnail videoId={id} />
                {isCurrent && session?.videoId === id ? (
                  <OpenRowFacts listed={listed} session={session} />
                ) : (
                  <RowFacts listed={listed} />
                )}
              </button>
            );
          })}
        </div>
      </div>
    </section>
  );
}

function RowFacts({ listed }: { listed: ListedVideo }) {
  return (
    <span className="facts">
      <span className="ellipsis">{listed.video.name}</span>
      <span className="video-row-state">
        {listed.isMissing ? (
          <span className="danger-text">file missing</span>
        ) : (
          <span className="dim ellipsis">{formatCount(listed.tracks, 'track')}</span>
        )}
        <ProgressBar listed={listed} />
      </span>
    </span>
  );
}

/** The open video's numbers, as they are this moment. */
function OpenRowFacts({ listed, session }: { listed: ListedVideo; session: Session }) {
  useEditor(session, (state) => state.revision);
  const labelSetId = useEditor(session, (state) => state.labelSetId);
  const tracks = session.document
    .tracksOfVideo(session.videoId)
    .filter((track) => track.labelSetId === labelSetId).length;
  const expressions = session.document.all('expression').filter((expression) => !expression.isArchived);
  const done = expressions.filter((expression) =>
    isAnswered(session.document.answer(expression.id, session.videoId, labelSetId)),
  ).length;
  return <RowFacts listed={{ ...listed, tracks, done, wanted: expressions.length }} />;
}
