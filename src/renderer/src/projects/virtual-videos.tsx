import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import { VideoCard, VideoListRow } from './video-card.tsx';
import type { ListedVideo } from './video-query.ts';

const cardWidth = 220;
const gap = 12;
/** Below a card's picture: name, badge and progress. */
const cardFacts = 84;
const rowHeight = 48;

interface VirtualVideosProps {
  videos: readonly ListedVideo[];
  view: 'grid' | 'list';
  onDetails: (videoId: string) => void;
}

/** The videos as cards or rows, of which only those on screen are drawn. */
export function VirtualVideos({ videos, view, onDetails }: VirtualVideosProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth - 32));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const columns = view === 'list' ? 1 : Math.max(1, Math.floor((width + gap) / (cardWidth + gap)));
  const column = (width - gap * (columns - 1)) / columns;
  const height = view === 'list' ? rowHeight : Math.round((column * 9) / 16) + cardFacts;
  const rows = Math.ceil(videos.length / columns);
  const virtualizer = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    gap: view === 'list' ? 0 : gap,
    overscan: 3,
  });
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, height, view]);
  return (
    <div ref={scroller} className="videos-scroller" data-testid="videos">
      <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {width > 0 &&
          virtualizer.getVirtualItems().map((row) => (
            <div
              key={row.key}
              className={view === 'list' ? 'video-rows' : 'video-grid'}
              style={{
                height,
                transform: `translateY(${row.start}px)`,
                gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
              }}
            >
              {videos.slice(row.index * columns, (row.index + 1) * columns).map((listed) => {
                const Item = view === 'list' ? VideoListRow : VideoCard;
                return (
                  <Item key={listed.video.id} listed={listed} onDetails={() => onDetails(listed.video.id)} />
                );
              })}
            </div>
          ))}
      </div>
    </div>
  );
}
