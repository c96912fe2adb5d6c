import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { words } from './ffmpeg.ts';
import type { OpenClip } from './manifest.ts';
import { encode, evenTicks, libx264, millisecondTicks, upTo, type Recipe } from './recipe.ts';

/** Clips that are what they say: one of each container and codec, and the usual shapes of time and picture. */

const size = { width: 320, height: 180 };
const vp8 = words('-c:v libvpx -b:v 300k -threads 1 -g 30');
const vp9 = words('-c:v libvpx-vp9 -b:v 0 -crf 38 -threads 1 -g 30 -row-mt 0');
const av1 = words('-c:v libaom-av1 -b:v 0 -crf 38 -threads 1 -g 30 -cpu-used 8');

type Opened = Partial<OpenClip> & Pick<OpenClip, 'nasty' | 'timescale' | 'ticks'>;

function opened(entry: Opened): OpenClip {
  return {
    file: '',
    expect: 'open',
    kind: 'container',
    codec: 'h264',
    frameCount: entry.ticks.length,
    ...size,
    ...entry,
  };
}

interface Plain extends Opened {
  file: string;
  rate: string;
  args: readonly string[];
  filters?: string;
  isTwoPass?: boolean;
  /** Size of the pictures before stretching, where it is not the displayed size. */
  drawn?: { width: number; height: number };
}

function plain({ file, rate, args, filters, isTwoPass = false, drawn, ...entry }: Plain): Recipe {
  return {
    file,
    make: async (path) => {
      const clip = opened(entry);
      const pictures = {
        ...(drawn ?? { width: clip.width, height: clip.height }),
        indexes: upTo(clip.frameCount),
      };
      await encode(path, { pictures, rate, args, isTwoPass, ...(filters ? { filters } : {}) });
      return clip;
    },
  };
}

const mp4 = (timescale: number): string[] => words(`-video_track_timescale ${timescale}`);
/** A pause of two seconds before frame 60, and steps of six different lengths. */
const variableTick = (n: number): number =>
  n * 3000 + (n % 3) * 1200 + (n >= 60 ? 180_000 : 0) + (n % 2) * 37;

