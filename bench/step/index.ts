import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { assetPaths } from '#api/asset-paths.ts';
import { probeVideoFile } from '#media/probe.node.ts';
import { longClip } from '../../scripts/clips/long-clips.ts';
import type { Row } from '../row.ts';
import {
  holdStep,
  jumpTo,
  percentile,
  scrub,
  stepOnce,
  waitForProxy,
  whenOpen,
  type StepTiming,
} from '../studio/drive.ts';
import { openDropped } from '../studio/drop.ts';
import { makeProject } from '../studio/project.ts';
import { openStudioPage, type StudioPage } from '../studio/studio-page.ts';
import { openVideoElement, seekEach } from './video-element.ts';

const group = 'step';
const tracks = 20;
const steps = 400;
const videoSteps = 40;
const jumps = 20;
/** Held this long before it counts: the bar is for a cache warm by normal stepping. */
const warmUpSteps = 30;
/** Frames that must have a small picture before scrubbing is timed. */
const scrubbed = 500;

interface Times {
  forward: number[];
  back: number[];
  jump: number[];
  stepAfterJump: number[];
}

/**
 * Times stepping in the studio itself, by keys, on 1080p30 H.264 with a key frame every 250 frames and 20 tracks,
 * against a <video> that seeks on the same keys with requestVideoFrameCallback, in the same browser.
 */
export async function run(): Promise<Row[]> {
  const minute = await longClip('1080p30-gop250-minute');
  if (minute === undefined)
    throw new Error('The clip of this benchmark is made by ffmpeg, which is not on the PATH.');
  const studio = await openStudioPage();
  try {
    const project = join(studio.folder, 'project');
    const labels = { tracks, keyframeEvery: 15, trackFrames: Infinity };
    await makeProject(project, { userFolder: studio.userFolder, videos: [minute], labels });
    await studio.open(project);
    await whenOpen(studio.page);
    const { times, work } = await measureStudio(studio.page);
    const scrubTimes = await measureScrub(studio.page);
    const video = await measureVideo(studio, minute);
    return [
      ...rowsOf(times, video),
      ratioRow('scrub over the proxy, p50', percentile(scrubTimes, 0.5), percentile(video.jump, 0.5), 10),
      limitRow(`a step's own work with ${tracks} tracks, p50`, percentile(work, 0.5), 4),
      await openingRow(studio, tenMinutes(minute)),
    ];
  } finally {
    await studio.close();
  }
}

/** Frames to jump to: the golden ratio spreads them evenly and never repeats. */
function jumpTargets(frameCount: number): number[] {
  return Array.from({ length: jumps }, (_, i) => Math.floor((((i + 1) * 0.618_034) % 1) * (frameCount - 2)));
}

async function measureStudio(page: Page): Promise<{ times: Times; work: number[] }> {
  const start = 300;
  await jumpTo(page, start);
  await holdStep(page, { from: start, direction: 1, steps: warmUpSteps });
  const from = start + warmUpSteps;
  const forward = await holdStep(page, { from, direction: 1, steps });
  const back = await holdStep(page, { from: from + steps, direction: -1, steps });
  const jump: StepTiming[] = [];
  const stepAfterJump: StepTiming[] = [];
  for (const frame of jumpTargets(1800)) {
    jump.push(await jumpTo(page, frame));
    stepAfterJump.push(await stepOnce(page, frame, 1));
  }
  const total = (timings: readonly StepTiming[]): number[] => timings.map((timing) => timing.total);
  return {
    times: {
      forward: total(forward),
      back: total(back),
      jump: total(jump),
      stepAfterJump: total(stepAfterJump),
    },
    work: forward.map((timing) => timing.work),
  };
}

async function measureScrub(page: Page): Promise<number[]> {
  await jumpTo(page, 0);
  await waitForProxy(page, scrubbed);
  const places = Array.from({ length: 60 }, (_, i) => (((i + 1) * 0.618_034) % 1) * scrubbed);
  const { times, sharpShare } = await scrub(page, places);
  console.error(`Scrubbing: ${Math.round(sharpShare * 100)} % of the frames were sharp at once.`);
  return times;
}

