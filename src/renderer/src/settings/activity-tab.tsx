import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { formatDuration } from '../ui/format-units.ts';

interface ActiveTime {
  videoId: string;
  day: string;
  seconds: number;
}

/** How long this person worked on each video; nobody else's time is shown. */
export function ActivityTab() {
  const studio = useStudio();
  const client = useStudioState((state) => state.client);
  const personId = useStudioState((state) => state.personId);
  const videos = useStudioState((state) => state.overview?.records.video) ?? [];
  const [times, setTimes] = useState<readonly ActiveTime[] | null>(null);
  useEffect(() => {
    if (personId === null) return;
    client.host.activity({ personId }).then(setTimes, (error: unknown) => studio.complain(error));
  }, [client, personId, studio]);
  if (!times) return null;
  const total = sum(times);
  const byVideo = [...Map.groupBy(times, (time) => time.videoId)]
    .map(([videoId, own]) => ({ video: videos.find((video) => video.id === videoId), seconds: sum(own) }))
    .sort((a, b) => b.seconds - a.seconds);
  const byDay = [...Map.groupBy(times, (time) => time.day)]
    .map(([day, own]) => ({ day, seconds: sum(own) }))
    .sort((a, b) => (a.day < b.day ? 1 : -1));
  const longest = Math.max(1, ...byVideo.map((each) => each.seconds));
  const longestDay = Math.max(1, ...byDay.map((each) => each.seconds));
  return (
    <>
      <div className="tab-head">
        <h2>Time spent</h2>
        <p className="dim">
          Active time of yours: pauses of more than a minute are not counted. Only you see it, and it stays in
          this project.
        </p>
      </div>
      {times.length === 0 ? (
        <p className="dim">Nothing yet. Time is counted while you work on a video.</p>
      ) : (
        <>
          <p>
            <strong>{formatDuration(total)}</strong> on {byVideo.length}{' '}
            {byVideo.length === 1 ? 'video' : 'videos'}
          </p>
          <h3>By video</h3>
          <ul className="bars" aria-label="Time by video">
            {byVideo.map(({ video, seconds }) => (
              <li key={video?.id ?? seconds}>
                {video && !video.isRemoved ? (
                  <Link to={`/annotate/${video.id}`} className="ellipsis">
                    {video.name}
                  </Link>
                ) : (
                  <span className="dim ellipsis">{video?.name ?? 'a video that is gone'}</span>
                )}
                <Bar part={seconds / longest} />
                <span className="number">{formatDuration(seconds)}</span>
              </li>
            ))}
          </ul>
          <h3>By day</h3>
          <ul className="bars" aria-label="Time by day">
            {byDay.map(({ day, seconds }) => (
              <li key={day}>
                <span>{day}</span>
                <Bar part={seconds / longestDay} />
                <span className="number">{formatDuration(seconds)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Bar({ part }: { part: number }) {
  return (
    <span className="bar" aria-hidden>
      <span style={{ width: `${part * 100}%` }} />
    </span>
  );
}

function sum(times: readonly ActiveTime[]): number {
  return times.reduce((seconds, time) => seconds + time.seconds, 0);
}
