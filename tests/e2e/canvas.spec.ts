import { annotate } from '../support/page-annotate.ts';
import type { Point } from '../support/page-canvas.ts';
import { projectOfClips } from '../support/page-project.ts';
import { storedLabels } from '../support/stored-labels.ts';
import { expect, test } from './studio.ts';

const clip = 'h264-gop250.mp4';

type Screen = Awaited<ReturnType<typeof annotate>>;

/** Red, green and blue of the page around a place of the video. */
async function coloursAt(screen: Screen, at: Point, reach = 12): Promise<number[][]> {
  const { x, y } = await screen.canvas.toPage(at);
  const clipOf = { x: Math.round(x) - reach, y: Math.round(y) - reach, width: 2 * reach, height: 2 * reach };
  const { rgba } = await screen.canvas.look(clipOf);
  return Array.from({ length: rgba.length / 4 }, (_, i) => [...rgba.subarray(i * 4, i * 4 + 3)]);
}

function brightest(colours: readonly number[][]): number {
  return Math.max(...colours.map((colour) => Math.min(...colour)));
}

function mean(colours: readonly number[][]): number {
  return colours.flat().reduce((sum, value) => sum + value, 0) / (colours.length * 3);
}

test('brightness, contrast and gamma change the picture and leave the labels', async ({ studio }) => {
  const screen = await annotate(await studio.start(projectOfClips(studio.folder, [clip])));
  const mark = { x: 60, y: 150 };
  const bare = { x: 260, y: 150 };
  await screen.trackPoint(mark);
  await screen.page.mouse.move(0, 0);
  const before = {
    bare: mean(await coloursAt(screen, bare)),
    mark: brightest(await coloursAt(screen, mark)),
  };
  // As dark as it goes.
  for (let i = 0; i < 10; i++) await screen.press('Alt+ArrowDown');
  await expect.poll(async () => mean(await coloursAt(screen, bare))).toBeLessThan(3);
  expect(before.bare).toBeGreaterThan(20);
  expect(before.mark).toBeGreaterThan(200);
  expect(Math.abs(brightest(await coloursAt(screen, mark)) - before.mark)).toBeLessThan(12);
  await screen.press('Alt+Digit0');
  await expect.poll(async () => mean(await coloursAt(screen, bare))).toBeCloseTo(before.bare, 0);
});

test('labels go while the key is held, and come back', async ({ studio }) => {
  const screen = await annotate(await studio.start(projectOfClips(studio.folder, [clip])));
  const mark = { x: 60, y: 150 };
  const bare = await coloursAt(screen, mark);
  await screen.trackPoint(mark);
  await screen.page.mouse.move(0, 0);
  await expect.poll(async () => brightest(await coloursAt(screen, mark))).toBeGreaterThan(200);
  await screen.page.keyboard.down('KeyH');
  await expect.poll(() => coloursAt(screen, mark)).toEqual(bare);
  await screen.page.keyboard.up('KeyH');
  await expect.poll(async () => brightest(await coloursAt(screen, mark))).toBeGreaterThan(200);
});

test('keys move the selection by exact steps, and one undo takes a run of them back', async ({ studio }) => {
  const project = projectOfClips(studio.folder, [clip]);
  const screen = await annotate(await studio.start(project));
  await screen.trackPoint({ x: 60, y: 90 });
  const start = await screen.position();
  if (!start) throw new Error('The point has no position');
  const expectMoved = async (x: number, y: number): Promise<void> => {
    await expect.poll(async () => (await screen.position())?.x).toBeCloseTo(start.x + x, 1);
    await expect.poll(async () => (await screen.position())?.y).toBeCloseTo(start.y + y, 1);
  };
  await screen.press('Control+Shift+ArrowDown');
  await expectMoved(0, 10);
  await screen.press('Control+Alt+ArrowLeft');
  await expectMoved(-0.1, 10);
  // Any other key ends a run of steps; what follows is another one.
  await screen.press('KeyH');
  await screen.repeat('ArrowRight', 7);
  await expectMoved(6.9, 10);
  await screen.press('Control+ArrowUp', 'Control+z');
  await expectMoved(6.9, 10);
  await screen.press('Control+z');
  await expectMoved(-0.1, 10);
  await screen.saved();
});

test('an object led along the pointer while the key is held keeps the path, as one step of history', async ({
  studio,
}) => {
  const project = projectOfClips(studio.folder, [clip]);
  const screen = await annotate(await studio.start(project));
  const { page, canvas } = screen;
  await screen.trackPoint({ x: 40, y: 60 });
  const [rest, end] = [
    { x: 100, y: 90 },
    { x: 220, y: 150 },
  ] as const;
  const point = async (at: { x: number; y: number }): Promise<void> => {
    const place = await canvas.toPage(at);
    await page.mouse.move(place.x, place.y);
  };
  await point(rest);
  await page.keyboard.down('KeyG');
  await expect.poll(() => canvas.shownFrame(), { timeout: 30_000 }).toBeGreaterThan(8);
  const moved = await canvas.shownFrame();
  await point(end);
  await expect.poll(() => canvas.shownFrame(), { timeout: 30_000 }).toBeGreaterThan(moved + 12);
  await page.keyboard.up('KeyG');
  await expect.poll(() => screen.fact('Keyframes')).not.toBe('1');
  await studio.screenshot('follow');
  await screen.press('Control+z');
  await expect.poll(() => screen.fact('Keyframes')).toBe('1');
  await screen.press('Control+Shift+z');
  await expect.poll(() => screen.fact('Keyframes')).not.toBe('1');
  await studio.stop();
  const stored = await storedLabels(studio.folder, project);
  const { keyframes } = stored.track(1);
  const last = keyframes.at(-1)?.frame ?? 0;
  expect(last).toBeGreaterThan(moved + 12);
  // Two rests and a leap between them: no more is needed to say where it was on every frame.
  expect(keyframes.length).toBeLessThanOrEqual(6);
  for (const [frame, at] of [
    [0, rest],
    [8, rest],
    [last, end],
  ] as const) {
    const position = stored.positionOf(1, frame);
    expect(Math.hypot((position?.x ?? NaN) - at.x, (position?.y ?? NaN) - at.y)).toBeLessThan(3);
  }
});

test('the loupe shows the keyframes on both sides', async ({ studio }) => {
  const screen = await annotate(await studio.start(projectOfClips(studio.folder, [clip])));
  await screen.trackPoint({ x: 60, y: 90 });
  await screen.goTo(20);
  await screen.canvas.click({ x: 100, y: 90 }, ['Shift']);
  await screen.goTo(10);
  await screen.press('KeyZ');
  const { x, y } = await screen.canvas.toPage({ x: 80, y: 90 });
  await screen.page.mouse.move(x, y);
  await expect(screen.page.locator('.loupe-captions')).toHaveText('◆ 0frame 10◆ 20');
  await studio.screenshot('loupe');
});

test('the canvas has the window to itself on a key, and gives it back on Escape', async ({ studio }) => {
  const screen = await annotate(await studio.start(projectOfClips(studio.folder, [clip])));
  await screen.press('Backslash');
  await expect(screen.timeline).toBeHidden();
  await expect(screen.expressions).toBeHidden();
  const box = await screen.page.getByTestId('canvas').boundingBox();
  expect(box?.height).toBeGreaterThan(650);
  await studio.screenshot('full-canvas');
  await screen.press('Escape');
  await expect(screen.timeline).toBeVisible();
});
