import { expect, type CDPSession, type Page } from 'playwright/test';
import { patternPlace, readIndexPattern, type Region } from './index-pattern.ts';
import { decodePng, type Picture } from './page-png.ts';

export interface Point {
  x: number;
  y: number;
}

/** The canvas as a person has it: pixels to look at and places to click. */
export class CanvasOnPage {
  readonly page: Page;
  /** Takes pictures faster than the page's own way, which waits for fonts and hides carets. */
  #devtools: CDPSession | undefined;

  constructor(page: Page) {
    this.page = page;
  }

  get #element() {
    return this.page.getByTestId('canvas');
  }

  /** The frame that the canvas says it shows; NaN before the first. */
  async shownFrame(): Promise<number> {
    return Number(await this.#element.getAttribute('data-shown-frame'));
  }

  /** Waits until the sharp picture of a frame is on the canvas. */
  async waitForFrame(frame: number): Promise<void> {
    // Both at once: a sharp picture of the frame before may still stand there when the first is asked.
    await expect(
      this.page
        .locator('.annotate', { has: this.page.locator('.transport-state', { hasText: /^sharp$/ }) })
        .locator(`[data-testid=canvas][data-shown-frame="${frame}"]`),
    ).toBeVisible();
  }

  /** Where the picture lies on the page: its corner, and page pixels per video pixel. */
  async view(): Promise<Point & { scale: number }> {
    return this.#element.evaluate((element) => {
      const [x = NaN, y = NaN, scale = NaN] = (element.dataset['view'] ?? '').split(',').map(Number);
      const box = element.getBoundingClientRect();
      return { x: box.x + x, y: box.y + y, scale };
    });
  }

  /** The place on the page of a place of the video. */
  async toPage(video: Point): Promise<Point> {
    const { x, y, scale } = await this.view();
    return { x: x + video.x * scale, y: y + video.y * scale };
  }

  /** The place of the video under a place on the page. */
  async toVideo(place: Point): Promise<Point> {
    const { x, y, scale } = await this.view();
    return { x: (place.x - x) / scale, y: (place.y - y) / scale };
  }

  async click(video: Point, modifiers: ('Shift' | 'Alt')[] = []): Promise<void> {
    const { x, y } = await this.toPage(video);
    for (const key of modifiers) await this.page.keyboard.down(key);
    await this.page.mouse.click(x, y);
    for (const key of modifiers) await this.page.keyboard.up(key);
  }

  /** Drags through places of the video. */
  async drag(from: Point, ...through: Point[]): Promise<void> {
    const start = await this.toPage(from);
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    for (const place of through) {
      const { x, y } = await this.toPage(place);
      await this.page.mouse.move(x, y, { steps: 4 });
    }
    await this.page.mouse.up();
  }

  /** The pixels of a part of the page, as they stand on the screen. */
  async look({ x, y, width, height }: Region): Promise<Picture> {
    this.#devtools ??= await this.page.context().newCDPSession(this.page);
    const { data } = await this.#devtools.send('Page.captureScreenshot', {
      format: 'png',
      optimizeForSpeed: true,
      clip: { x, y, width, height, scale: 1 },
    });
    return decodePng(Buffer.from(data, 'base64'));
  }

  /** The frame index that the pixels on the screen carry; undefined where they carry none. */
  async readIndex(video: { width: number; height: number }): Promise<number | undefined> {
    const { x, y, scale } = await this.view();
    const frame = { x, y, width: video.width * scale, height: video.height * scale };
    const left = Math.floor(frame.x + patternPlace.x * frame.width) - 2;
    const top = Math.floor(frame.y + patternPlace.y * frame.height) - 2;
    const picture = await this.look({
      x: left,
      y: top,
      width: Math.ceil(patternPlace.width * frame.width) + 4,
      height: Math.ceil(patternPlace.height * frame.height) + 4,
    });
    const region = { ...frame, x: frame.x - left, y: frame.y - top };
    return readIndexPattern(picture.rgba, picture.width, picture.height, region);
  }

  /** Notes every frame that the canvas shows from now on; the answer says which so far. */
  async recordFrames(): Promise<() => Promise<number[]>> {
    const recording = await this.#element.evaluateHandle((element) => {
      const frames: number[] = [];
      const note = (): number => frames.push(Number(element.getAttribute('data-shown-frame')));
      new MutationObserver(note).observe(element, { attributeFilter: ['data-shown-frame'] });
      return frames;
    });
    return () => recording.jsonValue();
  }
}
