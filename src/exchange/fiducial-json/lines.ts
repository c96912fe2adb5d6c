import { z } from 'zod';
import { idSchema } from '#domain/ids.ts';
import {
  answerSchema,
  attributeSchema,
  expressionSchema,
  labelSetSchema,
  objectExpressionSchema,
  personSchema,
  projectSchema,
  trackHeaderSchema,
  verdictSchema,
  videoObjectSchema,
  videoSchema,
  visibilitySpanRowSchema,
} from '#domain/records.ts';
import { runSchema } from '#domain/run.ts';
import { derivedSpanSchema, keyframeSchema, trackShapeSchema } from '#domain/track.ts';

/**
 * The lines of the two kinds of file, version 1 (docs/formats.md). Any change of a field here or in a record
 * schema of the domain needs a new version number and a reader for the old one.
 */
export const formatName = 'fiducial-json';
export const formatVersion = 1;

export const projectFile = 'project.jsonl';

/** A video's file; made from its id alone, so that no file can name another. */
export function videoFile(videoId: string): string {
  return `videos/${videoId}.jsonl`;
}

/** Rows of a column or of span data in one line. */
export const rowsPerLine = 4096;

function header<C extends string>(content: C) {
  return z.object({
    kind: z.literal('header'),
    format: z.literal(formatName),
    version: z.literal(formatVersion),
    content: z.literal(content),
  });
}

function recordLine<K extends string, S extends z.ZodType>(kind: K, record: S) {
  return z.object({ kind: z.literal(kind), record });
}

const end = z.object({ kind: z.literal('end'), lines: z.int().nonnegative() });

export const projectLineSchema = z.discriminatedUnion('kind', [
  header('project'),
  recordLine('project', projectSchema),
  recordLine('person', personSchema),
  recordLine('expression', expressionSchema),
  recordLine('attribute', attributeSchema),
  recordLine('labelSet', labelSetSchema),
  z.object({ kind: z.literal('videoFile'), id: idSchema }),
  end,
]);
export type ProjectLine = z.infer<typeof projectLineSchema>;

/** A track with its rows; their track id is the track's. */
const trackRecordSchema = trackHeaderSchema.extend({
  keyframes: z.array(keyframeSchema),
  derived: z.array(derivedSpanSchema),
  visibility: z.array(visibilitySpanRowSchema.omit({ trackId: true })),
});

/** A float64; the three that JSON has no number for are words. */
const anyNumber = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]);

export const videoLineSchema = z.discriminatedUnion('kind', [
  header('video'),
  z.object({
    kind: z.literal('video'),
    contentHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
    record: videoSchema,
  }),
  z.object({
    kind: z.literal('frameTable'),
    builderVersion: z.int().nonnegative(),
    timescale: z.number().positive(),
    frameCount: z.int().positive(),
  }),
  z.object({
    kind: z.literal('frames'),
    /** Index of the first frame of this line. */
    start: z.int().nonnegative(),
    ticks: z.array(z.number()).max(rowsPerLine),
    durations: z.array(z.number()).max(rowsPerLine),
    decodeOrder: z.array(z.int().min(0).max(0xffffffff)).max(rowsPerLine),
    /** Indices of the key frames among them. */
    keys: z.array(z.int().nonnegative()).max(rowsPerLine),
  }),
  recordLine('object', videoObjectSchema),
  recordLine('objectExpression', objectExpressionSchema),
  recordLine('answer', answerSchema),
  recordLine('track', trackRecordSchema),
  recordLine('verdict', verdictSchema),
  recordLine('run', runSchema),
  z.object({
    kind: z.literal('spanData'),
    id: idSchema,
    shape: trackShapeSchema,
    rows: z.int().nonnegative(),
  }),
  z.object({
    kind: z.literal('spanRows'),
    id: idSchema,
    /** Number of the first row of this line. */
    start: z.int().nonnegative(),
    /** [x, y, confidence] of a point, [x, y, w, h, confidence] of a box. */
    rows: z.array(z.array(anyNumber).max(5)).max(rowsPerLine),
  }),
  end,
]);
export type VideoLine = z.infer<typeof videoLineSchema>;
