import type { Point } from '#domain/geometry.ts';
import type { FlowEngine, FlowOptions, FlowResult, FlowSeed } from './engine.ts';
import type { GrayImage } from './gray.ts';
import type { CvMat, OpenCv } from './opencv.ts';

/** Iterations and step (pixels) after which Lucas-Kanade stops at each level. */
const iterations = 30;
const epsilon = 0.003;
/** Below this smallest eigenvalue of the gradient matrix a window is too flat to follow. */
const minEigenvalue = 1e-4;
/** A corner counts if its score is at least this share of the best one's. */
const cornerQuality = 0.02;

/** The tracker's image operations by OpenCV's WebAssembly build. OpenCV has pixel centres at whole numbers. */
export function openCvEngine(cv: OpenCv): FlowEngine {
  const criteria = new cv.TermCriteria(3, iterations, epsilon);
  return {
    corners: (image, options) => corners(cv, image, options),
    flow: (from, to, seeds, options) => thereAndBack(cv, criteria, from, to, seeds, options),
    match: (image, template) => match(cv, image, template),
  };
}

/** Frees what it made, whatever happens: embind objects are not garbage-collected. */
function withMats<T>(work: (own: <M extends CvMat>(mat: M) => M) => T): T {
  const owned: CvMat[] = [];
  try {
    return work((mat) => {
      owned.push(mat);
      return mat;
    });
  } finally {
    for (const mat of owned) mat.delete();
  }
}

function matOf(cv: OpenCv, image: GrayImage): CvMat {
  return cv.matFromArray(image.height, image.width, cv.CV_8UC1, image.data);
}

function corners(
  cv: OpenCv,
  image: GrayImage,
  { max, minDistance }: { max: number; minDistance: number },
): Point[] {
  return withMats((own) => {
    const found = own(new cv.Mat());
    cv.goodFeaturesToTrack(
      own(matOf(cv, image)),
      found,
      max,
      cornerQuality,
      minDistance,
      own(new cv.Mat()),
      5,
    );
    return pointsOf(found);
  });
}

function thereAndBack(
  cv: OpenCv,
  criteria: object,
  from: GrayImage,
  to: GrayImage,
  seeds: readonly FlowSeed[],
  { window, levels }: FlowOptions,
): FlowResult[] {
  if (seeds.length === 0) return [];
  return withMats((own) => {
    const first = own(matOf(cv, from));
    const second = own(matOf(cv, to));
    const size = new cv.Size(window, window);
    const run = (a: CvMat, b: CvMat, start: CvMat, end: CvMat): Uint8Array => {
      const status = own(new cv.Mat());
      const flags = cv.OPTFLOW_USE_INITIAL_FLOW;
      const residual = own(new cv.Mat());
      cv.calcOpticalFlowPyrLK(
        a,
        b,
        start,
        end,
        status,
        residual,
        size,
        levels,
        criteria,
        flags,
        minEigenvalue,
      );
      return status.data;
    };
    const starts = own(
      matOfPoints(
        cv,
        seeds.map((seed) => seed.from),
      ),
    );
    const ends = own(
      matOfPoints(
        cv,
        seeds.map((seed) => seed.guess),
      ),
    );
    const found = run(first, second, starts, ends).slice();
    const returns = own(
      matOfPoints(
        cv,
        seeds.map((seed) => seed.from),
      ),
    );
    const foundBack = run(second, first, ends, returns);
    const reached = pointsOf(ends);
    const back = pointsOf(returns);
    return seeds.map((seed, index) => {
      const end = reached[index] ?? seed.guess;
      const home = back[index] ?? seed.from;
      const ok = found[index] === 1 && foundBack[index] === 1;
      const error = ok ? Math.hypot(home.x - seed.from.x, home.y - seed.from.y) : Infinity;
      return { to: end, error };
    });
  });
}

function match(
  cv: OpenCv,
  image: GrayImage,
  template: GrayImage,
): { width: number; height: number; scores: Float32Array } {
  return withMats((own) => {
    const result = own(new cv.Mat());
    cv.matchTemplate(own(matOf(cv, image)), own(matOf(cv, template)), result, cv.TM_CCOEFF_NORMED);
    return { width: result.cols, height: result.rows, scores: result.data32F.slice() };
  });
}

function matOfPoints(cv: OpenCv, points: readonly Point[]): CvMat {
  const values = points.flatMap((point) => [point.x - 0.5, point.y - 0.5]);
  return cv.matFromArray(points.length, 1, cv.CV_32FC2, values);
}

function pointsOf(mat: CvMat): Point[] {
  const values = mat.data32F;
  return Array.from({ length: mat.rows }, (_, index) => ({
    x: (values[2 * index] ?? 0) + 0.5,
    y: (values[2 * index + 1] ?? 0) + 0.5,
  }));
}
