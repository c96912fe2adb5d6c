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
