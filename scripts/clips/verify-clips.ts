import { join } from 'node:path';
import { readIndexPattern } from '../../tests/support/index-pattern.ts';
import { probePackets, runFfmpeg } from './ffmpeg.ts';
import type { Clip, OpenClip } from './manifest.ts';

/** Checks a clip against its manifest entry with ffmpeg and ffprobe; gives what is wrong, or nothing. */
export async function verifyClip(folder: string, clip: Clip): Promise<string[]> {
  if (clip.expect === 'refuse') return [];
  const path = join(folder, clip.file);
  const patterns = clip.kind === 'images' ? await readImages(path, clip) : await readFrames(path, clip);
  const problems = [...comparePatterns(clip, patterns)];
  if (clip.kind === 'container') problems.push(...compareTimes(path, clip));
  return problems.map((problem) => `${clip.file}: ${problem}`);
}

/** Decodes in presentation order, upright, at the displayed size, and reads the index off every picture. */
async function readFrames(path: string, clip: OpenClip): Promise<(number | undefined)[]> {
  const scale = `scale=${clip.width}:${clip.height}`;
  return readPictures(clip, ['-i', path, '-map', '0:v:0', '-vsync', 'passthrough', '-vf', scale]);
}

async function readImages(path: string, clip: OpenClip): Promise<(number | undefined)[]> {
  const all: (number | undefined)[] = [];
  for (const name of clip.images ?? []) all.push(...(await readPictures(clip, ['-i', join(path, name)])));
  return all;
}

async function readPictures(clip: OpenClip, args: readonly string[]): Promise<(number | undefined)[]> {
  const bytes = await runFfmpeg([...args, '-f', 'rawvideo', '-pix_fmt', 'rgba', '-']);
  const size = clip.width * clip.height * 4;
  return Array.from({ length: bytes.length / size }, (_, i) =>
    readIndexPattern(bytes.subarray(i * size, (i + 1) * size), clip.width, clip.height),
  );
}

function comparePatterns(clip: OpenClip, found: readonly (number | undefined)[]): string[] {
  const problems: string[] = [];
  // ffmpeg also shows what it can make of a packet that is cut off; that is no frame of ours.
  const isCut = clip.file.includes('truncated');
  if (found.length !== clip.frameCount && !(isCut && found.length === clip.frameCount + 1)) {
    problems.push(`${found.length} frames decoded, ${clip.frameCount} expected`);
  }
  for (let i = 0; i < clip.frameCount; i++) {
    const wanted = clip.patterns ? clip.patterns[i] : i;
    if (wanted === null) continue;
    const isThere = isCut ? found.includes(wanted) : found[i] === wanted;
    if (!isThere) problems.push(`frame ${i} carries ${found[i]}, not ${wanted}`);
  }
  return problems.slice(0, 5);
}

function compareTimes(path: string, clip: OpenClip): string[] {
  const { timescale, packets } = probePackets(path);
  if (timescale !== clip.timescale) return [`timescale ${timescale}, not ${clip.timescale}`];
  const shown = packets.filter((packet) => !packet.isDiscarded).map((packet) => packet.pts);
  const found = new Set(shown);
  const missing = clip.ticks.filter((tick) => !found.has(tick));
  if (missing.length > 0)
    return [
      `no packet at ticks ${missing.slice(0, 5).join(', ')}; there are ${shown.slice(0, 5).join(', ')}`,
    ];
  if (clip.ticks.some((tick, i) => i > 0 && tick <= (clip.ticks[i - 1] ?? 0))) return ['ticks do not rise'];
  return [];
}
