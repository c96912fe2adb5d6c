import { implement } from '@orpc/server';
import { runsContract, type ProposalInput } from '#api/runs.contract.ts';
import { diffTrack, updateOf } from '#domain/changes.ts';
import type { Id } from '#domain/ids.ts';
import type { LabelSet } from '#domain/records.ts';
import type { Run } from '#domain/run.ts';
import type { Track } from '#domain/track.ts';
import type { ProjectStore } from '#store/project-store.ts';
import { StudioError } from '../studio-error.ts';
import type { Studio } from '../studio.ts';

const os = implement(runsContract).$context<{ studio: Studio }>();

export const runs = os.router({
  save: os.save.handler(({ input, context }) => {
    const { rows, runs: runStore, log } = context.studio.project();
    const { run } = input;
    const hidden: LabelSet = {
      id: input.labelSetId,
      kind: 'run',
      name: `${run.proposer} ${run.proposerVersion}`,
      personId: null,
      runId: run.id,
      isShown: false,
    };
    // One step of history for the whole run. Undo takes its proposals out and hides its label set; the run itself and
    // its positions stay (docs/decisions/0192-undo-through-a-run.md).
    const step = log.commitChanges(
      {
        commandId: input.commandId,
        personId: run.personId,
        videoId: run.videoId,
        frame: run.frames[0]?.startFrame ?? null,
      },
      'saveRun',
      `Run ${run.proposer}`,
      [
        updateOf('labelSet', hidden, { ...hidden, isShown: true }),
        ...input.proposals.flatMap((proposal) => diffTrack(undefined, trackOf(proposal, run, hidden.id))),
      ],
      () => {
        checkReferences(context.studio.project(), input.proposals);
        runStore.insert(run);
        rows.labelSet.insert(hidden);
      },
    );
    context.studio.announce(step);
    return step;
  }),
  ofVideo: os.ofVideo.handler(({ input, context }) => context.studio.project().runs.ofVideo(input.videoId)),
});

function trackOf(proposal: ProposalInput, run: Run, labelSetId: Id): Track {
  return {
    id: proposal.trackId,
    videoId: run.videoId,
    objectId: proposal.objectId,
    labelSetId,
    shape: proposal.shape,
    state: 'proposed',
    sourceTrackId: null,
    notes: proposal.notes,
    attributes: {},
    keyframes: proposal.keyframes,
    derived: proposal.derived.map((span) => ({ ...span, runId: run.id, isStale: false })),
    visibility: proposal.visibility,
  };
}

/** What the proposals build on has to be there. Throws StudioError NOT_FOUND; nothing of the run is kept then. */
function checkReferences({ rows, spanData }: ProjectStore, proposals: readonly ProposalInput[]): void {
  for (const { objectId, derived } of proposals) {
    if (!rows.object.get([objectId])) {
      throw new StudioError('NOT_FOUND', 'What this run followed was deleted meanwhile. Nothing was kept.');
    }
    for (const { dataId } of derived) {
      if (!spanData.has(dataId)) {
        throw new StudioError(
          'NOT_FOUND',
          `The positions ${dataId} of this run were not uploaded. Run it again.`,
        );
      }
    }
  }
}
