import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright/test';
import { refusedClips } from '../support/clips.ts';
import { annotate } from '../support/page-annotate.ts';
import { copyClip, projectOfClips } from '../support/page-project.ts';
import { expect, test } from './studio.ts';

const size = { width: 320, height: 180 };

/** Drops files on the list of videos, as from another window. */
async function drop(page: Page, files: readonly string[]): Promise<void> {
  const contents = files.map((file) => ({
    name: path.basename(file),
    base64: fs.readFileSync(file).toString('base64'),
  }));
  const data = await page.evaluateHandle((dropped) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of dropped) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    return transfer;
  }, contents);
  const target = page.getByTestId('videos-screen');
  await target.dispatchEvent('dragover', { dataTransfer: data });
  await target.dispatchEvent('drop', { dataTransfer: data });
}

function card(page: Page, name: string) {
  return page.getByRole('article', { name, exact: true });
}

test('a project is made, and videos are chosen in the file dialog, many at once', async ({ studio }) => {
  const clips = ['h264-ntsc.mp4', 'vp9-odd.webm', 'h264-rotated-90.mp4'];
  for (const clip of clips) copyClip(studio.folder, clip);
  const page = await studio.start();
  await annotate(page);
  await page.getByRole('link', { name: 'Fiducial' }).click();
  await page.getByRole('button', { name: 'New project…' }).click();
  const making = page.getByRole('dialog', { name: 'New project' });
  await making.getByLabel('Name').fill('Cups and balls');
  await making.getByPlaceholder('Where projects are kept').fill(studio.folder);
  await making.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByText('Drop videos or folders')).toBeVisible();
  expect(fs.existsSync(path.join(studio.folder, 'Cups and balls', 'project.fiducial'))).toBe(true);

  await page.getByRole('button', { name: 'Import videos…' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(path.join(studio.folder, 'clips'));
  await dialog.getByRole('textbox', { name: 'Folder' }).press('Enter');
  for (const clip of clips) await dialog.getByRole('button', { name: clip }).click();
  await dialog.getByRole('button', { name: 'Import 3' }).click();
  await expect(page.getByRole('article')).toHaveCount(3);
  await card(page, 'h264-rotated-90').getByRole('link').click();
  const screen = await annotate(page);
  await expect(page.getByTestId('last-frame')).toHaveText('/ 29');
  await screen.goTo(17);
  expect(await screen.canvas.readIndex({ width: 180, height: 320 })).toBe(17);
});

test('a dropped file is imported, and the same content again is noticed', async ({ studio }) => {
  const project = projectOfClips(studio.folder, ['h264-ntsc.mp4']);
  const page = await studio.start(project);
  await annotate(page);
  await page.getByRole('link', { name: 'Videos' }).click();
  const dropped = copyClip(studio.folder, 'h264-vfr.mp4');
  await drop(page, [dropped]);
  await expect(card(page, 'h264-vfr')).toBeVisible();
  const twin = path.join(studio.folder, 'another-name.mp4');
  fs.copyFileSync(dropped, twin);
  await drop(page, [twin]);
  await expect(page.getByRole('alert').filter({ hasText: 'another-name' })).toContainText('h264-vfr');
  await expect(page.getByRole('article')).toHaveCount(2);
  await card(page, 'h264-vfr').getByRole('link').click();
  const screen = await annotate(page);
  await screen.goTo(31);
  expect(await screen.canvas.readIndex(size)).toBe(31);
});

test('what cannot be used is refused with its name and a way out, and the rest is imported', async ({
  studio,
}) => {
  const project = projectOfClips(studio.folder, ['h264-ntsc.mp4']);
  const page = await studio.start(project);
  await annotate(page);
  await page.getByRole('link', { name: 'Videos' }).click();
  const refused = refusedClips.filter((clip) => !clip.dependsOnMachine).map((clip) => clip.file);
  expect(refused.length).toBeGreaterThan(6);
  const files = [...refused, 'vp8.webm'].map((file) => copyClip(studio.folder, file));
  await drop(page, files);
  await expect(card(page, 'vp8')).toBeVisible();
  await expect(page.getByRole('article')).toHaveCount(2);
  const alerts = page.getByRole('alert');
  await expect(alerts).toHaveCount(refused.length);
  for (const file of refused) await expect(alerts.filter({ hasText: file })).toHaveCount(1);
  await expect(alerts.filter({ hasText: 'empty.mp4' })).toContainText(/empty|0 bytes/i);
  await expect(alerts.filter({ hasText: 'sound-only.mp4' })).toContainText(/sound|no video|no picture/i);
  await expect(alerts.filter({ hasText: 'mpeg4-part2.mp4' })).toContainText('ffmpeg');
  await expect(alerts.filter({ hasText: 'mpeg4-part2.avi' })).toContainText('ffmpeg');
  await studio.screenshot('import-refused-1280x720');
  await alerts.filter({ hasText: 'empty.mp4' }).getByRole('button', { name: 'Dismiss' }).click();
  await expect(alerts).toHaveCount(refused.length - 1);
});

test('a video that cannot be decoded is copied frame by frame where ffmpeg is there', async ({ studio }) => {
  const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
  if (!hasFfmpeg) console.log('skipped: there is no ffmpeg on the PATH');
  test.skip(!hasFfmpeg, 'there is no ffmpeg on the PATH');
  const page = await studio.start(projectOfClips(studio.folder, ['h264-ntsc.mp4']));
  await annotate(page);
  await page.getByRole('link', { name: 'Videos' }).click();
  await drop(page, [copyClip(studio.folder, 'mpeg4-part2.mp4')]);
  await page.getByRole('alert').getByRole('button', { name: 'Make a copy' }).click();
  await expect(page.getByRole('article')).toHaveCount(2);
  await page.getByRole('article').nth(1).getByRole('link').click();
  const screen = await annotate(page);
  for (const frame of [0, 9, 18, 4]) {
    await screen.goTo(frame);
    expect(await screen.canvas.readIndex(size)).toBe(frame);
  }
});

test('folders of numbered images are videos; one that does not say its rate is asked for it', async ({
  studio,
}) => {
  const project = projectOfClips(studio.folder, ['h264-ntsc.mp4']);
  copyClip(studio.folder, 'images-mot/PATTERN-01/img1');
  copyClip(studio.folder, 'images-davis/JPEGImages/480p/pattern');
  const page = await studio.start(project);
  await annotate(page);
  await page.getByRole('link', { name: 'Videos' }).click();
  const choose = async (folder: string, name: string): Promise<void> => {
    await page.getByRole('button', { name: 'Import videos…' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Folder' }).fill(path.join(studio.folder, 'clips', folder));
    await dialog.getByRole('textbox', { name: 'Folder' }).press('Enter');
    await dialog.getByRole('button', { name }).click();
    await dialog.getByRole('button', { name: 'Import 1' }).click();
  };
  await choose('images-davis/JPEGImages/480p', 'pattern');
  const question = page.getByRole('alert').filter({ hasText: 'per second' });
  await expect(question).toContainText('12 images');
  await question.getByLabel('Images per second').fill('10');
  await question.getByRole('button', { name: 'Import' }).click();
  await expect(card(page, 'pattern')).toBeVisible();

  // The MOT layout says its rate itself.
  await choose('images-mot/PATTERN-01', 'img1');
  await expect(page.getByRole('article')).toHaveCount(3);
  await expect(question).toHaveCount(0);

  await card(page, 'pattern').getByRole('link').click();
  const screen = await annotate(page);
  await screen.goTo(7);
  expect(await screen.canvas.readIndex(size)).toBe(7);
  await expect(page.getByText('0.700 s')).toBeVisible();
});

test('a video that was moved is found again by its content, with its labels', async ({ studio }) => {
  const project = projectOfClips(studio.folder, ['h264-ntsc.mp4', 'vp8.webm']);
  let screen = await annotate(await studio.start(project));
  await screen.trackPoint({ x: 40, y: 40 });
  await screen.saved();
  await studio.stop();
  const moved = path.join(studio.folder, 'elsewhere', 'renamed.mp4');
  fs.mkdirSync(path.dirname(moved));
  fs.renameSync(path.join(studio.folder, 'clips', 'h264-ntsc.mp4'), moved);

  const page = await studio.start(project);
  await page.getByRole('link', { name: 'Videos' }).first().click();
  const missing = page.getByRole('alert').filter({ hasText: 'not where' });
  await expect(missing).toContainText('Labels are safe');
  await missing.getByRole('button', { name: 'Look in a folder…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(path.dirname(moved));
  await dialog.getByRole('textbox', { name: 'Folder' }).press('Enter');
  await expect(dialog.getByRole('textbox', { name: 'Folder' })).toHaveValue(path.dirname(moved));
  await dialog.getByRole('button', { name: /this folder/ }).click();
  await expect(missing).toHaveCount(0);
  await card(page, 'h264-ntsc').getByRole('link').click();
  screen = await annotate(page);
  await expect(screen.lanes).toHaveCount(1);
  await screen.goTo(21);
  expect(await screen.canvas.readIndex(size)).toBe(21);
});
