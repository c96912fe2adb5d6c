import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { assetPaths } from '#api/asset-paths.ts';
import type { StudioClient } from '#api/contract.ts';
import { createLocalClient } from '#core/index.ts';
import { startLoopback, type LoopbackServer } from '#loopback/server.ts';
import { clipPath } from '../support/clips.ts';
import { temporaryStudio, type TemporaryStudio } from '../support/temporary-studio.ts';

const clip = clipPath('h264-gop250.mp4');

let temporary: TemporaryStudio;
let client: StudioClient;
let server: LoopbackServer;
let origin: string;
let headers: Record<string, string>;
let folder: string;
let videoId: string;

beforeEach(async () => {
  temporary = temporaryStudio();
  client = createLocalClient(temporary.studio);
  server = await startLoopback(temporary.studio, { pageFolder: '/nowhere', port: 0, token: 'secret' });
  origin = new URL(server.url).origin;
  headers = { cookie: `fiducial-${new URL(origin).port}=secret` };
  folder = path.join(temporary.folder, 'project');
  const { records } = await client.projects.create({ folder, name: 'Assets' });
  const events = await client.videos.import({
    personId: records.person[0]?.id ?? '',
    paths: [clip],
    imageRate: null,
  });
  for await (const event of events) if (event.kind === 'imported') videoId = event.video.id;
});
afterEach(async () => {
  await server.close();
  temporary.dispose();
});

function get(pathname: string, more: Record<string, string> = {}, method = 'GET'): Promise<Response> {
  return fetch(`${origin}${pathname}`, { method, headers: { ...headers, ...more } });
}

function put(key: string, body: string | Uint8Array<ArrayBuffer>): Promise<Response> {
  return fetch(`${origin}${assetPaths.upload(key)}`, { method: 'PUT', headers, body });
}

/** All files below a folder, by path from it. */
function filesIn(of: string): string[] {
  if (!fs.existsSync(of)) return [];
  return fs
    .readdirSync(of, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(of, path.join(entry.parentPath, entry.name)))
    .sort();
}

describe('a video’s bytes', () => {
  const whole = fs.readFileSync(clip);

  test('come whole, or the range that was asked for', async () => {
    const all = await get(assetPaths.video(videoId));
    expect(all.status).toBe(200);
    expect(all.headers.get('accept-ranges')).toBe('bytes');
    expect(Buffer.from(await all.arrayBuffer()).equals(whole)).toBe(true);
    const part = await get(assetPaths.video(videoId), { range: 'bytes=100-299' });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 100-299/${whole.length}`);
    expect(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(100, 300))).toBe(true);
    const end = await get(assetPaths.video(videoId), { range: 'bytes=-50' });
    expect(Buffer.from(await end.arrayBuffer()).equals(whole.subarray(-50))).toBe(true);
  });

  test('outside the file are refused with its size', async () => {
    const beyond = await get(assetPaths.video(videoId), { range: `bytes=${whole.length}-` });
    expect(beyond.status).toBe(416);
    expect(beyond.headers.get('content-range')).toBe(`bytes */${whole.length}`);
  });

  test('are described by HEAD without being sent', async () => {
    const head = await get(assetPaths.video(videoId), {}, 'HEAD');
    expect(head.status).toBe(200);
    expect(head.headers.get('content-length')).toBe(String(whole.length));
    expect((await head.arrayBuffer()).byteLength).toBe(0);
  });

  test.each([
    ['of a video that is not there', () => assetPaths.video(newId())],
    ['named by a path', () => '/asset/video/..%2F..%2F..%2Fetc%2Fpasswd'],
    ['of a thumbnail named by a path', () => '/asset/thumbnail/..%2F..%2Fproject.fiducial'],
    ['of an image that is not there', () => assetPaths.image(videoId, 3)],
    ['of positions that are not there', () => assetPaths.spanData(newId())],
    ['of another kind', () => `/asset/settings/${videoId}`],
  ])('%s are not there', async (_name, pathname) => {
    const response = await get(pathname());
    expect([404, 400]).toContain(response.status);
    expect(await response.text()).not.toContain('root:');
  });

  test('cannot be deleted', async () => {
    expect((await get(assetPaths.video(videoId), {}, 'DELETE')).status).toBe(405);
  });
});

describe('an upload', () => {
  test('goes where its key says, once', async () => {
    const { key } = await client.assets.allocate({ kind: 'thumbnail', videoId });
    expect((await put(key, 'a picture')).status).toBe(204);
    expect(await (await get(assetPaths.thumbnail(videoId))).text()).toBe('a picture');
    const again = await put(key, 'another');
    expect(again.status).toBe(404);
    expect(await again.text()).toContain('not announced, or is done already');
    expect(await (await get(assetPaths.thumbnail(videoId))).text()).toBe('a picture');
  });

  test('without a key is refused', async () => {
    expect((await put(newId(), 'x')).status).toBe(404);
    expect((await put('..%2F..%2Fproject.fiducial', 'x')).status).toBe(404);
  });

  test('never leaves its folder', async () => {
    for (const name of ['../../evil.mp4', '..\\..\\evil.mp4', '/etc/evil.mp4']) {
      const { path: file } = await client.assets.allocate({ kind: 'media', name });
      expect(path.dirname(file)).toBe(path.join(folder, 'media'));
    }
    for (const name of ['..', '.', 'a/..', 'evil\0.mp4']) {
      await expect(client.assets.allocate({ kind: 'media', name })).rejects.toMatchObject({
        code: 'NOT_ALLOWED',
      });
    }
    for (const part of ['../evil', '/etc/evil', 'a/../../evil', '.']) {
      await expect(
        client.assets.allocate({ kind: 'exportPart', exportId: newId(), path: part }),
      ).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    }
    await expect(client.assets.allocate({ kind: 'thumbnail', videoId: newId() })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('of two files of one name keeps both', async () => {
    const first = await client.assets.allocate({ kind: 'media', name: 'clip.mp4' });
    const second = await client.assets.allocate({ kind: 'media', name: 'clip.mp4' });
    await put(second.key, 'two');
    await put(first.key, 'one');
    const third = await client.assets.allocate({ kind: 'media', name: 'clip.mp4' });
    await put(third.key, 'three');
    expect([first, second, third].map(({ path: file }) => fs.readFileSync(file, 'utf8'))).toEqual([
      'one',
      'two',
      'three',
    ]);
  });

  test('that breaks off leaves nothing', async () => {
    const { key, path: file } = await client.assets.allocate({ kind: 'media', name: 'long.mp4' });
    const url = new URL(assetPaths.upload(key), origin);
    const request = http.request(url, {
      method: 'PUT',
      headers: { ...headers, 'content-length': 10_000_000 },
    });
    request.on('error', () => undefined);
    request.write(Buffer.alloc(1_000_000));
    const media = path.dirname(file);
    await expect.poll(() => filesIn(media).length).toBe(1);
    request.destroy();
    await expect.poll(() => filesIn(media)).toEqual([]);
  });

  test('of damaged positions keeps nothing and says so', async () => {
    const id = newId();
    const { key } = await client.assets.allocate({ kind: 'spanData', id });
    const refused = await put(key, 'not positions');
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('arrived damaged');
    expect((await get(assetPaths.spanData(id))).status).toBe(404);
  });
});
