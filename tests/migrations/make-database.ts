import fs from 'node:fs';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import type { StudioClient } from '#api/contract.ts';
import { createLocalClient } from '#core/index.ts';
import type { Command } from '#domain/commands/index.ts';
import { encodeSpanData, packSpanData } from '#domain/span-data.ts';
import { projectFileOf } from '#store/project-store.ts';
import { clipPath } from '../support/clips.ts';
import { temporaryStudio } from '../support/temporary-studio.ts';

/**
 * `node tests/migrations/make-database.ts FILE`: a project file of today's schema with something in every table that
 * the studio fills. Run once for each schema version and committed (tests/fixtures/databases); later programs have to
 * open it.
 */
export async function makeDatabase(file: string): Promise<void> {
  const temporary = temporaryStudio();
  try {
    const folder = path.join(temporary.folder, 'project');
    const client = createLocalClient(temporary.studio);
    const overview = await client.projects.create({ folder, name: 'From the past' });
    const personId = overview.records.person[0]?.id ?? '';
    const labelSetId = overview.records.labelSet[0]?.id ?? '';
    const videoId = await importClip(client, personId);
    const commit = (command: Command, scope: string | null = videoId) =>
      client.documents.commit({ commandId: newId(), personId, videoId: scope, frame: 3, command });
    const expressionId = newId();
    await commit(
      {
        kind: 'createExpression',
        data: {
          id: expressionId,
          text: 'the pattern',
          definition: 'What moves.',
          counts: 'Its middle.',
          countsNot: 'Its edge.',
          category: 'object',
          colour: 4,
          position: 1,
          isArchived: false,
        },
      },
      null,
    );
    const objectId = newId();
    const trackId = newId();
    await commit({
      kind: 'createTrack',
      data: {
        trackId,
        objectId,
        videoId,
        labelSetId,
        shape: 'box',
        keyframe: { frame: 3, x: 10.25, y: 20.5, w: 30, h: 40, gap: 'flow', source: 'person' },
        expressionIds: [expressionId],
      },
    });
    await commit({
      kind: 'setKeyframes',
      data: {
        trackId,
        keyframes: [{ frame: 12, x: 1 / 3, y: 2e-7, w: 1, h: 2, gap: 'smooth', source: 'person' }],
      },
    });
    await commit({
      kind: 'setVisibilityRanges',
      data: { ranges: [{ trackId, startFrame: 6, endFrame: 8 }], value: 'occluded' },
    });
    await commit({
      kind: 'setAnswer',
      data: {
        answerId: newId(),
        expressionId,
        videoId,
        labelSetId,
        verdict: 'objects',
        coverage: [{ startFrame: 0, endFrame: 12 }],
      },
    });
    const proposalId = await saveRun(client, temporary.studio.project().spanData.insert, {
      personId,
      videoId,
      objectId,
    });
    await commit({
      kind: 'acceptProposal',
      data: { proposalId, verdictId: newId(), trackId: newId(), labelSetId, personId, range: null },
    });
    for (const action of ['undo', 'redo', 'undo'] as const) {
      await client.documents[action]({ commandId: newId(), personId, videoId, frame: 0 });
    }
    await client.host.reportActivity({ personId, videoId, seconds: 61.5 });
    await client.videos.reportProof({ videoId, proof: 'proved', proofDetails: 'all frames' });
    await client.videos.saveSource({ videoId, source: { kind: 'synthetic', details: { by: 'a script' } } });
    await client.projects.close();
    fs.copyFileSync(projectFileOf(folder), file);
  } finally {
    temporary.dispose();
  }
}

async function importClip(client: StudioClient, personId: string): Promise<string> {
  const paths = [clipPath('h264-gop250.mp4')];
  for await (const event of await client.videos.import({ personId, paths, imageRate: null })) {
    if (event.kind === 'imported') return event.video.id;
  }
  throw new Error('The clip was not imported');
}

/** A run of one proposal with dense positions. Returns the proposal's id. */
async function saveRun(
  client: StudioClient,
  insertSpanData: (id: string, bytes: Uint8Array) => void,
  about: { personId: string; videoId: string; objectId: string },
): Promise<string> {
  const dataId = newId();
  const trackId = newId();
  const rows = Array.from({ length: 10 }, (_, n) => ({
    x: n,
    y: n / 3,
    w: null,
    h: null,
    confidence: n / 10,
  }));
  insertSpanData(dataId, encodeSpanData(packSpanData('point', rows)));
  await client.runs.save({
    commandId: newId(),
    labelSetId: newId(),
    run: {
      id: newId(),
      proposer: 'flow',
      proposerVersion: '1',
      videoId: about.videoId,
      expressionId: null,
      personId: about.personId,
      frames: [{ startFrame: 0, endFrame: 9 }],
      parameters: { window: 21 },
      rawOutput: 'lost at 9',
      status: 'done',
      message: '',
      startedAt: 1_700_000_000_000,
      durationMs: 12,
    },
    proposals: [
      {
        trackId,
        objectId: about.objectId,
        shape: 'point',
        keyframes: [{ frame: 0, x: 0, y: 0, w: null, h: null, gap: 'flow', source: 'run' }],
        derived: [{ startFrame: 0, endFrame: 9, dataId, dataOffset: 0 }],
        visibility: [{ startFrame: 0, endFrame: 9, value: 'visible' }],
        notes: '',
      },
    ],
  });
  return trackId;
}

if (import.meta.main) {
  const [file] = process.argv.slice(2);
  if (file === undefined) throw new Error('Say which file to make.');
  await makeDatabase(path.resolve(file));
}
