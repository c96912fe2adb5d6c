import { assetPaths } from '#api/asset-paths.ts';
import type { StudioClient } from '#api/contract.ts';
import type { CommittedStep } from '#api/documents.contract.ts';
import type { Overview } from '#api/projects.contract.ts';
import type { Change } from '#domain/changes.ts';
import type { Command } from '#domain/commands/index.ts';
import { createDocument, type ProjectDocument, type Touched } from '#domain/document.ts';
import type { Id } from '#domain/ids.ts';
import type { SpanData } from '#domain/span-data.ts';
import { gridFrames } from '#domain/work-grid.ts';
import { openFrameSource, type FrameSource } from '#media/frame-source.web.ts';
import { createPlayer, type Player } from '../player/player.ts';
import { fetchFrameTable, fetchSpanData } from './asset-client.ts';
import type { Connection } from '../app/connect.ts';
import { createCommitQueue } from './commit-queue.ts';
import { watch } from './watch.ts';
import { createEditorStore, type EditorStore } from './editor-state.ts';

/** One open video: its labels, its pictures, and everything that can be done to them. */
export interface Session {
  client: StudioClient;
  personId: Id;
  videoId: Id;
  document: ProjectDocument;
  editor: EditorStore;
  player: Player;
  source: FrameSource;
  /** Another reader of the video's pictures, which leaves the player's alone; whoever opens it closes it. */
  openPictures(cacheBytes: number): FrameSource;
  /** Does a command now; says why when it cannot be done. */
  execute(command: Command): boolean;
  undo(): Promise<void>;
  redo(): Promise<void>;
  /** Positions behind derived spans that the page made itself, ready before they are saved. */
  keepSpanData(id: Id, data: SpanData): void;
  /** Changes the document on this page only: what a running proposer has found so far. */
  showLocally(changes: readonly Change[]): void;
  /** Keeps a run with its proposals: they are in the document when this resolves. */
  saveRun(run: Omit<Parameters<StudioClient['runs']['save']>[0], 'commandId'>): Promise<CommittedStep>;
  close(): void;
}

export interface SessionEvents {
  /** Something a person must read: it stays until they did. */
  onProblem(message: string): void;
  /** A passing word on what was just done, which can be undone. */
  onDone(label: string): void;
  /** A passing word on what history did, or why nothing was done. */
  onSaid(text: string): void;
  onPending(count: number): void;
}

const cacheBytes = 1024 * 2 ** 20;
/** Derived spans fetched together: a browser gives one host six connections. */
const spansAtOnce = 12;

