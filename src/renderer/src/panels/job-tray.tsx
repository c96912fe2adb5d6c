import { Popover } from 'radix-ui';
import { useStudioState } from '../app/studio-context.ts';
import type { Job } from '../state/studio-state.ts';

/** Long work: how far it is, how long it will take, and a way to stop it. */
export function JobTray() {
  const jobs = useStudioState((state) => state.jobs);
  const running = jobs.filter((job) => job.state === 'running');
  if (jobs.length === 0) return null;
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <button type="button" className="quiet" data-testid="job-tray">
          {running.length > 0 ? `${running.length} running` : 'Jobs'}
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover jobs" align="end" sideOffset={6}>
          {jobs.toReversed().map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function JobRow({ job }: { job: Job }) {
  return (
    <div className="job">
      <div className="job-head">
        <span className="ellipsis">{job.title}</span>
        {job.state === 'running' ? (
          <button type="button" className="quiet" onClick={() => job.cancel()}>
            Cancel
          </button>
        ) : (
          <span className="dim">{job.state}</span>
        )}
      </div>
      {job.state === 'running' && <progress {...(job.total > 0 && { value: job.done, max: job.total })} />}
      <div className="dim ellipsis">{job.message || describe(job)}</div>
    </div>
  );
}

function describe(job: Job): string {
  if (job.state !== 'running' || job.total === 0) return job.detail;
  const seconds = (performance.now() - job.startedAt) / 1000;
  const left = job.done > 0 ? Math.ceil((seconds / job.done) * (job.total - job.done)) : undefined;
  return `${job.done} of ${job.total}${left === undefined ? '' : `, about ${left} s left`} ${job.detail}`.trim();
}
