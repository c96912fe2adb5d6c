import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { probePackets, runFfmpeg, words } from './ffmpeg.ts';
import type { OpenClip, RefusalCode, RefusedClip } from './manifest.ts';
import {
  boxAt,
  editStart,
  movieTimescale,
  parseBoxes,
  removeBox,
  serializeBoxes,
  setEdits,
  setRotation,
  tableData,
  tableRows,
  type Box,
} from './mp4-boxes.ts';
import { encode, evenTicks, libx264, neverShown, upTo, type Recipe } from './recipe.ts';

/** Clips that lie, break off, or ask for something that cannot be annotated. Most are a sound file, patched. */

const size = { width: 320, height: 180 };
const timescale = 12_800;
const step = 512;

type Opened = Partial<OpenClip> & Pick<OpenClip, 'nasty' | 'ticks'>;

function opened(entry: Opened): OpenClip {
  return {
    file: '',
    expect: 'open',
    kind: 'container',
    codec: 'h264',
    frameCount: entry.ticks.length,
    timescale,
    ...size,
    ...entry,
  };
}

function refused(nasty: string, reason: RefusalCode, dependsOnMachine = false): RefusedClip {
  return { file: '', expect: 'refuse', nasty, reason, dependsOnMachine };
}

/** H.264 at 25 frames per second, 512 ticks each, as a list of boxes with the movie header at the end. */
async function soundMp4(
  path: string,
  indexes: readonly number[],
  args: readonly string[] = [],
): Promise<Box[]> {
  await encode(path, {
    pictures: { ...size, indexes },
    rate: '25',
    args: [...libx264, '-g', '25', '-bf', '2', '-video_track_timescale', String(timescale), ...args],
  });
  return parseBoxes(await readFile(path));
}

/** A recipe that patches the boxes of a sound file. */
function patched(
  file: string,
  indexes: readonly number[],
  patch: (boxes: Box[]) => OpenClip | RefusedClip,
  args: readonly string[] = [],
): Recipe {
  return {
    file,
    make: async (path) => {
      const boxes = await soundMp4(path, indexes, args);
      const entry = patch(boxes);
      await writeFile(path, serializeBoxes(boxes));
      return entry;
    },
  };
}

/** Duration of frames in ticks of the movie. */
const inMovie = (boxes: readonly Box[], frames: number): number =>
  (frames * step * movieTimescale(boxes)) / timescale;

const hidden = (count: number, first = neverShown): number[] => upTo(count, first);

const editClips: Recipe[] = [
  patched('h264-edit-preroll.mp4', [...hidden(17), ...upTo(50), ...hidden(6, neverShown + 17)], (boxes) => {
    const mediaTime = editStart(boxes) + 17 * step;
    setEdits(boxes, [{ duration: inMovie(boxes, 50), mediaTime }]);
    return opened({
      nasty:
        'The edit list starts in the middle of a group of pictures and ends before the last: 17 and 6 frames are decoded and never shown',
      ticks: evenTicks(50, step),
    });
  }),
  patched('h264-edit-delay.mp4', upTo(50), (boxes) => {
    setEdits(boxes, [
      { duration: movieTimescale(boxes) / 2, mediaTime: -1 },
      { duration: inMovie(boxes, 50), mediaTime: editStart(boxes) },
    ]);
    return opened({
      nasty: 'An empty edit delays the first frame by half a second',
      ticks: evenTicks(50, step, 6400),
    });
  }),
  patched(
    'h264-negative-start.mp4',
    upTo(50),
    (boxes) => {
      setEdits(boxes, []);
      const offsets = boxAt(boxes, 'moov/trak/mdia/minf/stbl/ctts');
      const rows = tableRows(offsets.data, 2).map(([count = 0, offset = 0]) => [count, offset - 3 * step]);
      offsets.data = tableData(1, rows);
      return opened({
        nasty: 'The first three frames have times before zero, without an edit list',
        ticks: evenTicks(50, step, -3 * step),
      });
    },
    ['-movflags', '+negative_cts_offsets'],
  ),
  patched('h264-edits-several.mp4', upTo(50), (boxes) => {
    const start = editStart(boxes);
    setEdits(boxes, [
      { duration: inMovie(boxes, 20), mediaTime: start + 25 * step },
      { duration: inMovie(boxes, 25), mediaTime: start },
    ]);
    return refused('Two edits, the second half first', 'UNSUPPORTED_EDITS');
  }),
  patched('h264-edit-rate.mp4', upTo(50), (boxes) => {
    setEdits(boxes, [{ duration: inMovie(boxes, 25), mediaTime: editStart(boxes), rate: 2 }]);
    return refused('An edit that plays at twice the speed', 'UNSUPPORTED_EDITS');
  }),
  patched('h264-two-descriptions.mp4', upTo(50), (boxes) => {
    const description = boxAt(boxes, 'moov/trak/mdia/minf/stbl/stsd');
    const entry = description.data.subarray(8);
    description.data = Buffer.concat([description.data.subarray(0, 8), entry, entry]);
    description.data.writeUInt32BE(2, 4);
    return refused('Two sample descriptions', 'UNSUPPORTED_EDITS');
  }),
];

