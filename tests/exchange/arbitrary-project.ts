import * as fc from 'fast-check';
import { keyframeSourceSchema, gapKindSchema, visibilitySchema, type Track } from '#domain/track.ts';
import { packSpanData, strideOf, type SpanData } from '#domain/span-data.ts';
import type { ProjectDocument, VideoDocument } from '#exchange/dataset.ts';
import { id, tableOfTicks, video as buildVideo } from './builders.ts';

/** Arbitrary whole projects: every kind of record, strange words and numbers, references that hold. */

const text = fc.string({ unit: 'binary', maxLength: 12 });
const name = text.filter((value) => value.length > 0);
const coordinate = fc.double({ noNaN: true, noDefaultInfinity: true });
const extent = fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 });
const attributes = fc.dictionary(
  fc.integer({ min: 0, max: 5 }).map((n) => id(900 + n)),
  fc.oneof(text, coordinate, fc.boolean()),
  { maxKeys: 3 },
);
const grid = fc.oneof(
  fc.constant({ kind: 'every' as const }),
  fc.record({ kind: fc.constant('step' as const), frames: fc.integer({ min: 1, max: 1000 }) }),
  fc.record({
    kind: fc.constant('rate' as const),
    perSecond: fc.double({ min: 0.01, max: 60, noNaN: true }),
  }),
);

const personIds = [id(10), id(11)];
const expressionIds = [id(20), id(21), id(22)];
const labelSetIds = [id(30), id(31)];

const project: fc.Arbitrary<ProjectDocument> = fc.record({
  project: fc.record({ id: fc.constant(id(1)), name, workGrid: grid }),
  persons: each(personIds, (personId) =>
    fc.record({
      id: fc.constant(personId),
      name,
      role: fc.constantFrom('annotator', 'reviewer', 'lead'),
      isArchived: fc.boolean(),
    }),
  ),
  expressions: each(expressionIds, (expressionId) =>
    fc.record({
      id: fc.constant(expressionId),
      text: name,
      definition: text,
      counts: text,
      countsNot: text,
      category: text,
      colour: fc.integer({ min: 0, max: 11 }),
      position: coordinate,
      isArchived: fc.boolean(),
    }),
  ),
  attributes: each([id(900), id(901)], (attributeId) =>
    fc.record({
      id: fc.constant(attributeId),
      name,
      kind: fc.constantFrom('choice', 'flag', 'number', 'text'),
      options: fc.array(text, { maxLength: 3 }),
      position: coordinate,
      isArchived: fc.boolean(),
    }),
  ),
  labelSets: each(labelSetIds, (labelSetId) =>
    fc.record({
      id: fc.constant(labelSetId),
      kind: fc.constantFrom('main', 'blind', 'gold', 'import', 'run'),
      name: text,
      personId: fc.option(fc.constantFrom(...personIds)),
      runId: fc.option(fc.constant(id(40))),
      isShown: fc.boolean(),
    }),
  ),
});

function each<T>(ids: readonly string[], make: (value: string) => fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc
    .tuple(...ids.map(make))
    .chain((records) => fc.shuffledSubarray(records, { minLength: records.length }));
}

/** Disjoint, sorted spans inside [0, frames). */
function spans(frames: number): fc.Arbitrary<{ startFrame: number; endFrame: number }[]> {
  return fc.uniqueArray(fc.integer({ min: 0, max: frames - 1 }), { maxLength: 8 }).map((cuts) => {
    const rising = cuts.sort((a, b) => a - b);
    return rising.flatMap((startFrame, index) => {
      const endFrame = rising[index + 1];
      return index % 2 === 0 && endFrame !== undefined ? [{ startFrame, endFrame }] : [];
    });
  });
}

function trackOf(
  trackId: string,
  videoId: string,
  objectIds: readonly string[],
  frames: number,
): fc.Arbitrary<{ track: Track; data: [string, SpanData][] }> {
  return fc
    .record({
      shape: fc.constantFrom('point' as const, 'box' as const),
      objectId: fc.constantFrom(...objectIds),
      labelSetId: fc.constantFrom(...labelSetIds),
      state: fc.constantFrom('proposed' as const, 'annotated' as const, 'approved' as const),
      sourceTrackId: fc.option(fc.constant(id(77))),
      notes: text,
      attributes,
      keyframes: fc.uniqueArray(
        fc.record({
          frame: fc.integer({ min: 0, max: frames - 1 }),
          x: coordinate,
          y: coordinate,
          w: fc.option(extent),
          h: fc.option(extent),
          gap: fc.constantFrom(...gapKindSchema.options),
          source: fc.constantFrom(...keyframeSourceSchema.options),
        }),
        { selector: (row) => row.frame, maxLength: 6 },
      ),
      derivedSpans: spans(frames),
      visibilitySpans: spans(frames),
      value: fc.constantFrom(...visibilitySchema.options),
      offset: fc.integer({ min: 0, max: 3 }),
      isStale: fc.boolean(),
      numbers: fc.array(fc.double(), { minLength: 5, maxLength: 5 }),
    })
    .map(({ derivedSpans, visibilitySpans, value, offset, isStale, numbers, keyframes, ...rest }) => {
      const data = derivedSpans.map((span, index): [string, SpanData] => {
        const rows = offset + span.endFrame - span.startFrame + 1;
        const values = Float64Array.from(
          { length: rows * strideOf(rest.shape) },
          (_, at) => (numbers[at % 5] ?? 0) + (at > 5 ? at : 0),
        );
        return [spanId(trackId, index), { shape: rest.shape, values }];
      });
      const track: Track = {
        ...rest,
        id: trackId,
        videoId,
        keyframes: keyframes.sort((a, b) => a.frame - b.frame),
        derived: derivedSpans.map((span, index) => ({
          ...span,
          dataId: spanId(trackId, index),
          dataOffset: offset,
          runId: isStale ? null : id(40),
          isStale,
        })),
        visibility: visibilitySpans.map((span) => ({ ...span, value })),
      };
      return { track, data };
    });
}

