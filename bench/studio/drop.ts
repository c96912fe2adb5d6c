import type { Page } from 'playwright';

/**
 * Drops a file on the list of videos and opens it as soon as its card is there. Answers the milliseconds from the drop
 * to the first sharp picture on the canvas, and those spent on copying the file into the project.
 */
export async function openDropped(page: Page, path: string): Promise<{ total: number; copying: number }> {
  const screen = page.getByTestId('videos-screen');
  await screen.waitFor();
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.id = 'benchmark-file';
    document.body.append(input);
  });
  await page.locator('#benchmark-file').setInputFiles(path);
  await screen.evaluate((target) => {
    const input = document.querySelector<HTMLInputElement>('#benchmark-file');
    const file = input?.files?.[0];
    const dataTransfer = new DataTransfer();
    if (file) dataTransfer.items.add(file);
    input?.remove();
    performance.mark('bench:dropped');
    target.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await page.locator('.video-card-open').first().click();
  await page.locator('.transport-state.sharp').waitFor({ timeout: 60_000 });
  return page.evaluate(() => {
    const [dropped] = performance.getEntriesByName('bench:dropped');
    const sharp = performance
      .getEntriesByType('mark')
      .find((mark) => mark.name.startsWith('fiducial:draw:') && (mark as PerformanceMark).detail === 'sharp');
    const upload = performance
      .getEntriesByType('resource')
      .find((entry) => entry.name.includes('/asset/upload/'));
    const start = dropped?.startTime ?? Number.NaN;
    return { total: (sharp?.startTime ?? Number.NaN) - start, copying: upload?.duration ?? 0 };
  });
}
