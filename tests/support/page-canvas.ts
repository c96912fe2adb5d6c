import { expect, type Page } from 'playwright/test';
import { patternPlace, readIndexPattern, type Region } from './index-pattern.ts';
import { decodePng, type Picture } from './page-png.ts';

export interface Point {
  x: number;
  y: number;
}

/** The canvas as a person has it: pixels to look at and places to click. */
export class CanvasOnPage {
  readonly page: Page;

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
    await expect(this.#element).toHaveAttribute('data-shown-frame', String(frame));
    await expect(this.page.locator('.transport-state')).toHaveText('sharp');
  }

  /** Where the picture lies on the page: its corner, and page pixels per video pixel. */
  async view(): Promise<Point & { scale: number }> {
    const [x = NaN, y = NaN, scale = NaN] = ((await this.#element.getAttribute('data-view')) ?? '')
      .split(',')
      .map(Number);
    const box = await this.#element.boundingBox();
    if (!box) throw new Error('The canvas is not on the page');
    return { x: box.x + x, y: box.y + y, scale };
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

  /** The pixels of the canvas, or of a part of the page, as they stand on the screen. */
  async look(clip?: Region): Promise<Picture> {
    const box = clip ?? (await this.#element.boundingBox());
    if (!box) throw new Error('The canvas is not on the page');
    return decodePng(await this.page.screenshot({ clip: box }));
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
}
