import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { GrayImage } from '#models/flow/gray.ts';
import { sceneRenderer, type Scene } from '../../scripts/clips/scenes.ts';

/** Draws a scene's frames as luma. */
export function draw(scene: Scene): GrayImage[] {
  const renderer = sceneRenderer(scene);
  const { width, height } = scene;
  return Array.from({ length: scene.frameCount }, (_, frame) => ({
    width,
    height,
    data: renderer.gray(frame),
  }));
}

/** The frames of a clip as luma by ffmpeg, at most `count` of them, or in words why there are none. */
export function decode(file: string, width: number, height: number, count = 100_000): GrayImage[] | string {
  if (!existsSync(file)) return `${file} is missing`;
  const output = [
    '-f',
    'rawvideo',
    '-pix_fmt',
    'gray',
    '-fps_mode',
    'passthrough',
    '-frames:v',
    String(count),
  ];
  const { stdout, error, status } = spawnSync('ffmpeg', ['-v', 'error', '-i', file, ...output, '-'], {
    maxBuffer: 2 ** 30,
  });
  if (error) return 'ffmpeg is not on the PATH';
  if (status !== 0) return `ffmpeg could not decode ${file}`;
  const size = width * height;
  return Array.from({ length: Math.floor(stdout.length / size) }, (_, frame) => ({
    width,
    height,
    data: stdout.subarray(frame * size, (frame + 1) * size),
  }));
}
