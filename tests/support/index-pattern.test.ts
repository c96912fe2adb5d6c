import { expect, test } from 'vitest';
import { normalNumbers, randomNumbers } from '../../scripts/clips/random.ts';
import { drawIndexPattern, maxPatternIndex, readIndexPattern, type Region } from './index-pattern.ts';

interface Picture {
  rgba: Uint8ClampedArray;
  width: number;
  height: number;
}

function picture(width: number, height: number, index: number): Picture {
  const rgba = new Uint8ClampedArray(width * height * 4).fill(128);
  drawIndexPattern(rgba, width, height, index);
  return { rgba, width, height };
}

/** Places a picture in a larger one, scaled by area averaging, as a canvas would show it. */
function shown(source: Picture, width: number, height: number, region: Region): Picture {
  const rgba = new Uint8ClampedArray(width * height * 4).fill(40);
  const taps = Math.max(1, Math.ceil(source.width / region.width));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 4; channel++) {
        let sum = 0;
        let count = 0;
        for (let tap = 0; tap < taps * taps; tap++) {
          const inX = x + ((tap % taps) + 0.5) / taps - region.x;
          const inY = y + (Math.floor(tap / taps) + 0.5) / taps - region.y;
          const fromX = Math.floor((inX / region.width) * source.width);
          const fromY = Math.floor((inY / region.height) * source.height);
          if (fromX < 0 || fromY < 0 || fromX >= source.width || fromY >= source.height) continue;
          sum += source.rgba[(fromY * source.width + fromX) * 4 + channel] ?? 0;
          count++;
        }
        if (count > 0) rgba[(y * width + x) * 4 + channel] = sum / count;
      }
    }
  }
  return { rgba, width, height };
}

/** A picture turned by 90 degrees clockwise. */
function turned(source: Picture): Picture {
  const { width, height } = source;
  const rgba = new Uint8ClampedArray(source.rgba.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 4;
      rgba.set(source.rgba.subarray(from, from + 4), (x * height + (height - 1 - y)) * 4);
    }
  }
  return { rgba, width: height, height: width };
}

const read = ({ rgba, width, height }: Picture, region?: Region) =>
  readIndexPattern(rgba, width, height, region);

test('every index reads back, up to the largest', () => {
  const next = randomNumbers(1);
  const random = Array.from({ length: 300 }, () => Math.floor(next() * (maxPatternIndex + 1)));
  for (const index of [0, 1, 2, 255, 256, 65_535, 65_536, maxPatternIndex, ...random]) {
    expect(read(picture(64, 48, index))).toBe(index);
  }
});

test.each([
  [320, 180],
  [321, 181],
  [180, 320],
  [1920, 1080],
])('reads at %i x %i', (width, height) => {
  expect(read(picture(width, height, 12_345))).toBe(12_345);
});

test.each([0.3, 0.41, 0.77, 1, 1.33, 2.7, 4])('reads a region shown at scale %f', (scale) => {
  const region = { x: 13.4, y: 7.7, width: 320 * scale, height: 180 * scale };
  const canvas = shown(
    picture(320, 180, 70_321),
    Math.ceil(region.width + 40),
    Math.ceil(region.height + 30),
    region,
  );
  expect(read(canvas, region)).toBe(70_321);
});

test.each([0.3, 0.77, 1.33, 3])('finds the pattern itself at scale %f', (scale) => {
  const region = { x: 31.4, y: 57.7, width: 320 * scale, height: 180 * scale };
  const canvas = shown(
    picture(320, 180, 9_001),
    Math.ceil(region.width + 90),
    Math.ceil(region.height + 80),
    region,
  );
  expect(read(canvas)).toBe(9_001);
});

test('reads a zoomed picture whose margins are off the canvas', () => {
  const region = { x: -90, y: -50, width: 640, height: 360 };
  expect(read(shown(picture(320, 180, 77), 460, 300, region), region)).toBe(77);
});

