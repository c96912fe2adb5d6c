import type { Video } from '#domain/records.ts';

/**
 * The video's path where it lies inside the project's folder, else its file name alone: an export names no place
 * on somebody's machine.
 */
export function portablePath({ path, name }: Pick<Video, 'path' | 'name'>): string {
  const isInside = path !== '' && !/^([/\\]|[A-Za-z]:)/.test(path) && !path.split(/[/\\]/).includes('..');
  return isInside ? path : (path.split(/[/\\]/).at(-1) ?? name) || name;
}
