import type { Page } from 'playwright';

/** A key press or a pointer's move, and when the page's first listener heard of it. Milliseconds of the page's clock. */
export interface RecordedInput {
  type: 'keydown' | 'pointermove';
  /** When the browser made the event. */
  at: number;
  heard: number;
}

/** The return of a frame's draw call, or what stood for it. */
export interface RecordedDraw {
  frame: number;
  at: number;
  isSharp: boolean;
}

export interface Recording {
  inputs: RecordedInput[];
  draws: RecordedDraw[];
}

declare global {
  /** What the benchmark keeps in the page it looks at. */
  var recording: Recording | undefined;
}

/** Starts listening on a page for inputs, and for the studio's marks of draws (canvas/draw-timing.ts). */
export async function startRecording(page: Page): Promise<void> {
  await page.evaluate(() => {
    const prefix = 'fiducial:draw:';
    const recording: Recording = { inputs: [], draws: [] };
    globalThis.recording = recording;
    for (const type of ['keydown', 'pointermove'] as const) {
      window.addEventListener(
        type,
        ({ timeStamp }) => recording.inputs.push({ type, at: timeStamp, heard: performance.now() }),
        { capture: true },
      );
    }
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (!entry.name.startsWith(prefix)) continue;
        const isSharp = (entry as PerformanceMark).detail === 'sharp';
        recording.draws.push({
          frame: Number(entry.name.slice(prefix.length)),
          at: entry.startTime,
          isSharp,
        });
      }
    }).observe({ entryTypes: ['mark'] });
  });
}

/** What was recorded since the last call. */
export function takeRecording(page: Page): Promise<Recording> {
  return page.evaluate(async () => {
    // The observer hears of a mark a moment after it was made.
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
    const { recording } = globalThis;
    if (!recording) throw new Error('Nothing records on this page');
    return { inputs: recording.inputs.splice(0), draws: recording.draws.splice(0) };
  });
}

/** Waits until a frame has been drawn, sharp or not as is asked. Rejects after `limitMs`. */
export async function waitForDraw(
  page: Page,
  frame: number,
  { isSharp, limitMs = 30_000 }: { isSharp: boolean; limitMs?: number },
): Promise<void> {
  await page.waitForFunction(
    (wanted) =>
      globalThis.recording?.draws.some(
        (draw) => draw.frame === wanted.frame && (draw.isSharp || !wanted.isSharp),
      ),
    { frame, isSharp },
    { timeout: limitMs, polling: 5 },
  );
}