/** Opens a video for annotation. Rejects with words for the person when its file or labels cannot be read. */
export async function openSession(
  connection: Connection,
  overview: Overview,
  options: { videoId: Id; personId: Id },
  events: SessionEvents,
): Promise<Session> {
  const { client, line } = connection;
  const { videoId, personId } = options;
  const { project, labelSet, video, expression } = overview.records;
  const opened = video.find((candidate) => candidate.id === videoId);
  const mainSet = labelSet.find((set) => set.kind === 'main');
  const grid = project[0]?.workGrid;
  if (!opened || !mainSet || !grid) throw new Error('This video is not in the project any more.');

  const spans = new Map<Id, SpanData>();
  const document = createDocument((id) => spans.get(id));
  document.load(overview.records);
  const [table, loaded] = await Promise.all([fetchFrameTable(videoId), client.documents.load({ videoId })]);
  document.load(loaded.records);

  const editor = createEditorStore({
    video: opened,
    table,
    gridFrames: gridFrames(grid, table),
    labelSetId: mainSet.id,
    activeExpressionId: expression.find((each) => !each.isArchived)?.id ?? null,
  });
  const openPictures = (bytes: number, proxyKey?: string): FrameSource =>
    openFrameSource({
      video:
        opened.kind === 'container'
          ? { kind: 'container', url: assetPaths.video(videoId), name: opened.name }
          : { kind: 'images', urlOf: (index) => assetPaths.image(videoId, index), name: opened.name },
      table,
      displaySize: { width: opened.width, height: opened.height },
      shownSize: { width: opened.width, height: opened.height },
      cacheBytes: bytes,
      ...(proxyKey !== undefined && { proxyKey }),
    });
  // One proxy a video: it belongs to the player, where people scrub.
  const source = openPictures(cacheBytes, opened.quickHash);
  const player = createPlayer(editor, source);
  const abort = new AbortController();

  const bump = (): void => editor.setState((state) => ({ revision: state.revision + 1 }));

  /** Fetches span data that drawn tracks need and nobody has yet. */
  async function loadSpans(): Promise<void> {
    const needed = new Set(
      document.tracksOfVideo(videoId).flatMap((track) => track.derived.map((span) => span.dataId)),
    );
    const missing = [...needed].filter((id) => !spans.has(id));
    if (missing.length === 0) return;
    for (let at = 0; at < missing.length && !abort.signal.aborted; at += spansAtOnce) {
      const batch = missing.slice(at, at + spansAtOnce);
      const fetched = await Promise.all(batch.map(async (id) => [id, await fetchSpanData(id)] as const));
      for (const [id, data] of fetched) spans.set(id, data);
    }
    bump();
  }

  /** Reads the labels again: the line was broken, and what others did meanwhile was not heard. */
  async function reload(): Promise<void> {
    await queue.reload(async () => {
      const again = await client.documents.load({ videoId });
      return () => {
        document.unloadVideo(videoId);
        document.load(again.records);
      };
    });
    await loadSpans();
    bump();
  }

  const complain = (error: unknown): void =>
    events.onProblem(error instanceof Error ? error.message : String(error));

  function afterChange(touched: Touched): void {
    const { selectedTrackIds } = editor.getState();
    const stillThere = selectedTrackIds.filter((id) => document.track(id));
    if (stillThere.length !== selectedTrackIds.length) editor.setState({ selectedTrackIds: stillThere });
    if (touched.entities.has('project')) {
      const changed = document.all('project')[0]?.workGrid;
      if (changed) editor.setState({ gridFrames: gridFrames(changed, table) });
    }
    bump();
    loadSpans().catch(complain);
  }

  const queue = createCommitQueue(connection, document, {
    onChanged: afterChange,
    onPending: events.onPending,
    onRefused: (message) => events.onProblem(`Not saved: ${message}`),
  });
  const scope = () => ({ personId, videoId, frame: editor.getState().frame });

  watch(
    line,
    () => client.documents.watch(undefined, { signal: abort.signal }),
    (step) => {
      if (step.videoId === videoId || step.videoId === null) queue.receive(step);
    },
    reload,
    abort.signal,
  ).catch(complain);

  /** Goes to the frame that history changed and flashes what changed there. */
  function present(step: CommittedStep): void {
    const touched = new Set(
      step.changes.flatMap((change) => {
        const record = change.after ?? change.before;
        if (record === null) return [];
        if ('trackId' in record) return [record.trackId];
        return change.entity === 'track' && 'id' in record ? [record.id] : [];
      }),
    );
    const flashedTrackIds = [...touched].filter((id) => document.track(id));
    editor.setState({ flashedTrackIds });
    if (flashedTrackIds.length > 0) editor.setState({ selectedTrackIds: flashedTrackIds });
    setTimeout(() => editor.setState({ flashedTrackIds: [] }), 600);
    if (step.frame !== null && step.frame !== editor.getState().frame) player.goTo(step.frame);
    events.onSaid(`${step.action === 'undo' ? 'Undid' : 'Redid'}: ${step.label}`);
  }

  async function history(call: 'undo' | 'redo'): Promise<void> {
    try {
      present(await queue[call](scope()));
    } catch (error) {
      events.onSaid(error instanceof Error ? error.message : String(error));
    }
  }

  // A video opens before its derived spans are here: until then those gaps are drawn as interpolation.
  loadSpans().catch(complain);
  player.goTo(0);
  return {
    client,
    personId,
    videoId,
    document,
    editor,
    player,
    source,
    openPictures,
    execute(command) {
      try {
        events.onDone(queue.execute(command, scope()));
        return true;
      } catch (error) {
        events.onSaid(error instanceof Error ? error.message : String(error));
        return false;
      }
    },
    undo: () => history('undo'),
    redo: () => history('redo'),
    keepSpanData: (id, data) => void spans.set(id, data),
    showLocally(changes) {
      document.apply(changes, { strict: false });
      bump();
    },
    saveRun: (run) => queue.carryOut((commandId) => client.runs.save({ commandId, ...run })),
    close() {
      abort.abort();
      player.dispose();
      source.close();
    },
  };
}
