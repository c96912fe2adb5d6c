import Database from 'better-sqlite3';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { assetPaths } from '#api/asset-paths.ts';
import type { StudioClient } from '#api/contract.ts';
import type { CommittedStep } from '#api/documents.contract.ts';
import type { Command } from '#domain/commands/index.ts';
import { createLocalClient, openTarget, serveAsset } from '#core/index.ts';
import { clipPath } from '../support/clips.ts';
import { startCoreProcess } from '../support/core-process.ts';
import { repository, temporaryStudio, type TemporaryStudio } from '../support/temporary-studio.ts';

let temporary: TemporaryStudio;
let client: StudioClient;

beforeEach(() => {
  temporary = temporaryStudio();
  client = createLocalClient(temporary.studio);
});
afterEach(() => temporary.dispose());

const inFolder = (...parts: string[]): string => path.join(temporary.folder, ...parts);
const fileOf = (folder: string): string => path.join(folder, 'project.fiducial');
const hashOf = (file: string): string => createHash('sha256').update(fs.readFileSync(file)).digest('hex');
/** A failure with this code whose words name all of these. */
const failure = (code: string, ...names: string[]): unknown =>
  expect.objectContaining({
    code,
    message: expect.stringMatching(
      new RegExp(names.map((name) => `(?=[^]*${name.replaceAll(/[.*+?()[\]\\]/g, '\\$&')})`).join('')),
    ),
  });

interface Desk {
  folder: string;
  personId: string;
  videoId: string;
  labelSetId: string;
}

/** A project with one video, whose file lies in `media`. */
async function makeProject(
  folder = inFolder('project'),
  video = inFolder('media', 'clip.mp4'),
): Promise<Desk> {
  fs.mkdirSync(path.dirname(video), { recursive: true });
  fs.copyFileSync(clipPath('h264-gop250.mp4'), video);
  const { records } = await client.projects.create({ folder, name: 'Faults' });
  const desk = {
    folder,
    personId: records.person[0]?.id ?? '',
    labelSetId: records.labelSet[0]?.id ?? '',
    videoId: '',
  };
  const events = await client.videos.import({ personId: desk.personId, paths: [video], imageRate: null });
  for await (const event of events) if (event.kind === 'imported') desk.videoId = event.video.id;
  return desk;
}

/** One gesture: a track of its own, or with `keyframes`, two: that and a stroke over it. */
async function addTrack(desk: Desk, keyframes = 1): Promise<CommittedStep> {
  const { personId, videoId, labelSetId } = desk;
  const trackId = newId();
  const keyframe = (frame: number) => ({
    frame,
    x: frame,
    y: 2,
    w: null,
    h: null,
    gap: 'linear' as const,
    source: 'person' as const,
  });
  const commit = (command: Command): Promise<CommittedStep> =>
    client.documents.commit({ commandId: newId(), personId, videoId, frame: 0, command });
  const created = await commit({
    kind: 'createTrack',
    data: {
      trackId,
      objectId: newId(),
      videoId,
      labelSetId,
      shape: 'point',
      keyframe: keyframe(0),
      expressionIds: [],
    },
  });
  if (keyframes === 1) return created;
  const stroke = Array.from({ length: keyframes }, (_, frame) => keyframe(frame + 1));
  return commit({ kind: 'setKeyframes', data: { trackId, keyframes: stroke } });
}

function asset(pathname: string): Promise<Response> {
  return serveAsset(temporary.studio, new Request(`http://studio${pathname}`));
}

/** Whether this machine lets the test mount a small disk. Where it does not, the tests that need one are skipped. */
const canMount =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;

