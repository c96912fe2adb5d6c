import { ORPCError } from '@orpc/client';
import { assetPaths } from '#api/asset-paths.ts';
import type { CommandContext, CommittedStep } from '#api/documents.contract.ts';
import type { Overview, ProjectEvent } from '#api/projects.contract.ts';
import { newId } from '#api/new-id.ts';
import type { Command } from '#domain/commands/index.ts';
import type { Id } from '#domain/ids.ts';
import type { RecordOf } from '#domain/records.ts';
import type { Connection } from '../app/connect.ts';
import { FlowProposer, type FlowMedia } from '#models/flow/flow-proposer.web.ts';
import { fetchFrameTable } from './asset-client.ts';
import { openSession } from './session.ts';
import { watch } from './watch.ts';
import { createStudioStore, type Job, type Notice, type StudioStore } from './studio-state.ts';

/** What the page can do apart from labelling: projects, videos, notices, long work, settings. */
export interface Studio {
  store: StudioStore;
  /** The optical-flow tracker; its worker is loaded at the first run. */
  flow: FlowProposer;
  /** A passing word; with `undo` where it tells of something that can be taken back. */
  say(text: string, undo?: () => Promise<void>): void;
  /** A problem stays on screen until it was read. */
  complain(error: unknown): void;
  dismiss(noticeId: number): void;
  showOverview(overview: Overview | null): void;
  /** Reads the project's lists again. */
  refresh(): Promise<void>;
  /** Changes the project apart from any video's labels (expressions, people, settings); answers whether it was done. */
  execute(command: Command): Promise<boolean>;
  /** Takes back or brings back the latest change of the project apart from any video's labels. */
  undo(): Promise<void>;
  redo(): Promise<void>;
  openVideo(videoId: Id): Promise<void>;
  closeVideo(): void;
  saveSetting(name: string, value: unknown): void;
  setPerson(personId: Id): void;
  /**
   * Runs long work with a place in the tray. The signal aborts when the person cancels. What fails is said by
   * `onProblem`, where its cause is; without one, by a notice.
   */
  runJob(
    title: string,
    work: (job: JobHandle) => Promise<void>,
    onProblem?: (error: unknown) => void,
  ): Promise<void>;
}

export interface JobHandle {
  signal: AbortSignal;
  report(done: number, total: number, detail?: string): void;
}

/** Answers of the core that are a passing word, not a problem to be read. */
const passing = new Set(['NOTHING_TO_UNDO', 'NOTHING_TO_DO']);
const noticeSeconds = 4;
let noticeCount = 0;