const keyFrameClips: Recipe[] = [
  patched('h264-lying-keys.mp4', upTo(60), (boxes) => {
    const sync = boxAt(boxes, 'moov/trak/mdia/minf/stbl/stss');
    sync.data = tableData(0, [[1], [8], [15], [26], [40], [51], [57]]);
    return opened({
      nasty: 'The sync table names samples 8, 15, 40 and 57, which are no key frames',
      ticks: evenTicks(60, step),
      keyFrames: [0, 25, 50],
    });
  }),
  patched('h264-all-keys.mp4', upTo(60), (boxes) => {
    removeBox(boxes, 'moov/trak/mdia/minf/stbl/stss');
    return opened({
      nasty: 'No sync table, which says that every sample is a key frame; three are',
      ticks: evenTicks(60, step),
      keyFrames: [0, 25, 50],
    });
  }),
];

const rotatedClips: Recipe[] = ([90, 180, 270] as const).map((rotation) => {
  const displayed = rotation === 180 ? size : { width: size.height, height: size.width };
  return turned(`h264-rotated-${rotation}.mp4`, `Shown turned by ${rotation} degrees`, rotation, displayed);
});
rotatedClips.push(
  turned(
    'h264-rotated-wide-pixels.mp4',
    'Non-square pixels (16:11), shown turned by 90 degrees',
    90,
    { width: 144, height: 256 },
    { drawn: { width: 144, height: 176 }, filters: 'setsar=16/11' },
  ),
);

function turned(
  file: string,
  nasty: string,
  rotation: 90 | 180 | 270,
  displayed: { width: number; height: number },
  stretch?: { drawn: { width: number; height: number }; filters: string },
): Recipe {
  return {
    file,
    make: async (path) => {
      await encode(path, {
        pictures: { ...(stretch?.drawn ?? displayed), indexes: upTo(30), rotation },
        rate: '25',
        ...(stretch ? { filters: stretch.filters } : {}),
        args: [...libx264, '-g', '25', '-bf', '2', '-video_track_timescale', String(timescale)],
      });
      const boxes = parseBoxes(await readFile(path));
      setRotation(boxes, rotation);
      await writeFile(path, serializeBoxes(boxes));
      return opened({ nasty, ticks: evenTicks(30, step), ...displayed });
    },
  };
}

