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

/** Not yet started: Emscripten calls back once the WebAssembly is compiled. */
type StartingOpenCv = Partial<OpenCv> & { onRuntimeInitialized?: () => void };

let loading: Promise<OpenCv> | undefined;

/** Loads OpenCV once per thread, in Node or a browser worker: about 11 MB and a fifth of a second to compile. */
export function loadOpenCv(): Promise<OpenCv> {
  loading ??= import('@techstark/opencv-js').then(
    (module: unknown) =>
      new Promise((resolve) => {
        const cv = (module as { default: StartingOpenCv }).default;
        // The module has a `then` of its own in some builds, so it is never handed to resolve() by itself.
        const ready = (): void => resolve(withoutThen(cv));
        if (cv.Mat) ready();
        else cv.onRuntimeInitialized = ready;
      }),
  );
  return loading;
}

function withoutThen(cv: StartingOpenCv): OpenCv {
  if ('then' in cv) delete cv.then;
  return cv as OpenCv;
}
