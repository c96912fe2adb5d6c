import { frameCountOf, type FrameTable } from '#domain/frame-table.ts';
import { FrameReader, type ContainerVideo } from './frame-reader.web.ts';
import { keyFrameAfter } from './frame-lookup.ts';
import { copyCommand } from './media-error.ts';

export type Decodability = { canDecode: true } | { canDecode: false; reason: string };

/** A group of pictures is not read further than this; some have no second key frame. */
const maxFrames = 300;

/**
 * Decides by decoding the first group of pictures whether this machine can decode a video.
 *
 * What a browser says about a codec is not asked: it is wrong in both directions.
 */
export async function canDecode(video: ContainerVideo, table: FrameTable): Promise<Decodability> {
  const end = Math.min(keyFrameAfter(table, 0), frameCountOf(table), maxFrames) - 1;
  try {
    const reader = await FrameReader.open(video, table);
    let decoded = 0;
    try {
      for await (const { frame } of reader.read(0, end)) {
        if (frame) decoded++;
        frame?.close();
      }
    } finally {
      reader.close();
    }
    return decoded > 0 ? { canDecode: true } : refusal(video, 'none of its first frames can be decoded');
  } catch (error) {
    return refusal(video, error instanceof Error ? error.message : String(error));
  }
}

function refusal({ name }: ContainerVideo, reason: string): Decodability {
  return {
    canDecode: false,
    reason: `${name}: ${reason} Make a copy with the same frames: ${copyCommand(name)}`,
  };
}
