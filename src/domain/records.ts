import { z } from 'zod';
import { idSchema } from './ids.ts';
import {
  attributeValuesSchema,
  derivedSpanSchema,
  keyframeSchema,
  trackShapeSchema,
  trackStateSchema,
  visibilitySchema,
} from './track.ts';
import { workGridSchema } from './work-grid.ts';

/**
 * Everything a command can change, as flat records: one schema each, from which types, SQL and the API derive.
 * A document is a set of records; a change is a record before and after (changes.ts).
 */

const frameIndex = z.int().nonnegative();
const ref = idSchema;

export const projectSchema = z.object({
  id: idSchema,
  name: z.string().min(1),
  workGrid: workGridSchema,
});
export type Project = z.infer<typeof projectSchema>;

export const personSchema = z.object({
  id: idSchema,
  name: z.string().min(1),
  role: z.enum(['annotator', 'reviewer', 'lead']),
  isArchived: z.boolean(),
});
export type Person = z.infer<typeof personSchema>;

export const expressionSchema = z.object({
  id: idSchema,
  /** The words that say what is pointed at or tracked. */
  text: z.string().min(1),
  definition: z.string(),
  counts: z.string(),
  countsNot: z.string(),
  category: z.string(),
  /** Index into the twelve-colour palette. */
  colour: z.int().min(0).max(11),
  /** Order in lists. */
  position: z.number(),
  isArchived: z.boolean(),
});
export type Expression = z.infer<typeof expressionSchema>;

export const attributeSchema = z.object({
  id: idSchema,
  name: z.string().min(1),
  kind: z.enum(['choice', 'flag', 'number', 'text']),
  options: z.array(z.string()),
  position: z.number(),
  isArchived: z.boolean(),
});
export type Attribute = z.infer<typeof attributeSchema>;

export const labelSetSchema = z.object({
  id: idSchema,
  kind: z.enum(['main', 'blind', 'gold', 'import', 'run']),
  name: z.string(),
  personId: ref.nullable(),
  runId: ref.nullable(),
  /** False once the import or run that made it was undone: kept, but shown nowhere. */
  isShown: z.boolean(),
});
export type LabelSet = z.infer<typeof labelSetSchema>;

export const videoSchema = z.object({
  id: idSchema,
  /** Display number within the project. */
  number: z.int().positive(),
  name: z.string().min(1),
  kind: z.enum(['container', 'images']),
  /** Relative to the project folder with forward slashes where possible, else absolute. */
  path: z.string(),
  sizeBytes: z.int().nonnegative(),
  /** SHA-256 over size, first and last MiB: finds a moved file fast. */
  quickHash: z.string(),
  /** Displayed size in pixels: after rotation and sample aspect ratio, of frame 0. */
  width: z.int().positive(),
  height: z.int().positive(),
  /** Clockwise degrees from the container. */
  rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  codec: z.string(),
  frameCount: z.int().positive(),
  /** From the frame table, frame 0's start to the last frame's end. */
  durationSeconds: z.number().nonnegative(),
  /** Frames per second a user gave an image folder; null for a container. */
  imageRate: z.number().positive().nullable(),
  /** What the builder of the frame table wants people to know (B-frames re-sorted, packets left out, …). */
  notices: z.array(z.string()),
  /** The undecodable original this video is an index-preserving copy of. */
  originalPath: z.string().nullable(),
  notes: z.string(),
  isRemoved: z.boolean(),
});
export type Video = z.infer<typeof videoSchema>;

export const videoObjectSchema = z.object({
  id: idSchema,
  videoId: ref,
  /** Display number within the video. */
  number: z.int().positive(),
  name: z.string(),
  notes: z.string(),
  attributes: attributeValuesSchema,
});
/** One thing in one video. */
export type VideoObject = z.infer<typeof videoObjectSchema>;

export const objectExpressionSchema = z.object({ objectId: ref, expressionId: ref });
/** That an expression refers to an object. */
export type ObjectExpression = z.infer<typeof objectExpressionSchema>;

export const coverageSchema = z.array(z.object({ startFrame: frameIndex, endFrame: frameIndex }));

export const answerSchema = z.object({
  id: idSchema,
  expressionId: ref,
  videoId: ref,
  labelSetId: ref,
  verdict: z.enum(['open', 'objects', 'none', 'unsure']),
  /** How many objects the expression refers to, where somebody counted; null where it follows from the objects. */
  count: z.int().nonnegative().nullable(),
  /** Frame ranges that were searched, and the grid they were searched on. */
  coverage: coverageSchema,
  coverageGrid: workGridSchema,
  state: z.enum(['open', 'done', 'in-review', 'changes-asked', 'approved']),
  notes: z.string(),
});
export type Answer = z.infer<typeof answerSchema>;

export const trackHeaderSchema = z.object({
  id: idSchema,
  videoId: ref,
  objectId: ref,
  labelSetId: ref,
  shape: trackShapeSchema,
  state: trackStateSchema,
  sourceTrackId: ref.nullable(),
  notes: z.string(),
  attributes: attributeValuesSchema,
});
export type TrackHeader = z.infer<typeof trackHeaderSchema>;

export const keyframeRowSchema = keyframeSchema.extend({ trackId: ref });

export const derivedSpanRowSchema = derivedSpanSchema.extend({ trackId: ref });

export const visibilitySpanRowSchema = z.object({
  trackId: ref,
  startFrame: frameIndex,
  endFrame: frameIndex,
  value: visibilitySchema,
});

export const verdictSchema = z.object({
  id: idSchema,
  /** The proposal judged. It is never edited; this row is all that happens to it. */
  trackId: ref,
  startFrame: frameIndex,
  endFrame: frameIndex,
  verdict: z.enum(['accepted', 'rejected']),
  personId: ref,
  /** The annotator's copy, where accepted. */
  resultTrackId: ref.nullable(),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** Every kind of record a command may change, with its schema and the fields that identify a row. */
export const entities = {
  project: { schema: projectSchema, key: ['id'] },
  person: { schema: personSchema, key: ['id'] },
  expression: { schema: expressionSchema, key: ['id'] },
  attribute: { schema: attributeSchema, key: ['id'] },
  labelSet: { schema: labelSetSchema, key: ['id'] },
  video: { schema: videoSchema, key: ['id'] },
  object: { schema: videoObjectSchema, key: ['id'] },
  objectExpression: { schema: objectExpressionSchema, key: ['objectId', 'expressionId'] },
  answer: { schema: answerSchema, key: ['id'] },
  track: { schema: trackHeaderSchema, key: ['id'] },
  keyframe: { schema: keyframeRowSchema, key: ['trackId', 'frame'] },
  derivedSpan: { schema: derivedSpanRowSchema, key: ['trackId', 'startFrame'] },
  visibilitySpan: { schema: visibilitySpanRowSchema, key: ['trackId', 'startFrame'] },
  verdict: { schema: verdictSchema, key: ['id'] },
} as const;

export type EntityName = keyof typeof entities;
export type RecordOf<E extends EntityName> = z.infer<(typeof entities)[E]['schema']>;

export const entityNames = Object.keys(entities) as EntityName[];

/** A row's identity within its entity, as one string. */
export function keyOf<E extends EntityName>(entity: E, record: RecordOf<E>): string {
  const values = record as Record<string, unknown>;
  return entities[entity].key.map((field) => String(values[field])).join(':');
}
