import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
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

async function take(page: Page, name: string): Promise<void> {
  // Passing words and hover marks are no part of a picture.
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(pictures, `${name}.png`) });
  console.log(`${name}.png`);
}

async function goToFrame(page: Page, frame: number): Promise<void> {
  await page.keyboard.press('Backquote');
  await page.keyboard.type(String(frame));
  await page.keyboard.press('Enter');
  await page.waitForTimeout(300);
}

async function draw(page: Page): Promise<void> {
  await page.getByText('Saved').waitFor();
  await page.waitForTimeout(3000);
  await take(page, 'first-minute');
  await page.getByRole('button', { name: '#1' }).first().click();
  await page.waitForTimeout(300);
  await take(page, 'selected');
  await page.keyboard.press('Enter');
  await page.getByRole('toolbar', { name: 'Proposals' }).waitFor({ timeout: 120_000 });
  await page.waitForTimeout(6000);
  await goToFrame(page, 60);
  await take(page, 'proposal');
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
  await draw(page);
} finally {
  await browser.close();
  host.kill();
  rmSync(userFolder, { recursive: true, force: true });
}
