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
  for (let i = 0; i < 3; i++) await screen.press('Control+ArrowRight');
  await screen.press('Control+Shift+ArrowDown', 'Control+Alt+ArrowLeft');
  await expect.poll(async () => (await screen.position())?.x).toBeCloseTo(start.x + 2.9, 1);
  expect((await screen.position())?.y).toBeCloseTo(start.y + 10, 1);
  await screen.press('Control+ArrowUp', 'Control+z');
  await expect.poll(async () => (await screen.position())?.y).toBeCloseTo(start.y + 10, 1);
  await screen.press('Control+z');
  await expect.poll(async () => (await screen.position())?.x).toBeCloseTo(start.x, 1);
  await screen.saved();
});

test('an object led along the pointer while the key is held keeps the path, as one step of history', async ({
  studio,
}) => {
  const project = projectOfClips(studio.folder, [clip]);
  const screen = await annotate(await studio.start(project));
  const { page, canvas } = screen;
  await screen.trackPoint({ x: 40, y: 60 });
  await page.keyboard.down('KeyG');
  // Along a straight line, one place for each frame that comes up, so that the path has to be that line.
  let shown = 0;
  await expect
    .poll(
      async () => {
        shown = await canvas.shownFrame();
        const { x, y } = await canvas.toPage({ x: 40 + shown * 4, y: 60 + shown * 2 });
        await page.mouse.move(x, y);
        return shown;
      },
      { intervals: [20], timeout: 30_000 },
    )
    .toBeGreaterThan(15);
  await page.keyboard.up('KeyG');
  await screen.saved();
  expect(Number(await screen.fact('Keyframes'))).toBeLessThan(16);
  await studio.screenshot('follow');
  await screen.press('Control+z');
  await expect.poll(() => screen.fact('Keyframes')).toBe('1');
  await screen.press('Control+Shift+z');
  await expect.poll(() => screen.fact('Keyframes')).not.toBe('1');
  await studio.stop();
  const stored = await storedLabels(studio.folder, project);
  const last = stored.track(1).keyframes.at(-1)?.frame ?? 0;
  expect(last).toBeGreaterThan(15);
  for (let frame = 0; frame <= last; frame++) {
    const position = stored.positionOf(1, frame);
    // The hand is at most three frames late where the machine is slow: twelve pixels along the line.
    expect(Math.abs((position?.y ?? NaN) - 60 - ((position?.x ?? NaN) - 40) / 2)).toBeLessThan(3);
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
