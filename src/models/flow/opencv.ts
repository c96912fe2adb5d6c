/** The little of OpenCV that the tracker uses, typed by hand: the package's own types know no embind objects. */
export interface OpenCv {
  Mat: new () => CvMat;
  matFromArray(rows: number, cols: number, type: number, values: ArrayLike<number>): CvMat;
  Size: new (width: number, height: number) => object;
  TermCriteria: new (type: number, maxCount: number, epsilon: number) => object;
  CV_8UC1: number;
  CV_32FC2: number;
  TM_CCOEFF_NORMED: number;
  OPTFLOW_USE_INITIAL_FLOW: number;
  goodFeaturesToTrack(
    image: CvMat,
    corners: CvMat,
    max: number,
    quality: number,
    minDistance: number,
    mask: CvMat,
    blockSize: number,
  ): void;
  calcOpticalFlowPyrLK(
    from: CvMat,
    to: CvMat,
    fromPoints: CvMat,
    toPoints: CvMat,
    status: CvMat,
    error: CvMat,
    window: object,
    levels: number,
    criteria: object,
    flags: number,
    minEigenvalue: number,
  ): void;
  matchTemplate(image: CvMat, template: CvMat, result: CvMat, method: number): void;
}

export interface CvMat {
  rows: number;
  cols: number;
  data: Uint8Array;
  data32F: Float32Array;
  delete(): void;
}

/** As the package exports it: Emscripten calls back once the WebAssembly is compiled. */
export type StartingOpenCv = Partial<OpenCv> & { onRuntimeInitialized?: () => void; then?: unknown };

/**
 * Waits until the package's export can be used. The export has a `then` that resolves to itself: awaiting it, or
 * anything that passes for it, never ends, so the `then` goes.
 */
export function started(cv: StartingOpenCv): Promise<OpenCv> {
  delete cv.then;
  return new Promise((resolve) => {
    const ready = (): void => resolve(cv as OpenCv);
    if (cv.Mat) ready();
    else cv.onRuntimeInitialized = ready;
  });
}