export const plainClips: Recipe[] = [
  plain({
    file: 'h264-gop250.mp4',
    nasty: 'Constant rate, B-frames, key frames 250 frames apart',
    rate: '30',
    args: [...libx264, '-g', '250', '-bf', '3', '-sc_threshold', '0', ...mp4(15_360)],
    timescale: 15_360,
    ticks: evenTicks(300, 512),
    keyFrames: [0, 250],
  }),
  plain({
    file: 'h264-ntsc.mp4',
    nasty: '30000/1001 frames per second with B-frames',
    rate: '30000/1001',
    args: [...libx264, '-g', '30', '-bf', '2', ...mp4(30_000)],
    timescale: 30_000,
    ticks: evenTicks(60, 1001),
  }),
  plain({
    file: 'h264-vfr.mp4',
    nasty: 'Variable frame rate with B-frames and a pause of two seconds',
    rate: '30',
    filters: 'settb=1/90000,setpts=N*3000+mod(N\\,3)*1200+gte(N\\,60)*180000+mod(N\\,2)*37',
    args: [
      '-vsync',
      'passthrough',
      '-enc_time_base',
      '1/90000',
      ...libx264,
      '-g',
      '48',
      '-bf',
      '2',
      ...mp4(90_000),
    ],
    timescale: 90_000,
    ticks: upTo(90).map(variableTick),
  }),
  plain({
    file: 'h264-vfr.mkv',
    nasty: 'Variable frame rate in Matroska, times rounded to milliseconds',
    rate: '30',
    filters: 'settb=1/1000,setpts=N*33+mod(N\\,4)*7',
    args: ['-vsync', 'passthrough', '-enc_time_base', '1/1000', ...libx264, '-g', '20', '-bf', '2'],
    timescale: 1000,
    ticks: upTo(60).map((n) => n * 33 + (n % 4) * 7),
  }),
  plain({
    file: 'h264-offset.mkv',
    nasty: 'Starts at 1.5 seconds',
    rate: '25',
    args: [...libx264, '-g', '20', '-bf', '2', '-output_ts_offset', '1.5'],
    timescale: 1000,
    ticks: millisecondTicks(50, 25, 1500),
  }),
  plain({
    file: 'h264-intra.mov',
    nasty: 'QuickTime, every frame a key frame',
    rate: '25',
    args: [...libx264, '-g', '1', ...mp4(12_800)],
    timescale: 12_800,
    ticks: evenTicks(30, 512),
  }),
  plain({
    file: 'h264-fragmented.mp4',
    nasty: 'Fragmented MP4 with B-frames: no sample table in the header',
    rate: '30',
    args: [
      ...libx264,
      ...mp4(15_360),
      ...words('-g 15 -bf 2 -movflags +frag_keyframe+empty_moov+default_base_moof+delay_moov'),
    ],
    timescale: 15_360,
    ticks: evenTicks(60, 512),
  }),
  plain({
    file: 'h264-open-gop.mp4',
    nasty: 'Open groups of pictures: key frames after which frames are shown that need the group before',
    rate: '25',
    args: [...libx264, '-g', '16', '-bf', '3', '-x264-params', 'open-gop=1:scenecut=0', ...mp4(12_800)],
    timescale: 12_800,
    ticks: evenTicks(80, 512),
  }),
  plain({
    file: 'h264-cropped.mp4',
    nasty: 'Size that is no multiple of 16: the coded picture is cropped',
    width: 322,
    height: 182,
    rate: '25',
    args: [...libx264, '-g', '25', ...mp4(12_800)],
    timescale: 12_800,
    ticks: evenTicks(30, 512),
  }),
  plain({
    file: 'h264-wide-pixels.mp4',
    nasty: 'Non-square pixels, 16:11',
    drawn: { width: 176, height: 144 },
    width: 256,
    height: 144,
    rate: '25',
    filters: 'setsar=16/11',
    args: [...libx264, '-g', '25', ...mp4(12_800)],
    timescale: 12_800,
    ticks: evenTicks(30, 512),
  }),
  plain({
    file: 'h264-tall-pixels.mp4',
    nasty: 'Non-square pixels, 3:4: shown taller, not narrower',
    drawn: { width: 192, height: 144 },
    width: 192,
    height: 192,
    rate: '25',
    filters: 'setsar=3/4',
    args: [...libx264, '-g', '25', ...mp4(12_800)],
    timescale: 12_800,
    ticks: evenTicks(30, 512),
  }),
  plain({
    file: 'vp8.webm',
    nasty: 'VP8, milliseconds that do not divide 30 frames per second',
    codec: 'vp8',
    rate: '30',
    args: [...vp8, '-auto-alt-ref', '0'],
    timescale: 1000,
    ticks: millisecondTicks(60, 30),
  }),
  plain({
    file: 'vp8-hidden.webm',
    nasty: 'VP8 with hidden reference packets that are not frames',
    codec: 'vp8',
    rate: '25',
    args: [...vp8, ...words('-auto-alt-ref 1 -lag-in-frames 16 -arnr-maxframes 5')],
    isTwoPass: true,
    timescale: 1000,
    ticks: millisecondTicks(60, 25),
  }),
  plain({
    file: 'vp9-odd.webm',
    nasty: 'VP9 of odd size',
    codec: 'vp9',
    width: 321,
    height: 181,
    rate: '30000/1001',
    args: vp9,
    timescale: 1000,
    ticks: millisecondTicks(60, 30_000 / 1001),
  }),
  plain({
    file: 'av1-odd.mp4',
    nasty: 'AV1 of odd size',
    codec: 'av1',
    width: 321,
    height: 181,
    rate: '25',
    args: [...av1, ...mp4(12_800)],
    timescale: 12_800,
    ticks: evenTicks(40, 512),
  }),
  plain({
    file: 'av1.mkv',
    nasty: 'AV1 in Matroska',
    codec: 'av1',
    rate: '25',
    args: av1,
    timescale: 1000,
    ticks: millisecondTicks(40, 25),
  }),
  {
    file: 'h264-with-sound.mp4',
    make: async (path) => {
      await encode(path, {
        pictures: { ...size, indexes: upTo(60) },
        rate: '30',
        inputs: words('-f lavfi -i sine=frequency=440:duration=2'),
        args: [...words('-c:a aac -b:a 32k -g 30 -bf 2'), ...libx264, ...mp4(15_360)],
      });
      return opened({
        nasty: 'A sound track beside the picture, with its own edit list',
        timescale: 15_360,
        ticks: evenTicks(60, 512),
      });
    },
  },
  images(
    'images-davis/JPEGImages/480p/pattern',
    'jpeg',
    'The layout of DAVIS',
    upTo(12).map((i) => `${pad(i, 5)}.jpg`),
  ),
  images(
    'images-mot/PATTERN-01/img1',
    'jpeg',
    'The layout of MOT, counted from 1',
    upTo(12, 1).map((i) => `${pad(i, 6)}.jpg`),
  ),
  images(
    'images-gap',
    'png',
    'PNG files whose numbers have gaps and differ in length; frames follow the numbers',
    [1, 2, 3, 7, 8, 9, 10, 100].map((i) => `frame${i}.png`),
  ),
];

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}

function images(file: string, codec: 'jpeg' | 'png', nasty: string, names: string[]): Recipe {
  return {
    file,
    make: async (path) => {
      await mkdir(path, { recursive: true });
      for (const [index, name] of names.entries()) {
        const args = codec === 'jpeg' ? ['-q:v', '6'] : [];
        await encode(join(path, name), {
          pictures: { ...size, indexes: [index] },
          rate: '1',
          pixelFormat: codec === 'jpeg' ? 'yuvj420p' : 'rgb24',
          args: ['-frames:v', '1', '-update', '1', ...args],
        });
      }
      if (file.endsWith('img1')) await writeSequenceInfo(dirname(path), names.length);
      return opened({
        kind: 'images',
        codec,
        nasty,
        timescale: 0,
        ticks: [],
        frameCount: names.length,
        images: names,
      });
    },
  };
}

async function writeSequenceInfo(folder: string, length: number): Promise<void> {
  const lines = ['[Sequence]', 'name=PATTERN-01', 'imDir=img1', 'frameRate=25', `seqLength=${length}`];
  lines.push(`imWidth=${size.width}`, `imHeight=${size.height}`, 'imExt=.jpg', '');
  await writeFile(join(folder, 'seqinfo.ini'), lines.join('\n'));
}
