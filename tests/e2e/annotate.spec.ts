import type { Point } from '../support/page-canvas.ts';
import { annotate } from '../support/page-annotate.ts';
import { projectOfClips } from '../support/page-project.ts';
import { stampPlace } from '../support/index-pattern.ts';
import { storedLabels } from '../support/stored-labels.ts';
import { expect, test } from './studio.ts';

const clip = 'h264-gop250.mp4';
const size = { width: 320, height: 180 };
/** The outer corner of the pattern in the picture, in video pixels: where the test clips have a sharp magenta edge. */
const corner: Point = { x: stampPlace.x * size.width, y: stampPlace.y * size.height };

const fivePoints: Point[] = [
  { x: 20, y: 20 },
  { x: 300, y: 20 },
  { x: 160.5, y: 90.25 },
  { x: 20, y: 160 },
  { x: 300, y: 160 },
];

test('five points on one frame take the tool key and five clicks', async ({ studio }) => {
  const project = projectOfClips(studio.folder, [clip]);
  const screen = await annotate(await studio.start(project));
  await screen.addExpression('the corners');
  await screen.step(3);
  await screen.press('KeyP');
  for (const point of fivePoints) await screen.canvas.click(point);
  await expect(screen.lanes).toHaveCount(5);
  await expect(screen.expressions.getByRole('button', { name: /^#\d/ })).toHaveCount(5);
  await screen.saved();
  await studio.stop();
  const stored = await storedLabels(studio.folder, project);
  expect(stored.document.tracks).toHaveLength(5);
  for (const [index, point] of fivePoints.entries()) {
    const { keyframes } = stored.track(index + 1);
    expect(keyframes).toHaveLength(1);
    expect(keyframes[0]?.frame).toBe(3);
    expect(Math.abs((keyframes[0]?.x ?? NaN) - point.x)).toBeLessThan(0.5);
    expect(Math.abs((keyframes[0]?.y ?? NaN) - point.y)).toBeLessThan(0.5);
    expect(stored.positionOf(index + 1, 4)).toBeUndefined();
  }
});

/** The top-left magenta pixel near a place on the page: where the pattern's corner is seen. */
async function findCorner(screen: Awaited<ReturnType<typeof annotate>>, near: Point): Promise<Point> {
  const reach = 24;
  const left = Math.round(near.x) - reach;
  const top = Math.round(near.y) - reach;
  const { width, height, rgba } = await screen.canvas.look({
    x: left,
    y: top,
    width: 2 * reach,
    height: 2 * reach,
  });
  const isMagenta = (x: number, y: number): boolean => {
    const [red = 0, green = 0, blue = 0] = rgba.subarray((y * width + x) * 4);
    return red - green > 110 && blue - green > 110;
  };
  let found = { x: Infinity, y: Infinity };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (isMagenta(x, y)) found = { x: Math.min(found.x, left + x), y: Math.min(found.y, top + y) };
    }
  }
  return found;
}

test('a click is stored where the picture shows it, at any zoom', async ({ studio }) => {
  const screen = await annotate(await studio.start(projectOfClips(studio.folder, [clip])));
  const { page, canvas } = screen;
  const wheel = async (pixels: number): Promise<void> => {
    const { x, y } = await canvas.toPage(corner);
    await page.mouse.move(x, y);
    await page.mouse.wheel(0, pixels);
  };
  const zooms: { name: string; reach: () => Promise<void> }[] = [
    { name: 'fit', reach: () => screen.press('Digit0') },
    { name: '1:1', reach: () => screen.press('Digit1') },
    { name: 'a little in', reach: () => screen.press('Equal', 'Equal', 'Equal') },
    { name: 'by the wheel at the cursor', reach: () => wheel(-480) },
    { name: 'as far as it goes', reach: () => wheel(-2000) },
  ];
  const scales: number[] = [];
  for (const [index, { name, reach }] of zooms.entries()) {
    await test.step(name, async () => {
      const before = (await canvas.view()).scale;
      await reach();
      if (index > 0) await expect.poll(async () => (await canvas.view()).scale).not.toBe(before);
      const { scale } = await canvas.view();
      scales.push(scale);
      const seen = await findCorner(screen, await canvas.toPage(corner));
      await screen.press('KeyP');
      await page.mouse.click(seen.x, seen.y);
      await screen.press('Escape');
      await expect(screen.lanes).toHaveCount(index + 1);
      await screen.lane(index + 1).click();
      const stored = await screen.position();
      // A pixel of the screen is as exact as a click can be.
      const exact = Math.max(0.5, 1 / scale);
      expect(Math.abs((stored?.x ?? NaN) - corner.x)).toBeLessThanOrEqual(exact);
      expect(Math.abs((stored?.y ?? NaN) - corner.y)).toBeLessThanOrEqual(exact);
      const clicked = await canvas.toVideo(seen);
      expect(stored?.x).toBeCloseTo(clicked.x, 1);
      expect(stored?.y).toBeCloseTo(clicked.y, 1);
      await screen.press('Shift+Delete');
      await expect(screen.lanes).toHaveCount(index);
      await screen.press('Control+z');
      await expect(screen.lanes).toHaveCount(index + 1);
    });
  }
  expect(new Set(scales).size).toBe(zooms.length);
  expect(Math.max(...scales)).toBe(32);
});

test('a track starts with one click or one drag, and what is dragged between keyframes becomes one', async ({
  studio,
}) => {
  const project = projectOfClips(studio.folder, [clip]);
  const screen = await annotate(await studio.start(project));
  const { canvas } = screen;
  await screen.trackPoint({ x: 40, y: 40 });
  await screen.goTo(20);
  expect(await screen.position()).toBeUndefined();
  await canvas.click({ x: 80, y: 120 }, ['Shift']);
  await expect(screen.inspector).toContainText('set here');
  await screen.goTo(10);
  expect(await screen.fact('Comes from')).toBe('between keyframes, linear');
  const between = await screen.position();
  expect(between?.x).toBeCloseTo(60, 0);
  expect(between?.y).toBeCloseTo(80, 0);
  await canvas.drag({ x: 60, y: 80 }, { x: 100, y: 30 });
  await expect(screen.inspector).toContainText('set here');
  expect(await screen.fact('Keyframes')).toBe('3');

  await screen.goTo(0);
  await screen.press('KeyW');
  await canvas.drag({ x: 200, y: 20 }, { x: 250, y: 60 });
  await expect(screen.inspector.getByRole('heading')).toHaveText('Box #2');
  await screen.saved();
  await studio.stop();

  const stored = await storedLabels(studio.folder, project);
  const near = (value: number | null | undefined, wanted: number): void =>
    expect(Math.abs((value ?? NaN) - wanted)).toBeLessThan(0.5);
  expect(stored.track(1).keyframes.map((keyframe) => keyframe.frame)).toEqual([0, 10, 20]);
  const dragged = stored.positionOf(1, 10);
  near(dragged?.x, 100);
  near(dragged?.y, 30);
  near(stored.positionOf(1, 15)?.x, 90);
  near(stored.positionOf(1, 15)?.y, 75);
  const box = stored.positionOf(2, 0);
  near(box?.x, 200);
  near(box?.y, 20);
  near(box?.w, 50);
  near(box?.h, 40);
});

test('K pins what is shown and takes it away; Del clears this frame; Shift+Del deletes the track; undo goes there', async ({
  studio,
}) => {
  const screen = await annotate(await studio.start(projectOfClips(studio.folder, [clip])));
  const { canvas } = screen;
  await screen.trackPoint({ x: 40, y: 40 });
  await screen.goTo(20);
  await canvas.click({ x: 80, y: 120 }, ['Shift']);
  await screen.goTo(10);
  const between = await screen.position();
  await screen.press('KeyK');
  await expect(screen.inspector).toContainText('set here');
  expect(await screen.position()).toEqual(between);
  await screen.press('KeyK');
  await expect(screen.inspector).toContainText('between keyframes');

  await screen.press('Delete');
  await expect(screen.inspector).toContainText('none on this frame');
  await screen.goTo(9);
  expect(await screen.position()).toBeDefined();
  await screen.goTo(11);
  expect(await screen.position()).toBeDefined();

  await screen.press('Shift+Delete');
  await expect(screen.lanes).toHaveCount(0);
  await expect(screen.notice).toContainText('Delete');

  // Undo goes to the frame that it changes and selects what came back.
  await screen.goTo(200);
  await screen.press('Control+z');
  await expect(screen.lanes).toHaveCount(1);
  await canvas.waitForFrame(11);
  await expect(screen.inspector.getByRole('heading')).toHaveText('Point #1');
  await screen.goTo(200);
  await screen.press('Control+z');
  await canvas.waitForFrame(10);
  expect(await screen.position()).toEqual(between);
  await screen.press('Control+Shift+z');
  await expect(screen.inspector).toContainText('none on this frame');
  await screen.press('Control+y');
  await expect(screen.lanes).toHaveCount(0);
});

test('everything that was saved is there after the core was killed, and can be undone', async ({
  studio,
}) => {
  const project = projectOfClips(studio.folder, [clip]);
  let screen = await annotate(await studio.start(project));
  await screen.addExpression('the corners');
  await screen.press('KeyP');
  for (const point of fivePoints) await screen.canvas.click(point);
  await screen.press('Escape');
  await expect(screen.lanes).toHaveCount(5);
  await screen.saved();
  await studio.kill();

  screen = await annotate(await studio.start(project));
  await expect(screen.lanes).toHaveCount(5);
  for (let left = 4; left >= 0; left--) {
    await screen.press('Control+z');
    await expect(screen.lanes).toHaveCount(left);
  }
  await screen.press('Control+Shift+z', 'Control+Shift+z');
  await expect(screen.lanes).toHaveCount(2);
  await screen.saved();
  await studio.kill();

  screen = await annotate(await studio.start(project));
  await expect(screen.lanes).toHaveCount(2);
  await screen.press('Control+Shift+z');
  await expect(screen.lanes).toHaveCount(3);
});

test('Esc steps back one level at a time: the gesture, the tool, the selection', async ({ studio }) => {
  const screen = await annotate(await studio.start(projectOfClips(studio.folder, [clip])));
  const { page, canvas } = screen;
  const status = page.locator('.status-bar');
  await screen.trackPoint({ x: 40, y: 40 });
  const before = await screen.position();
  const { x, y } = await canvas.toPage({ x: 40, y: 40 });
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 60, y + 30, { steps: 3 });
  await screen.press('Escape');
  await page.mouse.up();
  expect(await screen.position()).toEqual(before);
  expect(await screen.fact('Keyframes')).toBe('1');

  await screen.press('KeyP');
  await expect(status).toContainText('Point');
  await screen.press('Escape');
  await expect(status).toContainText('Select');
  await expect(screen.inspector.getByRole('heading')).toHaveText('Point #1');
  await screen.press('Escape');
  await expect(screen.inspector.getByRole('heading')).toHaveText('Nothing selected');
});

