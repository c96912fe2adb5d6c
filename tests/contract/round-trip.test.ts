import fs from 'node:fs';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StudioClient } from '#api/contract.ts';
import { createLocalClient } from '#core/index.ts';
import { decodeSpanData, encodeSpanData, packSpanData } from '#domain/span-data.ts';
import { serveAsset } from '#core/index.ts';
import { clipPath } from '../support/clips.ts';
import { temporaryStudio, type TemporaryStudio } from '../support/temporary-studio.ts';

let temporary: TemporaryStudio;
let client: StudioClient;

beforeEach(() => {
  temporary = temporaryStudio();
  client = createLocalClient(temporary.studio);
});
afterEach(() => temporary.dispose());

/** Lets long work run to its end. */
async function drain(events: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const event of events) count += event === undefined ? 0 : 1;
  return count;
}

/** A project with a labelled video, a run, an accepted proposal and an answer. Gives its folder. */
async function makeProject(): Promise<string> {
  const folder = path.join(temporary.folder, 'project');
  const overview = await client.projects.create({ folder, name: 'Round trip' });
  const personId = overview.records.person[0]!.id;
  const labelSetId = overview.records.labelSet[0]!.id;
  await drain(
    await client.videos.import({ personId, paths: [clipPath('h264-gop250.mp4')], imageRate: null }),
  );
  const video = (await client.projects.current())!.records.video[0]!;
  const who = () => ({ commandId: newId(), personId, videoId: video.id, frame: 0 });
  const expressionId = newId();
  const objectId = newId();
  await client.documents.commit({
    ...who(),
    command: {
      kind: 'createExpression',
      data: {
        id: expressionId,
        text: 'the “red” cup\n2',
        definition: 'd',
        counts: '',
        countsNot: '',
        category: 'object',
        colour: 3,
        position: 0.5,
        isArchived: false,
      },
    },
  });
  await client.documents.commit({
    ...who(),
    command: {
      kind: 'createTrack',
      data: {
        trackId: newId(),
        objectId,
        videoId: video.id,
        labelSetId,
        shape: 'point',
        keyframe: { frame: 0, x: 0.1 + 0.2, y: 5e-324, w: null, h: null, gap: 'smooth', source: 'person' },
        expressionIds: [expressionId],
      },
    },
  });
  const dataId = newId();
  const data = packSpanData(
    'point',
    [1, 2, 3].map((x) => ({ x, y: x / 3, w: null, h: null, confidence: 0.5 })),
  );
  const { key } = await client.assets.allocate({ kind: 'spanData', id: dataId });
  const put = new Request(`http://x/asset/upload/${key}`, {
    method: 'PUT',
    body: Uint8Array.from(encodeSpanData(data)),
  });
  expect((await serveAsset(temporary.studio, put)).status).toBe(204);
  const proposalId = newId();
  await client.runs.save({
    commandId: newId(),
    labelSetId: newId(),
    run: {
      id: newId(),
      proposer: 'optical-flow',
      proposerVersion: '1',
      videoId: video.id,
      expressionId: null,
      personId,
      frames: [{ startFrame: 0, endFrame: 3 }],
      parameters: { direction: 'forward' },
      rawOutput: 'as it came',
      status: 'done',
      message: '',
      startedAt: 1,
      durationMs: 2,
    },
    proposals: [
      {
        trackId: proposalId,
        objectId,
        shape: 'point',
        keyframes: [],
        derived: [{ startFrame: 1, endFrame: 3, dataId, dataOffset: 0 }],
        visibility: [{ startFrame: 1, endFrame: 3, value: 'visible' }],
        notes: '',
      },
    ],
  });
  await client.documents.commit({
    ...who(),
    command: {
      kind: 'acceptProposal',
      data: {
        proposalId,
        verdictId: newId(),
        trackId: newId(),
        labelSetId,
        personId,
        range: null,
      },
    },
  });
  await client.documents.commit({
    ...who(),
    command: {
      kind: 'setAnswer',
      data: { answerId: newId(), expressionId, videoId: video.id, labelSetId, verdict: 'objects', count: 1 },
    },
  });
  return folder;
}

async function exportTo(name: string): Promise<string> {
  const folder = path.join(temporary.folder, name);
  await drain(
    await client.exports.run({
      format: 'fiducial-json',
      options: {},
      videoIds: null,
      exportId: newId(),
      folder,
      parts: [],
      proofs: [],
    }),
  );
  return folder;
}

function filesOf(folder: string): Record<string, string> {
  return Object.fromEntries(
    fs
      .readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => fs.statSync(path.join(folder, name)).isFile())
      .map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]),
  );
}

test('a project exported and imported again is the same project, to the byte of its next export', async () => {
  const project = await makeProject();
  const before = await client.projects.open({ folder: project });
  const video = before.records.video[0]!;
  const labels = await client.documents.load({ videoId: video.id });
  const first = await exportTo('first');
  const again = await client.projects.importJson({
    from: first,
    folder: path.join(temporary.folder, 'copy'),
    mediaFolder: path.dirname(clipPath('h264-gop250.mp4')),
  });
  expect(again.missing).toEqual([]);
  expect({ ...again.records, video: [] }).toEqual({ ...before.records, video: [] });
  expect((await client.documents.load({ videoId: video.id })).records).toEqual(labels.records);
  const [span] = labels.records.derivedSpan;
  const data = temporary.studio.project().spanData.get(span!.dataId);
  expect(decodeSpanData(data!).values).toHaveLength(9);
  expect(filesOf(await exportTo('second'))).toEqual(filesOf(first));
});

test('a damaged export is refused by file and line, and leaves no project behind', async () => {
  await makeProject();
  const folder = await exportTo('damaged');
  const file = path.join(folder, 'project.jsonl');
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('Round trip', '"'));
  const target = path.join(temporary.folder, 'none');
  await expect(
    client.projects.importJson({ from: folder, folder: target, mediaFolder: null }),
  ).rejects.toMatchObject({
    code: 'DATA_REFUSED',
    message: expect.stringMatching(/project\.jsonl line \d+/),
  });
  expect(fs.existsSync(target)).toBe(false);
});

test('an export never overwrites a folder that holds other files', async () => {
  await makeProject();
  const folder = path.join(temporary.folder, 'mine');
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, 'thesis.txt'), 'years');
  await expect(exportTo('mine')).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  expect(fs.readdirSync(folder)).toEqual(['thesis.txt']);
});
