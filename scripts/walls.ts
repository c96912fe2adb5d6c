/**
 * The walls of the house: what each room of src/ may import, in one table. oxlint.config.ts turns it into
 * restricted imports per folder; tests/architecture plants a violation of each and expects it to be caught.
 */
const rooms = [
  'domain',
  'metrics',
  'exchange',
  'media',
  'models',
  'store',
  'api',
  'core',
  'main',
  'preload',
  'loopback',
  'cli',
  'renderer',
] as const;

export type Room = (typeof rooms)[number];

/** Rooms each room may import from, beside itself. */
export const allowedRooms: Record<Room, readonly Room[]> = {
  domain: [],
  metrics: ['domain'],
  exchange: ['domain'],
  media: ['domain'],
  models: ['domain', 'exchange', 'media'],
  store: ['domain'],
  api: ['domain'],
  core: ['api', 'domain', 'store', 'metrics', 'exchange', 'media', 'models'],
  main: ['api', 'core'],
  preload: ['api'],
  loopback: ['api', 'core'],
  cli: ['api', 'core', 'loopback'],
  renderer: ['api', 'domain', 'metrics', 'media', 'models'],
};

/** Packages with one home: nobody else may import them. */
export const packageHomes: Record<string, readonly Room[]> = {
  electron: ['main', 'preload'],
  'better-sqlite3': ['store'],
  'onnxruntime-web': ['models'],
  '@techstark/opencv-js': ['models'],
  mediabunny: ['media', 'models'],
  konva: ['renderer'],
  react: ['renderer'],
  'react-dom': ['renderer'],
  hono: ['loopback'],
  ws: ['loopback'],
  commander: ['cli'],
};

/** Rooms that run in a browser must not reach a room's Node files, and the other way round. */
const runtimeWalls: Partial<Record<Room, string>> = { renderer: '.node', core: '.web', cli: '.web' };

export interface LintOverride {
  files: string[];
  rules: Record<string, unknown>;
}

/** Lint overrides, one per room, that keep the walls. */
export function walls(): LintOverride[] {
  return rooms.map((room) => {
    const forbidden = rooms.filter((other) => other !== room && !allowedRooms[room].includes(other));
    const packages = Object.entries(packageHomes)
      .filter(([, homes]) => !homes.includes(room))
      .map(([name]) => name);
    const runtime = runtimeWalls[room];
    const patterns = [
      ...forbidden.map((other) => ({
        group: [`#${other}/**`, `**/../${other}/**`],
        message: `${room} may not import ${other} (scripts/walls.ts)`,
      })),
      ...(runtime === undefined
        ? []
        : [
            {
              group: [`**/*${runtime}.ts`],
              message: `${room} may not import ${runtime} files (scripts/walls.ts)`,
            },
          ]),
      ...packages.map((name) => ({
        regex: `^${name}(/|$)`,
        message: `${name} has another home (scripts/walls.ts)`,
      })),
    ];
    return {
      files: [`src/${room}/**`],
      rules: { 'no-restricted-imports': ['error', { patterns }] },
    };
  });
}