/** Joins two runs of frames of different size. */
function resized(
  file: string,
  codec: 'h264' | 'vp8' | 'vp9',
  encoder: readonly string[],
  entry: Partial<OpenClip>,
): Recipe {
  return {
    file,
    make: async (path) => {
      const folder = await mkdtemp(join(tmpdir(), 'clips-'));
      const larger = { width: 480, height: 270 };
      const extension = codec === 'h264' ? 'h264' : 'webm';
      const parts = [join(folder, `a.${extension}`), join(folder, `b.${extension}`)] as const;
      await encode(parts[0], { pictures: { ...size, indexes: upTo(25) }, rate: '25', args: encoder });
      await encode(parts[1], { pictures: { ...larger, indexes: upTo(25, 25) }, rate: '25', args: encoder });
      if (codec === 'h264') {
        const joined = join(folder, 'joined.h264');
        await writeFile(joined, Buffer.concat([await readFile(parts[0]), await readFile(parts[1])]));
        const output = ['-video_track_timescale', String(timescale), path];
        await runFfmpeg(['-r', '25', '-i', joined, '-c', 'copy', '-fflags', '+bitexact', ...output]);
      } else {
        const list = join(folder, 'list.txt');
        await writeFile(list, parts.map((part) => `file '${part}'\nduration 1\n`).join(''));
        await runFfmpeg([
          '-f',
          'concat',
          '-safe',
          '0',
          '-i',
          list,
          '-c',
          'copy',
          '-fflags',
          '+bitexact',
          path,
        ]);
      }
      await rm(folder, { recursive: true });
      return opened({
        nasty: 'The picture grows from 320 x 180 to 480 x 270 at frame 25',
        codec,
        ticks: evenTicks(50, step),
        sizeChange: { frame: 25, ...larger },
        ...entry,
      });
    },
  };
}

const resizedClips: Recipe[] = [
  resized('h264-resized.mp4', 'h264', [...libx264, '-bf', '0', '-x264-params', 'repeat-headers=1'], {}),
  resized(
    'vp8-resized.webm',
    'vp8',
    ['-c:v', 'libvpx', '-b:v', '300k', '-auto-alt-ref', '0', '-threads', '1'],
    {
      timescale: 1000,
      ticks: evenTicks(50, 40),
    },
  ),
  resized('vp9-resized.webm', 'vp9', ['-c:v', 'libvpx-vp9', '-crf', '38', '-b:v', '0', '-threads', '1'], {
    timescale: 1000,
    ticks: evenTicks(50, 40),
  }),
];

/** Cuts a file in the middle of a packet; gives the packets that are whole, in decode order. */
async function cutShort(path: string, packet: number): Promise<number[]> {
  const { packets } = probePackets(path);
  const last = packets[packet];
  if (!last) throw new Error(`${path} has no packet ${packet}`);
  await truncate(path, last.position + Math.floor(last.size / 2));
  return packets.filter(({ position, size }) => position + size <= last.position + 1).map(({ pts }) => pts);
}

const brokenClips: Recipe[] = [
  {
    file: 'h264-truncated.mp4',
    make: async (path) => {
      await soundMp4(path, upTo(60), ['-bf', '0', '-movflags', '+faststart']);
      const whole = await cutShort(path, 56);
      return opened({
        nasty:
          'Cut off inside the last group of pictures, in the middle of a packet; the header promises 60 frames',
        ticks: whole.toSorted((a, b) => a - b),
      });
    },
  },
  {
    file: 'h264-truncated-b.mp4',
    make: async (path) => {
      await soundMp4(path, upTo(60), ['-bf', '3', '-movflags', '+faststart']);
      const before = probePackets(path).packets.toSorted((a, b) => a.pts - b.pts);
      // After a packet that is shown later than the one that is cut: the frames have a hole in their times.
      const { packets } = probePackets(path);
      const cut = packets.findLastIndex(
        (packet, i) => i < 58 && i > 51 && packet.pts < (packets[i - 1]?.pts ?? 0),
      );
      const ticks = (await cutShort(path, cut)).toSorted((a, b) => a - b);
      return opened({
        nasty:
          'Cut off between B-frames and the later frame they refer to: the last frame is shown after a hole in time',
        ticks,
        patterns: ticks.map((tick) => before.findIndex((packet) => packet.pts === tick)),
      });
    },
  },
  {
    file: 'vp9-truncated.webm',
    make: async (path) => {
      await encode(path, {
        pictures: { ...size, indexes: upTo(50) },
        rate: '25',
        args: [
          '-c:v',
          'libvpx-vp9',
          '-crf',
          '38',
          '-b:v',
          '0',
          '-g',
          '20',
          '-threads',
          '1',
          '-auto-alt-ref',
          '0',
        ],
      });
      const ticks = await cutShort(path, 46);
      return opened({ nasty: 'WebM cut off in the middle of a block', codec: 'vp9', timescale: 1000, ticks });
    },
  },
  {
    file: 'h264-promises-more.mp4',
    make: async (path) => {
      await soundMp4(path, upTo(60), ['-bf', '0', '-movflags', '+faststart']);
      const first = probePackets(path).packets[50];
      await truncate(path, first?.position);
      return opened({
        nasty: 'The header promises 60 frames, the file holds 50 and no byte more',
        ticks: evenTicks(50, step),
      });
    },
  },
  patched(
    'h264-empty-samples.mp4',
    upTo(40),
    (boxes) => {
      const times = boxAt(boxes, 'moov/trak/mdia/minf/stbl/stts');
      times.data = tableData(0, [[45, step]]);
      const sizes = boxAt(boxes, 'moov/trak/mdia/minf/stbl/stsz');
      sizes.data = Buffer.concat([sizes.data, Buffer.alloc(5 * 4)]);
      sizes.data.writeUInt32BE(45, 8);
      const chunks = boxAt(boxes, 'moov/trak/mdia/minf/stbl/stsc');
      const rows = tableRows(chunks.data, 3);
      rows[0] = [1, (rows[0]?.[1] ?? 0) + (rows.length === 1 ? 5 : Number.NaN), 1];
      chunks.data = tableData(0, rows);
      setEdits(boxes, []);
      return opened({
        nasty: 'The header has 45 samples, the last five of 0 bytes',
        ticks: evenTicks(40, step),
      });
    },
    ['-bf', '0'],
  ),
  patched('h264-no-header.mp4', upTo(10), (boxes) => {
    removeBox(boxes, 'moov');
    return refused('A recording that was never finished: no movie header', 'DAMAGED');
  }),
  {
    file: 'empty.mp4',
    make: async (path) => {
      await writeFile(path, '');
      return refused('Zero bytes', 'EMPTY_FILE');
    },
  },
  {
    file: 'text.mp4',
    make: async (path) => {
      await writeFile(path, 'This is a text file that was named like a video.\n'.repeat(20));
      return refused('Text with the name of a video', 'NOT_VIDEO');
    },
  },
];

