import Database from 'better-sqlite3';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrations, type Migration } from '#store/migrations/index.ts';
import { openFile } from '#store/open-file.ts';
import { openProjectStore, projectFileOf } from '#store/project-store.ts';
import { contentsOf, replayLog } from '../support/replay-log.ts';
import { makeDatabase } from './make-database.ts';

const fixtures = path.resolve(import.meta.dirname, '../fixtures/databases');
const versions = migrations.map(({ version }) => version);
const newest = Math.max(...versions);
const fixtureOf = (version: number): string =>
  path.join(fixtures, `v${String(version).padStart(4, '0')}.sqlite`);

let folder: string;
let file: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fiducial-migrations-'));
  file = projectFileOf(folder);
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

type Tables = Record<string, unknown[]>;

/** Every row of every table, in key order. Not for the fixtures themselves: looking leaves files beside them. */
function dump(of: string): Tables {
  const db = new Database(of, { readonly: true });
  try {
    const tables = db
      .prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
      )
      .pluck()
      .all() as string[];
    return Object.fromEntries(
      tables.map((name) => [name, db.prepare(`SELECT * FROM ${name} ORDER BY 1`).all()]),
    );
  } finally {
    db.close();
  }
}

function versionOf(of: string): number {
  return fs.readFileSync(of).readUInt32BE(60);
}

/** What a later program might do: a column more, a table built anew under references to it, a new table. */
const later: readonly Migration[] = [
  ...migrations,
  {
    version: newest + 10,
    sql: `ALTER TABLE person ADD COLUMN email TEXT NOT NULL DEFAULT '';
      CREATE TABLE track_new (
        id TEXT PRIMARY KEY, video_id TEXT NOT NULL REFERENCES video (id),
        object_id TEXT NOT NULL REFERENCES object (id), label_set_id TEXT NOT NULL REFERENCES label_set (id),
        shape TEXT NOT NULL, state TEXT NOT NULL, source_track_id TEXT REFERENCES track_new (id),
        notes TEXT NOT NULL, attributes TEXT NOT NULL, rank REAL
      ) STRICT;
      INSERT INTO track_new SELECT *, NULL FROM track;
      DROP TABLE track;
      ALTER TABLE track_new RENAME TO track;`,
  },
  { version: newest + 20, sql: 'CREATE TABLE rank (id TEXT PRIMARY KEY) STRICT;' },
];

describe('the schema', () => {
  test('is what was released, word for word', async () => {
    const db = new Database(':memory:');
    for (const { sql } of migrations) db.exec(sql);
    const schema = db
      .prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name')
      .pluck();
    await expect(`${schema.all().join(';\n\n')};\n`).toMatchFileSnapshot(
      path.join(fixtures, `v${String(newest).padStart(4, '0')}.sql`),
    );
    db.close();
  });

  test('has rising versions, and a project with data of each', () => {
    expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
    expect(versions.map((version) => fs.existsSync(fixtureOf(version)))).toEqual(versions.map(() => true));
  });

  test('of today has a maker of its fixture that fills the same tables', async () => {
    await makeDatabase(file);
    const counts = (of: string): Record<string, number> =>
      Object.fromEntries(Object.entries(dump(of)).map(([name, rows]) => [name, rows.length]));
    const released = path.join(folder, 'released.sqlite');
    fs.copyFileSync(fixtureOf(newest), released);
    expect(counts(file)).toEqual(counts(released));
  });
});

describe.each(versions)('a project of version %i', (version) => {
  test('opens with everything in it, and its history can be undone and done again', () => {
    fs.copyFileSync(fixtureOf(version), file);
    const store = openProjectStore(folder);
    try {
      expect(store.checkIntegrity()).toBe('ok');
      expect(versionOf(file)).toBe(newest);
      expect(store.rows.project.list('1')).toMatchObject([{ name: 'From the past' }]);
      const [track] = store.rows.track.list("shape = 'box'");
      expect(store.reader.track(track?.id ?? '')).toMatchObject({
        keyframes: [
          { frame: 3, x: 10.25, y: 20.5, w: 30, h: 40, gap: 'flow' },
          { frame: 12, x: 1 / 3, y: 2e-7, w: 1, h: 2, gap: 'smooth' },
        ],
        visibility: expect.arrayContaining([{ startFrame: 6, endFrame: 8, value: 'occluded' }]),
      });
      const [run] = store.runs.all();
      expect(run).toMatchObject({ rawOutput: 'lost at 9', parameters: { window: 21 } });
      const [span] = store.rows.derivedSpan.list('run_id = ?', run?.id ?? '');
      expect(store.reader.spanData(span?.dataId ?? '')?.values).toHaveLength(30);

      const end = contentsOf(store);
      // The log tells of everything but what came with the project, the import and the run, which it names as one.
      const told = replayLog(folder);
      for (const [key, record] of told) expect(end.get(key)).toEqual(record);

      const personId = store.rows.person.list('1')[0]?.id ?? '';
      const videoId = store.rows.video.list('1')[0]?.id ?? '';
      const who = () => ({ commandId: newId(), personId, videoId, frame: 0 });
      let undone = 0;
      for (;;) {
        try {
          store.log.undo(who());
          undone += 1;
        } catch (error) {
          expect(error).toMatchObject({ code: 'NOTHING_TO_UNDO' });
          break;
        }
      }
      expect(undone).toBe(5);
      expect(store.rows.track.list("state <> 'proposed'")).toEqual([]);
      for (let n = 0; n < undone; n++) store.log.redo(who());
      expect(Object.fromEntries(contentsOf(store))).toEqual(Object.fromEntries(end));
    } finally {
      store.close();
    }
  });

  test('is copied before a later program migrates it, and keeps every row', () => {
    fs.copyFileSync(fixtureOf(version), file);
    const before = dump(file);
    openFile(file, later).close();
    expect(versionOf(file)).toBe(newest + 20);
    const after = dump(file);
    for (const [name, rows] of Object.entries(before)) {
      expect([name, after[name]]).toEqual([name, rows.map((row) => expect.objectContaining(row as object))]);
    }
    expect(Object.keys(after)).toContain('rank');

    const backups = fs.readdirSync(path.join(folder, 'backups'));
    expect(backups).toEqual([expect.stringMatching(new RegExp(`^schema-${version}-.*\\.fiducial$`))]);
    const backup = path.join(folder, 'backups', backups[0] ?? '');
    expect(versionOf(backup)).toBe(version);
    expect(dump(backup)).toEqual(before);

    // A backup is a project file like any other.
    const restored = path.join(folder, 'restored');
    fs.mkdirSync(restored);
    fs.copyFileSync(backup, projectFileOf(restored));
    openProjectStore(restored).close();
  });

  test.each([
    ['that is wrong', 'CREATE TABLE more (id TEXT) STRICT; DROP TABLE missing;', /no such table/],
    [
      'that leaves rows without what they refer to',
      'DELETE FROM video;',
      /refer to a video.*Nothing was changed/,
    ],
  ])('is left as it was by a migration %s', (_name, sql, words) => {
    fs.copyFileSync(fixtureOf(version), file);
    const before = dump(file);
    const broken = [...later, { version: newest + 30, sql }];
    expect(() => openFile(file, broken)).toThrow(words);
    expect(versionOf(file)).toBe(version);
    expect(dump(file)).toEqual(before);
    openProjectStore(folder).close();
  });
});
