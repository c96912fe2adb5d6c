import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawStamp, stampHeight, stampPlace, stampWidth } from '../../tests/support/index-pattern.ts';
import { hasFfmpeg, runFfmpeg, words } from './ffmpeg.ts';
import { bricks } from './textures.ts';

/**
 * Clips too long to commit. Our renderer only draws the small stamp of each frame; ffmpeg enlarges it over a wall that
 * pans, so that every frame differs and carries its index, at the speed of the encoder.
 */
export interface LongClip {
  width: number;
  height: number;
  /** Whole frames per second; a frame lasts 512 ticks of `framesPerSecond * 512`. */
  framesPerSecond: number;
  frameCount: number;
  /** Frames between key frames. */
  groupLength: number;
}

const p1080 = { width: 1920, height: 1080, framesPerSecond: 30, groupLength: 250 };

export const longClips = {
  /** Ten minutes: the clip of the stepping and opening bars. */
  '1080p30-gop250': { ...p1080, frameCount: 18_000 },
  /** The same for one minute, for a quick look. */
  '1080p30-gop250-minute': { ...p1080, frameCount: 1800 },
  '2160p30-gop250-minute': { ...p1080, width: 3840, height: 2160, frameCount: 1800 },
  /** Two hours, for bounds of memory and the timeline. */
  'two-hours': { width: 320, height: 180, framesPerSecond: 25, frameCount: 180_000, groupLength: 250 },
} satisfies Record<string, LongClip>;

export type LongClipName = keyof typeof longClips;

const folder = fileURLToPath(new URL('../../.cache/clips/', import.meta.url));

/**
 * Path of a long clip, made if it is not there yet (minutes). Undefined without ffmpeg: say so and skip. A clip that
 * was interrupted in the making is made again.
 */
export async function longClip(name: LongClipName): Promise<string | undefined> {
  const path = join(folder, `${name}.mp4`);
  if (existsSync(path)) return path;
  if (!hasFfmpeg()) return undefined;
  const unfinished = join(folder, `${name}.${process.pid}.part.mp4`);
  try {
    await makeLongClip(longClips[name], unfinished);
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
  return path;
}

/** Encodes a long clip as H.264 with B-frames. Throws Error with ffmpeg's words when it fails. */
export async function makeLongClip(clip: LongClip, path: string): Promise<void> {
  const { width, height, framesPerSecond, frameCount, groupLength } = clip;
  await mkdir(dirname(path), { recursive: true });
  const temporary = await mkdtemp(join(tmpdir(), 'clips-'));
  const wall = join(temporary, 'wall.ppm');
  await writeFile(wall, drawWall(width + margin, height + margin));
  const place = {
    x: Math.round(stampPlace.x * width),
    y: Math.round(stampPlace.y * height),
    width: Math.round(stampPlace.width * width),
    height: Math.round(stampPlace.height * height),
  };
  const panned = `crop=${width}:${height}:'${margin / 2}*(1+sin(n/41))':'${margin / 2}*(1+cos(n/67))'`;
  // Whole numbers as times: a time computed in fractions once put the stamp before on a frame.
  const counted = `settb=1/${framesPerSecond},setpts=N`;
  const filters = [
    `[0]${counted},scale=${place.width}:${place.height}:flags=neighbor,format=yuv444p[stamp]`,
    `[1]format=yuv420p,loop=-1:1,${counted},${panned},noise=alls=9:allf=t[wall]`,
    `[wall][stamp]overlay=${place.x}:${place.y}:shortest=1,format=yuv420p`,
  ];
  try {
    await runFfmpeg(
      [
        ...words(`-f rawvideo -pix_fmt rgb24 -s ${stampWidth}x${stampHeight} -r ${framesPerSecond} -i -`),
        ...words(`-r ${framesPerSecond} -i ${wall} -filter_complex`),
        filters.join(';'),
        ...words('-c:v libx264 -preset superfast -crf 27 -bf 3 -sc_threshold 0'),
        ...words(`-g ${groupLength} -keyint_min ${groupLength} -frames:v ${frameCount}`),
        ...words(`-video_track_timescale ${framesPerSecond * 512} -map_metadata -1 -movflags +faststart`),
        path,
      ],
      stamps(frameCount),
    );
  } finally {
    await rm(temporary, { recursive: true });
  }
}

/** How far the wall pans, in pixels. */
const margin = 256;

function drawWall(width: number, height: number): Buffer {
  const header = Buffer.from(`P6 ${width} ${height} 255\n`, 'latin1');
  const picture = Buffer.alloc(width * height * 3);
  const wall = bricks(17, [160, 128, 108], [196, 188, 176], 96, 40);
  for (let i = 0; i < width * height; i++) {
    picture.writeUIntBE(wall(i % width, Math.floor(i / width)), i * 3, 3);
  }
  return Buffer.concat([header, picture]);
}

function* stamps(count: number): Generator<Uint8Array> {
  for (let index = 0; index < count; index++) yield drawStamp(index);
}
