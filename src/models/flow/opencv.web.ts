// A static import: awaiting import() of a module with a `then` of its own would never end.
import * as opencv from '@techstark/opencv-js';
import type { FlowEngine } from './engine.ts';
import { openCvEngine } from './opencv-engine.ts';
import { started, type StartingOpenCv } from './opencv.ts';

let loading: Promise<FlowEngine> | undefined;

/** The tracker's engine in a worker: WebAssembly of some 11 MB, compiled once per worker. */
export function loadEngine(): Promise<FlowEngine> {
  loading ??= started((opencv as unknown as { default: StartingOpenCv }).default).then(openCvEngine);
  return loading;
}
