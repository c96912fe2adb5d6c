import type { z } from 'zod';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import type { assetsContract } from '#api/assets.contract.ts';
import { decodeSpanData } from '#domain/span-data.ts';
import type { ProjectStore } from '#store/project-store.ts';
import { explainDiskError } from '#store/store-error.ts';
import { freeName } from './free-name.ts';
import { StudioError } from './studio-error.ts';

type UploadRequest = z.infer<NonNullable<(typeof assetsContract.allocate)['~orpc']['inputSchema']>>;

/** Where bytes put to a key go. A key is good for one upload. */
interface Upload {
  /** The file it will be; "" where the bytes go into the project file. */
  file: string;
  receive(body: ReadableStream<Uint8Array>): Promise<void>;
}

const pending = new Map<string, Upload>();
/** Files whose bytes are on their way. */
const arriving = new Set<string>();

/** Hands out a key for one upload. `path` is where a media file will be, for importing it after. */
export function allocateUpload(project: ProjectStore, request: UploadRequest): { key: string; path: string } {
  const key = randomUUID();
  if (request.kind === 'spanData') {
    pending.set(key, { file: '', receive: (body) => receiveSpanData(project, request.id, body) });
    return { key, path: '' };
  }
  const file = fileFor(project, request);
  pending.set(key, { file, receive: (body) => writeWhole(file, body) });
  return { key, path: file };
}

/** Takes the bytes of an upload. Throws StudioError NOT_FOUND for a key that was not handed out, or used. */
export async function receiveUpload(key: string, body: ReadableStream<Uint8Array>): Promise<void> {
  const upload = pending.get(key);
  if (!upload) throw new StudioError('NOT_FOUND', 'This upload was not announced, or is done already.');
  pending.delete(key);
  arriving.add(upload.file);
  try {
    await upload.receive(body);
  } finally {
    arriving.delete(upload.file);
  }
}

async function receiveSpanData(
  project: ProjectStore,
  id: string,
  body: ReadableStream<Uint8Array>,
): Promise<void> {
  const bytes = new Uint8Array(await new Response(body).arrayBuffer());
  try {
    decodeSpanData(bytes);
  } catch (error) {
    throw new StudioError(
      'DATA_REFUSED',
      `The positions ${id} arrived damaged. Nothing was kept; run it again.`,
      { problems: [String(error)] },
      { cause: error },
    );
  }
  project.spanData.insert(id, bytes);
}

function fileFor(project: ProjectStore, request: Exclude<UploadRequest, { kind: 'spanData' }>): string {
  switch (request.kind) {
    case 'thumbnail':
      if (!project.rows.video.get([request.videoId])) {
        throw new StudioError('NOT_FOUND', 'This video is not in the project.');
      }
      return path.join(project.folder, 'cache', 'thumbnails', `${request.videoId}.webp`);
    case 'media':
      return freeName(path.join(project.folder, 'media'), plainName(request.name), isPromised);
    case 'exportPart':
      return exportPartPath(project.folder, request.exportId, request.path);
  }
}

/** Two files of one name, dropped together, are two files. */
function isPromised(file: string): boolean {
  return arriving.has(file) || [...pending.values()].some((upload) => upload.file === file);
}

/** The last part of a name from a page, whichever system the page runs on. Throws NOT_ALLOWED when none is left. */
function plainName(name: string): string {
  const last = path.posix.basename(name.replaceAll('\\', '/'));
  if (['', '.', '..'].includes(last) || last.includes('\0')) {
    throw new StudioError('NOT_ALLOWED', `“${name}” is no name for a file. Rename it and try again.`);
  }
  return last;
}

/** Parts that the page makes for an export wait here until the export takes them. Throws on a path that leaves. */
export function exportPartPath(folder: string, exportId: string, part: string): string {
  const base = path.join(folder, 'cache', 'export-parts', exportId);
  const file = path.resolve(base, part);
  if (!file.startsWith(base + path.sep) || file.includes('\0'))
    throw new StudioError('NOT_ALLOWED', `${part} leaves the export's folder.`);
  return file;
}

/** Writes beside the target and renames, so that a broken upload leaves nothing that looks whole. */
async function writeWhole(file: string, body: ReadableStream<Uint8Array>): Promise<void> {
  const draft = `${file}.${randomUUID()}.part`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    // Flushed: an upload that was answered is there after the power fails, as the labels made on it are.
    const disk = fs.createWriteStream(draft, { flush: true });
    await body.pipeTo(Writable.toWeb(disk) as WritableStream<Uint8Array>);
    fs.renameSync(draft, file);
  } catch (error) {
    fs.rmSync(draft, { force: true });
    throw explainDiskError(error, file);
  }
}