test('several objects are chosen by Shift, band and lasso, and move together by drag and by key', async ({
  studio,
}) => {
  const screen = await annotate(await studio.start(projectOfClips(studio.folder, [clip])));
  const { canvas } = screen;
  const heading = screen.inspector.getByRole('heading');
  await screen.press('KeyP');
  for (const point of fivePoints) await canvas.click(point);
  await screen.press('Escape', 'Escape');
  await expect(heading).toHaveText('Nothing selected');

  await canvas.click({ x: 20, y: 20 });
  await expect(heading).toHaveText('Point #1');
  await canvas.click({ x: 300, y: 20 }, ['Shift']);
  await expect(heading).toHaveText('2 objects selected');
  await canvas.drag({ x: 20, y: 20 }, { x: 30, y: 40 });
  await screen.repeat('ArrowRight', 12);
  await screen.press('Escape');
  await expect(heading).toHaveText('Nothing selected');
  const expectAt = async (object: number, wanted: Point): Promise<void> => {
    await screen.lane(object).click();
    const found = await screen.position();
    expect(Math.abs((found?.x ?? NaN) - wanted.x)).toBeLessThan(0.5);
    expect(Math.abs((found?.y ?? NaN) - wanted.y)).toBeLessThan(0.5);
  };
  await expectAt(1, { x: 42, y: 40 });
  await expectAt(2, { x: 320, y: 40 });
  await expectAt(3, { x: 160.5, y: 90.25 });

  // The nudges are one step of history, the drag another.
  await screen.undo(/./);
  await expectAt(1, { x: 30, y: 40 });
  await screen.undo(/./);
  await expectAt(1, { x: 20, y: 20 });

  await screen.press('Escape');
  await canvas.drag({ x: 5, y: 100 }, { x: 315, y: 175 });
  await expect(heading).toHaveText('2 objects selected');
  await expect(screen.lane(4)).toHaveAttribute('aria-pressed', 'true');
  await expect(screen.lane(5)).toHaveAttribute('aria-pressed', 'true');
  await screen.press('Escape');
  await screen.page.keyboard.down('Alt');
  await canvas.drag({ x: 5, y: 5 }, { x: 60, y: 5 }, { x: 60, y: 175 }, { x: 5, y: 175 }, { x: 5, y: 8 });
  await screen.page.keyboard.up('Alt');
  await expect(heading).toHaveText('2 objects selected');
  await expect(screen.lane(1)).toHaveAttribute('aria-pressed', 'true');
  await expect(screen.lane(4)).toHaveAttribute('aria-pressed', 'true');
});

test('a held key goes on no further than the picture, and stops where it is let go', async ({ studio }) => {
  const page = await studio.start(projectOfClips(studio.folder, [clip]));
  const screen = await annotate(page);
  // Repeats come faster than any decoder: most of them must be waited out, not saved up.
  await Promise.all(Array.from({ length: 80 }, () => page.keyboard.down('KeyF')));
  const atRelease = Number(await page.getByRole('slider', { name: 'Frame' }).getAttribute('aria-valuenow'));
  await page.keyboard.up('KeyF');
  expect(atRelease).toBeGreaterThan(0);
  await page.waitForTimeout(500);
  const after = await screen.canvas.shownFrame();
  expect(after - atRelease).toBeLessThanOrEqual(1);
  expect(await screen.canvas.readIndex(size)).toBe(after);
});
