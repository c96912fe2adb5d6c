import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs ffmpeg, feeding it `input` where there is some. Throws an Error with ffmpeg's own words when it fails. */
export async function runFfmpeg(args: readonly string[], input?: Iterable<Uint8Array>): Promise<Buffer> {
  const child = spawn('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-y', ...args]);
  const output: Buffer[] = [];
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  // A pipe that ffmpeg closes early shows in its exit code.
  child.stdin.on('error', () => undefined);
  const closed = once(child, 'close');
  for (const chunk of input ?? []) {
    if (!child.stdin.writable) break;
    if (child.stdin.write(chunk)) continue;
    await Promise.race([once(child.stdin, 'drain').catch(() => undefined), closed]);
  }
  child.stdin.end();
  const [code] = (await closed) as [number | null];
  if (code !== 0) throw new Error(`ffmpeg ${args.join(' ')}\nended with ${code}: ${complaint}`);
  return Buffer.concat(output);
}

/** Arguments written as one line; none of them may have a space in it. */
export function words(line: string): string[] {
  return line.split(' ');
}

/** True where ffmpeg and ffprobe are on the PATH. */
export function hasFfmpeg(): boolean {
  try {
    execFileSync('ffmpeg', ['-version'], { stdio: 'ignore' });
    execFileSync('ffprobe', ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export interface ProbedPacket {
  pts: number;
  isKey: boolean;
  /** Outside the edit list. */
  isDiscarded: boolean;
  /** First byte in the file, and length. */
  position: number;
  size: number;
}

/** The packets of the first video track as ffprobe sees them, in file order, with their time base. */
export function probePackets(file: string): { timescale: number; packets: ProbedPacket[] } {
  const text = execFileSync(
    'ffprobe',
    [
      ...words('-v quiet -select_streams v:0 -of json'),
      ...words('-show_entries stream=time_base:packet=pts,flags,pos,size'),
      file,
    ],
    { encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
  const found = JSON.parse(text) as {
    packets?: { pts: number; flags: string; pos: string; size: string }[];
    streams?: { time_base: string }[];
  };
  return {
    timescale: Number(found.streams?.[0]?.time_base.split('/')[1] ?? 0),
    packets: (found.packets ?? []).map(({ pts, flags, pos, size }) => ({
      pts,
      isKey: flags.includes('K'),
      isDiscarded: flags.includes('D'),
      position: Number(pos),
      size: Number(size),
    })),
  };
}
