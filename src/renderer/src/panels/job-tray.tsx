import { LoaderCircle } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useEffect, useState } from 'react';
import { useStudioState } from '../app/studio-context.ts';
import type { Job } from '../state/studio-state.ts';
import { formatDuration } from '../ui/format-units.ts';

/** Long work: how far it is, how long it will take, and a way to stop it. */
export function JobTray() {
  const jobs = useStudioState((state) => state.jobs);
  const running = jobs.filter((job) => job.state === 'running');
  const failed = jobs.filter((job) => job.state === 'failed').length;
  if (jobs.length === 0) return null;
  const [first] = running;
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <button type="button" className="quiet" data-testid="job-tray" aria-label="Jobs">
          {first ? (
            <>
              <LoaderCircle size={14} className="spin" aria-hidden />
              {first.total > 0 ? `${Math.floor((first.done / first.total) * 100)} %` : 'Working'}
              {running.length > 1 && ` · ${running.length}`}
            </>
          ) : (
            <span className={failed > 0 ? 'warn-text' : undefined}>Jobs</span>
          )}
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover jobs" align="end" sideOffset={6} aria-label="Jobs">
          {jobs.toReversed().map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

const stateWords = { done: 'done', failed: 'failed', cancelled: 'cancelled', running: '' } as const;

function JobRow({ job }: { job: Job }) {
  return (
    <div className="job" role="group" aria-label={job.title}>
      <div className="job-head">
        <span className="ellipsis" title={job.title}>
          {job.title}
        </span>
        {job.state === 'running' ? (
          <button type="button" onClick={() => job.cancel()}>
            Cancel
          </button>
        ) : (
          <span className={job.state === 'failed' ? 'danger-text' : 'dim'}>{stateWords[job.state]}</span>
        )}
      </div>
      {job.state === 'running' && (
        <progress aria-label={job.title} {...(job.total > 0 && { value: job.done, max: job.total })} />
      )}
      {job.state === 'running' ? (
        <RunningFacts job={job} />
      ) : (
        job.message && <div className="selectable">{job.message}</div>
      )}
    </div>
  );
}

/** How far, and about how long yet; drawn again every second, for work that reports rarely. */
function RunningFacts({ job }: { job: Job }) {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, (now - job.startedAt) / 1000);
  const left = job.done > 0 && job.total > 0 ? (seconds / job.done) * (job.total - job.done) : undefined;
  return (
    <div className="dim ellipsis" title={job.detail}>
      {job.total > 0 && `${job.done.toLocaleString('en')} of ${job.total.toLocaleString('en')} · `}
      {left !== undefined &&
        left >= 1 &&
        `about ${formatDuration(Math.ceil(left)).replace('.0', '')} left · `}
      {job.detail}
    </div>
  );
}
