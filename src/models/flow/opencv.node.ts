import { createRequire } from 'node:module';
import type { FlowEngine } from './engine.ts';
import { openCvEngine } from './opencv-engine.ts';
import { started, type OpenCv, type StartingOpenCv } from './opencv.ts';

let loading: Promise<OpenCv> | undefined;

/** The tracker's engine in Node, for tests and benchmarks; in the program it runs in the page's worker. */
export async function loadEngine(): Promise<FlowEngine> {
  return openCvEngine(await loadOpenCv());
}

/** OpenCV itself in Node. */
export function loadOpenCv(): Promise<OpenCv> {
  const require = createRequire(import.meta.url);
  loading ??= started(require('@techstark/opencv-js') as StartingOpenCv);
  return loading;
}
