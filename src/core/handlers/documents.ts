import { implement } from '@orpc/server';
import { documentsContract } from '#api/documents.contract.ts';
import { loadVideoRecords } from '#store/documents.ts';
import type { CommittedStep } from '#api/documents.contract.ts';
import type { Studio } from '../studio.ts';

const os = implement(documentsContract).$context<{ studio: Studio }>();

function publish(studio: Studio, step: CommittedStep): CommittedStep {
  studio.announce(step);
  return step;
}

export const documents = os.router({
  load: os.load.handler(({ input, context }) => {
    const project = context.studio.project();
    return { records: loadVideoRecords(project.rows, input.videoId), seq: project.log.latestSeq() };
  }),
  commit: os.commit.handler(({ input, context }) => {
    const { command, ...who } = input;
    return publish(context.studio, context.studio.project().log.commit(who, command));
  }),
  undo: os.undo.handler(({ input, context }) =>
    publish(context.studio, context.studio.project().log.undo(input)),
  ),
  redo: os.redo.handler(({ input, context }) =>
    publish(context.studio, context.studio.project().log.redo(input)),
  ),
  history: os.history.handler(({ input, context }) =>
    context.studio.project().log.list(input.videoId, input.limit, input.beforeSeq ?? Number.MAX_SAFE_INTEGER),
  ),
  watch: os.watch.handler(({ context, signal }) => context.studio.steps.subscribe(signal)),
});
