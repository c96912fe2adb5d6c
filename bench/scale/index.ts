import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { longClip } from '../../scripts/clips/long-clips.ts';
import type { Row } from '../row.ts';
import { hold, holdStep, jumpTo, pause, percentile, scrub, waitForProxy, whenOpen } from '../studio/drive.ts';
import { copiesOf, makeProject, type LabelPlan } from '../studio/project.ts';
import { takeRecording } from '../studio/recorder.ts';
import { openStudioPage, type Memory, type StudioPage } from '../studio/studio-page.ts';

const group = 'scale';
/** MiB: the bitmaps that the studio may keep, twice where the browser copies them, and the program itself. */
const memoryBound = 2600;
const soakMs = Number(process.env['FIDUCIAL_SOAK_SECONDS'] ?? 180) * 1000;

/** How the studio bears long videos and many lanes: time to open and to step, timeline, memory, leaks. */
export async function run(): Promise<Row[]> {
  const twoHours = await longClip('two-hours');
  const minute = await longClip('1080p30-gop250-minute');
  if (twoHours === undefined || minute === undefined)
    throw new Error('The clips of this benchmark are made by ffmpeg, which is not on the PATH.');
  const studio = await openStudioPage();
  try {
    const many = { tracks: 200, keyframeEvery: 500, trackFrames: Infinity };
    const lanes = { tracks: 2000, keyframeEvery: 150, trackFrames: 9000 };
    const rows = await projectRows(studio, '180,000 frames, 200 tracks', twoHours, many);
    rows.push(await soakRow(studio));
    rows.push(...(await projectRows(studio, '200,000 frames, 2,000 lanes', longest(twoHours), lanes)));
    rows.push(...(await reopenRows(studio, minute)));
    return rows;
  } finally {
    await studio.close();
  }
}

/** 200,000 frames: the two hours over again, the packets copied. */
function longest(twoHours: string): string {
  const path = twoHours.replace(/\.mp4$/, '-and-more.mp4');
  if (!existsSync(path)) {
    const copy = ['-loglevel', 'error', '-stream_loop', '1', '-i', twoHours, '-frames:v', '200000'];
    execFileSync('ffmpeg', [...copy, '-c', 'copy', '-y', path]);
  }
  return path;
}

async function projectRows(
  studio: StudioPage,
  name: string,
  clip: string,
  labels: LabelPlan,
): Promise<Row[]> {
  const project = join(studio.folder, `project-${labels.tracks}`);
  await makeProject(project, { userFolder: studio.userFolder, videos: [clip], labels });
  const started = performance.now();
  await studio.open(project);
  await whenOpen(studio.page);
  const opened = performance.now() - started;
  const { page } = studio;
  // Spans and the first proxy pictures come while one looks around.
  await pause(3000);
  const fresh = await studio.memory();
  const middle = 90_000;
  await jumpTo(page, middle);
  await holdStep(page, { from: middle, direction: 1, steps: 30 });
  const busyBefore = await studio.busyMs();
  const forward = await holdStep(page, { from: middle + 30, direction: 1, steps: 200 });
  const busy = ((await studio.busyMs()) - busyBefore) / 200;
  const back = await holdStep(page, { from: middle + 230, direction: -1, steps: 200 });
  const total = forward.map((timing) => timing.total);
  const work = [...forward, ...back].map((timing) => timing.work);
  const timeline = await timelineRows(studio, name);
  const used = await studio.memory();
  console.error(`${name}: ${words(fresh)} at first, ${words(used)} after use.`);
  return [
    limitRow(`${name}: open`, opened, 3000, 'ms'),
    limitRow(`${name}: step forward, p95`, percentile(total, 0.95), 33, 'ms'),
    limitRow(`${name}: a step's own work, p50`, percentile(work, 0.5), 8, 'ms'),
    limitRow(`${name}: processor time of the page a step`, busy, 33, 'ms'),
    ...timeline,
    limitRow(`${name}: JavaScript heap`, used.heap, 400, 'MB'),
    limitRow(`${name}: page process`, used.process, memoryBound, 'MB'),
    limitRow(`${name}: DOM nodes`, used.domNodes, 2500, ''),
    limitRow(`${name}: DOM nodes more after use`, used.domNodes - fresh.domNodes, 200, ''),
  ];
}

function words({ heap, process, domNodes }: Memory): string {
  return `${heap.toFixed(0)} MB heap, ${process.toFixed(0)} MB process, ${domNodes} nodes`;
}

interface WheelGesture {
  what: string;
  /** Pixels below the ruler's top. */
  below: number;
  deltas: number[];
  isShifted: boolean;
}

