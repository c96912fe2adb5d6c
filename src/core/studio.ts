import type { Logger } from 'pino';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { CommittedStep } from '#api/documents.contract.ts';
import { newId } from '#api/new-id.ts';
import type { ProjectEvent } from '#api/projects.contract.ts';
import { createProjectStore, openProjectStore, type ProjectStore } from '#store/project-store.ts';
import { createEventHub, type EventHub } from './event-hub.ts';
import { hashInBackground } from './hash-videos.ts';
import { openSettingsFile, type SettingsFile } from './settings-file.ts';
import { StudioError } from './studio-error.ts';

export interface StudioOptions {
  /** Where this user's settings live. */
  userFolder: string;
  /** The program's own read-only files (the sample project). */
  resourcesFolder: string;
  version: string;
  log: Logger;
}

/** What is shared by all calls to one core: the open project, the settings, and who listens. */
export interface Studio {
  options: StudioOptions;
  settings: SettingsFile;
  steps: EventHub<CommittedStep>;
  /** Tells every listener of a step, once: one that is answered again because its caller asked again is old news. */
  announce(step: CommittedStep): void;
  projectEvents: EventHub<ProjectEvent>;
  /** The open project. Throws StudioError NO_PROJECT. */
  project(): ProjectStore;
  openProject(): ProjectStore | undefined;
  create(folder: string, name: string): ProjectStore;
  /** Opens a project, closing the one before; the same folder again is answered at once. */
  open(folder: string): ProjectStore;
  close(): void;
}

export function createStudio(options: StudioOptions): Studio {
  const settings = openSettingsFile(options.userFolder);
  const steps = createEventHub<CommittedStep>();
  const projectEvents = createEventHub<ProjectEvent>();
  let store: ProjectStore | undefined;
  let announcedSeq = 0;

  function replace(next: ProjectStore | undefined): void {
    store?.close();
    store = next;
    announcedSeq = next?.log.latestSeq() ?? 0;
    if (next) {
      remember(next);
      hashInBackground(studio);
    }
    projectEvents.publish({ kind: 'project', folder: next?.folder ?? null });
  }

  /** A settings file that cannot be written is no reason not to open a project. */
  function remember({ folder, rows }: ProjectStore): void {
    try {
      settings.remember(folder, rows.project.list('1')[0]?.name ?? path.basename(folder));
    } catch (error) {
      options.log.warn({ err: error }, 'recent project not remembered');
    }
  }

  const studio: Studio = {
    options,
    settings,
    steps,
    announce(step) {
      if (step.seq <= announcedSeq) return;
      announcedSeq = step.seq;
      steps.publish(step);
    },
    projectEvents,
    project() {
      if (!store) throw new StudioError('NO_PROJECT', 'No project is open. Open or create one first.');
      return store;
    },
    openProject: () => store,
    create(folder, name) {
      const next = createProjectStore(path.resolve(folder), (rows) => {
        rows.project.insert({ id: newId(), name, workGrid: { kind: 'every' } });
        rows.person.insert({
          id: newId(),
          name: os.userInfo().username,
          role: 'annotator',
          isArchived: false,
        });
        rows.labelSet.insert({
          id: newId(),
          kind: 'main',
          name: 'Main',
          personId: null,
          runId: null,
          isShown: true,
        });
      });
      replace(next);
      return next;
    },
    open(folder) {
      const wanted = path.resolve(folder);
      if (store && isSameFolder(store.folder, wanted)) return store;
      const next = openProjectStore(wanted);
      replace(next);
      return next;
    },
    close: () => replace(undefined),
  };
  return studio;
}

/** Also where a link leads to the same folder: a second connection would find the project locked, by ourselves. */
function isSameFolder(a: string, b: string): boolean {
  if (a === b) return true;
  try {
    return fs.realpathSync(a) === fs.realpathSync(b);
  } catch {
    return false;
  }
}
