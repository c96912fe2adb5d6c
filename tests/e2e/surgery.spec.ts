import { annotate, type AnnotatePage } from '../support/page-annotate.ts';
import type { Point } from '../support/page-canvas.ts';
import { projectOfClips } from '../support/page-project.ts';
import { storedLabels } from '../support/stored-labels.ts';
import { expect, test, type StudioUnderTest } from './studio.ts';

const clip = 'h264-gop250.mp4';

/** Two objects that go side by side to the right over frames 0 to 40: #1 at y 40, #2 at y 140. */
async function twoTracks(studio: StudioUnderTest): Promise<{ screen: AnnotatePage; project: string }> {
  const project = projectOfClips(studio.folder, [clip, 'h264-ntsc.mp4']);
  const screen = await annotate(await studio.start(project));
  await screen.straightTrack({ frame: 0, at: { x: 40, y: 40 } }, { frame: 40, at: { x: 120, y: 40 } });
  await screen.straightTrack({ frame: 0, at: { x: 40, y: 140 } }, { frame: 40, at: { x: 120, y: 140 } });
  return { screen, project };
}

function expectNear(found: Point | undefined, wanted: Point): void {
  expect(Math.hypot((found?.x ?? NaN) - wanted.x, (found?.y ?? NaN) - wanted.y)).toBeLessThan(0.7);
}

test('two identities are swapped from here on by selecting both and one key', async ({ studio }) => {
  const { screen } = await twoTracks(studio);
  await screen.goTo(20);
  await screen.select(1, 2);
  await screen.press('KeyX');
  await expect(screen.notice).toContainText('Swap');
  expectNear(await screen.positionOf(1, 10), { x: 60, y: 40 });
  expectNear(await screen.positionOf(1, 30), { x: 100, y: 140 });
  expectNear(await screen.positionOf(2, 30), { x: 100, y: 40 });
  await screen.undo('Swap');
  expectNear(await screen.positionOf(1, 30), { x: 100, y: 40 });
});

test('a track is split and merged again, each shown with its frames before it is done', async ({
  studio,
}) => {
  const { screen } = await twoTracks(studio);
  await screen.goTo(20);
  await screen.select(1);
  await screen.press('Alt+KeyM');
  await expect(screen.surgery).toContainText('Split');
  await expect(screen.surgery).toContainText('20');
  await expect(screen.lanes).toHaveCount(2);
  await screen.press('Escape');
  await expect(screen.surgery).toHaveCount(0);
  await expect(screen.lanes).toHaveCount(2);

  await screen.press('Alt+KeyM', 'Enter');
  await expect(screen.lanes).toHaveCount(3);
  expect(await screen.positionOf(1, 30)).toBeUndefined();
  expectNear(await screen.positionOf(3, 30), { x: 100, y: 40 });
  expectNear(await screen.positionOf(1, 19), { x: 78, y: 40 });

  await screen.select(1, 3);
  await screen.press('KeyM');
  await expect(screen.surgery).toContainText('#1');
  await expect(screen.lanes).toHaveCount(3);
  await screen.press('Enter');
  await expect(screen.lanes).toHaveCount(2);
  expectNear(await screen.positionOf(1, 30), { x: 100, y: 40 });
});

test('a track is trimmed, a range deleted from it, and both come back', async ({ studio }) => {
  const { screen } = await twoTracks(studio);
  await screen.goTo(30);
  await screen.select(1);
  await screen.press('Shift+BracketRight');
  await expect(screen.surgery).toContainText('31');
  await screen.press('Enter');
  await expect(screen.surgery).toHaveCount(0);
  expect(await screen.positionOf(1, 35)).toBeUndefined();
  expectNear(await screen.positionOf(1, 30), { x: 100, y: 40 });

  await screen.selectRange(10, 15);
  await screen.press('Control+Delete');
  await expect(screen.surgery).toContainText('10');
  await screen.press('Enter');
  await expect(screen.surgery).toHaveCount(0);
  for (const [frame, x] of [
    [9, 58],
    [16, 72],
  ] as const) {
    expectNear(await screen.positionOf(1, frame), { x, y: 40 });
  }
  for (const frame of [10, 12, 15]) expect(await screen.positionOf(1, frame)).toBeUndefined();
  expectNear(await screen.positionOf(2, 12), { x: 64, y: 140 });

  await screen.undo('frames 10');
  await screen.undo('Trim');
  expectNear(await screen.positionOf(1, 12), { x: 64, y: 40 });
  expectNear(await screen.positionOf(1, 35), { x: 110, y: 40 });
});

test('what is copied goes to another frame and to another video', async ({ studio }) => {
  const { screen } = await twoTracks(studio);
  await screen.goTo(20);
  await screen.select(1);
  const copied = await screen.position();
  await screen.press('Control+c');
  await screen.goTo(60);
  await screen.press('Control+v');
  await expect(screen.inspector).toContainText('set here');
  expect(await screen.position()).toEqual(copied);

  await screen.select(2);
  await screen.press('Control+Alt+c');
  await screen.openVideo('h264-ntsc');
  await expect(screen.lanes).toHaveCount(0);
  await screen.goTo(5);
  await screen.press('Control+v');
  await expect(screen.lanes).toHaveCount(1);
  expectNear(await screen.positionOf(1, 5), { x: 40, y: 140 });
  expectNear(await screen.positionOf(1, 25), { x: 80, y: 140 });
  expectNear(await screen.positionOf(1, 45), { x: 120, y: 140 });
  expect(await screen.positionOf(1, 46)).toBeUndefined();
});

test('a keyframe is dragged in time on its lane', async ({ studio }) => {
  const { screen, project } = await twoTracks(studio);
  const from = await screen.timelinePlace(40, screen.lane(2));
  const to = await screen.timelinePlace(50, screen.lane(2));
  await screen.page.mouse.move(from.x, from.y);
  await screen.page.mouse.down();
  await screen.page.mouse.move(to.x, to.y, { steps: 6 });
  await screen.page.mouse.up();
  await expect(screen.notice).toContainText('#2');
  await screen.saved();
  await studio.stop();
  const stored = await storedLabels(studio.folder, project);
  expect(stored.track(1).keyframes.map((keyframe) => keyframe.frame)).toEqual([0, 40]);
  expect(stored.track(2).keyframes.map((keyframe) => keyframe.frame)).toEqual([0, 50]);
  expectNear(stored.positionOf(2, 25), { x: 80, y: 140 });
});

test('a selected range plays round and round, and nothing outside of it', async ({ studio }) => {
  const screen = await annotate(await studio.start(projectOfClips(studio.folder, [clip])));
  await screen.selectRange(100, 108);
  await screen.press('Shift+KeyL');
  await screen.goTo(100);
  const shown = await screen.canvas.recordFrames();
  await screen.press('Space');
  const rounds = async (): Promise<number> =>
    (await shown()).filter((frame, index, frames) => frame < (frames[index - 1] ?? 0)).length;
  await expect.poll(rounds).toBeGreaterThanOrEqual(2);
  await screen.press('Space');
  const frames = await shown();
  expect(Math.min(...frames)).toBe(100);
  expect(Math.max(...frames)).toBe(108);
});
