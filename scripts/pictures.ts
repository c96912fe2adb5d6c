import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Locator, type Page } from 'playwright';
import { buildIfStale } from './build.ts';
import { chromiumPath } from './chromium.ts';
import { root } from './run-tool.ts';

/**
 * `node scripts/pictures.ts`: takes the guide's pictures (docs/pictures) from the running program, on the sample
 * project, driven by keyboard and pointer as a person would.
 */

const pictures = join(root, 'docs', 'pictures');
const size = { width: 1280, height: 720 };

function addressOf(host: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    host.stdout?.on('data', (data: Buffer) => {
      output += data.toString();
      const address = /Fiducial is at (\S+)/.exec(output)?.[1];
      if (address !== undefined) resolve(address);
    });
    host.once('exit', () => reject(new Error(`The browser host ended at its start: ${output}`)));
  });
}

/** Saves a picture with at most 256 colours, which a dark page hardly shows, at a third of the size. */
async function take(page: Page, name: string): Promise<void> {
  // Passing words are no part of a picture.
  await page.locator('.notice').waitFor({ state: 'detached' });
  const full = join(pictures, `${name}.full.png`);
  const small = join(pictures, `${name}.png`);
  await page.screenshot({ path: full, animations: 'disabled' });
  const filter = 'split[a][b];[a]palettegen=stats_mode=full[p];[b][p]paletteuse=dither=none';
  const { status } = spawnSync('ffmpeg', ['-v', 'error', '-y', '-i', full, '-filter_complex', filter, small]);
  if (status === 0) rmSync(full);
  else renameSync(full, small);
  console.log(`${name}.png ${(statSync(small).size / 1000).toFixed(0)} kB`);
}

/** A place in pixels of the video. */
type Place = Readonly<{ x: number; y: number }>;

/** Of the sample's ground truth. */
const redAtStart: Place = { x: 78, y: 408 };
const starAt240: Place = { x: 614, y: 160.9 };
const stripedAt240: Place = { x: 144.7, y: 210.6 };

/** Where a place of the video is on the page now. */
async function onPage(page: Page, place: Place): Promise<Place> {
  const canvas = page.getByTestId('canvas');
  const [x = 0, y = 0, scale = 1] = ((await canvas.getAttribute('data-view')) ?? '').split(',').map(Number);
  const box = await canvas.boundingBox();
  if (!box) throw new Error('The canvas is not on the page');
  return { x: box.x + x + place.x * scale, y: box.y + y + place.y * scale };
}

async function click(page: Page, place: Place): Promise<void> {
  const { x, y } = await onPage(page, place);
  await page.mouse.click(x, y);
}

/** Takes the pointer off everything that shows a hint under it. */
async function parkPointer(page: Page): Promise<void> {
  await page.mouse.move(640, 718);
}

async function isSharp(page: Page): Promise<void> {
  await page.locator('.transport-state', { hasText: 'sharp' }).waitFor();
}

async function isShown(page: Page, frame: number): Promise<void> {
  await page.locator(`[data-testid="canvas"][data-shown-frame="${frame}"]`).waitFor();
  await isSharp(page);
}

async function goTo(page: Page, frame: number): Promise<void> {
  await page.keyboard.press('Backquote');
  await page.keyboard.type(String(frame));
  await page.keyboard.press('Enter');
  await isShown(page, frame);
}

function chip(page: Page, object: number): Locator {
  return page.getByRole('region', { name: 'Expressions' }).getByRole('button', { name: `#${object}` });
}

async function firstMinute(page: Page): Promise<void> {
  await isSharp(page);
  await page.getByRole('region', { name: 'Videos' }).locator('img').waitFor();
  await take(page, 'first-minute');
  await page.getByRole('button', { name: 'Select it' }).click();
  await page.keyboard.press('Enter');
  await page.getByRole('toolbar', { name: 'Proposals' }).waitFor({ timeout: 120_000 });
  await goTo(page, 180);
  await parkPointer(page);
  await take(page, 'proposal');
  await page.keyboard.press('KeyA');
}