export function createStudio(connection: Connection, settings: Record<string, unknown>): Studio {
  const store = createStudioStore({ client: connection.client, host: connection.host, settings });
  const { client } = connection;
  let opening = 0;

  function addNotice(kind: Notice['kind'], text: string, undo: Notice['undo'] = null): void {
    noticeCount += 1;
    const notice: Notice = { id: noticeCount, kind, text, undo };
    store.setState((state) => ({
      // One passing word at a time: the newest replaces the one before.
      notices: [...state.notices.filter((other) => kind === 'problem' || other.kind === 'problem'), notice],
    }));
    if (kind === 'done') setTimeout(() => dismiss(notice.id), noticeSeconds * 1000);
  }

  function dismiss(noticeId: number): void {
    store.setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== noticeId) }));
  }

  const complain = (error: unknown): void =>
    addNotice('problem', error instanceof Error ? error.message : String(error));
  const say: Studio['say'] = (text, undo) => addNotice('done', text, undo ?? null);

  function closeVideo(): void {
    opening += 1;
    store.getState().session?.close();
    store.setState({ session: null, sessionProblem: null });
  }

  async function openVideo(videoId: Id): Promise<void> {
    const { overview, personId, session } = store.getState();
    if (!overview || personId === null || session?.videoId === videoId) return;
    closeVideo();
    const mine = opening;
    try {
      const opened = await openSession(
        connection,
        overview,
        { videoId, personId },
        {
          onProblem: (message) => addNotice('problem', message),
          onDone: (label) => say(label, async () => store.getState().session?.undo()),
          onSaid: (text) => say(text),
          onPending: (pendingCommits) => store.setState({ pendingCommits }),
        },
      );
      if (mine === opening) store.setState({ session: opened });
      else opened.close();
    } catch (error) {
      if (mine !== opening) return;
      const message = error instanceof Error ? error.message : String(error);
      store.setState({ sessionProblem: { videoId, message } });
    }
  }

  function showOverview(overview: Overview | null): void {
    if (overview?.folder !== store.getState().overview?.folder) closeVideo();
    const known = store.getState().settings[`person:${overview?.records.project[0]?.id ?? ''}`];
    const people = overview?.records.person ?? [];
    const person = people.find((each) => each.id === known) ?? people[0];
    const before = store.getState();
    store.setState({ overview, personId: person?.id ?? null });
    // A video whose file was found again has to be read again.
    const open = before.session?.videoId;
    if (open === undefined || !before.overview?.missing.includes(open) || overview?.missing.includes(open))
      return;
    closeVideo();
    void openVideo(open);
  }

  async function refresh(): Promise<void> {
    showOverview(await client.projects.current());
  }

  function patchJob(id: Id, change: Partial<Job>): void {
    store.setState((state) => ({
      jobs: state.jobs.map((job) => (job.id === id ? { ...job, ...change } : job)),
    }));
  }

  function saveSetting(name: string, value: unknown): void {
    store.setState((state) => ({ settings: { ...state.settings, [name]: value } }));
    client.host.saveSetting({ name, value }).catch(complain);
  }

  /** Project-wide changes made anywhere show in the lists. */
  function receiveStep(step: CommittedStep): void {
    const { overview } = store.getState();
    if (!overview) return;
    const records = { ...overview.records };
    let isTouched = false;
    for (const change of step.changes) {
      if (!(change.entity in records)) continue;
      isTouched = true;
      const entity = change.entity as keyof typeof records;
      const id = (change.after ?? change.before) as { id: string };
      const others = (records[entity] as { id: string }[]).filter((record) => record.id !== id.id);
      const next = change.after === null ? others : [...others, change.after as RecordOf<typeof entity>];
      Object.assign(records, { [entity]: next });
    }
    if (isTouched) store.setState({ overview: { ...overview, records } });
  }

  /** Sends a change of the project itself and shows it; says why where it cannot be done. */
  async function change(send: (who: CommandContext) => Promise<CommittedStep>): Promise<string | undefined> {
    const { personId } = store.getState();
    if (personId === null) return undefined;
    try {
      const step = await send({ commandId: newId(), personId, videoId: null, frame: null });
      // The core announces it too; the same step twice is the same as once.
      receiveStep(step);
      return step.label;
    } catch (error) {
      if (error instanceof ORPCError && passing.has(String(error.code))) say(error.message);
      else complain(error);
      return undefined;
    }
  }

  async function projectHistory(call: 'undo' | 'redo'): Promise<void> {
    const label = await change((who) => client.documents[call](who));
    if (label !== undefined) say(`${call === 'undo' ? 'Undid' : 'Redid'}: ${label}`);
  }

  async function receiveProjectEvent(event: ProjectEvent): Promise<void> {
    if (event.kind === 'project') {
      await refresh();
      return;
    }
    store.setState(({ overview }) => ({
      overview: overview && {
        ...overview,
        states: [...overview.states.filter((state) => state.videoId !== event.state.videoId), event.state],
      },
    }));
  }

  const { line } = connection;
  line.onChange((isConnected) => store.setState({ isConnected }));
  watch(line, () => client.documents.watch(), receiveStep, refresh).catch(complain);
  watch(line, () => client.projects.watch(), receiveProjectEvent, refresh).catch(complain);

  /** Where the tracker finds a video's pictures. */
  async function mediaOf(videoId: Id): Promise<FlowMedia> {
    const video = store.getState().overview?.records.video.find((each) => each.id === videoId);
    if (!video) throw new Error('This video is not in the project any more.');
    const table = await fetchFrameTable(videoId);
    const images = Array.from(table.ticks, (_tick, index) => assetPaths.image(videoId, index));
    return {
      table,
      video:
        video.kind === 'container'
          ? { kind: 'container', url: assetPaths.video(videoId), name: video.name }
          : { kind: 'images', urls: images, name: video.name },
    };
  }

  return {
    store,
    flow: new FlowProposer(mediaOf),
    say,
    complain,
    dismiss,
    showOverview,
    refresh,
    async execute(command) {
      const label = await change((who) => client.documents.commit({ ...who, command }));
      if (label !== undefined) say(label, () => projectHistory('undo'));
      return label !== undefined;
    },
    undo: () => projectHistory('undo'),
    redo: () => projectHistory('redo'),
    openVideo,
    closeVideo,
    saveSetting,
    setPerson(personId) {
      store.setState({ personId });
      saveSetting(`person:${store.getState().overview?.records.project[0]?.id ?? ''}`, personId);
      // An open video belongs to who opened it: it is opened again, at the same place.
      const { session } = store.getState();
      if (!session) return;
      const { frame, activeExpressionId } = session.editor.getState();
      closeVideo();
      store.setState({ arrival: { videoId: session.videoId, frame, expressionId: activeExpressionId } });
      void openVideo(session.videoId);
    },
    async runJob(title, work, onProblem = complain) {
      const abort = new AbortController();
      const id = newId();
      const job: Job = {
        id,
        title,
        done: 0,
        total: 0,
        detail: '',
        startedAt: performance.now(),
        state: 'running',
        message: '',
        cancel: () => abort.abort(),
      };
      store.setState((state) => ({ jobs: [...state.jobs, job] }));
      try {
        await work({
          signal: abort.signal,
          report: (done, total, detail = '') => patchJob(id, { done, total, detail }),
        });
        patchJob(id, { state: abort.signal.aborted ? 'cancelled' : 'done' });
      } catch (error) {
        if (abort.signal.aborted) patchJob(id, { state: 'cancelled' });
        else {
          patchJob(id, { state: 'failed', message: error instanceof Error ? error.message : String(error) });
          onProblem(error);
        }
      }
    },
  };
}