describe.skipIf(!canMount)('a small disk (needs Linux and root)', () => {
  let disk: string;
  beforeEach(() => {
    disk = inFolder('disk');
    fs.mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', disk]);
  });
  afterEach(() => {
    temporary.studio.close();
    execFileSync('umount', [disk]);
  });

  test('when it is full, an edit is refused in words, nothing is lost, and work goes on once there is space', async () => {
    const ballast = path.join(disk, 'ballast');
    fs.writeFileSync(ballast, Buffer.alloc(2 ** 20));
    const desk = await makeProject(path.join(disk, 'project'));
    const done: CommittedStep[] = [];
    let refusal: unknown;
    while (refusal === undefined) {
      try {
        done.push(await addTrack(desk, 60));
      } catch (error) {
        refusal = error;
      }
    }
    expect(refusal).toEqual(failure('DISK_FULL', fileOf(desk.folder), 'Free some space'));
    fs.rmSync(ballast);
    done.push(await addTrack(desk));
    const steps = await client.documents.history({ videoId: desk.videoId, limit: 500, beforeSeq: null });
    const known = new Set(steps.map(({ commandId }) => commandId));
    expect(done.filter(({ commandId }) => !known.has(commandId))).toEqual([]);
    expect(temporary.studio.project().checkIntegrity()).toBe('ok');
    await client.projects.close();
    await client.projects.open({ folder: desk.folder });
    const who = { commandId: newId(), personId: desk.personId, videoId: desk.videoId, frame: 0 };
    expect((await client.documents.undo(who)).targetSeq).toBe(done.at(-1)?.seq);
  });

  test('when it is full, a new project is refused and leaves nothing that looks like one', async () => {
    const size = fs.statfsSync(disk);
    fs.writeFileSync(path.join(disk, 'ballast'), Buffer.alloc((size.bfree - 4) * size.bsize));
    const folder = path.join(disk, 'project');
    await expect(client.projects.create({ folder, name: 'No room' })).rejects.toEqual(
      failure('DISK_FULL', folder),
    );
    fs.rmSync(path.join(disk, 'ballast'));
    await expect(client.projects.create({ folder, name: 'Room' })).resolves.toBeDefined();
  });

  test('when it may not be written, opening and creating say so and name the folder', async () => {
    const desk = await makeProject(path.join(disk, 'project'));
    await client.projects.close();
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    await expect(client.projects.open({ folder: desk.folder })).rejects.toEqual(
      failure('PROJECT_READ_ONLY', desk.folder, 'write access'),
    );
    const other = path.join(disk, 'other');
    await expect(client.projects.create({ folder: other, name: 'x' })).rejects.toEqual(
      failure('PROJECT_READ_ONLY', other),
    );
  });
});

describe('a video that is not where it was', () => {
  test('is named as missing, is not served, and is found again below a folder by its content', async () => {
    const desk = await makeProject();
    const there = inFolder('media', 'clip.mp4');
    const elsewhere = inFolder('archive', 'deep', 'renamed.mp4');
    fs.mkdirSync(path.dirname(elsewhere), { recursive: true });
    // Same size, other content: not to be taken for it.
    fs.writeFileSync(inFolder('archive', 'decoy.mp4'), Buffer.alloc(fs.statSync(there).size, 7));
    fs.renameSync(there, elsewhere);
    expect((await client.projects.current())?.missing).toEqual([desk.videoId]);
    expect((await asset(assetPaths.video(desk.videoId))).status).toBe(404);
    expect(await client.videos.relinkBelow({ folder: inFolder('archive') })).toEqual({
      found: [desk.videoId],
      missing: [],
    });
    expect((await client.projects.current())?.missing).toEqual([]);
    expect((await asset(assetPaths.video(desk.videoId))).status).toBe(200);
  });

  test('takes no other file in its place', async () => {
    const desk = await makeProject();
    fs.rmSync(inFolder('media', 'clip.mp4'));
    const other = clipPath('h264-intra.mov');
    await expect(client.videos.relink({ videoId: desk.videoId, path: other })).rejects.toEqual(
      failure('FILE_MISMATCH', other, 'Nothing was changed'),
    );
    const nowhere = inFolder('nowhere');
    await expect(client.videos.relinkBelow({ folder: nowhere })).rejects.toEqual(
      failure('FILE_NOT_FOUND', nowhere),
    );
    expect((await client.projects.current())?.missing).toEqual([desk.videoId]);
  });

  test('may be a folder of images, found again by its images', async () => {
    const media = inFolder('media', 'images-gap');
    fs.cpSync(clipPath('images-gap'), media, { recursive: true });
    const { records } = await client.projects.create({ folder: inFolder('project'), name: 'Images' });
    const personId = records.person[0]?.id ?? '';
    const events = await client.videos.import({ personId, paths: [media], imageRate: 25 });
    for await (const event of events) expect(event.kind).not.toBe('refused');
    const [video] = (await client.projects.current())?.records.video ?? [];
    fs.mkdirSync(inFolder('archive'));
    fs.renameSync(media, inFolder('archive', 'images-gap'));
    const { found } = await client.videos.relinkBelow({ folder: temporary.folder });
    expect(found).toEqual([video?.id]);
    expect((await asset(assetPaths.image(video?.id ?? '', 0))).status).toBe(200);
  });
});

