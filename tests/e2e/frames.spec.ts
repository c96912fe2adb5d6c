import type { OpenClip } from '../../scripts/clips/manifest.ts';
import { openClips } from '../support/clips.ts';
import { annotate, type AnnotatePage } from '../support/page-annotate.ts';
import { projectOfClips } from '../support/page-project.ts';
import { expect, test } from './studio.ts';

/** Videos of one project: few enough that a test ends in good time. */
const clipsPerProject = 5;
const stride = 25;

/** The index that a frame's pixels must carry; null where the picture may be damaged. */
function truth(clip: OpenClip, frame: number): number | null {
  return clip.patterns ? (clip.patterns[frame] ?? null) : frame;
}

/** What was seen at each stop that was not right: "after a step to 7: the screen says 7, the pixels say 8". */
class Sightings {
  readonly wrong: string[] = [];
  count = 0;
  readonly #screen: AnnotatePage;
  readonly #clip: OpenClip;

  constructor(screen: AnnotatePage, clip: OpenClip) {
    this.#screen = screen;
    this.#clip = clip;
  }

  /** Waits for a frame's picture and compares what the screen claims, what the pixels say, and what is true. */
  async expectFrame(frame: number, how: string): Promise<void> {
    await this.#screen.canvas.waitForFrame(frame);
    const expected = truth(this.#clip, frame);
    const claimed = await this.#screen.frame();
    const seen = await this.#screen.canvas.readIndex(this.#clip);
    this.count += 1;
    const isRight = claimed === frame && (expected === null || seen === expected);
    if (!isRight) this.wrong.push(`${how} ${frame}: the screen says ${claimed}, the pixels ${String(seen)}`);
  }
}

/** Frames to jump to, the same in every run, spread over the clip without order. */
function jumps(clip: OpenClip): number[] {
  let state = clip.frameCount * 2654435761;
  return Array.from({ length: 10 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * clip.frameCount);
  });
}

async function stepThere(screen: AnnotatePage, sightings: Sightings, last: number): Promise<void> {
  const end = Math.min(stride, last);
  for (let frame = 1; frame <= end; frame++) {
    await screen.press('KeyF');
    await sightings.expectFrame(frame, 'a step forward to');
  }
  for (let frame = end - 1; frame >= 0; frame--) {
    await screen.press('KeyD');
    await sightings.expectFrame(frame, 'a step back to');
  }
  await screen.press('KeyD');
  await sightings.expectFrame(0, 'a step back past the start, at');
}

/** Plays from the middle, looks while it plays and after it was paused. */
async function play(screen: AnnotatePage, sightings: Sightings, clip: OpenClip): Promise<void> {
  const start = Math.floor(clip.frameCount / 3);
  await screen.goTo(start);
  await screen.press('Space');
  await expect.poll(() => screen.canvas.shownFrame()).toBeGreaterThan(start);
  const before = await screen.canvas.shownFrame();
  const seen = await screen.canvas.readIndex(clip);
  const after = await screen.canvas.shownFrame();
  const possible = new Set(
    Array.from({ length: after - before + 1 }, (_, index) => truth(clip, before + index)),
  );
  if (!possible.has(null) && !possible.has(seen ?? NaN)) {
    sightings.wrong.push(`playing: the screen says ${before} to ${after}, the pixels ${String(seen)}`);
  }
  if (
    (await screen.page.getByRole('button', { name: 'Play or pause' }).getAttribute('aria-pressed')) === 'true'
  ) {
    await screen.press('Space');
  }
  await expect(screen.page.getByRole('button', { name: 'Play or pause' })).toHaveAttribute(
    'aria-pressed',
    'false',
  );
  await sightings.expectFrame(await screen.frame(), 'a pause at');
}

async function scrub(screen: AnnotatePage, sightings: Sightings, last: number): Promise<void> {
  const { mouse } = screen.page;
  const from = await screen.timelinePlace(0);
  await mouse.move(from.x, from.y);
  await mouse.down();
  await sightings.expectFrame(0, 'a press on the ruler at');
  for (const share of [0.9, 0.2, 0.55, 1]) {
    const frame = Math.round(last * share);
    const place = await screen.timelinePlace(frame);
    await mouse.move(place.x, place.y, { steps: 6 });
    await sightings.expectFrame(frame, 'scrubbing to');
  }
  await mouse.up();
}

test.describe.configure({ mode: 'parallel' });
// Thousands of steps: a recording of them all would take longer than they do, and a failure says what was seen.
test.use({ trace: 'off' });

for (let first = 0; first < openClips.length; first += clipsPerProject) {
  const clips = openClips.slice(first, first + clipsPerProject);
  test(`the pixels are those of the frame that the screen names: ${clips.map((clip) => clip.file).join(', ')}`, async ({
    studio,
  }) => {
    test.slow();
    const project = projectOfClips(
      studio.folder,
      clips.map((clip) => clip.file),
    );
    const page = await studio.start(project);
    const screen = await annotate(page);
    const rows = page.getByRole('region', { name: 'Videos' }).getByRole('button');
    for (const [index, clip] of clips.entries()) {
      await test.step(`${clip.file}: ${clip.nasty}`, async () => {
        const row = rows.filter({ has: page.locator('img, .no-thumbnail') }).nth(index);
        await row.click();
        await expect(row).toHaveAttribute('aria-current', 'true');
        const last = clip.frameCount - 1;
        await expect(page.getByTestId('last-frame')).toHaveText(`/ ${last}`);
        const sightings = new Sightings(screen, clip);
        await sightings.expectFrame(0, 'opened at');
        await stepThere(screen, sightings, last);
        for (const frame of jumps(clip)) {
          await screen.goTo(frame);
          await sightings.expectFrame(frame, 'a jump to');
        }
        await play(screen, sightings, clip);
        await scrub(screen, sightings, last);
        expect(sightings.wrong, clip.file).toEqual([]);
        expect(sightings.count).toBeGreaterThan(2 * Math.min(stride, last) + 14);
      });
    }
  });
}
