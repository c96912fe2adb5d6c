import { assetPaths } from '#api/asset-paths.ts';
import type { FrameTable } from '#domain/frame-table.ts';
import type { Video } from '#domain/records.ts';
import { FrameReader } from '#media/frame-reader.web.ts';
import { readFrames } from '#media/read-frames.web.ts';

/** Longer side in pixels: sharp on a card of 240 px at twice the density. */
const longestSide = 480;

/** A small picture of a video: a frame a tenth in, where titles and fades are over. Rejects where none decodes. */
export async function makeThumbnail(video: Video, table: FrameTable, signal: AbortSignal): Promise<Blob> {
  const scale = Math.min(1, longestSide / Math.max(video.width, video.height));
  const size = {
    width: Math.max(1, Math.round(video.width * scale)),
    height: Math.max(1, Math.round(video.height * scale)),
  };
  const index = Math.floor(video.frameCount / 10);
  const canvas = new OffscreenCanvas(size.width, size.height);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('This browser gives no 2D canvas');
  if (video.kind === 'images') {
    const response = await fetch(assetPaths.image(video.id, index), { signal });
    if (!response.ok) throw new Error(`Image ${index} cannot be read`);
    const picture = await createImageBitmap(await response.blob());
    context.drawImage(picture, 0, 0, size.width, size.height);
    picture.close();
  } else {
    const reader = await FrameReader.open({ url: assetPaths.video(video.id), name: video.name }, table);
    try {
      for await (const { data } of readFrames(reader, [index], 'rgba', { size, signal })) {
        context.putImageData(new ImageData(new Uint8ClampedArray(data), size.width, size.height), 0, 0);
      }
    } finally {
      reader.close();
    }
  }
  return canvas.convertToBlob({ type: 'image/webp', quality: 0.8 });
}