describe('a project file', () => {
  test.each([
    ['whose beginning is noise', (file: string) => overwrite(file, 0, 100)],
    ['that is empty', (file: string) => fs.truncateSync(file, 0)],
    ['that is another program’s database', (file: string) => overwrite(file, 68, 4)],
  ])('%s is refused and left as it is', async (_name, damage) => {
    const { folder } = await makeProject();
    await client.projects.close();
    damage(fileOf(folder));
    const before = hashOf(fileOf(folder));
    await expect(client.projects.open({ folder })).rejects.toEqual(
      failure('PROJECT_CORRUPT', fileOf(folder)),
    );
    expect(hashOf(fileOf(folder))).toBe(before);
  });

  test('with damaged pages says so wherever the damage is met, and never answers with nonsense', async () => {
    const desk = await makeProject();
    for (let n = 0; n < 20; n++) await addTrack(desk, 60);
    await client.projects.close();
    const whole = fs.readFileSync(fileOf(desk.folder));
    const pages = whole.length / 4096;
    const met = new Set<string>();
    for (let page = 1; page < pages; page += 3) {
      fs.writeFileSync(fileOf(desk.folder), whole);
      overwrite(fileOf(desk.folder), page * 4096, 4096);
      try {
        await client.projects.open({ folder: desk.folder });
        await client.documents.load({ videoId: desk.videoId });
        await client.documents.history({ videoId: desk.videoId, limit: 500, beforeSeq: null });
      } catch (error) {
        expect(error).toEqual(failure('PROJECT_CORRUPT', fileOf(desk.folder), 'backups'));
        met.add(page === 1 ? 'schema' : 'data');
      } finally {
        await client.projects.close();
      }
    }
    expect([...met]).toContain('data');
  });

  test('of a newer program is refused and not touched', async () => {
    const { folder } = await makeProject();
    await client.projects.close();
    const handle = fs.openSync(fileOf(folder), 'r+');
    fs.writeSync(handle, Buffer.from([0, 0, 0, 200]), 0, 4, 60);
    fs.closeSync(handle);
    const before = hashOf(fileOf(folder));
    await expect(client.projects.open({ folder })).rejects.toEqual(failure('PROJECT_NEWER', folder, '200'));
    expect(hashOf(fileOf(folder))).toBe(before);
    expect(fs.existsSync(`${fileOf(folder)}-wal`)).toBe(false);
  });

  test('that a newer program left in its write-ahead log is refused, too', async () => {
    const { folder } = await makeProject();
    await client.projects.close();
    const db = new Database(fileOf(folder));
    db.pragma('user_version = 200');
    const copy = inFolder('crashed');
    fs.mkdirSync(copy);
    for (const end of ['', '-wal']) fs.copyFileSync(`${fileOf(folder)}${end}`, `${fileOf(copy)}${end}`);
    db.close();
    await expect(client.projects.open({ folder: copy })).rejects.toEqual(failure('PROJECT_NEWER', copy));
  });

  test('with a frame table cut short gets it back from the video, or says what to do', async () => {
    const desk = await makeProject();
    const whole = Buffer.from(await (await asset(assetPaths.frameTable(desk.videoId))).arrayBuffer());
    const project = temporary.studio.project();
    const cut = (): void => project.videos.saveFrameTable(desk.videoId, 1, whole.subarray(0, 100));
    cut();
    const rebuilt = await asset(assetPaths.frameTable(desk.videoId));
    expect(Buffer.from(await rebuilt.arrayBuffer()).equals(whole)).toBe(true);
    cut();
    fs.rmSync(inFolder('media', 'clip.mp4'));
    const refused = await asset(assetPaths.frameTable(desk.videoId));
    expect(refused.status).toBe(400);
    expect(await refused.text()).toMatch(/frame table of “clip”.*relink/);
  });
});

function overwrite(file: string, at: number, length: number): void {
  const handle = fs.openSync(file, 'r+');
  try {
    fs.writeSync(
      handle,
      Buffer.from(Array.from({ length }, (_, n) => (n * 167 + at * 13 + 89) % 256)),
      0,
      length,
      at,
    );
  } finally {
    fs.closeSync(handle);
  }
}