function foreign(
  file: string,
  nasty: string,
  reason: RefusalCode,
  args: readonly string[],
  dependsOnMachine = false,
): Recipe {
  return {
    file,
    make: async (path) => {
      await encode(path, {
        pictures: { ...size, indexes: upTo(20) },
        rate: '25',
        args,
      });
      return refused(nasty, reason, dependsOnMachine);
    },
  };
}

const foreignClips: Recipe[] = [
  {
    file: 'sound-only.mp4',
    make: async (path) => {
      await runFfmpeg([
        ...words('-f lavfi -i sine=frequency=440:duration=1 -c:a aac -b:a 32k -fflags +bitexact'),
        path,
      ]);
      return refused('Sound without a picture', 'NO_VIDEO_TRACK');
    },
  },
  foreign('mpeg4-part2.avi', 'MPEG-4 part 2 in AVI', 'NOT_VIDEO', ['-c:v', 'mpeg4', '-q:v', '8', '-g', '10']),
  foreign('mpeg4-part2.mp4', 'MPEG-4 part 2 in MP4', 'UNSUPPORTED_CODEC', [
    '-c:v',
    'mpeg4',
    '-q:v',
    '8',
    '-g',
    '10',
  ]),
  {
    file: 'h264-444.mp4',
    make: async (path) => {
      await encode(path, {
        pictures: { ...size, indexes: upTo(20) },
        rate: '25',
        pixelFormat: 'yuv444p',
        args: [...libx264, '-video_track_timescale', String(timescale)],
      });
      return opened({
        nasty: 'H.264 High 4:4:4 Predictive: decoded by Chromium 156, by no hardware decoder',
        ticks: evenTicks(20, step),
        mayRefuse: 'CANNOT_DECODE',
      });
    },
  },
  foreign(
    'hevc.mp4',
    'HEVC',
    'CANNOT_DECODE',
    [
      '-c:v',
      'libx265',
      '-crf',
      '32',
      '-x265-params',
      'log-level=none:pools=1:frame-threads=1',
      '-tag:v',
      'hvc1',
    ],
    true,
  ),
];

export const nastyClips: Recipe[] = [
  ...editClips,
  ...keyFrameClips,
  ...rotatedClips,
  ...resizedClips,
  ...brokenClips,
  ...foreignClips,
];
