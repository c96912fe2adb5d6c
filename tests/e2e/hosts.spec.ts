import { expect, test } from './studio.ts';

test('the page is isolated, so that threaded WebAssembly works, and loads nothing from elsewhere', async ({
  studio,
}) => {
  const page = await studio.start();
  expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(true);
  const blocked = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.blockedURI));
        void fetch('https://example.invalid/').catch(() => undefined);
      }),
  );
  expect(await blocked).toContain('example.invalid');
});

test('the page has no Node and reaches the core only', async ({ studio }) => {
  const page = await studio.start();
  const reachable = await page.evaluate(() =>
    ['require', 'process', 'module'].filter((name) => name in window),
  );
  expect(reachable).toEqual([]);
  expect(await page.evaluate(async () => (await fetch('/asset/nowhere/1')).status)).toBe(404);
});
