/**
 * Checks an export elsewhere: node scripts/check-frame-proof.ts EXPORT_FOLDER [VIDEO_FOLDER]
 *
 * Hashes every file that manifest.json lists, and decodes the source videos with the ffmpeg on the PATH to see that
 * each proven frame index has the timestamp and the pixels the manifest says. Exit code 0: all is right; 1: something
 * differs; 2: something could not be checked.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { manifestPath, manifestSchema, type Manifest } from '#exchange/manifest.ts';

type VideoEntry = Manifest['videos'][number];

export interface DecodedFrame {
  /** Seconds on the file's own clock. */
  seconds: number;
  planes: string;
}

/** What ffmpeg's framehash muxer printed: one line a frame, in presentation order. */
export function parseFrameHashes(text: string): DecodedFrame[] {
  let timeBase = Number.NaN;
  const frames: DecodedFrame[] = [];
  for (const line of text.split('\n')) {
    const base = /^#tb 0: (\d+)\/(\d+)/.exec(line);
    if (base) timeBase = Number(base[1]) / Number(base[2]);
    if (line === '' || line.startsWith('#')) continue;
    const [, , pts, , , planes] = line.split(',').map((field) => field.trim());
    if (planes !== undefined) frames.push({ seconds: Number(pts) * timeBase, planes });
  }
  return frames;
}

/** What differs between a manifest's video and its decoded frames. */
export function proofFaults(video: VideoEntry, decoded: readonly DecodedFrame[]): string[] {
  const faults: string[] = [];
  if (decoded.length !== video.frameCount) {
    faults.push(`${decoded.length} frames were decoded, not ${video.frameCount}`);
  }
  const start = decoded[0]?.seconds ?? 0;
  for (const { frame, ticks, planes } of video.proof) {
    const found = decoded[frame];
    if (!found) {
      faults.push(`frame ${frame} was not decoded`);
      continue;
    }
    const seconds = (ticks - video.firstTicks) / video.timescale;
    if (Math.abs(found.seconds - start - seconds) > 1e-6) {
      faults.push(
        `frame ${frame} is at ${(found.seconds - start).toFixed(4)} s, not ${seconds.toFixed(4)} s`,
      );
    }
    if (found.planes !== planes) {
      const at = decoded.findIndex((other) => other.planes === planes);
      faults.push(`frame ${frame} has other pixels${at === -1 ? '' : `; they are those of frame ${at}`}`);
    }
  }
  return faults;
}

/** Decodes a file in software, as it is coded: no rotation, no colour conversion, no frame dropped or repeated. */
export async function decodeHashes(file: string): Promise<DecodedFrame[]> {
  const input = ['-hwaccel', 'none', '-noautorotate', '-copyts', '-i', file, '-map', '0:v:0'];
  // Timestamps in the container's own ticks; else ffmpeg rounds them to a frame rate it guesses.
  const clock = ['-fps_mode', 'passthrough', '-enc_time_base', '-1'];
  const output = [...clock, '-f', 'framehash', '-hash', 'sha256', '-'];
  const ffmpeg = spawn('ffmpeg', ['-v', 'error', ...input, ...output]);
  const [stdout, stderr] = [collect(ffmpeg.stdout), collect(ffmpeg.stderr)];
  const code = await new Promise<number | null>((done, fail) => {
    ffmpeg.once('error', fail);
    ffmpeg.once('close', done);
  });
  if (code !== 0) throw new Error(`ffmpeg could not decode ${file}: ${await stderr}`);
  return parseFrameHashes(await stdout);
}

async function collect(stream: NodeJS.ReadableStream): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  return hash.digest('hex');
}

/** For machines without ffmpeg: one line that prints the same hashes (PyAV; pictures of even size). */
function pythonLine(file: string, video: VideoEntry): string {
  const frames = video.proof.map((proof) => proof.frame).join(',');
  const code = `import av,hashlib;[print(i,hashlib.sha256(f.to_ndarray().tobytes()).hexdigest()) for i,f in enumerate(av.open(${JSON.stringify(file)}).decode(video=0)) if i in {${frames}}]`;
  return `python3 -c '${code}'`;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

async function main(folder: string, videoFolder: string): Promise<number> {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(resolve(folder, manifestPath), 'utf8')));
  let worst = 0;
  const say = (code: number, line: string): void => {
    worst = worst === 1 || code === 1 ? 1 : Math.max(worst, code);
    console.log(line);
  };
  for (const { path, sha256 } of manifest.files) {
    const file = resolve(folder, path);
    if (!existsSync(file)) say(2, `missing   ${path}`);
    else if ((await sha256Of(file)) !== sha256) say(1, `differs   ${path}`);
    else say(0, `ok        ${path}`);
  }
  for (const video of manifest.videos) {
    const file = resolve(videoFolder, video.path);
    if (!existsSync(file)) {
      say(2, `missing   ${video.path} (looked in ${videoFolder})`);
      continue;
    }
    if (video.sha256 !== null && (await sha256Of(file)) !== video.sha256)
      say(1, `differs   ${video.path}: other bytes`);
    if (video.proof.length === 0) {
      say(2, `unproven  ${video.path}: no frame was decoded before this export`);
      continue;
    }
    try {
      const faults = proofFaults(video, await decodeHashes(file));
      for (const fault of faults) say(1, `differs   ${video.path}: ${fault}`);
      if (faults.length === 0) say(0, `ok        ${video.path}: ${video.proof.length} frames proven`);
    } catch (error) {
      if (!isMissing(error)) throw error;
      say(2, `unchecked ${video.path}: there is no ffmpeg on the PATH. Compare with the manifest by hand:`);
      console.log(`          ${pythonLine(file, video)}`);
    }
  }
  return worst;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder, videoFolder] = process.argv.slice(2);
  if (folder === undefined) {
    console.error('usage: node scripts/check-frame-proof.ts EXPORT_FOLDER [VIDEO_FOLDER]');
    process.exitCode = 2;
  } else process.exitCode = await main(folder, videoFolder ?? folder);
}
