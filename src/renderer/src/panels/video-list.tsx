import { useState } from 'react';
import { useLocation } from 'wouter';
import { assetPaths } from '#api/asset-paths.ts';
import type { Video } from '#domain/records.ts';
import { useStudioState } from '../app/studio-context.ts';
import './panels.css';

/** The project's videos, one click from each other. */
export function VideoList({ currentId }: { currentId: string }) {
  const overview = useStudioState((state) => state.overview);
  const [, navigate] = useLocation();
  const videos = (overview?.records.video ?? [])
    .filter((video) => !video.isRemoved)
    .toSorted((a, b) => a.number - b.number);
  return (
    <section className="panel" aria-label="Videos">
      <div className="panel-head">
        <h2>Videos</h2>
        <button type="button" className="quiet" onClick={() => navigate('/videos')}>
          Add…
        </button>
      </div>
      <div className="panel-body">
        {videos.map((video) => (
          <VideoRow
            key={video.id}
            video={video}
            isCurrent={video.id === currentId}
            isMissing={overview?.missing.includes(video.id) ?? false}
            onOpen={() => navigate(`/annotate/${video.id}`)}
          />
        ))}
      </div>
    </section>
  );
}

interface RowProps {
  video: Video;
  isCurrent: boolean;
  isMissing: boolean;
  onOpen: () => void;
}

function VideoRow({ video, isCurrent, isMissing, onOpen }: RowProps) {
  const tracks = useStudioState(
    (state) => state.overview?.counts.find((each) => each.videoId === video.id)?.tracks,
  );
  return (
    <button type="button" className="video-row" aria-current={isCurrent} onClick={onOpen} title={video.name}>
      <Thumbnail videoId={video.id} />
      <span className="facts">
        <span className="ellipsis">{video.name}</span>
        <span className="dim ellipsis">{isMissing ? 'file missing' : `${tracks ?? 0} tracks`}</span>
      </span>
    </button>
  );
}

export function Thumbnail({ videoId }: { videoId: string }) {
  const [hasFailed, setHasFailed] = useState(false);
  if (hasFailed) return <span className="no-thumbnail" />;
  return <img src={assetPaths.thumbnail(videoId)} alt="" onError={() => setHasFailed(true)} />;
}
