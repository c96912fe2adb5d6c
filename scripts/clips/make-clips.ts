import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasFfmpeg } from './ffmpeg.ts';
import type { Clip, ClipManifest } from './manifest.ts';
import { nastyClips } from './nasty-clips.ts';
import { plainClips } from './plain-clips.ts';
import { verifyClip } from './verify-clips.ts';

/**
 * Makes the committed test clips and their manifest: `node scripts/clips/make-clips.ts [NAME…]` (all, or those whose
 * file name contains a NAME), `--verify` only checks what is there. Needs ffmpeg and ffprobe.
 */
const folder = fileURLToPath(new URL('../../tests/fixtures/clips/', import.meta.url));
const manifestPath = join(folder, 'clips.json');
const byteLimit = 5_000_000;

async function readManifest(): Promise<ClipManifest> {
  try {
    return JSON.parse(await readFile(manifestPath, 'utf8')) as ClipManifest;
  } catch {
    return { clips: [] };
  }
}

/** One line per clip, so that a change of one clip is a change of one line. */
async function writeManifest(clips: readonly Clip[]): Promise<void> {
  const lines = clips.map((clip) => `    ${JSON.stringify(clip)}`);
  await writeFile(manifestPath, `{\n  "clips": [\n${lines.join(',\n')}\n  ]\n}\n`);
}

async function make(names: readonly string[]): Promise<Clip[]> {
  const known = new Map((await readManifest()).clips.map((clip) => [clip.file, clip]));
  const clips: Clip[] = [];
  for (const recipe of [...plainClips, ...nastyClips]) {
    const before = known.get(recipe.file);
    if (before && names.length > 0 && !names.some((name) => recipe.file.includes(name))) {
      clips.push(before);
      continue;
    }
    const path = join(folder, recipe.file);
    await rm(path, { recursive: true, force: true });
    await mkdir(dirname(path), { recursive: true });
    clips.push({ ...(await recipe.make(path)), file: recipe.file } as Clip);
    process.stdout.write(`made ${recipe.file}\n`);
  }
  await writeManifest(clips);
  return clips;
}

async function sizeOf(clip: Clip): Promise<number> {
  const path = join(folder, clip.file);
  if (clip.expect === 'refuse' || clip.kind === 'container') return (await stat(path)).size;
  const sizes = await Promise.all(
    (clip.images ?? []).map(async (name) => (await stat(join(path, name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function main(args: readonly string[]): Promise<void> {
  if (!hasFfmpeg()) {
    process.stderr.write(
      'ffmpeg and ffprobe are needed on the PATH to make the clips; nothing was changed.\n',
    );
    process.exitCode = 1;
    return;
  }
  const clips = args.includes('--verify') ? (await readManifest()).clips : await make(args);
  const problems: string[] = [];
  let bytes = 0;
  for (const clip of clips) {
    bytes += await sizeOf(clip);
    problems.push(...(await verifyClip(folder, clip)));
  }
  if (bytes > byteLimit) problems.push(`${bytes} bytes in all, more than ${byteLimit}`);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.stdout.write(`${clips.length} clips, ${bytes} bytes, ${problems.length} problems\n`);
  if (problems.length > 0) process.exitCode = 1;
}

await main(process.argv.slice(2));
