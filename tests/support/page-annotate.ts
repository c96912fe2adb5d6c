import { expect, type Locator, type Page } from 'playwright/test';
import { CanvasOnPage, type Point } from './page-canvas.ts';

/** The annotation screen as a person works it: keys, clicks, and what stands there to be read. */
export class AnnotatePage {
  readonly page: Page;
  readonly canvas: CanvasOnPage;

  constructor(page: Page) {
    this.page = page;
    this.canvas = new CanvasOnPage(page);
  }

  /** Waits until a video is open and its first picture is there. */
  async ready(): Promise<void> {
    await expect(this.frameField).toBeVisible({ timeout: 30_000 });
    await expect(this.page.locator('.transport-state')).toHaveText('sharp');
  }

  get frameField(): Locator {
    return this.page.getByLabel('Frame number');
  }

  /** The frame number that the screen claims. */
  async frame(): Promise<number> {
    return Number(await this.frameField.inputValue());
  }

  async goTo(frame: number): Promise<void> {
    await this.page.keyboard.press('Backquote');
    await this.page.keyboard.type(String(frame));
    await this.page.keyboard.press('Enter');
    await this.canvas.waitForFrame(frame);
  }

  /** Presses a key; a list is pressed in turn. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Holds a key with Ctrl down until it has repeated so often: all at once, however slow the machine is. */
  async repeat(key: string, times: number): Promise<void> {
    const { keyboard } = this.page;
    await keyboard.down('Control');
    await Promise.all(Array.from({ length: times }, () => keyboard.down(key)));
    await keyboard.up(key);
    await keyboard.up('Control');
  }

  /** Steps single frames and waits for the picture of the last. */
  async step(frames: number): Promise<void> {
    const target = (await this.frame()) + frames;
    for (let i = 0; i < Math.abs(frames); i++) await this.press(frames > 0 ? 'Alt+KeyF' : 'Alt+KeyD');
    await this.canvas.waitForFrame(target);
  }

  /** Sets a point with the tool that makes a track of it, and leaves it selected. */
  async trackPoint(at: Point): Promise<void> {
    await this.press('KeyT');
    await this.canvas.click(at);
    await expect(this.inspector).toContainText('set here');
  }

  /** A new track from one place to another, straight between two frames, as a person sets it. */
  async straightTrack(from: { frame: number; at: Point }, to: { frame: number; at: Point }): Promise<void> {
    await this.goTo(from.frame);
    await this.trackPoint(from.at);
    await this.goTo(to.frame);
    await this.canvas.click(to.at, ['Shift']);
    await expect(this.inspector).toContainText('set here');
  }

  /** Selects objects by their lanes. */
  async select(...objects: number[]): Promise<void> {
    for (const [index, object] of objects.entries()) {
      await this.lane(object).click(index === 0 ? {} : { modifiers: ['Shift'] });
    }
    await expect(this.timeline.locator('[aria-pressed=true]')).toHaveCount(objects.length);
  }

  /** Where an object is on a frame, as the inspector has it; leaves it selected and the frame shown. */
  async positionOf(object: number, frame: number): Promise<Point | undefined> {
    await this.goTo(frame);
    await this.select(object);
    return this.position();
  }

  /** The surgery that is shown and not done yet. */
  get surgery(): Locator {
    return this.page.getByRole('group', { name: 'Track surgery' });
  }

  /** Selects frames on the timeline's ruler. */
  async selectRange(startFrame: number, endFrame: number): Promise<void> {
    const from = await this.timelinePlace(startFrame);
    const to = await this.timelinePlace(endFrame);
    await this.page.keyboard.down('Shift');
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    await this.canvas.waitForFrame(startFrame);
    await this.page.mouse.move(to.x, to.y, { steps: 5 });
    await this.page.mouse.up();
    await this.page.keyboard.up('Shift');
    await this.canvas.waitForFrame(endFrame);
  }

  /** Takes back the last thing done, whose words contain these, and waits until that has happened. */
  async undo(words: string | RegExp): Promise<void> {
    await this.press('Control+z');
    await expect(this.notice).toContainText(/^Undid:/);
    await expect(this.notice).toContainText(words);
  }

  get videos(): Locator {
    return this.page.getByRole('region', { name: 'Videos' });
  }

  /** Opens another video of the project by its name in the list. */
  async openVideo(name: string): Promise<void> {
    await this.videos.getByRole('button', { name }).click();
    await expect(this.videos.getByRole('button', { name })).toHaveAttribute('aria-current', 'true');
    await expect(this.page.getByRole('navigation', { name: 'Where you are' })).toContainText(name);
    await this.ready();
  }

  get inspector(): Locator {
    return this.page.getByRole('region', { name: 'Inspector' });
  }

  /** What the inspector says of the selected object on this frame, by the words on its left. */
  async fact(name: string): Promise<string> {
    const term = this.inspector.locator('dt', { hasText: new RegExp(`^${name}$`) });
    return (await term.locator('xpath=following-sibling::dd[1]').innerText()).trim();
  }

  /** Position of the selected object on this frame; undefined where it has none. */
  async position(): Promise<Point | undefined> {
    const words = await this.inspector.getByTestId('position').innerText();
    const found = /(-?[\d.]+), (-?[\d.]+) px/.exec(words);
    return found ? { x: Number(found[1]), y: Number(found[2]) } : undefined;
  }

  get expressions(): Locator {
    return this.page.getByRole('region', { name: 'Expressions' });
  }

  /** Adds an expression, which becomes the one that new objects belong to. */
  async addExpression(text: string): Promise<void> {
    await this.expressions.getByLabel('New expression').fill(text);
    await this.expressions.getByRole('button', { name: 'Add' }).click();
    await expect(this.expressions.getByRole('button', { name: text })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await this.page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
  }

  get timeline(): Locator {
    return this.page.getByTestId('timeline');
  }

  /** The lanes of the timeline: one an object, and one a proposal. */
  get lanes(): Locator {
    return this.timeline.getByRole('button', { name: /^Object \d+,/ });
  }

  lane(object: number): Locator {
    return this.timeline.getByRole('button', { name: new RegExp(`^Object ${object},`) });
  }

  /** The place on the page of a frame on the timeline's ruler, or on a lane of it. */
  async timelinePlace(frame: number, lane?: Locator): Promise<Point> {
    const ruler = this.timeline.getByRole('slider', { name: 'Frame' });
    const [first = NaN, perPixel = NaN] = ((await ruler.getAttribute('data-view')) ?? '')
      .split(',')
      .map(Number);
    const box = await ruler.boundingBox();
    const row = lane ? await lane.boundingBox() : box;
    if (!box || !row) throw new Error('The timeline is not on the page');
    return { x: box.x + (frame + 0.5 - first) / perPixel, y: row.y + row.height / 2 };
  }

  /** The passing word on what was just done. */
  get notice(): Locator {
    return this.page.locator('.notice');
  }

  /** Waits until everything done is on the disk. */
  async saved(): Promise<void> {
    await expect(this.page.getByTestId('save-state')).toHaveText('Saved');
  }
}

/** Waits for an annotation screen with a video open. */
export async function annotate(page: Page): Promise<AnnotatePage> {
  const screen = new AnnotatePage(page);
  await screen.ready();
  return screen;
}
