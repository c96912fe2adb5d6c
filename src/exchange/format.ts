import type { z } from 'zod';
import type { Id } from '#domain/ids.ts';
import type { DatasetSource, ExportSink, FileSource } from './dataset.ts';

/** Something a format has no place for, with how often the project has it. */
export interface Loss {
  what: string;
  count: number;
}

/**
 * What becomes of a row that is not as it should be:
 * left-out (not written, because it would say something false), dropped (written, but the trainer's loader skips
 * it), changed (written with another value, such as a clamped coordinate), note (written as it is; good to know).
 */
export type ProblemKind = 'left-out' | 'dropped' | 'changed' | 'note';

/** A fault of one row, with the video, expression and frame it comes from, and the way out. */
export interface Problem {
  kind: ProblemKind;
  /** The row's id or key in the output. */
  row: string;
  videoId: Id;
  video: string;
  expressionId: Id | null;
  expression: string | null;
  /** Source frame index, where one frame is to blame. */
  frame: number | null;
  message: string;
}

export interface Preview {
  /** The first rows of each file, in file order. */
  rows: { file: string; row: unknown }[];
  counts: Record<string, number>;
}

export interface WriteResult {
  counts: Record<string, number>;
}

/** A video to be encoded beside the rows, because the trainer's loader needs another clock than the source has. */
export interface CopyRequest {
  videoId: Id;
  /** Unique within the export; the rows name the copy by it. */
  name: string;
  /** Path of the mp4 to write, relative to the export. */
  path: string;
  /** Pixels of the copy: even, and the displayed frame scaled (never padded or cropped) to fit. */
  width: number;
  height: number;
  /** Whole frames per second; copy frame k is shown at k / fps. */
  fps: number;
  /** Source frame index of each copy frame. */
  sourceFrames: Uint32Array;
}

/** A registered format. `options` is anything its schema takes; defaults are filled in. Throws ZodError otherwise. */
export interface Format {
  id: string;
  title: string;
  options: z.ZodType;
  /** What the format cannot hold of this project. */
  losses(source: DatasetSource, options: unknown): Promise<Loss[]>;
  /** Every row that would be left out, dropped by the trainer's loader, or changed. */
  preflight(source: DatasetSource, options: unknown): AsyncIterable<Problem>;
  /** The first `limit` rows as they would be written, and counts over all. */
  preview(source: DatasetSource, options: unknown, limit: number): Promise<Preview>;
  write(source: DatasetSource, options: unknown, sink: ExportSink): Promise<WriteResult>;
  /** Videos the rows refer to that do not exist yet; absent for formats that use the sources. */
  copies?: (source: DatasetSource, options: unknown) => AsyncIterable<CopyRequest>;
  /** Reads an export back; absent for formats that are written only. Throws ExchangeError on damaged files. */
  read?: (files: FileSource) => Promise<DatasetSource>;
}

interface FormatDefinition<S extends z.ZodType> {
  id: string;
  title: string;
  options: S;
  losses(source: DatasetSource, options: z.infer<S>): Promise<Loss[]>;
  preflight(source: DatasetSource, options: z.infer<S>): AsyncIterable<Problem>;
  preview(source: DatasetSource, options: z.infer<S>, limit: number): Promise<Preview>;
  write(source: DatasetSource, options: z.infer<S>, sink: ExportSink): Promise<WriteResult>;
  copies?: (source: DatasetSource, options: z.infer<S>) => AsyncIterable<CopyRequest>;
  read?: (files: FileSource) => Promise<DatasetSource>;
}

/** Makes a Format of typed parts: options are checked once, here. */
export function defineFormat<S extends z.ZodType>(definition: FormatDefinition<S>): Format {
  const { id, title, options: schema, copies, read } = definition;
  return {
    id,
    title,
    options: schema,
    losses: (source, options) => definition.losses(source, schema.parse(options)),
    preflight: (source, options) => definition.preflight(source, schema.parse(options)),
    preview: (source, options, limit) => definition.preview(source, schema.parse(options), limit),
    write: (source, options, sink) => definition.write(source, schema.parse(options), sink),
    ...(copies && { copies: (source, options) => copies(source, schema.parse(options)) }),
    ...(read && { read }),
  };
}
