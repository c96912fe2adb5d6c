import { CircleAlert, CircleCheck, CircleDashed, FileX2 } from 'lucide-react';
import { useStore } from 'zustand';
import { backgroundStore } from '../state/background.ts';
import { isVideoDone, type ListedVideo } from './video-query.ts';

/** Whether the frames of a video are known to be right, and whether its file is there. */
export function FileBadge({ listed }: { listed: ListedVideo }) {
  const part = useStore(backgroundStore, ({ proving }) =>
    proving?.videoId === listed.video.id ? proving.part : undefined,
  );
  if (listed.isMissing) {
    return (
      <span className="badge danger" title="The file is not where it was. Relink it.">
        <FileX2 size={13} /> file missing
      </span>
    );
  }
  if (listed.proof === 'failed') {
    return (
      <span className="badge warn" title={listed.proofDetails}>
        <CircleAlert size={13} /> proof failed
      </span>
    );
  }
  if (listed.proof === 'proved') {
    return (
      <span className="badge ok" title="Every frame was decoded, at its timestamp, in order and by seeking">
        <CircleCheck size={13} /> proved
      </span>
    );
  }
  return (
    <span className="badge" title="Its frames will be checked in the background; you need not wait">
      <CircleDashed size={13} />{' '}
      {part === undefined ? 'not proved yet' : `proving ${Math.floor(part * 100)} %`}
    </span>
  );
}

/** How many of the project's expressions are answered on a video. */
export function ProgressBar({ listed }: { listed: ListedVideo }) {
  const { done, wanted } = listed;
  const words = wanted === 0 ? 'no expressions yet' : `${done} of ${wanted} answered`;
  return (
    <span className="progress" title={words}>
      <span className="progress-track" aria-hidden>
        <span
          className={isVideoDone(listed) ? 'progress-part done' : 'progress-part'}
          style={{ width: `${wanted === 0 ? 0 : (done / wanted) * 100}%` }}
        />
      </span>
      <span className="dim">{wanted === 0 ? '–' : `${done}/${wanted}`}</span>
    </span>
  );
}
