import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withoutTextCode } from '../../../scripts/opencv-plugin.ts';

test('OpenCV as the page gets it runs where code from text is forbidden', () => {
  const require = createRequire(import.meta.url);
  const folder = mkdtempSync(join(tmpdir(), 'fiducial-opencv-'));
  try {
    const source = readFileSync(require.resolve('@techstark/opencv-js'), 'utf8');
    writeFileSync(join(folder, 'opencv.cjs'), withoutTextCode(source));
    const script = `
      const cv = require(${JSON.stringify(join(folder, 'opencv.cjs'))});
      cv.onRuntimeInitialized = () => {
        const image = cv.matFromArray(2, 2, cv.CV_8UC1, [1, 2, 3, 4]);
        const turned = new cv.Mat();
        cv.transpose(image, turned);
        console.log(JSON.stringify([...turned.data]));
      };`;
    const printed = execFileSync(process.execPath, ['--disallow-code-generation-from-strings', '-e', script]);
    expect(JSON.parse(printed.toString())).toEqual([1, 3, 2, 4]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('another version of OpenCV is refused with advice', () => {
  expect(() => withoutTextCode('var cv = 1;')).toThrow(/not as expected.*scripts\/opencv-plugin\.ts/);
});
