import { annotate } from '../support/page-annotate.ts';
import { projectOfClips } from '../support/page-project.ts';
import { expect, test } from './studio.ts';

const clip = 'h264-gop250.mp4';

test('an edit in one window shows in the other, and either can take it back', async ({ studio }) => {
  const first = await annotate(await studio.start(projectOfClips(studio.folder, [clip])));
  // A second window of the same browser: it opens where the first one is.
  const page = await first.page.context().newPage();
  await page.goto(first.page.url());
  const second = await annotate(page);

  await first.page.bringToFront();
  await first.trackPoint({ x: 40, y: 40 });
  await expect(second.lanes).toHaveCount(1);
  await second.page.bringToFront();
  await second.select(1);
  expect(await second.position()).toEqual(await first.position());

  await second.canvas.drag({ x: 40, y: 40 }, { x: 90, y: 70 });
  await second.saved();
  await expect.poll(async () => (await first.position())?.x).toBeCloseTo(90, 0);
  expect(await first.position()).toEqual(await second.position());

  await first.page.bringToFront();
  await first.undo(/./);
  await expect.poll(async () => (await second.position())?.x).toBeCloseTo(40, 0);
  await first.undo(/./);
  await expect(second.lanes).toHaveCount(0);
});

test('the page of shortcuts lists every command with its key, and the palette runs one', async ({
  studio,
}) => {
  const screen = await annotate(await studio.start(projectOfClips(studio.folder, [clip])));
  const { page } = screen;
  await screen.press('?');
  const help = page.getByRole('dialog', { name: 'Commands and keys' });
  for (const [command, key] of [
    ['Play or pause', 'Space'],
    ['Points: each click a new object', 'P'],
    ['Swap the identities of the two selected tracks from here on', 'X'],
    ['Undo', 'Ctrl+Z'],
    ['Accept the proposal', 'A'],
  ] as const) {
    const term = help.locator('dt').filter({ hasText: new RegExp(`^${command}$`) });
    await expect(term.locator('xpath=following-sibling::dd')).toContainText(key);
  }
  expect(await help.locator('dt').count()).toBeGreaterThan(60);
  // The keyboard is the dialog's while it is open.
  await screen.press('KeyF', 'Escape');
  await expect(help).toHaveCount(0);
  expect(await screen.frame()).toBe(0);

  await screen.press('Control+k');
  await page.getByRole('combobox', { name: 'Find a command' }).fill('jump forward');
  await expect(page.getByRole('option')).toHaveCount(1);
  await screen.press('Enter');
  await screen.canvas.waitForFrame(10);
  expect(await screen.canvas.readIndex({ width: 320, height: 180 })).toBe(10);
});

test('a key can be set anew, works at once and after a restart, and a clash is said', async ({ studio }) => {
  const project = projectOfClips(studio.folder, [clip]);
  let screen = await annotate(await studio.start(project));
  let { page } = screen;
  await page.getByRole('button', { name: /Shortcuts and appearance/ }).click();
  const row = page.getByTestId('shortcut-stepForward');
  await row.getByRole('button', { name: /^Add a key/ }).click();
  await screen.press('Digit7');
  await expect(row.locator('kbd').filter({ hasText: /^7$/ })).toBeVisible();
  await row.getByRole('button', { name: /^Remove F from/ }).click();
  await expect(row.locator('kbd').filter({ hasText: /^F$/ })).toHaveCount(0);

  const other = page.getByTestId('shortcut-stepBack');
  await other.getByRole('button', { name: /^Add a key/ }).click();
  await screen.press('Digit7');
  await expect(other.getByRole('alert')).toContainText('Next frame of the work grid');
  await other.getByRole('button', { name: /^Reset/ }).click();
  await expect(other.getByRole('alert')).toHaveCount(0);

  await page.getByRole('link', { name: 'Annotate' }).click();
  await screen.ready();
  await screen.press('Digit7');
  await screen.canvas.waitForFrame(1);
  await screen.press('KeyF', 'Digit7');
  await screen.canvas.waitForFrame(2);
  await studio.stop();

  page = await studio.start(project);
  screen = await annotate(page);
  await screen.press('KeyF', 'Digit7');
  await screen.canvas.waitForFrame(1);
});

test('keys that are typed into a field stay there', async ({ studio }) => {
  const screen = await annotate(await studio.start(projectOfClips(studio.folder, [clip])));
  await screen.expressions.getByLabel('New expression').click();
  await screen.page.keyboard.type('pf dk x');
  await expect(screen.expressions.getByLabel('New expression')).toHaveValue('pf dk x');
  expect(await screen.frame()).toBe(0);
  await expect(screen.page.locator('.status-bar')).toContainText('Select');
});
