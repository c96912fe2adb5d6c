import { describe, expect, test } from 'vitest';
import { readSources, sourceFile, type SourceFile } from '../../scripts/source-tree.ts';
import { allowedRooms, type Room } from '../../scripts/walls.ts';

/*
 * The linter sees import declarations only. This reads dynamic imports and worker URLs too, and knows which files
 * need a browser and which need Node.
 */

type Runtime = 'anywhere' | 'browser' | 'node';

/** Rooms that run in one place as a whole, whatever their files are called. */
const roomRuntimes: Partial<Record<Room, Runtime>> = {
  store: 'node',
  core: 'node',
  main: 'node',
  loopback: 'node',
  cli: 'node',
  preload: 'browser',
  renderer: 'browser',
};

function roomOf(path: string): Room {
  return path.split('/')[0] as Room;
}

function runtimeOf(path: string): Runtime {
  if (/\.web\.tsx?$|\.tsx$/.test(path)) return 'browser';
  if (path.endsWith('.node.ts')) return 'node';
  return roomRuntimes[roomOf(path)] ?? 'anywhere';
}

/** What is wrong with the imports of `files`, in words. */
function violations(files: readonly SourceFile[]): string[] {
  const rooms = new Set(Object.keys(allowedRooms));
  return files.flatMap(({ path, imports }) => {
    const room = roomOf(path);
    return imports
      .filter((target) => rooms.has(target.split('/')[0] ?? '') && /\.tsx?$/.test(target))
      .flatMap((target) => {
        const other = roomOf(target);
        if (other !== room && !allowedRooms[room].includes(other)) return [`${path} imports ${target}: wall`];
        const needed = runtimeOf(target);
        const fits = needed === 'anywhere' || needed === runtimeOf(path);
        return fits ? [] : [`${path} imports ${target}: needs ${needed}`];
      });
  });
}

describe('imports between the files of src/', () => {
  test('respect the walls and run where they are imported', () => {
    expect(violations(readSources())).toEqual([]);
  });

  test('are all read: declarations, types, exports, side effects, dynamic imports and workers', () => {
    const text = [
      "import { a } from '#domain/a.ts';",
      "import type { B } from './b.ts';",
      "import {\n  c,\n} from 'x';",
      "export { d } from '../d.ts';",
      "import '#media/e.web.ts';",
      "const f = await import('./f.ts');",
      "new Worker(new URL('./g.web.ts', import.meta.url), { type: 'module' });",
      "import url from './h.ts?worker&url';",
    ].join('\n');
    expect(sourceFile('renderer/canvas/here.ts', text).imports.sort()).toEqual(
      [
        'domain/a.ts',
        'media/e.web.ts',
        'renderer/canvas/b.ts',
        'renderer/canvas/f.ts',
        'renderer/canvas/g.web.ts',
        'renderer/canvas/h.ts',
        'renderer/d.ts',
        'x',
      ].sort(),
    );
  });

  test.each([
    ['media/pure.ts', "import './decode.web.ts';", 'needs browser'],
    ['media/pure.ts', "await import('./probe.node.ts');", 'needs node'],
    ['models/flow/session.web.ts', "import '#media/probe.node.ts';", 'needs node'],
    ['core/jobs.ts', "await import('#media/decode.web.ts');", 'needs browser'],
    ['renderer/app/start.tsx', "await import('#core/core.ts');", 'wall'],
    ['cli/index.ts', "await import('#store/open.ts');", 'wall'],
    ['exchange/coco/read.ts', "new Worker(new URL('../../media/decode.web.ts', import.meta.url));", 'wall'],
  ])('in %s: %s is found out', (path, text, why) => {
    const found = violations([sourceFile(path, text)]);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(why);
  });
});