async function annotate(page: Page): Promise<void> {
  await chip(page, 1).click();
  await goTo(page, 120);
  await page.keyboard.press('Shift+KeyT');
  await page.keyboard.press('Shift+KeyT');
  await parkPointer(page);
  await take(page, 'annotate');
  await page.keyboard.press('Shift+KeyT');
  await page.keyboard.press('Shift+KeyT');
}

/** Marks a span occluded and one absent, as keys do it: once at its first frame, once at its last. */
async function visibility(page: Page): Promise<void> {
  await chip(page, 2).click();
  for (const [key, first, last] of [
    ['KeyQ', 120, 150],
    ['KeyO', 200, 235],
  ] as const) {
    await goTo(page, first);
    await page.keyboard.press(key);
    await goTo(page, last);
    await page.keyboard.press(key);
  }
  await goTo(page, 140);
  await parkPointer(page);
  await take(page, 'visibility');
  // Undo goes to the frame it changes, when it is durable.
  for (const frame of [235, 150]) {
    await page.keyboard.press('Control+z');
    await isShown(page, frame);
  }
}

async function surgery(page: Page): Promise<void> {
  await chip(page, 2).click();
  await goTo(page, 160);
  await page.keyboard.press('Alt+KeyM');
  await page.getByTestId('surgery').waitFor();
  await parkPointer(page);
  await take(page, 'surgery');
  await page.keyboard.press('Escape');
}

async function loupe(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await chip(page, 1).click();
  await goTo(page, 8);
  await page.keyboard.press('KeyZ');
  const { x, y } = await onPage(page, { x: redAtStart.x + 22, y: redAtStart.y - 10 });
  await page.mouse.move(x, y);
  // The crops of the keyframes are decoded when they are first wanted.
  await page.waitForTimeout(1500);
  await take(page, 'loupe');
  await page.keyboard.press('KeyZ');
}

/** Points at two more things and finishes all answers but one, so that an export has rows and leaves some out. */
async function answer(page: Page): Promise<void> {
  await goTo(page, 240);
  const expressions = page.getByRole('region', { name: 'Expressions' });
  for (const [words, place] of [
    ['the star', starAt240],
    ['the striped box', stripedAt240],
  ] as const) {
    await expressions.getByLabel('New expression').fill(words);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Points: each click a new object' }).click();
    await click(page, place);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  }
  await parkPointer(page);
  for (let n = 0; n < 3; n++) await page.keyboard.press('Control+Enter');
  await take(page, 'answers');
}

async function screens(page: Page): Promise<void> {
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await take(page, 'help');
  await page.keyboard.press('Escape');
  for (const [name, picture] of [
    ['Videos', 'videos'],
    ['Data', 'data'],
    ['Export', 'export'],
  ] as const) {
    await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name }).click();
    await parkPointer(page);
    await page.waitForTimeout(1500);
    await take(page, picture);
  }
}

const code = await buildIfStale();
if (code !== 0) process.exit(code);
mkdirSync(pictures, { recursive: true });
const userFolder = mkdtempSync(join(tmpdir(), 'fiducial-pictures-'));
const host = spawn(process.execPath, ['out/main/loopback.js', '--no-open'], {
  cwd: root,
  env: { ...process.env, FIDUCIAL_USER_FOLDER: userFolder },
});
const executablePath = chromiumPath();
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
try {
  const page = await browser.newPage({ viewport: size });
  page.on('pageerror', (error) => console.error(error));
  await page.goto(await addressOf(host));
  for (const part of [firstMinute, annotate, visibility, surgery, loupe, answer, screens]) await part(page);
} finally {
  await browser.close();
  host.kill();
  rmSync(userFolder, { recursive: true, force: true });
}
