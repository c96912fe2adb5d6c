import { z } from 'zod';
import { idSchema, type Id } from '#domain/ids.ts';
import { canonicalJson } from './canonical-json.ts';
import { compareText, type DatasetSource, type ExportSink } from './dataset.ts';
import type { Format } from './format.ts';
import { utf8 } from './utf8.ts';
import { portablePath } from './video-path.ts';

/** SHA-256 that takes its input in pieces; the host brings one, so that this room needs none of its own. */
export interface Hasher {
  update(bytes: Uint8Array): void;
  /** Lower-case hex of all that was given. */
  hex(): string;
}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const counts = z.record(z.string(), z.int().nonnegative());

export const fileEntrySchema = z.strictObject({ path: z.string(), bytes: z.int().nonnegative(), sha256 });
/** A file of the export. */
export type FileEntry = z.infer<typeof fileEntrySchema>;

export const frameProofSchema = z.strictObject({
  frame: z.int().nonnegative(),
  /** Presentation timestamp, in ticks of the video's timescale. */
  ticks: z.number(),
  /**
   * SHA-256 of the frame as the software decoder gives it, before colour conversion, rotation and scaling: its
   * planes Y, U, V one after another, rows packed, chroma sides rounded up.
   */
  planes: sha256,
});
export type FrameProof = z.infer<typeof frameProofSchema>;

export const manifestSchema = z.strictObject({
  manifest: z.literal(1),
  program: z.strictObject({ name: z.string(), version: z.string() }),
  project: z.strictObject({ id: idSchema, name: z.string() }),
  format: z.string(),
  options: z.json(),
  counts,
  losses: z.array(z.strictObject({ what: z.string(), count: z.int() })),
  /** Problems of rows by kind, as preflight names them. */
  problems: counts,
  videos: z.array(
    z.strictObject({
      id: idSchema,
      path: z.string(),
      sizeBytes: z.int().nonnegative(),
      /** Null while the file has not been hashed. */
      sha256: sha256.nullable(),
      frameCount: z.int().positive(),
      timescale: z.number(),
      firstTicks: z.number(),
      proof: z.array(frameProofSchema),
    }),
  ),
  /** Every file of the export but the manifest itself. */
  files: z.array(fileEntrySchema),
});
export type Manifest = z.infer<typeof manifestSchema>;

export const manifestPath = 'manifest.json';

export interface ExportRequest {
  format: Format;
  source: DatasetSource;
  options: unknown;
  sink: ExportSink;
  program: { name: string; version: string };
  createHasher(): Hasher;
  /** Decoded frames of a video that somebody can check elsewhere; empty where none were decoded. */
  frameProofOf(videoId: Id): readonly FrameProof[] | Promise<readonly FrameProof[]>;
  /** Files written beside the format's own, such as training copies. */
  otherFiles: readonly FileEntry[];
}

/**
 * Writes an export and, last, its manifest.json. The same project, options and version give the same bytes.
 * Rejects with what the source or the sink rejects with; a manifest that is there means a whole export.
 */
export async function exportDataset(request: ExportRequest): Promise<Manifest> {
  const { format, source, sink, program } = request;
  const options = z.json().parse(format.options.parse(request.options));
  const files: FileEntry[] = [...request.otherFiles];
  const result = await format.write(
    source,
    options,
    hashingSink(sink, () => request.createHasher(), files),
  );
  const { project } = await source.project();
  const manifest: Manifest = {
    manifest: 1,
    program,
    project: { id: project.id, name: project.name },
    format: format.id,
    options,
    counts: result.counts,
    losses: await format.losses(source, options),
    problems: await problemCounts(request),
    videos: await videoEntries(request),
    files: files.sort((a, b) => compareText(a.path, b.path)),
  };
  await sink.write(manifestPath, utf8(`${canonicalJson(manifest)}\n`));
  return manifest;
}

async function problemCounts({ format, source, options }: ExportRequest): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for await (const { kind } of format.preflight(source, options)) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

async function videoEntries(request: ExportRequest): Promise<Manifest['videos']> {
  const entries: Manifest['videos'] = [];
  for await (const { video, contentHash, table } of request.source.videos()) {
    const proof = await request.frameProofOf(video.id);
    entries.push({
      id: video.id,
      path: portablePath(video),
      sizeBytes: video.sizeBytes,
      sha256: contentHash,
      frameCount: video.frameCount,
      timescale: table.timescale,
      firstTicks: table.ticks[0] ?? 0,
      proof: proof.toSorted((a, b) => a.frame - b.frame),
    });
  }
  return entries.sort((a, b) => compareText(a.id, b.id));
}

/** A sink that passes everything on and notes each file's size and hash. */
function hashingSink(sink: ExportSink, createHasher: () => Hasher, files: FileEntry[]): ExportSink {
  return {
    async write(path, content) {
      const hasher = createHasher();
      let bytes = 0;
      async function* passed(): AsyncGenerator<Uint8Array> {
        for await (const part of content instanceof Uint8Array ? [content] : content) {
          hasher.update(part);
          bytes += part.length;
          yield part;
        }
      }
      await sink.write(path, passed());
      files.push({ path, bytes, sha256: hasher.hex() });
    },
  };
}
