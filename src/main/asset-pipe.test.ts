import http from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fetchThroughPipe, openAssetPipe, type AssetPipe } from './asset-pipe.ts';

const megabyte = 2 ** 20;
let pipe: AssetPipe;
let received: { method: string; body: Uint8Array; range: string | null }[] = [];

beforeEach(async () => {
  received = [];
  pipe = await openAssetPipe(async (request) => {
    const body = new Uint8Array(await request.arrayBuffer());
    received.push({ method: request.method, body, range: request.headers.get('range') });
    if (request.method === 'PUT') return new Response(null, { status: 204 });
    const bytes = new Uint8Array(4 * megabyte).map((_, at) => at % 251);
    return new Response(bytes, { status: 206, headers: { 'content-range': 'bytes 0-4194303/9999999' } });
  });
});
afterEach(() => pipe.close());

test('a range of a video comes through with its bytes, status and headers', async () => {
  const request = new Request('app://studio/asset/video/1', { headers: { range: 'bytes=0-4194303' } });
  const response = await fetchThroughPipe(pipe.address, request);
  expect(response.status).toBe(206);
  expect(response.headers.get('content-range')).toBe('bytes 0-4194303/9999999');
  const bytes = new Uint8Array(await response.arrayBuffer());
  expect(bytes.length).toBe(4 * megabyte);
  expect(bytes.findIndex((value, at) => value !== at % 251)).toBe(-1);
  expect(received[0]?.range).toBe('bytes=0-4194303');
});

test('an upload arrives whole, streamed', async () => {
  const body = new Uint8Array(3 * megabyte).map((_, at) => at % 241);
  const request = new Request('app://studio/asset/upload/key', { method: 'PUT', body });
  const response = await fetchThroughPipe(pipe.address, request);
  expect(response.status).toBe(204);
  expect(received[0]?.method).toBe('PUT');
  expect(Buffer.compare(received[0]?.body ?? new Uint8Array(), body)).toBe(0);
});

test('leaving a response half-read does not hold up the next', async () => {
  const first = await fetchThroughPipe(pipe.address, new Request('app://studio/asset/video/1'));
  await first.body?.cancel();
  const second = await fetchThroughPipe(pipe.address, new Request('app://studio/asset/video/2'));
  expect((await second.arrayBuffer()).byteLength).toBe(4 * megabyte);
});

test('nobody is answered without the secret', async () => {
  const forged = { ...pipe.address, secret: '0'.repeat(pipe.address.secret.length) };
  expect((await fetchThroughPipe(forged, new Request('app://studio/asset/video/1'))).status).toBe(403);
  const status = await new Promise((resolve) => {
    http.get({ socketPath: pipe.address.socketPath, path: '/asset/video/1' }, (answer) =>
      resolve(answer.statusCode),
    );
  });
  expect(status).toBe(403);
  expect(received).toEqual([]);
});

test('a pipe that is closed rejects', async () => {
  pipe.close();
  await expect(fetchThroughPipe(pipe.address, new Request('app://studio/asset/video/1'))).rejects.toThrow();
});