/** The element takes fewer steps: each takes it long. The studio has left the page by then. */
async function measureVideo(studio: StudioPage, path: string): Promise<Times> {
  const { table } = await probeVideoFile(path);
  const videoId = /annotate\/([\w-]+)/.exec(studio.page.url())?.[1] ?? '';
  const canvas = await studio.page.getByTestId('canvas').boundingBox();
  const page = await studio.blankPage();
  await studio.page.goto('about:blank');
  const middles = Array.from(
    table.ticks,
    (tick, i) => (tick + (table.durations[i] ?? 0) / 2) / table.timescale,
  );
  const { width, height } = canvas ?? { width: 1280, height: 720 };
  await openVideoElement(page, { url: assetPaths.video(videoId), middles, width, height });
  const from = 330;
  await seekEach(page, [from]);
  const range = Array.from({ length: videoSteps }, (_, i) => from + 1 + i);
  const forward = await seekEach(page, range);
  const back = await seekEach(
    page,
    range.toReversed().map((frame) => frame - 1),
  );
  const jump: number[] = [];
  const stepAfterJump: number[] = [];
  for (const frame of jumpTargets(table.ticks.length)) {
    jump.push(...(await seekEach(page, [frame])));
    stepAfterJump.push(...(await seekEach(page, [frame + 1])));
  }
  await page.close();
  return { forward, back, jump, stepAfterJump };
}

/** From the drop of ten minutes of 1080p, over its import, to the first sharp picture on the canvas. */
async function openingRow(studio: StudioPage, clip: string): Promise<Row> {
  const project = join(studio.folder, 'empty');
  await makeProject(project, { userFolder: studio.userFolder, videos: [] });
  await studio.open(project);
  const { total, copying } = await openDropped(studio.page, clip);
  console.error(
    `Dropped to drawn: ${total.toFixed(0)} ms, of which copying the file ${copying.toFixed(0)} ms.`,
  );
  // Only the browser host copies: it is not told where a dropped file lies.
  return limitRow('open 10 minutes of 1080p, drop to first picture', total - copying, 2000);
}

function rowsOf(ours: Times, video: Times): Row[] {
  const p = (pick: keyof Times, share: number): [number, number] => [
    percentile(ours[pick], share),
    percentile(video[pick], share),
  ];
  return [
    ratioRow('step forward, p50', ...p('forward', 0.5), 20),
    ratioRow('step forward, p95', ...p('forward', 0.95), 10),
    limitRow('step back, p50', p('back', 0.5)[0], 16.7, p('back', 0.5)[1]),
    limitRow('step back, p95', p('back', 0.95)[0], 33, p('back', 0.95)[1]),
    ratioRow('random jump, p50', ...p('jump', 0.5), 1),
    ratioRow('first step after a jump, p50', ...p('stepAfterJump', 0.5), 1),
  ];
}

function ratioRow(name: string, ours: number, baseline: number, bar: number): Row {
  const ratio = baseline / ours;
  return row({ name, ours, baseline, ratio, bar: `ratio >= ${bar}` }, ratio >= bar);
}

function limitRow(name: string, ours: number, limit: number, baseline = 0): Row {
  const ratio = baseline === 0 ? 0 : baseline / ours;
  return row({ name, ours, baseline, ratio, bar: `<= ${limit} ms` }, ours <= limit);
}

function row(values: Omit<Row, 'group' | 'result' | 'unit'>, isPass: boolean): Row {
  return { group, unit: 'ms', result: isPass ? 'pass' : 'short', ...values };
}

/** The minute ten times over, in one file, its packets copied. */
function tenMinutes(minute: string): string {
  const path = minute.replace(/\.mp4$/, '-times-ten.mp4');
  if (!existsSync(path)) {
    const copy = ['-loglevel', 'error', '-stream_loop', '9', '-i', minute, '-c', 'copy', '-y', path];
    execFileSync('ffmpeg', copy);
  }
  return path;
}
