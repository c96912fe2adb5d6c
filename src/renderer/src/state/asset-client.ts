import { assetPaths } from '#api/asset-paths.ts';
import type { StudioClient } from '#api/contract.ts';
import { decodeFrameTable, type FrameTable } from '#domain/frame-table.ts';
import type { Id } from '#domain/ids.ts';
import { decodeSpanData, encodeSpanData, type SpanData } from '#domain/span-data.ts';

/** Gets bytes from the core. Throws with the core's own words when it refuses. */
async function get(path: string): Promise<Uint8Array> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(await response.text());
  return new Uint8Array(await response.arrayBuffer());
}

async function put(key: string, body: Blob): Promise<void> {
  const response = await fetch(assetPaths.upload(key), { method: 'PUT', body });
  if (!response.ok) throw new Error(await response.text());
}

export async function fetchFrameTable(videoId: Id): Promise<FrameTable> {
  return decodeFrameTable(await get(assetPaths.frameTable(videoId)));
}

export async function fetchSpanData(dataId: Id): Promise<SpanData> {
  return decodeSpanData(await get(assetPaths.spanData(dataId)));
}

export async function uploadSpanData(client: StudioClient, id: Id, data: SpanData): Promise<void> {
  const { key } = await client.assets.allocate({ kind: 'spanData', id });
  await put(key, new Blob([Uint8Array.from(encodeSpanData(data))]));
}

export async function uploadThumbnail(client: StudioClient, videoId: Id, picture: Blob): Promise<void> {
  const { key } = await client.assets.allocate({ kind: 'thumbnail', videoId });
  await put(key, picture);
}

/** Copies a dropped file into the project and answers its path there. */
export async function uploadMedia(client: StudioClient, file: File): Promise<string> {
  const { key, path } = await client.assets.allocate({ kind: 'media', name: file.name });
  await put(key, file);
  return path;
}

/** Hands over a file of an export that only the page can make. */
export async function uploadExportPart(
  client: StudioClient,
  exportId: Id,
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const { key } = await client.assets.allocate({ kind: 'exportPart', exportId, path });
  await put(key, new Blob([bytes]));
}
