import path from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StudioClient } from '#api/contract.ts';
import { createLocalClient } from '#core/index.ts';
import type { Command } from '#domain/commands/index.ts';
import { createDocument, type ProjectDocument } from '#domain/document.ts';
import type { Overview } from '#api/projects.contract.ts';
import type { Line } from '#renderer/src/app/connect.ts';
import { createCommitQueue, type CommitQueue } from '#renderer/src/state/commit-queue.ts';
import { temporaryStudio, type TemporaryStudio } from '../support/temporary-studio.ts';

/** A real core behind a line that a test can break: before a call arrives, or after it was carried out. */
let temporary: TemporaryStudio;
let client: StudioClient;
let document: ProjectDocument;
let queue: CommitQueue;
let breaks: ('before' | 'after')[];
let refusals: string[];
let personId: string;

beforeEach(async () => {
  temporary = temporaryStudio();
  client = createLocalClient(temporary.studio);
  const overview = await client.projects.create({ folder: path.join(temporary.folder, 'p'), name: 'P' });
  personId = overview.records.person[0]!.id;
  document = createDocument(() => undefined);
  document.load(overview.records);
  breaks = [];
  refusals = [];
  let isUp = true;
  const line: Line = {
    isUp: () => isUp,
    async whenUp() {
      isUp = true;
    },
    onChange: () => () => undefined,
  };
  const commit: StudioClient['documents']['commit'] = async (input) => {
    const fault = breaks.shift();
    const result = fault === 'before' ? undefined : await client.documents.commit(input);
    if (fault === undefined) return result!;
    isUp = false;
    throw new Error('the line broke');
  };
  queue = createCommitQueue(
    { client: { documents: { commit, undo: client.documents.undo } } as StudioClient, line },
    document,
    {
      onChanged: () => undefined,
      onPending: () => undefined,
      onRefused: (message) => refusals.push(message),
    },
  );
});
afterEach(() => temporary.dispose());

function expression(text: string, id = newId()): Command {
  const rest = { definition: '', counts: '', countsNot: '', category: '', colour: 0, position: 0 };
  return { kind: 'createExpression', data: { id, text, ...rest, isArchived: false } };
}

const scope = () => ({ personId, videoId: null, frame: null });
const saved = async () => (await client.projects.current())!.records.expression.map((each) => each.text);

test('an edit is in the document before the core has it, and durable after', async () => {
  queue.execute(expression('cup'), scope());
  expect(document.all('expression')).toHaveLength(1);
  await queue.flush();
  expect(await saved()).toEqual(['cup']);
});

test.each([['before'], ['after']] as const)(
  'an edit whose line breaks %s the core has it is sent again and done once',
  async (moment) => {
    breaks.push(moment, moment);
    queue.execute(expression('cup'), scope());
    queue.execute(expression('hand'), scope());
    await queue.flush();
    expect((await saved()).toSorted()).toEqual(['cup', 'hand']);
    expect(refusals).toEqual([]);
  },
);

test('an edit the core refuses is taken back, with what was built on it', async () => {
  const id = newId();
  await client.documents.commit({ commandId: newId(), ...scope(), command: expression('theirs', id) });
  queue.execute(expression('mine', id), scope());
  queue.execute({ kind: 'updateExpression', data: { id, text: 'mine too' } }, scope());
  await queue.flush();
  expect(document.all('expression')).toEqual([]);
  expect(refusals).toHaveLength(1);
  expect(await saved()).toEqual(['theirs']);
});

test('undo waits for what was done before it', async () => {
  queue.execute(expression('cup'), scope());
  const step = await queue.undo(scope());
  expect(step).toMatchObject({ action: 'undo', kind: 'createExpression' });
  expect(document.all('expression')).toEqual([]);
  expect(await saved()).toEqual([]);
});

test('reading again keeps what is done while it reads', async () => {
  queue.execute(expression('cup'), scope());
  await queue.flush();
  let loaded: Overview | null = null;
  const reading = queue.reload(async () => {
    loaded = await client.projects.current();
    // Done after the core has answered, before the page has it.
    queue.execute(expression('hand'), scope());
    return () => {
      for (const record of document.all('expression')) {
        document.apply([{ entity: 'expression', before: record, after: null }], { strict: true });
      }
      document.load({ expression: loaded?.records.expression ?? [] });
    };
  });
  await reading;
  expect(
    document
      .all('expression')
      .map((each) => each.text)
      .toSorted(),
  ).toEqual(['cup', 'hand']);
  await queue.flush();
  expect((await saved()).toSorted()).toEqual(['cup', 'hand']);
});
