import { assetPaths } from '#api/asset-paths.ts';
import type { Video } from '#domain/records.ts';
import type { FrameTable } from '#domain/frame-table.ts';
import { canDecode } from '#media/can-decode.web.ts';
import { prove } from '#media/prove.web.ts';
import type { SourceVideo } from '#media/frame-source.web.ts';
import { createStore } from 'zustand/vanilla';
import { fileNameOf } from '../ui/format-units.ts';
import { fetchFrameTable, uploadThumbnail } from './asset-client.ts';
import type { Studio } from './studio.ts';
import { makeThumbnail } from './thumbnails.ts';

/** What the background work of this page is about, for cards and lists. */
export interface BackgroundState {
  /** The video being proved, and how far: 0 to 1. */
  proving: { videoId: string; part: number } | null;
  /** Rises when a thumbnail was made: lists ask for the picture again. */
  thumbnailVersions: ReadonlyMap<string, number>;
}

export const backgroundStore = createStore<BackgroundState>(() => ({
  proving: null,
  thumbnailVersions: new Map(),
}));

/** Videos on show without a picture; the latest asked for comes first. */
const wanted: string[] = [];
/** Videos that have no picture to be had: not tried again until the page is loaded again. */
const hopeless = new Set<string>();
const pauseMs = 400;

/** Asks for a picture of a video that is on show and has none. */
export function wantThumbnail(videoId: string): void {
  if (hopeless.has(videoId)) return;
  const before = wanted.indexOf(videoId);
  if (before >= 0) wanted.splice(before, 1);
  wanted.push(videoId);
}

/** Where a video's frames are, for readers. */
export function sourceOf(video: Video): SourceVideo {
  return video.kind === 'container'
    ? { kind: 'container', url: assetPaths.video(video.id), name: video.name }
    : { kind: 'images', urlOf: (index) => assetPaths.image(video.id, index), name: video.name };
}

/**
 * Pictures for the lists and proofs of frame tables, one at a time, while nobody needs the decoder. Returns how to
 * stop.
 */
export function runBackground(studio: Studio): () => void {
  const abort = new AbortController();
  const { signal } = abort;
  const { store } = studio;

  function isBusy(): boolean {
    const { session, jobs } = store.getState();
    return (session?.source.isBusy ?? false) || jobs.some((job) => job.state === 'running');
  }

  function videoById(id: string | undefined): Video | undefined {
    const { overview } = store.getState();
    const video = overview?.records.video.find((each) => each.id === id);
    return video && !video.isRemoved && !overview?.missing.includes(video.id) ? video : undefined;
  }

  /** The next video whose frame table is not proved: the open one first, then in the order of the list. */
  function nextToProve(): Video | undefined {
    const { overview, session } = store.getState();
    const isPending = (video: Video): boolean =>
      (overview?.states.find((state) => state.videoId === video.id)?.proof ?? 'pending') === 'pending';
    const canBeProved = (video: Video): boolean =>
      isPending(video) && !failed.has(video.id) && videoById(video.id) !== undefined;
    const open = videoById(session?.videoId);
    if (open && canBeProved(open)) return open;
    return overview?.records.video.filter(canBeProved).toSorted((a, b) => a.number - b.number)[0];
  }

  /** Videos whose proof could not even be tried in this page: their file cannot be read now. */
  const failed = new Set<string>();

  async function report(video: Video, proof: 'proved' | 'failed', proofDetails: string): Promise<void> {
    await store.getState().client.videos.reportProof({ videoId: video.id, proof, proofDetails });
  }

  async function proveOne(video: Video, table: FrameTable): Promise<void> {
    const source = sourceOf(video);
    if (source.kind === 'container') {
      // The file's own name, because the answer may hold a command for it.
      const answer = await canDecode({ ...source, name: fileNameOf(video.path) }, table);
      if (!answer.canDecode) {
        await report(video, 'failed', answer.reason);
        return;
      }
    }
    backgroundStore.setState({ proving: { videoId: video.id, part: 0 } });
    // Leaving the project ends the proof of its video.
    const leave = new AbortController();
    const stop = store.subscribe(() => videoById(video.id) ?? leave.abort());
    try {
      const record = await prove(source, table, {
        signal: AbortSignal.any([signal, leave.signal]),
        isBusy,
        onProgress: (done, total) =>
          backgroundStore.setState({ proving: { videoId: video.id, part: total > 0 ? done / total : 0 } }),
      });
      await report(video, record.state, record.details.join(' '));
    } finally {
      stop();
      backgroundStore.setState({ proving: null });
    }
  }

  async function pictureOf(video: Video): Promise<void> {
    try {
      const picture = await makeThumbnail(video, await fetchFrameTable(video.id), signal);
      await uploadThumbnail(store.getState().client, video.id, picture);
      backgroundStore.setState(({ thumbnailVersions }) => ({
        thumbnailVersions: new Map(thumbnailVersions).set(
          video.id,
          (thumbnailVersions.get(video.id) ?? 0) + 1,
        ),
      }));
    } catch {
      // A list without a picture says enough; what is wrong with the file is said where the video is opened.
      hopeless.add(video.id);
    }
  }

  async function work(): Promise<void> {
    while (!signal.aborted) {
      const shown = wanted.length > 0 && !isBusy() ? videoById(wanted.pop()) : undefined;
      if (shown) {
        await pictureOf(shown);
        continue;
      }
      const video = isBusy() || !store.getState().isConnected ? undefined : nextToProve();
      if (video) {
        try {
          await proveOne(video, await fetchFrameTable(video.id));
        } catch {
          failed.add(video.id);
        }
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  void work();
  return () => abort.abort();
}
