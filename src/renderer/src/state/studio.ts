import { assetPaths } from '#api/asset-paths.ts';
import type { CommittedStep } from '#api/documents.contract.ts';
import type { Overview, ProjectEvent } from '#api/projects.contract.ts';
import { newId } from '#api/new-id.ts';
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
  say(text: string): void;
  /** A problem stays on screen until it was read. */
  complain(error: unknown): void;
  dismiss(noticeId: number): void;
  showOverview(overview: Overview | null): void;
  /** Reads the project's lists again. */
  refresh(): Promise<void>;
  openVideo(videoId: Id): Promise<void>;
  closeVideo(): void;
  saveSetting(name: string, value: unknown): void;
  setPerson(personId: Id): void;
  /** Runs long work with a place in the tray. The signal aborts when the person cancels. */
  runJob(title: string, work: (job: JobHandle) => Promise<void>): Promise<void>;
}

export interface JobHandle {
  signal: AbortSignal;
  report(done: number, total: number, detail?: string): void;
}

const noticeSeconds = 4;
let noticeCount = 0;

export function createStudio(connection: Connection, settings: Record<string, unknown>): Studio {
  const store = createStudioStore({ client: connection.client, host: connection.host, settings });
  const { client } = connection;
  let opening = 0;

  function addNotice(kind: Notice['kind'], text: string): void {
    noticeCount += 1;
    const notice: Notice = { id: noticeCount, kind, text };
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
  const say = (text: string): void => addNotice('done', text);

  function closeVideo(): void {
    opening += 1;
    store.getState().session?.close();
    store.setState({ session: null, sessionProblem: null });
  }

  function showOverview(overview: Overview | null): void {
    if (overview?.folder !== store.getState().overview?.folder) closeVideo();
    const known = store.getState().settings[`person:${overview?.records.project[0]?.id ?? ''}`];
    const people = overview?.records.person ?? [];
    const person = people.find((each) => each.id === known) ?? people[0];
    store.setState({ overview, personId: person?.id ?? null });
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
    async openVideo(videoId) {
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
            onDone: say,
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
    },
    closeVideo,
    saveSetting,
    setPerson(personId) {
      store.setState({ personId });
      saveSetting(`person:${store.getState().overview?.records.project[0]?.id ?? ''}`, personId);
    },
    async runJob(title, work) {
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
          complain(error);
        }
      }
    },
  };
}
