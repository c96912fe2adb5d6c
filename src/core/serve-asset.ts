import fs from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { encodeFrameTable } from '#domain/frame-table.ts';
import { frameTableOf } from './frame-tables.ts';
import { parseRange } from './byte-range.ts';
import { toCallerError } from './studio-error.ts';
import type { Studio } from './studio.ts';
import { receiveUpload } from './uploads.ts';
import { absolutePathOf } from './video-files.ts';
import { imageFilesOf } from './image-files.ts';

/**
 * The asset channel, for both hosts: GET with ranges for what is stored, PUT to a key that assets.allocate handed
 * out. Everything is addressed by id; a path never comes from outside.
 */
export async function serveAsset(studio: Studio, request: Request): Promise<Response> {
  try {
    const [, , area = '', id = '', extra] = new URL(request.url).pathname.split('/');
    if (request.method === 'PUT' && area === 'upload') {
      if (!request.body) return plain(400, 'An upload needs a body');
      await receiveUpload(id, request.body);
      return plain(204, null);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return plain(405, 'Only GET and PUT are served here');
    return await get(studio, area, id, extra, request);
  } catch (error) {
    const known = toCallerError(error, studio.options.log);
    return plain(statusOf(known), known instanceof Error ? known.message : 'The file could not be served');
  }
}

/** The caller reads the message; the number only says whose turn it is. */
function statusOf(error: unknown): number {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'NOT_FOUND' || code === 'FILE_NOT_FOUND') return 404;
  if (code === 'DISK_FULL') return 507;
  return code === 'INTERNAL' || code === 'DISK_FAILED' ? 500 : 400;
}

async function get(
  studio: Studio,
  area: string,
  id: string,
  extra: string | undefined,
  request: Request,
): Promise<Response> {
  const project = studio.project();
  const video = ['video', 'image', 'frame-table'].includes(area) ? project.rows.video.get([id]) : undefined;
  switch (area) {
    case 'video':
      return video ? sendFile(absolutePathOf(project.folder, video), request, 'no-store') : notFound();
    case 'image': {
      const file = video?.kind === 'images' && (await imageFilesOf(project.folder, video))[Number(extra)];
      return file ? sendFile(file, request, 'no-store') : notFound();
    }
    case 'frame-table': {
      return video ? bytes(encodeFrameTable(await frameTableOf(project, video))) : notFound();
    }
    case 'span-data': {
      const data = project.spanData.get(id);
      return data ? bytes(data) : notFound();
    }
    case 'thumbnail': {
      // The id becomes part of a path: only one that the project knows may.
      if (!project.rows.video.get([id])) return notFound();
      return sendFile(path.join(project.folder, 'cache', 'thumbnails', `${id}.webp`), request, 'no-cache');
    }
    default:
      return notFound();
  }
}

const types: Record<string, string> = {
  '.mp4': 'video/mp4',
  '.m4v': 'video/mp4',
  '.mov': 'video/quicktime',
  '.webm': 'video/webm',
  '.mkv': 'video/x-matroska',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
};

function plain(status: number, text: string | null): Response {
  return new Response(text, { status });
}

function notFound(): Response {
  return plain(404, 'Not here');
}

function bytes(data: Uint8Array): Response {
  return new Response(Uint8Array.from(data), {
    headers: { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' },
  });
}

/** A file, or the range of it that was asked for. */
function sendFile(file: string, request: Request, cacheControl: string): Response {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile()) return notFound();
  const { size } = stat;
  const range = parseRange(request.headers.get('range'), size);
  if (range === 'none') {
    return new Response(null, { status: 416, headers: { 'content-range': `bytes */${size}` } });
  }
  const part = range === 'whole' ? { start: 0, end: size - 1 } : range;
  const length = part.end - part.start + 1;
  const body =
    request.method === 'HEAD' || length === 0
      ? null
      : (Readable.toWeb(fs.createReadStream(file, part)) as ReadableStream<Uint8Array>);
  return new Response(body, {
    status: range === 'whole' ? 200 : 206,
    headers: {
      'content-type': types[path.extname(file).toLowerCase()] ?? 'application/octet-stream',
      'accept-ranges': 'bytes',
      'cache-control': cacheControl,
      'content-length': String(length),
      ...(range === 'whole' ? {} : { 'content-range': `bytes ${part.start}-${part.end}/${size}` }),
    },
  });
}
