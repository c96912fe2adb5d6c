import { MediaError } from './media-error.ts';
import type { Orientation } from './packet-stream.web.ts';

/** A decoded image, which the receiver closes, or why there is none. */
export type DecodedImage =
  | { index: number; frame: ImageBitmap; error?: undefined }
  | { index: number; frame?: undefined; error: MediaError };

/** Images are decoded upright: the browser applies what their own header says. */
export const imageOrientation: Orientation = { rotation: 0, isFlipped: false };

/** Images to read ahead of the one being handed over. */
const readAhead = 3;

/** Reads images `from`, `from + 1`, … at `urls`, in order, each exactly once: decoded, or with the reason why not. */
export async function* readImages(
  name: string,
  from: number,
  urls: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<DecodedImage, void> {
  const pending: Promise<DecodedImage>[] = [];
  let started = 0;
  try {
    while (started < urls.length || pending.length > 0) {
      signal?.throwIfAborted();
      while (started < urls.length && pending.length < readAhead) {
        pending.push(readImage(name, from + started, urls[started] ?? '', signal));
        started++;
      }
      const next = await pending.shift();
      // A read that was broken off says nothing about the image.
      if (signal?.aborted) next?.frame?.close();
      signal?.throwIfAborted();
      if (next) yield next;
    }
  } finally {
    for (const image of pending) void image.then(({ frame }) => frame?.close());
  }
}

async function readImage(
  name: string,
  index: number,
  url: string,
  signal?: AbortSignal,
): Promise<DecodedImage> {
  try {
    const response = await fetch(url, signal ? { signal } : {});
    if (!response.ok) throw new Error(`the file answers ${response.status}`);
    return { index, frame: await createImageBitmap(await response.blob()) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      index,
      error: new MediaError('CANNOT_DECODE', `Image ${index} of ${name} cannot be read: ${reason}`, {
        cause: error,
      }),
    };
  }
}
