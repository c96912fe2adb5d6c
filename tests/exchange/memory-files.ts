import type { DatasetSource, ExportSink, FileSource, VideoDocument } from '#exchange/dataset.ts';
import { sorted } from './builders.ts';

/** An export held in memory, to write to and to read back from. */
export interface MemoryFiles extends ExportSink, FileSource {
  files: Map<string, Uint8Array>;
  text(path: string): string;
}

export function memoryFiles(): MemoryFiles {
  const files = new Map<string, Uint8Array>();
  const get = (path: string): Uint8Array => {
    const bytes = files.get(path);
    if (!bytes) throw new Error(`There is no file ${path}.`);
    return bytes;
  };
  return {
    files,
    text: (path) => new TextDecoder().decode(get(path)),
    async write(path, content) {
      if (files.has(path)) throw new Error(`${path} is written twice.`);
      const parts: Uint8Array[] = [];
      if (content instanceof Uint8Array) parts.push(content);
      else for await (const part of content) parts.push(part);
      files.set(path, new Uint8Array(Buffer.concat(parts)));
    },
    async *read(path) {
      // Odd pieces, so that lines and characters are cut across them.
      const bytes = get(path);
      for (let at = 0; at < bytes.length; at += 1021)
        yield await Promise.resolve(bytes.subarray(at, at + 1021));
    },
  };
}

/** What a source holds, with records sorted by id and the span data its tracks use, ready to compare. */
export async function contentOf(source: DatasetSource): Promise<unknown> {
  const project = await source.project();
  const videos: VideoDocument[] = [];
  for await (const document of source.videos()) videos.push(document);
  return sorted(project, videos);
}
