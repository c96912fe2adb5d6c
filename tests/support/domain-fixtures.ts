import { createDocument, type ProjectDocument, type RecordSet } from '#domain/document.ts';
import { diffTrack } from '#domain/changes.ts';
import { joinDerived } from '#domain/derived-spans.ts';
import { positionAt, type SpanDataLookup } from '#domain/interpolation.ts';
import { packSpanData, type SpanData } from '#domain/span-data.ts';
import type { RecordOf } from '#domain/records.ts';
import { joinSpans, spanAt } from '#domain/spans.ts';
import { withKeyframe, type DerivedSpan, type GapKind, type Keyframe, type Track } from '#domain/track.ts';
import * as fc from 'fast-check';

/** Small documents for tests of the domain. */

/** A valid UUIDv7 that says which it is. */
export function testId(n: number): string {
  return `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
}

export const ids = {
  project: testId(1),
  person: testId(2),
  video: testId(3),
  mainSet: testId(4),
  runSet: testId(5),
  otherVideo: testId(6),
  run: testId(7),
  expression: testId(8),
  data: testId(9),
};

export const frameCount = 60;

/** Rows that lie on no line, so that showing the wrong row shows. */
export const flowData: SpanData = packSpanData(
  'point',
  Array.from({ length: 200 }, (_, row) => ({
    x: 100 + row * 1.5 + Math.sin(row) * 20,
    y: 200 + Math.cos(row * 1.3) * 30,
    w: null,
    h: null,
    confidence: 0.5 + (row % 10) / 20,
  })),
);

export const lookup: SpanDataLookup = (dataId) => (dataId === ids.data ? flowData : undefined);

export function pointAt(frame: number, x: number, y: number, gap: GapKind = 'linear'): Keyframe {
  return { frame, x, y, w: null, h: null, gap, source: 'person' };
}

export function window(
  startFrame: number,
  endFrame: number,
  dataOffset = startFrame,
  isStale = false,
): DerivedSpan {
  return { startFrame, endFrame, dataId: ids.data, dataOffset, runId: null, isStale };
}

export function makeTrack(fields: Partial<Track> = {}): Track {
  return {
    id: testId(100),
    videoId: ids.video,
    objectId: testId(50),
    labelSetId: ids.mainSet,
    shape: 'point',
    state: 'annotated',
    sourceTrackId: null,
    notes: '',
    attributes: {},
    keyframes: [],
    derived: [],
    visibility: [],
    ...fields,
  };
}

/** A track that is visible from its first to its last keyframe. */
export function lineTrack(keyframes: readonly Keyframe[], fields: Partial<Track> = {}): Track {
  const startFrame = keyframes[0]?.frame ?? 0;
  const endFrame = keyframes.at(-1)?.frame ?? 0;
  return makeTrack({ keyframes, visibility: [{ startFrame, endFrame, value: 'visible' }], ...fields });
}

const video: RecordOf<'video'> = {
  id: ids.video,
  number: 1,
  name: 'clip',
  kind: 'container',
  path: 'clip.mp4',
  sizeBytes: 1,
  quickHash: '',
  width: 640,
  height: 480,
  rotation: 0,
  codec: 'avc1',
  frameCount,
  durationSeconds: 2,
  imageRate: null,
  notices: [],
  originalPath: null,
  notes: '',
  isRemoved: false,
};

export function makeExpression(
  n: number,
  fields: Partial<RecordOf<'expression'>> = {},
): RecordOf<'expression'> {
  return {
    id: testId(n),
    text: `expression ${n}`,
    definition: '',
    counts: '',
    countsNot: '',
    category: '',
    colour: 0,
    position: n,
    isArchived: false,
    ...fields,
  };
}

export function makeVideo(n: number, fields: Partial<RecordOf<'video'>> = {}): RecordOf<'video'> {
  return { ...video, id: testId(n), number: n, ...fields };
}

function makeSet(id: string, kind: RecordOf<'labelSet'>['kind']): RecordOf<'labelSet'> {
  return { id, kind, name: kind, personId: null, runId: kind === 'run' ? ids.run : null, isShown: true };
}

/** A project with one video, a main set, a run's set, one expression, and the tracks; each object is #1, #2, …. */
export function makeDocument(tracks: readonly Track[], more: RecordSet = {}): ProjectDocument {
  const objectIds = [...new Set(tracks.map((track) => track.objectId))];
  const document = createDocument(lookup);
  document.load({
    project: [{ id: ids.project, name: 'test', workGrid: { kind: 'every' } }],
    person: [{ id: ids.person, name: 'Ada', role: 'annotator', isArchived: false }],
    video: [video, { ...video, id: ids.otherVideo, number: 2, width: 320, height: 240, frameCount: 30 }],
    labelSet: [makeSet(ids.mainSet, 'main'), makeSet(ids.runSet, 'run')],
    expression: [{ ...makeExpression(8), text: 'red cup' }],
    object: objectIds.map((id, index) => ({
      id,
      videoId: ids.video,
      number: index + 1,
      name: '',
      notes: '',
      attributes: {},
    })),
    objectExpression: objectIds.map((objectId) => ({ objectId, expressionId: ids.expression })),
    ...more,
  });
  document.apply(
    tracks.flatMap((track) => diffTrack(undefined, track)),
    { strict: true },
  );
  return document;
}

/** Everything a document holds, to compare two states of it. */
export function contentOf(document: ProjectDocument): unknown {
  return {
    tracks: document
      .all('track')
      .map((header) => document.track(header.id))
      .sort((a, b) => ((a?.id ?? '') < (b?.id ?? '') ? -1 : 1)),
    object: document.all('object').sort((a, b) => a.number - b.number),
    objectExpression: document
      .all('objectExpression')
      .map((row) => Object.values(row).join(':'))
      .sort(),
    answer: document.all('answer'),
    verdict: document.all('verdict').sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

export interface ShownPosition {
  x: number;
  y: number;
  w: number | null;
  h: number | null;
  isSmooth: boolean;
}

/** What a track shows on each frame of the test video. */
export function shownOn(track: Track | undefined, frames = frameCount): (ShownPosition | undefined)[] {
  return Array.from({ length: frames }, (_, frame) => {
    const shown = track && positionAt(track, frame, lookup);
    return shown && { x: shown.x, y: shown.y, w: shown.w, h: shown.h, isSmooth: shown.origin === 'smooth' };
  });
}

/** Frames on which two lists of positions differ by more than `tolerancePx` (smooth ones by a quarter pixel more). */
export function differingFrames(
  before: readonly (ShownPosition | undefined)[],
  after: readonly (ShownPosition | undefined)[],
  tolerancePx = 1e-6,
): number[] {
  return before.flatMap((p, frame) => {
    const q = after[frame];
    if (!p || !q) return p === q ? [] : [frame];
    const allowed = tolerancePx + (p.isSmooth || q.isSmooth ? 0.2501 : 0);
    const off = [p.x - q.x, p.y - q.y, (p.w ?? 0) - (q.w ?? 0), (p.h ?? 0) - (q.h ?? 0)];
    return off.every((d) => Math.abs(d) <= allowed) ? [] : [frame];
  });
}

/** What is wrong with a track's rows; an empty list for a sound one. */
export function faultsOf(track: Track): string[] {
  const faults: string[] = [];
  track.keyframes.forEach((keyframe, index) => {
    const value = spanAt(track.visibility, keyframe.frame)?.value;
    if (value === undefined || value === 'absent') {
      faults.push(`keyframe on ${value ?? 'unlabelled'} frame ${keyframe.frame}`);
    }
    if ((track.keyframes[index - 1]?.frame ?? -1) >= keyframe.frame) faults.push('unsorted keyframes');
    if (spanAt(track.derived, keyframe.frame)) faults.push(`derived span over keyframe ${keyframe.frame}`);
  });
  for (const [name, spans] of [
    ['derived', track.derived],
    ['visibility', track.visibility],
  ] as const) {
    spans.forEach((span, index) => {
      if (span.startFrame > span.endFrame || span.startFrame < 0) faults.push(`inverted ${name} span`);
      if ((spans[index - 1]?.endFrame ?? -1) >= span.startFrame) faults.push(`overlapping ${name} spans`);
    });
  }
  for (const span of track.derived) {
    for (let frame = span.startFrame; frame <= span.endFrame; frame++) {
      const value = spanAt(track.visibility, frame)?.value;
      if (value === undefined || value === 'absent')
        faults.push(`derived on ${value ?? 'unlabelled'} ${frame}`);
    }
  }
  return faults;
}

const gaps: GapKind[] = ['linear', 'hold', 'smooth', 'flow', 'none'];

interface TrackRecipe {
  labels: (0 | 1 | 2 | 3)[];
  keyframes: { frame: number; x: number; y: number; gap: number; isPerson: boolean }[];
  windows: { frame: number; length: number; offset: number; isStale: boolean }[];
}

/** Sound tracks of every kind of row, on frames 0 to 59. */
export function arbitraryTrack(
  fields: Partial<Track> = {},
  kinds: readonly GapKind[] = gaps,
): fc.Arbitrary<Track> {
  const coordinate = fc.integer({ min: 0, max: 400 });
  return fc
    .record<TrackRecipe>({
      labels: fc.array(fc.constantFrom<0 | 1 | 2 | 3>(1, 1, 1, 2, 3, 0), { minLength: 6, maxLength: 12 }),
      keyframes: fc.array(
        fc.record({
          frame: fc.nat(frameCount - 1),
          x: coordinate,
          y: coordinate,
          gap: fc.nat(kinds.length - 1),
          isPerson: fc.boolean(),
        }),
        { minLength: 1, maxLength: 8 },
      ),
      windows: fc.array(
        fc.record({
          frame: fc.nat(frameCount - 1),
          length: fc.integer({ min: 1, max: 20 }),
          offset: fc.nat(100),
          isStale: fc.boolean(),
        }),
        { maxLength: kinds.includes('flow') ? 3 : 0 },
      ),
    })
    .map((recipe) => buildTrack(recipe, fields, kinds));
}

function buildTrack(recipe: TrackRecipe, fields: Partial<Track>, kinds: readonly GapKind[]): Track {
  const width = Math.ceil(frameCount / recipe.labels.length);
  const values = [undefined, 'visible', 'occluded', 'absent'] as const;
  const visibility = joinSpans(
    recipe.labels.flatMap((label, index) => {
      const value = values[label];
      const startFrame = index * width;
      const endFrame = Math.min(frameCount - 1, startFrame + width - 1);
      return value && startFrame <= endFrame ? [{ startFrame, endFrame, value }] : [];
    }),
  );
  const isPresent = (frame: number): boolean => {
    const value = spanAt(visibility, frame)?.value;
    return value === 'visible' || value === 'occluded';
  };
  let keyframes: Keyframe[] = [];
  for (const { frame, x, y, gap, isPerson } of recipe.keyframes) {
    if (!isPresent(frame)) continue;
    const source = isPerson ? 'person' : 'run';
    keyframes = withKeyframe(keyframes, {
      frame,
      x,
      y,
      w: null,
      h: null,
      gap: kinds[gap] ?? 'linear',
      source,
    });
  }
  const taken = new Set(keyframes.map((keyframe) => keyframe.frame));
  const derived: DerivedSpan[] = [];
  for (const { frame, length, offset, isStale } of recipe.windows) {
    let end = frame - 1;
    while (end + 1 < frame + length && isPresent(end + 1) && !taken.has(end + 1)) end++;
    if (end < frame) continue;
    for (let f = frame; f <= end; f++) taken.add(f);
    derived.push(window(frame, end, offset, isStale));
  }
  return makeTrack({
    keyframes,
    derived: joinDerived(derived),
    visibility,
    ...fields,
  });
}
