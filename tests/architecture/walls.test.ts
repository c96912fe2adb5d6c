import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allowedRooms, packageHomes, type Room } from '../../scripts/walls.ts';
import { PlantedTree } from './planted-tree.ts';

const rooms = Object.keys(allowedRooms) as Room[];

interface Plant {
  what: string;
  path: string;
  text: string;
  forbidden: boolean;
}

let serial = 0;

/** A file of `room` that imports `from` in the ways people write it. */
function plants(room: Room, from: string, what: string, forbidden: boolean): Plant {
  serial += 1;
  const text = `import { thing } from '${from}';\nexport const planted = thing;\n`;
  return { what, path: `src/${room}/deep/planted-${serial}.ts`, text, forbidden };
}

const roomPlants = rooms.flatMap((room) =>
  rooms
    .filter((other) => other !== room)
    .flatMap((other) => {
      const forbidden = !allowedRooms[room].includes(other);
      return [`#${other}/thing.ts`, `#${other}/deep/thing.ts`, `../../${other}/thing.ts`].map((from) =>
        plants(room, from, `${room} importing ${from}`, forbidden),
      );
    }),
);

const packagePlants = rooms.flatMap((room) =>
  Object.entries(packageHomes).flatMap(([name, homes]) =>
    [name, `${name}/sub/path`].map((from) =>
      plants(room, from, `${room} importing ${from}`, !homes.includes(room)),
    ),
  ),
);

const runtimePlants = [
  plants('renderer', '#media/probe.node.ts', 'renderer importing a Node file', true),
  plants('renderer', '#media/decode.web.ts', 'renderer importing a browser file', false),
  plants('core', '#media/decode.web.ts', 'core importing a browser file', true),
  plants('core', '#media/probe.node.ts', 'core importing a Node file', false),
];

const all = [...roomPlants, ...packagePlants, ...runtimePlants];

describe('the walls between the rooms', () => {
  let tree: PlantedTree;
  let broken: Map<string, string[]>;

  beforeAll(() => {
    tree = new PlantedTree(Object.fromEntries(all.map(({ path, text }) => [path, text])));
    broken = tree.lint();
  });
  afterAll(() => tree.remove());

  const reported = (plant: Plant): boolean =>
    (broken.get(plant.path) ?? []).some((code) => code.includes('no-restricted-imports'));

  test('stop every import that the table does not allow', () => {
    const missed = all.filter((plant) => plant.forbidden && !reported(plant)).map(({ what }) => what);
    expect(missed).toEqual([]);
  });

  test('let every import through that the table allows', () => {
    const stopped = all.filter((plant) => !plant.forbidden && reported(plant)).map(({ what }) => what);
    expect(stopped).toEqual([]);
  });

  test('were tried with plants of both kinds for every room', () => {
    for (const room of rooms) {
      const own = all.filter(({ path }) => path.startsWith(`src/${room}/`));
      expect(own.filter(({ forbidden }) => forbidden).length, room).toBeGreaterThan(10);
    }
  });
});
