import type { z } from 'zod';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import type { assetsContract } from '#api/assets.contract.ts';
import { decodeSpanData } from '#domain/span-data.ts';
import type { ProjectStore } from '#store/project-store.ts';
import { StudioError } from './studio-error.ts';

type UploadRequest = z.infer<NonNullable<(typeof assetsContract.allocate)['~orpc']['inputSchema']>>;

/** Where bytes put to a key go. A key is good for one upload. */
interface Upload {
  receive(body: ReadableStream<Uint8Array>): Promise<void>;
}

const pending = new Map<string, Upload>();

/** Hands out a key for one upload. `path` is where a media file will be, for importing it after. */
export function allocateUpload(project: ProjectStore, request: UploadRequest): { key: string; path: string } {
  const key = randomUUID();
  if (request.kind === 'spanData') {
    pending.set(key, {
      async receive(body) {
        const bytes = new Uint8Array(await new Response(body).arrayBuffer());
        decodeSpanData(bytes);
        project.spanData.insert(request.id, bytes);
      },
    });
    return { key, path: '' };
  }
  const file = fileFor(project, request);
  pending.set(key, { receive: (body) => writeWhole(file, body) });
  return { key, path: file };
}

/** Takes the bytes of an upload. Throws StudioError NOT_FOUND for a key that was not handed out, or used. */
export async function receiveUpload(key: string, body: ReadableStream<Uint8Array>): Promise<void> {
  const upload = pending.get(key);
  if (!upload) throw new StudioError('NOT_FOUND', 'This upload was not announced, or is done already.');
  pending.delete(key);
  await upload.receive(body);
}

function fileFor(project: ProjectStore, request: Exclude<UploadRequest, { kind: 'spanData' }>): string {
  switch (request.kind) {
    case 'thumbnail':
      return path.join(project.folder, 'cache', 'thumbnails', `${request.videoId}.webp`);
    case 'media':
      return freeName(path.join(project.folder, 'media'), path.basename(request.name));
    case 'exportPart':
      return exportPartPath(project.folder, request.exportId, request.path);
  }
}

/** Parts that the page makes for an export wait here until the export takes them. Throws on a path that leaves. */
export function exportPartPath(folder: string, exportId: string, part: string): string {
  const base = path.join(folder, 'cache', 'export-parts', exportId);
  const file = path.resolve(base, part);
  if (!file.startsWith(base + path.sep))
    throw new StudioError('NOT_ALLOWED', `${part} leaves the export's folder.`);
  return file;
}

/** A name in the folder that is not taken: "clip.mp4", then "clip 2.mp4". */
function freeName(folder: string, name: string): string {
  const { name: stem, ext } = path.parse(name);
  for (let n = 1; ; n++) {
    const file = path.join(folder, n === 1 ? name : `${stem} ${n}${ext}`);
    if (!fs.existsSync(file)) return file;
  }
}

/** Writes beside the target and renames, so that a broken upload leaves nothing that looks whole. */
async function writeWhole(file: string, body: ReadableStream<Uint8Array>): Promise<void> {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}.${randomUUID()}.part`;
  try {
    await body.pipeTo(Writable.toWeb(fs.createWriteStream(draft)) as WritableStream<Uint8Array>);
    fs.renameSync(draft, file);
  } catch (error) {
    fs.rmSync(draft, { force: true });
    throw error;
  }
}
