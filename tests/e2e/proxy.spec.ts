import { annotate } from '../support/page-annotate.ts';
import { projectOfClips } from '../support/page-project.ts';
import { expect, test } from './studio.ts';

test('an opened video gets small pictures for scrubbing', async ({ studio }) => {
  const project = projectOfClips(studio.folder, ['h264-gop250.mp4']);
  const screen = await annotate(await studio.start(project));
  const pictureFiles = (): Promise<number> =>
    screen.page.evaluate(async () => {
      const storage = await navigator.storage.getDirectory();
      const root = await storage.getDirectoryHandle('frame-proxies', { create: true });
      let count = 0;
      for await (const folder of root.values()) {
        if (folder.kind !== 'directory') continue;
        for await (const name of folder.keys()) if (/^\d+-\d+$/.test(name)) count += 1;
      }
      return count;
    });
  await expect.poll(pictureFiles, { timeout: 30_000 }).toBeGreaterThan(0);
});
