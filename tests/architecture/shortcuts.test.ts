import { expect, test } from 'vitest';
import type { Action } from '#renderer/src/actions/action.ts';
import { allActions } from '#renderer/src/actions/index.ts';
import { formatBinding } from '#renderer/src/actions/keys.ts';

/*
 * docs/guide/shortcuts.md is written from the table of actions. When this fails because keys have changed, write it
 * anew: npx vitest run tests/architecture/shortcuts.test.ts --update
 */

const page = '../../docs/guide/shortcuts.md';

/** A binding as every keyboard prints it, whatever machine this runs on. */
function keyCap(binding: string): string {
  const caps = formatBinding(binding).replace(/^⌘/, 'Ctrl');
  return caps.includes('`') ? `\`\` ${caps} \`\`` : `\`${caps}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}

function rowOf({ title, keys, release, repeats }: Action): string {
  const how = [...(release ? ['held'] : []), ...(repeats ? ['repeats'] : [])].join(', ');
  return `| ${cell(title)} | ${cell(keys.map(keyCap).join(' '))} | ${how} |`;
}

function shortcutPage(actions: readonly Action[]): string {
  const groups = [...Map.groupBy(actions, (action) => action.group)];
  return [
    '# Keys',
    '',
    'The defaults, written from the table of actions by `tests/architecture/shortcuts.test.ts`. Single letters go by',
    'their place on the keyboard; combinations with Ctrl go by what the key types. On a Mac read ⌘ for Ctrl. Of two',
    'actions on one key the first that is available runs. *Held*: acts until the key comes up. *Repeats*: holding the',
    'key does it again.',
    ...groups.flatMap(([group, members]) => [
      '',
      `## ${group}`,
      '',
      '| what | keys | |',
      '| --- | --- | --- |',
      ...members.map(rowOf),
    ]),
    '',
  ].join('\n');
}

test('the shortcut page of the guide says what the table of actions says', async () => {
  await expect(shortcutPage(allActions)).toMatchFileSnapshot(page);
});

test('no two actions have one id', () => {
  const ids = allActions.map((action) => action.id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});
