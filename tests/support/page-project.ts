import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { clipPath } from './clips.ts';

const repository = path.resolve(import.meta.dirname, '../..');

export interface CliAnswer {
  code: number | null;
  out: string;
  err: string;
}

/** Runs `fiducial` as built in out/, with the user folder of the program under test beside its projects. */
export function fiducial(folder: string, ...args: string[]): CliAnswer {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['out/main/cli.js', ...args], {
    cwd: repository,
    encoding: 'utf8',
    env: { ...process.env, FIDUCIAL_USER_FOLDER: path.join(folder, '.user') },
  });
  return { code: status, out: stdout, err: stderr };
}

/** A project in `folder` with copies of these fixture clips, imported by the command line. Returns its folder. */
export function projectOfClips(folder: string, files: readonly string[]): string {
  const copies = files.map((file) => copyClip(folder, file));
  return projectOf(folder, copies);
}

/** A project in `folder` with these videos, imported by the command line. Throws with its words when one is refused. */
export function projectOf(folder: string, videos: readonly string[]): string {
  const project = path.join(folder, 'project');
  const { code, err } = fiducial(folder, 'import', project, '--rate', '25', ...videos);
  if (code !== 0) throw new Error(`fiducial import ended with ${code}: ${err}`);
  return project;
}

/** Copies a fixture clip, so that nothing is written beside the original. Returns the copy's path. */
export function copyClip(folder: string, file: string): string {
  const copy = path.join(folder, 'clips', file);
  fs.cpSync(clipPath(file), copy, { recursive: true });
  const notes = path.join(path.dirname(clipPath(file)), 'seqinfo.ini');
  if (fs.existsSync(notes)) fs.copyFileSync(notes, path.join(path.dirname(copy), 'seqinfo.ini'));
  return copy;
}
