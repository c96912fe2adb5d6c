import { Dialog } from 'radix-ui';
import { X } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { isConstantRate, meanRate, type FrameTable } from '#domain/frame-table.ts';
import type { Video } from '#domain/records.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { fetchFrameTable } from '../state/asset-client.ts';
import { formatBytes, formatDuration } from '../ui/format-units.ts';
import { SourceForm } from './source-form.tsx';
import { Thumbnail } from './thumbnail.tsx';
import { useFilePicker } from './use-file-picker.tsx';
import { FileBadge } from './video-badges.tsx';
import type { ListedVideo } from './video-query.ts';

interface VideoDetailsProps {
  listed: ListedVideo;
  onClose: () => void;
  onTranscode: (path: string) => void;
}

/** All that is known of one video's file, where it came from, and what can be done about it. */
export function VideoDetails({ listed, onClose, onTranscode }: VideoDetailsProps) {
  const studio = useStudio();
  const client = useStudioState((state) => state.client);
  const folder = useStudioState((state) => state.overview?.folder ?? '');
  const { pick, dialog } = useFilePicker();
  const [problem, setProblem] = useState('');
  const { video } = listed;

  async function relink(): Promise<void> {
    const [path] = await pick('findVideo');
    if (path === undefined) return;
    try {
      await client.videos.relink({ videoId: video.id, path });
      setProblem('');
      await studio.refresh();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  }

  function update(change: Partial<Pick<Video, 'name' | 'notes'>>): void {
    void studio.execute({ kind: 'updateVideo', data: { id: video.id, ...change } });
  }

  async function remove(): Promise<void> {
    const isDone = await studio.execute({ kind: 'updateVideo', data: { id: video.id, isRemoved: true } });
    if (isDone) onClose();
  }

  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog video-details" aria-describedby={undefined}>
          <div className="dialog-head">
            <Dialog.Title className="ellipsis">{video.name}</Dialog.Title>
            <FileBadge listed={listed} />
            <Dialog.Close asChild>
              <button type="button" className="quiet icon" aria-label="Close">
                <X size={14} />
              </button>
            </Dialog.Close>
          </div>
          <div className="details-body">
            <Thumbnail videoId={video.id} />
            <Facts video={video} />
            <div className="details-forms">
              <label className="field">
                Name
                <input
                  type="text"
                  defaultValue={video.name}
                  onBlur={({ target }) => {
                    const name = target.value.trim();
                    if (name !== '' && name !== video.name) update({ name });
                  }}
                />
              </label>
              <label className="field">
                Notes
                <textarea
                  rows={2}
                  defaultValue={video.notes}
                  onBlur={({ target }) => target.value !== video.notes && update({ notes: target.value })}
                />
              </label>
              <SourceForm videoId={video.id} />
            </div>
            {listed.proofDetails && <p className="problem details-wide">{listed.proofDetails}</p>}
            {video.notices.length > 0 && (
              <ul className="notices-list details-wide" aria-label="Notices">
                {video.notices.map((notice) => (
                  <li key={notice}>{notice}</li>
                ))}
              </ul>
            )}
            {problem && (
              <p role="alert" className="problem details-wide">
                {problem}
              </p>
            )}
          </div>
          <div className="dialog-actions">
            <button type="button" onClick={() => void remove()}>
              Remove from the project
            </button>
            <span className="grow" />
            {listed.proof === 'failed' && video.kind === 'container' && !listed.isMissing && (
              <button type="button" onClick={() => onTranscode(absolutePath(folder, video.path))}>
                Make a copy with the same frames
              </button>
            )}
            <button
              type="button"
              className={listed.isMissing ? 'primary' : undefined}
              onClick={() => void relink()}
            >
              Relink…
            </button>
          </div>
          {dialog}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Where a stored path leads: below the project where it is relative. */
function absolutePath(folder: string, path: string): string {
  return /^([\\/]|[A-Za-z]:)/.test(path) ? path : `${folder}/${path}`;
}

function Facts({ video }: { video: Video }) {
  const [table, setTable] = useState<FrameTable | null>(null);
  useEffect(() => {
    // Without its table a video has no exact rate to show; the rest is shown all the same.
    fetchFrameTable(video.id).then(setTable, () => setTable(null));
  }, [video.id]);
  return (
    <dl className="facts-list">
      <Fact name="Picture">
        {video.width}×{video.height} px{video.rotation !== 0 && `, turned by ${video.rotation}°`}
      </Fact>
      <Fact name="Codec">{video.kind === 'images' ? 'numbered images' : video.codec}</Fact>
      <Fact name="Frames">
        {video.frameCount.toLocaleString('en')} in {formatDuration(video.durationSeconds)}
      </Fact>
      <Fact name="Rate">{table ? rateWords(video, table) : '–'}</Fact>
      {video.kind === 'container' && <Fact name="Size">{formatBytes(video.sizeBytes)}</Fact>}
      <Fact name="File">
        <span className="selectable">{video.path}</span>
      </Fact>
      {video.originalPath !== null && (
        <Fact name="Copy of">
          <span className="selectable">{video.originalPath}</span>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** The exact rate where it is constant: ticks per second over ticks per frame. */
function rateWords(video: Video, table: FrameTable): string {
  const count = table.ticks.length;
  const mean = `${meanRate(table).toFixed(3)} frames a second`;
  if (video.imageRate !== null) return `${video.imageRate} images a second, as given`;
  if (!isConstantRate(table)) return `${mean} on average, variable`;
  const span = (table.ticks[count - 1] ?? 0) - (table.ticks[0] ?? 0);
  const step = count > 1 ? span / (count - 1) : (table.durations[0] ?? 0);
  if (!Number.isInteger(step) || step === 0) return mean;
  return table.timescale % step === 0
    ? `${table.timescale / step} frames a second`
    : `${mean} (${table.timescale}/${step})`;
}
