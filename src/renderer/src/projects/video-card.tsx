import { Info } from 'lucide-react';
import { Link } from 'wouter';
import { formatCount, formatDuration } from '../ui/format-units.ts';
import { Thumbnail } from './thumbnail.tsx';
import { FileBadge, ProgressBar } from './video-badges.tsx';
import type { ListedVideo } from './video-query.ts';

interface VideoItemProps {
  listed: ListedVideo;
  onDetails: () => void;
}

/** A video as a card of the grid. */
export function VideoCard({ listed, onDetails }: VideoItemProps) {
  const { video, tracks } = listed;
  return (
    <article className="video-card" aria-label={video.name}>
      <Link to={`/annotate/${video.id}`} className="video-card-open" title={video.name}>
        <Thumbnail videoId={video.id} />
        <span className="video-card-duration">{formatDuration(video.durationSeconds)}</span>
        <span className="ellipsis video-card-name">
          <span className="dim">{video.number}</span> {video.name}
        </span>
      </Link>
      <span className="video-card-facts">
        <FileBadge listed={listed} />
        <span className="dim">{formatCount(tracks, 'track')}</span>
      </span>
      <span className="video-card-facts">
        <ProgressBar listed={listed} />
        <DetailsButton name={video.name} onDetails={onDetails} />
      </span>
    </article>
  );
}

/** A video as a row of the list. */
export function VideoListRow({ listed, onDetails }: VideoItemProps) {
  const { video, tracks } = listed;
  return (
    <article className="video-list-row" aria-label={video.name}>
      <span className="dim number">{video.number}</span>
      <Link to={`/annotate/${video.id}`} className="video-list-open" title={video.name}>
        <Thumbnail videoId={video.id} />
        <span className="ellipsis">{video.name}</span>
      </Link>
      <FileBadge listed={listed} />
      <span className="dim number">
        {video.width}×{video.height}
      </span>
      <span className="dim number">{formatCount(video.frameCount, 'frame')}</span>
      <span className="dim number">{formatDuration(video.durationSeconds)}</span>
      <span className="dim number">{formatCount(tracks, 'track')}</span>
      <ProgressBar listed={listed} />
      <DetailsButton name={video.name} onDetails={onDetails} />
    </article>
  );
}

function DetailsButton({ name, onDetails }: { name: string; onDetails: () => void }) {
  return (
    <button
      type="button"
      className="quiet icon"
      aria-label={`Details of ${name}`}
      title="Details: file, source, relink, remove"
      onClick={onDetails}
    >
      <Info size={14} />
    </button>
  );
}
