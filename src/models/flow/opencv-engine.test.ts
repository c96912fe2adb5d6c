import { expect, test } from 'vitest';
import { motionScene } from '../../../scripts/clips/motions.ts';
import { sceneRenderer } from '../../../scripts/clips/scenes.ts';
import { ObjectTracker } from './object-tracker.ts';
import { openCvEngine } from './opencv-engine.ts';
import { loadOpenCv } from './opencv.node.ts';
import type { CvMat, OpenCv } from './opencv.ts';

/** OpenCV that counts the matrices it gave out and that were not freed. */
function counting(cv: OpenCv): { cv: OpenCv; alive: () => number } {
  let alive = 0;
  const counted = <M extends CvMat>(mat: M): M => {
    alive++;
    const free = mat.delete.bind(mat);
    mat.delete = () => {
      alive--;
      free();
    };
    return mat;
  };
  const watched = Object.assign(Object.create(cv) as OpenCv, {
    Mat: function Mat() {
      return counted(new cv.Mat());
    },
    matFromArray: (...values: Parameters<OpenCv['matFromArray']>) => counted(cv.matFromArray(...values)),
  });
  return { cv: watched, alive: () => alive };
}

test('ten runs leave no matrix behind, nor does a call that fails', async () => {
  const { cv, alive } = counting(await loadOpenCv());
  const engine = openCvEngine(cv);
  const scene = motionScene('occlusion', { seed: 2, frameCount: 50, width: 160, height: 120, size: 30 });
  const renderer = sceneRenderer(scene);
  const pictures = Array.from({ length: 10 }, (_, step) => ({
    width: 160,
    height: 120,
    data: renderer.gray(step * 5),
  }));
  const [first, ...rest] = pictures;
  if (!first) throw new Error('no picture');
  for (let run = 0; run < 10; run++) {
    const tracker = new ObjectTracker(engine, first, 'point', { x: 60, y: 60, w: null, h: null });
    for (const picture of rest) tracker.step(picture);
  }
  const small = { width: 4, height: 4, data: new Uint8Array(16) };
  const seed = { from: { x: 2, y: 2 }, guess: { x: 2, y: 2 } };
  expect(() => engine.flow(small, first, [seed], { window: 5, levels: 1 })).toThrow();
  expect(alive()).toBe(0);
});
