import type { FrameTable } from '#domain/frame-table.ts';
import type { SpanDataLookup } from '#domain/interpolation.ts';
import type {
  Answer,
  Attribute,
  Expression,
  LabelSet,
  ObjectExpression,
  Person,
  Project,
  Verdict,
  Video,
  VideoObject,
} from '#domain/records.ts';
import type { Run } from '#domain/run.ts';
import type { Track } from '#domain/track.ts';

/** What a project says outside of its videos. */
export interface ProjectDocument {
  project: Project;
  persons: readonly Person[];
  expressions: readonly Expression[];
  attributes: readonly Attribute[];
  labelSets: readonly LabelSet[];
}

/** One video with everything said about it, in all label sets. */
export interface VideoDocument {
  video: Video;
  /** SHA-256 of the whole file in lower-case hex; null while the background job has not computed it. */
  contentHash: string | null;
  table: FrameTable;
  objects: readonly VideoObject[];
  objectExpressions: readonly ObjectExpression[];
  answers: readonly Answer[];
  tracks: readonly Track[];
  verdicts: readonly Verdict[];
  /** Runs on this video; label sets and derived spans name them. */
  runs: readonly Run[];
  /** Knows the data of every derived span in `tracks`. */
  spanData: SpanDataLookup;
}

/**
 * A snapshot of a project, one video at a time: what every format is written from and read into. `videos()` may be
 * walked several times and gives the same videos each time; one document is in use at a time.
 */
export interface DatasetSource {
  project(): Promise<ProjectDocument>;
  videos(): AsyncIterable<VideoDocument>;
}

/**
 * Where an export goes. Paths are relative with forward slashes, each written once. Each call ends before the next
 * begins.
 */
export interface ExportSink {
  write(path: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void>;
}

/** Files that are read back, by the paths they were written under. Rejects when there is no such file. */
export interface FileSource {
  read(path: string): AsyncIterable<Uint8Array>;
}

/** Plain code-unit order: the same on every machine, unlike a locale's. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