test('gives nothing when a part of the pattern is off the canvas', () => {
  const region = { x: -200, y: -50, width: 640, height: 360 };
  expect(read(shown(picture(320, 180, 77), 460, 300, region), region)).toBeUndefined();
});

test('noise, less contrast and a colour cast do not matter', () => {
  const noisy = picture(320, 180, 4_321);
  const next = normalNumbers(3);
  for (let i = 0; i < noisy.rgba.length; i++) {
    noisy.rgba[i] = 30 + (noisy.rgba[i] ?? 0) * (i % 4 === 0 ? 0.6 : 0.5) + next() * 25;
  }
  expect(read(noisy)).toBe(4_321);
});

test('a gray picture reads', () => {
  const gray = picture(320, 180, 4_322);
  for (let at = 0; at < gray.rgba.length; at += 4) gray.rgba.fill(gray.rgba[at + 1] ?? 0, at, at + 3);
  expect(read(gray)).toBe(4_322);
});

test('one flipped, or two, of the data cells give nothing', () => {
  const flip = (target: Picture, position: number): void => {
    const column = 1 + (position % 8);
    const row = 1 + Math.floor(position / 8);
    for (let y = 36 + row * 18; y < 36 + (row + 1) * 18; y++) {
      for (let x = 64 + column * 19.2; x < 64 + (column + 1) * 19.2 - 1; x++) {
        const at = (y * 320 + Math.ceil(x)) * 4;
        for (let channel = 0; channel < 3; channel++) {
          target.rgba[at + channel] = 255 - (target.rgba[at + channel] ?? 0);
        }
      }
    }
  };
  for (let first = 0; first < 32; first++) {
    for (let second = first; second < 32; second++) {
      const damaged = picture(320, 180, 1_234);
      flip(damaged, first);
      if (second !== first) flip(damaged, second);
      expect(read(damaged)).toBeUndefined();
    }
  }
});

test('two frames blended into one give nothing', () => {
  const blend = picture(320, 180, 40);
  const other = picture(320, 180, 41);
  for (let i = 0; i < blend.rgba.length; i++)
    blend.rgba[i] = ((blend.rgba[i] ?? 0) + (other.rgba[i] ?? 0)) / 2;
  expect(read(blend)).toBeUndefined();
});

test('a turned or mirrored picture gives nothing', () => {
  const upright = picture(180, 180, 600);
  const quarter = turned(upright);
  const half = turned(quarter);
  const mirrored = picture(180, 180, 600);
  for (let i = 0; i < 180 * 180; i++) {
    const from = (i - (i % 180) + 179 - (i % 180)) * 4;
    mirrored.rgba.set(upright.rgba.subarray(from, from + 4), i * 4);
  }
  expect([quarter, half, turned(half), mirrored].map((each) => read(each))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(read(turned(turned(half)))).toBe(600);
});

test('a wrong region gives nothing', () => {
  for (const shift of [12, 20, 40, -20]) {
    const region = { x: shift, y: 0, width: 320, height: 180 };
    expect(read(picture(320, 180, 5), region)).toBeUndefined();
  }
});

test('pictures without a pattern give nothing', () => {
  const next = randomNumbers(8);
  const noise = new Uint8ClampedArray(320 * 180 * 4).map(() => next() * 256);
  expect(read({ rgba: noise, width: 320, height: 180 })).toBeUndefined();
  expect(read({ rgba: new Uint8ClampedArray(320 * 180 * 4), width: 320, height: 180 })).toBeUndefined();
  expect(read({ rgba: new Uint8ClampedArray(4), width: 1, height: 1 })).toBeUndefined();
});

test('an index that does not fit is refused', () => {
  expect(() => picture(64, 48, maxPatternIndex + 1)).toThrow(RangeError);
  expect(() => picture(64, 48, -1)).toThrow(RangeError);
});
