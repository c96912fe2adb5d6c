import type { Visibility } from '#domain/track.ts';
import { annotate } from '../support/page-annotate.ts';
import { projectOfClips } from '../support/page-project.ts';
import { storedLabels } from '../support/stored-labels.ts';
import { expect, test } from './studio.ts';

const clip = 'h264-gop250.mp4';

function span(startFrame: number, endFrame: number, value: Visibility): Record<string, unknown> {
  return { startFrame, endFrame, value };
}

test('a span is marked occluded by key, step, key, and an absence leaves no position', async ({ studio }) => {
  const project = projectOfClips(studio.folder, [clip]);
  const screen = await annotate(await studio.start(project));
  await screen.straightTrack({ frame: 0, at: { x: 40, y: 40 } }, { frame: 60, at: { x: 160, y: 40 } });
  await screen.goTo(20);
  await screen.press('KeyQ');
  await expect(screen.page.getByRole('status').filter({ hasText: 'occluded from frame 20' })).toBeVisible();
  await screen.step(5);
  await screen.press('KeyQ');
  await expect(screen.notice).toContainText('occluded');
  expect(await screen.fact('Visibility')).toContain('occluded');
  expect(await screen.position()).toBeDefined();
  await screen.goTo(26);
  expect(await screen.fact('Visibility')).not.toContain('occluded');

  await screen.goTo(40);
  await screen.press('KeyO');
  await screen.step(3);
  await screen.press('KeyO');
  await expect(screen.inspector.getByTestId('position')).toHaveText('none on this frame');
  expect(await screen.fact('Visibility')).toContain('absent');
  await screen.goTo(44);
  expect(await screen.position()).toBeDefined();
  await screen.saved();
  await studio.stop();

  const stored = await storedLabels(studio.folder, project);
  const { visibility } = stored.track(1);
  expect(visibility).toContainEqual(expect.objectContaining(span(20, 25, 'occluded')));
  expect(visibility).toContainEqual(expect.objectContaining(span(40, 43, 'absent')));
  for (let frame = 40; frame <= 43; frame++) expect(stored.positionOf(1, frame)).toBeUndefined();
  expect(stored.positionOf(1, 23)?.visibility).toBe('occluded');
});

test('Esc leaves a span that was begun', async ({ studio }) => {
  const screen = await annotate(await studio.start(projectOfClips(studio.folder, [clip])));
  await screen.straightTrack({ frame: 0, at: { x: 40, y: 40 } }, { frame: 30, at: { x: 100, y: 40 } });
  await screen.goTo(10);
  await screen.press('KeyQ');
  await screen.step(4);
  await screen.press('Escape', 'KeyF');
  await screen.canvas.waitForFrame(15);
  await screen.goTo(12);
  expect(await screen.fact('Visibility')).not.toContain('occluded');
  await expect(screen.inspector.getByRole('heading')).toHaveText('Point #1');
});

test('answers: none, unsure, and done goes to the next expression and then to the next video', async ({
  studio,
}) => {
  const project = projectOfClips(studio.folder, [clip, 'h264-ntsc.mp4']);
  const screen = await annotate(await studio.start(project));
  await screen.addExpression('a cat');
  await screen.addExpression('the corners');
  const heads = screen.expressions.locator('.expression-head');
  const cat = heads.filter({ hasText: 'a cat' });
  const corners = heads.filter({ hasText: 'the corners' });
  const where = screen.page.getByRole('navigation', { name: 'Where you are' });

  // Nothing is labelled and nobody has said that there is none: that cannot be called done.
  await cat.click();
  await screen.press('Control+Enter');
  await expect(cat.getByLabel('done')).toHaveCount(0);
  await expect(cat).toHaveAttribute('aria-pressed', 'true');

  await screen.press('Shift+KeyN');
  await expect(cat).toContainText('none');
  await screen.press('Control+Enter');
  await expect(cat.getByLabel('done')).toBeVisible();
  await expect(corners).toHaveAttribute('aria-pressed', 'true');

  await screen.press('KeyP');
  await screen.canvas.click({ x: 20, y: 20 });
  await screen.canvas.click({ x: 300, y: 20 });
  await screen.press('Escape', 'Control+Enter');
  await expect(where).toContainText('h264-ntsc');
  await screen.ready();
  await screen.press('Shift+KeyU');
  await expect(heads.filter({ hasText: 'unsure' })).toHaveCount(1);
  await screen.saved();
  await studio.stop();

  const { document } = await storedLabels(studio.folder, project);
  expect(document.video.name).toBe('h264-gop250');
  const verdicts = document.answers.map(({ verdict, state }) => `${verdict} ${state}`).toSorted();
  expect(verdicts).toEqual(['none done', 'objects done']);
  for (const { coverage } of document.answers) {
    expect(coverage).toEqual([expect.objectContaining({ startFrame: 0, endFrame: 299 })]);
  }
});

test('stepping follows the work grid, single frames go with Alt, and a point between offers to move', async ({
  studio,
}) => {
  const screen = await annotate(await studio.start(projectOfClips(studio.folder, [clip])));
  const { page } = screen;
  await page.getByRole('link', { name: 'Data' }).click();
  await page.getByRole('link', { name: /work grid/i }).click();
  await page.getByText('Each k-th frame').click();
  await page.getByLabel('Frames from one to the next').fill('10');
  await page.getByRole('button', { name: 'Use this grid' }).click();
  await expect(page.getByRole('button', { name: 'Use this grid' })).toBeDisabled();
  await page.getByRole('link', { name: 'Annotate' }).click();
  await screen.ready();

  for (const [key, frame] of [
    ['KeyF', 10],
    ['KeyF', 20],
    ['Alt+KeyF', 21],
    ['Alt+KeyF', 22],
    ['KeyF', 30],
    ['Alt+KeyD', 29],
    ['KeyD', 20],
    ['ArrowLeft', 10],
    ['Alt+ArrowRight', 11],
  ] as const) {
    await screen.press(key);
    await screen.canvas.waitForFrame(frame);
    expect(await screen.canvas.readIndex({ width: 320, height: 180 })).toBe(frame);
  }
  await screen.press('KeyP');
  await screen.canvas.click({ x: 20, y: 20 });
  await page.getByRole('button', { name: 'Move to frame 10' }).click();
  await screen.canvas.waitForFrame(10);
  await screen.press('Escape');
  expect(await screen.positionOf(1, 10)).toBeDefined();
  expect(await screen.positionOf(1, 11)).toBeUndefined();
});
