import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Clip, ClipManifest, OpenClip, RefusedClip } from '../../scripts/clips/manifest.ts';

/** The committed test clips (tests/fixtures/clips) with what is true of them. */
export const clipFolder = fileURLToPath(new URL('../fixtures/clips/', import.meta.url));

export const clips: readonly Clip[] = (
  JSON.parse(readFileSync(`${clipFolder}clips.json`, 'utf8')) as ClipManifest
).clips;

export const openClips: readonly OpenClip[] = clips.filter((clip) => clip.expect === 'open');
export const refusedClips: readonly RefusedClip[] = clips.filter((clip) => clip.expect === 'refuse');

/** Absolute path of a clip's file or folder. */
export function clipPath(file: string): string {
  return clipFolder + file;
}

/** The clip of a file that must open. Throws where there is none. */
export function openClip(file: string): OpenClip {
  const found = openClips.find((clip) => clip.file === file);
  if (!found) throw new Error(`clips.json has no clip ${file} that opens`);
  return found;
}