function spanId(trackId: string, index: number): string {
  return `${trackId.slice(0, 9)}${(0xa000 + index).toString(16)}${trackId.slice(13)}`;
}

function videoOf(n: number): fc.Arbitrary<VideoDocument> {
  const base = 0x1000 * (n + 1);
  const objectIds = [id(base + 1), id(base + 2)];
  const ticks = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 30 }).chain((steps) =>
    fc.integer({ min: -9000, max: 2 ** 40 }).map((start) => {
      let tick = start;
      return steps.map((step) => (tick += step));
    }),
  );
  return fc
    .record({ ticks, timescale: fc.constantFrom(1000, 30000, 90000, 12800), text, hash: fc.boolean() })
    .chain(({ ticks, timescale, text: notes, hash }) => {
      const table = tableOfTicks(ticks, timescale, 7);
      const frames = ticks.length;
      const video = buildVideo(base, table, { number: n + 1, notes, notices: [notes], rotation: 90 });
      const trackIds = [id(base + 10), id(base + 11), id(base + 12)];
      return fc
        .record({
          links: fc.uniqueArray(fc.tuple(fc.constantFrom(...objectIds), fc.constantFrom(...expressionIds)), {
            selector: (link) => link.join(),
          }),
          objects: each(objectIds, (objectId) =>
            fc.record({
              id: fc.constant(objectId),
              videoId: fc.constant(video.id),
              number: fc.integer({ min: 1, max: 99 }),
              name: text,
              notes: text,
              attributes,
            }),
          ),
          answers: each([id(base + 20)], (answerId) =>
            fc.record({
              id: fc.constant(answerId),
              expressionId: fc.constantFrom(...expressionIds),
              videoId: fc.constant(video.id),
              labelSetId: fc.constantFrom(...labelSetIds),
              verdict: fc.constantFrom('open', 'objects', 'none', 'unsure'),
              count: fc.option(fc.nat()),
              coverage: spans(frames),
              coverageGrid: grid,
              state: fc.constantFrom('open', 'done', 'in-review', 'changes-asked', 'approved'),
              notes: text,
            }),
          ),
          tracks: each(trackIds, (trackId) => trackOf(trackId, video.id, objectIds, frames)),
          runs: each([id(base + 40)], (runId) =>
            fc.record({
              id: fc.constant(runId),
              proposer: text,
              proposerVersion: text,
              videoId: fc.constant(video.id),
              expressionId: fc.option(fc.constantFrom(...expressionIds)),
              personId: fc.constantFrom(...personIds),
              frames: spans(frames),
              parameters: fc.dictionary(name, fc.oneof(text, coordinate, fc.constant({ a: [null, true] })), {
                noNullPrototype: true,
              }),
              rawOutput: text,
              status: fc.constantFrom('done', 'cancelled', 'failed'),
              message: text,
              startedAt: fc.integer({ min: 0, max: 2 ** 45 }),
              durationMs: fc.nat(),
            }),
          ),
          verdicts: each([id(base + 30)], (verdictId) =>
            fc.record({
              id: fc.constant(verdictId),
              trackId: fc.constantFrom(...trackIds),
              startFrame: fc.constant(0),
              endFrame: fc.integer({ min: 0, max: frames - 1 }),
              verdict: fc.constantFrom('accepted', 'rejected'),
              personId: fc.constantFrom(...personIds),
              resultTrackId: fc.option(fc.constant(id(78))),
            }),
          ),
        })
        .map(({ links, tracks, ...rest }): VideoDocument => {
          const data = new Map(tracks.flatMap((one) => one.data));
          return {
            ...rest,
            video,
            table,
            contentHash: hash ? 'ab'.repeat(32) : null,
            objectExpressions: links.map(([objectId, expressionId]) => ({ objectId, expressionId })),
            tracks: tracks.map((one) => one.track),
            spanData: (dataId) => data.get(dataId),
          };
        });
    });
}

export const arbitraryProject: fc.Arbitrary<{ project: ProjectDocument; videos: VideoDocument[] }> = fc
  .integer({ min: 0, max: 2 })
  .chain((count) =>
    fc.record({
      project,
      videos: fc.tuple(...Array.from({ length: count }, (_, n) => videoOf(n))),
    }),
  );

/** A long dense span, to cross the lines it is cut into. */
export function longSpanData(rows: number): SpanData {
  return packSpanData(
    'point',
    Array.from({ length: rows }, (_, row) => ({ x: row / 3, y: -row, w: null, h: null, confidence: 0.5 })),
  );
}