const wheelGestures: readonly WheelGesture[] = [
  {
    what: 'zoom',
    below: 8,
    deltas: [...Array<number>(30).fill(-200), ...Array<number>(30).fill(200)],
    isShifted: false,
  },
  { what: 'pan', below: 8, deltas: Array<number>(60).fill(40), isShifted: true },
  { what: 'scroll', below: 80, deltas: Array<number>(60).fill(120), isShifted: false },
];

/** Processor time of the page for each turn of the wheel over the timeline, layout and painting included. */
async function timelineRows(studio: StudioPage, name: string): Promise<Row[]> {
  const { page } = studio;
  const box = await page.getByRole('slider', { name: 'Frame' }).boundingBox();
  if (!box) throw new Error('The timeline is not on the page');
  const rows: Row[] = [];
  for (const { what, below, deltas, isShifted } of wheelGestures) {
    await page.mouse.move(box.x + box.width / 2, box.y + below);
    if (isShifted) {
      await page.mouse.wheel(0, -2000);
      await page.keyboard.down('Shift');
    }
    await pause(300);
    const before = await studio.busyMs();
    for (const delta of deltas) {
      await page.mouse.wheel(0, delta);
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    const each = ((await studio.busyMs()) - before) / deltas.length;
    if (isShifted) await page.keyboard.up('Shift');
    rows.push(limitRow(`${name}: timeline ${what}, a redraw`, each, 16.7, 'ms'));
  }
  return rows;
}

/** Steps, scrubs and plays over the open video for minutes; the memory must not grow past its first third. */
async function soakRow(studio: StudioPage): Promise<Row> {
  const { page } = studio;
  await waitForProxy(page, 1000);
  const started = performance.now();
  let first: Memory | undefined;
  for (let round = 1; performance.now() - started < soakMs; round++) {
    await jumpTo(page, Math.floor(((round * 0.618_034) % 1) * 170_000));
    await hold(page, 'KeyF', 150);
    await hold(page, 'KeyD', 100);
    await scrub(
      page,
      Array.from({ length: 15 }, (_, i) => ((round * 0.37 + i * 0.618_034) % 1) * 170_000),
    );
    await page.keyboard.press('Space');
    await pause(5000);
    await page.keyboard.press('Space');
    await takeRecording(page);
    if (!first && performance.now() - started > soakMs / 3) first = await studio.memory();
  }
  const end = await studio.memory();
  console.error(`Soak: ${words(first ?? end)} after a third, ${words(end)} at the end.`);
  const before = (first ?? end).process;
  return {
    name: `soak of ${Math.round(soakMs / 1000)} s: MB at the end, and after a third`,
    group,
    ours: end.process,
    baseline: before,
    ratio: before / end.process,
    bar: `<= ${memoryBound} MB, ratio >= 0.85`,
    result: end.process <= memoryBound && before / end.process >= 0.85 ? 'pass' : 'short',
    unit: 'MB',
  };
}

/** Opens one video after the other; workers and pictures of those before must be gone. */
async function reopenRows(studio: StudioPage, clip: string): Promise<Row[]> {
  const project = join(studio.folder, 'project-reopen');
  const videos = copiesOf(clip, studio.folder, 3);
  await makeProject(project, { userFolder: studio.userFolder, videos });
  await studio.open(project);
  const { page } = studio;
  await whenOpen(page);
  let first: Memory | undefined;
  let workers = 0;
  for (let turn = 1; turn <= 20; turn++) {
    await openRow(page, turn % videos.length);
    if (turn !== 3) continue;
    first = await studio.memory();
    workers = page.workers().length;
  }
  const last = await studio.memory();
  const before = first ?? last;
  console.error(`Videos opened in turn: ${words(before)} after 3, ${words(last)} after 20.`);
  const name = '20 videos opened in turn';
  return [
    limitRow(`${name}: page process`, last.process, before.process * 1.25 + 50, 'MB'),
    limitRow(`${name}: JavaScript heap more`, last.heap - before.heap, 10, 'MB'),
    limitRow(`${name}: workers more`, page.workers().length - workers, 0, ''),
  ];
}

async function openRow(page: Page, index: number): Promise<void> {
  await page.locator('.video-row').nth(index).click();
  await pause(200);
  await page.locator('.transport-state.sharp').waitFor({ timeout: 60_000 });
  await hold(page, 'KeyF', 30);
}

function limitRow(name: string, ours: number, limit: number, unit: string): Row {
  const bar = `<= ${Number(limit.toFixed(1))}${unit === '' ? '' : ` ${unit}`}`;
  const result = ours <= limit ? 'pass' : 'short';
  return { name, group, ours, baseline: 0, ratio: 0, bar, result, unit };
}
