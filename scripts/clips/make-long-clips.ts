import { longClip, longClips, type LongClipName } from './long-clips.ts';

/** Makes long clips in .cache/clips: `node scripts/clips/make-long-clips.ts NAME…`. Prints the path of each. */
const isKnown = (name: string): name is LongClipName => name in longClips;
const names = process.argv.slice(2);
const unknown = names.filter((name) => !isKnown(name));

if (names.length === 0 || unknown.length > 0) {
  const choice = Object.keys(longClips).join(', ');
  process.stderr.write(
    `${unknown.length > 0 ? `No clip ${unknown.join(', ')}. ` : ''}Choose from: ${choice}\n`,
  );
  process.exitCode = 1;
}
for (const name of names.filter(isKnown)) {
  const started = performance.now();
  const path = await longClip(name);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(
    path === undefined ? `Skipped ${name}: ffmpeg is not on the PATH.\n` : `${path} (${seconds} s)\n`,
  );
}
