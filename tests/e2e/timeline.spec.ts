import { visibilityAt } from '#domain/track.ts';
import { annotate, type AnnotatePage } from '../support/page-annotate.ts';
import { projectOfClips } from '../support/page-project.ts';
import { storedLabels } from '../support/stored-labels.ts';
import { expect, test } from './studio.ts';

const clip = 'h264-gop250.mp4';

/** Sets a point track with keyframes on these frames; each lies a little further right. */
async function trackOn(screen: AnnotatePage, y: number, frames: readonly number[]): Promise<void> {
  const [first = 0, ...others] = frames;
  await screen.goTo(first);
  await screen.trackPoint({ x: 40 + first, y });
  for (const frame of others) {
    await screen.goTo(frame);
    await screen.canvas.click({ x: 40 + frame, y }, ['Shift']);
    await expect(screen.inspector).toContainText('set here');
  }
}

async function dragOnLane(screen: AnnotatePage, object: number, from: number, to: number): Promise<void> {
  const lane = screen.lane(object);
  const start = await screen.timelinePlace(from, lane);
  const end = await screen.timelinePlace(to, lane);
  await screen.page.mouse.move(start.x, start.y);
  await screen.page.mouse.down();
  await screen.page.mouse.move((start.x + end.x) / 2, end.y, { steps: 4 });
  await screen.page.mouse.move(end.x, end.y, { steps: 4 });
}

test('pressing and dragging on the ruler goes to the frame under the pointer', async ({ studio }) => {
  const screen = await annotate(await studio.start(projectOfClips(studio.folder, [clip])));
  const start = await screen.timelinePlace(10);
  await screen.page.mouse.move(start.x, start.y);
  await screen.page.mouse.down();
  await screen.canvas.waitForFrame(10);
  for (const frame of [20, 35, 50]) {
    const place = await screen.timelinePlace(frame);
    await screen.page.mouse.move(place.x, place.y);
  }
  await screen.canvas.waitForFrame(50);
  await screen.page.mouse.up();
  expect(await screen.frame()).toBe(50);
});

test('a keyframe dragged in time moves in one step; Esc during the drag leaves it', async ({ studio }) => {
  const project = projectOfClips(studio.folder, [clip]);
  const screen = await annotate(await studio.start(project));
  await screen.goTo(20);
  await screen.trackPoint({ x: 60, y: 60 });
  await dragOnLane(screen, 1, 20, 30);
  await screen.press('Escape');
  await screen.page.mouse.up();
  await dragOnLane(screen, 1, 20, 40);
  await screen.page.mouse.up();
  await expect(screen.notice).toContainText('Move keyframe of point #1');
  await screen.saved();
  await studio.stop();
  const { keyframes } = (await storedLabels(studio.folder, project)).track(1);
  expect(keyframes.map((keyframe) => keyframe.frame)).toEqual([40]);
});

test('marking a span occluded takes the key, steps, and the key', async ({ studio }) => {
  const project = projectOfClips(studio.folder, [clip]);
  const screen = await annotate(await studio.start(project));
  await trackOn(screen, 60, [0, 40]);
  await screen.goTo(10);
  await screen.press('KeyQ');
  await expect(screen.page.getByText('occluded from frame 10 to 10')).toBeVisible();
  await screen.step(5);
  await screen.press('KeyQ');
  await screen.saved();
  await studio.stop();
  const track = (await storedLabels(studio.folder, project)).track(1);
  expect([9, 10, 15, 16].map((frame) => visibilityAt(track, frame))).toEqual([
    'visible',
    'occluded',
    'occluded',
    'visible',
  ]);
});

test('swapping identities from here on takes one key with both selected', async ({ studio }) => {
  const project = projectOfClips(studio.folder, [clip]);
  const screen = await annotate(await studio.start(project));
  await trackOn(screen, 60, [0, 40]);
  await trackOn(screen, 120, [0, 40]);
  await screen.goTo(20);
  await screen.lane(1).click();
  await screen.lane(2).click({ modifiers: ['Control'] });
  await screen.press('KeyX');
  await expect(screen.notice).toContainText('frames 20 to 40');
  await screen.saved();
  await studio.stop();
  const labels = await storedLabels(studio.folder, project);
  expect(labels.positionOf(1, 19)?.y).toBeCloseTo(60, 0);
  expect(labels.positionOf(1, 20)?.y).toBeCloseTo(120, 0);
  expect(labels.positionOf(2, 20)?.y).toBeCloseTo(60, 0);
});

test('a split says what it would do before it is done, and undo puts the track together again', async ({
  studio,
}) => {
  const screen = await annotate(await studio.start(projectOfClips(studio.folder, [clip])));
  await trackOn(screen, 60, [0, 40]);
  await screen.goTo(20);
  await screen.press('Alt+KeyM');
  const surgery = screen.page.getByTestId('surgery');
  await expect(surgery).toContainText('frames 20 to 40');
  await screen.press('Escape');
  await expect(surgery).toBeHidden();
  await expect(screen.lanes).toHaveCount(1);
  await screen.press('Alt+KeyM', 'Enter');
  await expect(screen.lanes).toHaveCount(2);
  await screen.press('Control+z');
  await expect(screen.lanes).toHaveCount(1);
});

test('the wheel zooms the timeline at the cursor', async ({ studio }) => {
  const screen = await annotate(await studio.start(projectOfClips(studio.folder, [clip])));
  const before = await screen.timelinePlace(30);
  const frameWidth = async (): Promise<number> =>
    (await screen.timelinePlace(31)).x - (await screen.timelinePlace(30)).x;
  const narrow = await frameWidth();
  await screen.page.mouse.move(before.x, before.y);
  for (let i = 0; i < 4; i++) await screen.page.mouse.wheel(0, -200);
  await expect.poll(frameWidth).toBeGreaterThan(narrow * 3);
  const after = await screen.timelinePlace(30);
  expect(Math.abs(after.x - before.x)).toBeLessThan(await frameWidth());
});