describe('a folder', () => {
  test('that a kill left with half a project can be made a project', async () => {
    const folder = inFolder('project');
    fs.mkdirSync(folder);
    fs.writeFileSync(`${fileOf(folder)}-new`, 'half');
    fs.writeFileSync(`${fileOf(folder)}-wal`, 'of a project that was deleted');
    await expect(client.projects.create({ folder, name: 'Again' })).resolves.toMatchObject({ folder });
    expect(fs.readdirSync(folder)).not.toContain('project.fiducial-new');
  });

  test('that is a file is refused by name', async () => {
    const folder = inFolder('file');
    fs.writeFileSync(folder, '');
    await expect(client.projects.create({ folder, name: 'x' })).rejects.toEqual(
      failure('NOT_ALLOWED', folder),
    );
  });

  test('without its cache is whole; without it while open, it is still open', async () => {
    const desk = await makeProject();
    await addTrack(desk);
    await client.projects.close();
    fs.rmSync(path.join(desk.folder, 'cache'), { recursive: true });
    await client.projects.open({ folder: desk.folder });
    fs.rmSync(path.join(desk.folder, 'cache'), { recursive: true });
    const second = temporaryStudio();
    try {
      await expect(
        createLocalClient(second.studio).projects.open({ folder: desk.folder }),
      ).rejects.toMatchObject({
        code: 'PROJECT_LOCKED',
      });
    } finally {
      second.dispose();
    }
    await addTrack(desk);
  });
});

describe('a project that another process has open', () => {
  test('is refused to a studio and to the command line, naming the holder, until that one is gone', async () => {
    const { folder } = await makeProject();
    await client.projects.close();
    const core = await startCoreProcess({ userFolder: inFolder('user') });
    const holder = await core.connect();
    try {
      await holder.client.projects.open({ folder });
      await expect(client.projects.open({ folder })).rejects.toEqual(
        failure('PROJECT_LOCKED', folder, `process ${core.pid}`),
      );
      const cli = spawnSync(
        process.execPath,
        [path.join(repository, 'src/cli/index.ts'), 'import', folder, clipPath('h264-intra.mov')],
        { env: { ...process.env, FIDUCIAL_USER_FOLDER: inFolder('user') }, encoding: 'utf8' },
      );
      expect(cli.status).toBe(1);
      expect(cli.stderr).toContain(`${folder} is open elsewhere (process ${core.pid}`);
      expect(cli.stderr.trim().split('\n').at(-1)).toContain('Close it there');
    } finally {
      holder.close();
      await core.kill();
    }
    await expect(client.projects.open({ folder })).resolves.toMatchObject({ folder });
  });
});

describe('what the program keeps for its user', () => {
  test('is set aside when it is damaged, and the program starts', async () => {
    const file = inFolder('user', 'settings.json');
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, '{"settings": {');
    expect(await client.host.settings()).toEqual({});
    expect(fs.readFileSync(`${file}.damaged`, 'utf8')).toBe('{"settings": {');
    await client.host.saveSetting({ name: 'a', value: 1 });
    expect(await client.host.settings()).toEqual({ a: 1 });
  });

  test('keeps no project from opening when it cannot be written, and saving says why', async () => {
    fs.rmSync(inFolder('user'), { recursive: true, force: true });
    fs.writeFileSync(inFolder('user'), 'a file where the folder should be');
    await expect(makeProject()).resolves.toBeDefined();
    await expect(client.host.saveSetting({ name: 'a', value: 1 })).rejects.toMatchObject({
      message: expect.stringContaining(inFolder('user')),
    });
  });

  test('is not forgotten when two programs write it', async () => {
    const other = createLocalClient(temporary.studio);
    await client.host.saveSetting({ name: 'a', value: 1 });
    const settings = JSON.parse(fs.readFileSync(inFolder('user', 'settings.json'), 'utf8'));
    settings.settings.b = 2;
    fs.writeFileSync(inFolder('user', 'settings.json'), JSON.stringify(settings));
    await other.host.saveSetting({ name: 'c', value: 3 });
    expect(await client.host.settings()).toEqual({ a: 1, b: 2, c: 3 });
  });
});

describe('a start', () => {
  test('without the sample’s files says what is missing and where', async () => {
    const broken = {
      ...temporary.studio,
      options: { ...temporary.studio.options, resourcesFolder: '/none' },
    };
    await expect(openTarget(broken, undefined)).rejects.toEqual(
      failure('FILE_NOT_FOUND', 'sample.mp4', '/none'),
    );
  });

  test('with a file that is no video leaves no project beside it', async () => {
    const file = inFolder('notes.mp4');
    fs.copyFileSync(clipPath('text.mp4'), file);
    await expect(openTarget(temporary.studio, file)).rejects.toMatchObject({ code: 'MEDIA_REFUSED' });
    expect(fs.readdirSync(temporary.folder)).toEqual(['notes.mp4']);
  });
});
