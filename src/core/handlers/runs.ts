import { implement } from '@orpc/server';
import { runsContract } from '#api/runs.contract.ts';
import { updateOf } from '#domain/changes.ts';
import type { LabelSet } from '#domain/records.ts';
import { StudioError } from '../studio-error.ts';
import type { Studio } from '../studio.ts';

const os = implement(runsContract).$context<{ studio: Studio }>();

export const runs = os.router({
  save: os.save.handler(({ input, context }) => {
    const { rows, runs: runStore, spanData, log } = context.studio.project();
    const { run } = input;
    const hidden: LabelSet = {
      id: input.labelSetId,
      kind: 'run',
      name: `${run.proposer} ${run.proposerVersion}`,
      personId: null,
      runId: run.id,
      isShown: false,
    };
    for (const { dataId } of input.proposals.flatMap((proposal) => proposal.derived)) {
      if (!spanData.has(dataId)) {
        throw new StudioError(
          'NOT_FOUND',
          `The positions ${dataId} of this run were not uploaded. Run it again.`,
        );
      }
    }
    // One step of history for the whole run: what undo hides and redo shows is its label set.
    const step = log.commitChanges(
      {
        commandId: input.commandId,
        personId: run.personId,
        videoId: run.videoId,
        frame: run.frames[0]?.startFrame ?? null,
      },
      'saveRun',
      `Run ${run.proposer}`,
      [updateOf('labelSet', hidden, { ...hidden, isShown: true })],
      () => {
        runStore.insert(run);
        rows.labelSet.insert(hidden);
        for (const proposal of input.proposals) {
          rows.track.insert({
            id: proposal.trackId,
            videoId: run.videoId,
            objectId: proposal.objectId,
            labelSetId: hidden.id,
            shape: proposal.shape,
            state: 'proposed',
            sourceTrackId: null,
            notes: proposal.notes,
            attributes: {},
          });
          const { trackId } = proposal;
          for (const row of proposal.keyframes) rows.keyframe.insert({ ...row, trackId });
          for (const row of proposal.derived) {
            rows.derivedSpan.insert({ ...row, trackId, runId: run.id, isStale: false });
          }
          for (const row of proposal.visibility) rows.visibilitySpan.insert({ ...row, trackId });
        }
      },
    );
    context.studio.announce(step);
    return step;
  }),
  ofVideo: os.ofVideo.handler(({ input, context }) => context.studio.project().runs.ofVideo(input.videoId)),
});
