import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { hasFfmpeg, probePackets, runFfmpeg, words } from '../../scripts/clips/ffmpeg.ts';
import { sampleObjects, sampleScene } from '../../scripts/clips/sample-scene.ts';
import { truthOf } from '../../scripts/clips/scenes.ts';

const folder = fileURLToPath(new URL('../../resources/sample/', import.meta.url));

interface GroundTruth {
  frameCount: number;
  width: number;
  height: number;
  objects: {
    name: string;
    centres: ([number, number] | null)[];
    boxes: ([number, number, number, number] | null)[];
    visibility: ('visible' | 'occluded' | 'absent')[];
  }[];
}

const truth = JSON.parse(readFileSync(`${folder}ground-truth.json`, 'utf8')) as GroundTruth;

test('the ground truth is that of the scene in the repository', () => {
  expect(truth.objects.map(({ name }) => name)).toEqual(sampleObjects.map(({ name }) => name));
  for (const { name, centres, boxes, visibility } of truth.objects) {
    for (let frame = 0; frame < truth.frameCount; frame += 7) {
      const expected = truthOf(sampleScene, name, frame);
      expect(visibility[frame]).toBe(expected.visibility);
      const numbers = [...(centres[frame] ?? []), ...(boxes[frame] ?? [])];
      const { centre, box } = expected;
      const wanted = centre && box ? [centre.x, centre.y, box.x, box.y, box.width, box.height] : [];
      expect(numbers).toHaveLength(wanted.length);
      numbers.forEach((value, i) => expect(value).toBeCloseTo(wanted[i] ?? Number.NaN, 2));
    }
  }
});

test('the red ball is hidden for about a second, and the star comes in late', () => {
  const statesOf = (name: string) => truth.objects.find((object) => object.name === name)?.visibility ?? [];
  const hidden = statesOf('red ball')
    .slice(180, 260)
    .filter((state) => state === 'occluded').length;
  expect(hidden).toBeGreaterThan(25);
  expect(hidden).toBeLessThan(45);
  expect(statesOf('star')[0]).toBe('absent');
  expect(statesOf('star').at(-1)).toBe('visible');
});

test('the clip is small', () => {
  expect(statSync(`${folder}sample.mp4`).size).toBeLessThan(2_000_000);
});

test.runIf(hasFfmpeg())('the clip shows the balls where the truth says, on every 20th frame', async () => {
  const { packets } = probePackets(`${folder}sample.mp4`);
  expect(packets).toHaveLength(truth.frameCount);
  const { width, height } = truth;
  const bytes = await runFfmpeg([
    '-i',
    `${folder}sample.mp4`,
    ...words('-vf select=not(mod(n\\,20)) -vsync passthrough -f rawvideo -pix_fmt rgb24 -'),
  ]);
  const centroid = (picture: Uint8Array, isBall: (r: number, g: number, b: number) => boolean) => {
    const sum = { x: 0, y: 0, count: 0 };
    for (let i = 0; i < width * height; i++) {
      if (!isBall(picture[i * 3] ?? 0, picture[i * 3 + 1] ?? 0, picture[i * 3 + 2] ?? 0)) continue;
      sum.x += (i % width) + 0.5;
      sum.y += Math.floor(i / width) + 0.5;
      sum.count++;
    }
    return { x: sum.x / sum.count, y: sum.y / sum.count };
  };
  const blue = truth.objects.find(({ name }) => name === 'blue ball')?.centres ?? [];
  for (let i = 0; i < truth.frameCount / 20; i++) {
    const picture = bytes.subarray(i * width * height * 3, (i + 1) * width * height * 3);
    const found = centroid(picture, (r, g, b) => b > r + 50 && b > g + 25);
    const wanted = blue[i * 20] ?? [Number.NaN, Number.NaN];
    // The band and the highlight are not blue: the middle of the blue part is near the ball's middle.
    expect(Math.hypot(found.x - wanted[0], found.y - wanted[1])).toBeLessThan(9);
  }
});
