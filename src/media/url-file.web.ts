import { UrlSource } from 'mediabunny';
import type { MediaFile } from './media-bytes.ts';
import { MediaError } from './media-error.ts';

/** A file served by the host, with ranges. Throws MediaError when it is not there. */
export async function openUrlFile(url: string, name: string): Promise<MediaFile> {
  const response = await fetch(url, { headers: { Range: 'bytes=0-0' } });
  const size = Number(response.headers.get('Content-Range')?.split('/')[1] ?? Number.NaN);
  await response.body?.cancel();
  if (response.status !== 206 || !Number.isFinite(size)) {
    throw new MediaError(
      'FILE_UNREADABLE',
      `${name} cannot be read (status ${response.status}). Check that the file is still there, or relink the video.`,
    );
  }
  return {
    name,
    size,
    read: async (start, end) => {
      if (end <= start) return new Uint8Array();
      const range = await fetch(url, { headers: { Range: `bytes=${start}-${end - 1}` } });
      return new Uint8Array(await range.arrayBuffer());
    },
    source: new UrlSource(url, { getRetryDelay: retryDelay }),
  };
}

/** Three quick attempts: the file is served by this machine. Null gives up. */
function retryDelay(attempts: number): number | null {
  return attempts < 3 ? 0.1 * 2 ** attempts : null;
}
