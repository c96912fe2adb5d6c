import type { Span } from '#domain/spans.ts';

const rootName = 'frame-proxies';
const usedName = 'used';
const headerBytes = 4;

/**
 * Proxy pictures of one video in the browser's private file system (OPFS): one file a segment, `FIRST-LAST`, holding
 * the number of pictures, where each ends (32-bit, little-endian, counted from the first picture), and the JPEGs.
 */
export class ProxyStore {
  readonly #root: FileSystemDirectoryHandle;
  readonly #folder: FileSystemDirectoryHandle;
  readonly #name: string;

  private constructor(root: FileSystemDirectoryHandle, folder: FileSystemDirectoryHandle, name: string) {
    this.#root = root;
    this.#folder = folder;
    this.#name = name;
  }

  /** Opens the pictures kept under `key`, which names the video's content, and marks them as used now. */
  static async open(key: string): Promise<ProxyStore> {
    const name = key.replaceAll(/[^\w-]/g, '_');
    const storage = await navigator.storage.getDirectory();
    const root = await storage.getDirectoryHandle(rootName, { create: true });
    const folder = await root.getDirectoryHandle(name, { create: true });
    const used = await folder.getFileHandle(usedName, { create: true });
    const writer = await used.createWritable();
    await writer.write(String(Date.now()));
    await writer.close();
    return new ProxyStore(root, folder, name);
  }

  /** Segments that are there. */
  async segments(): Promise<Span[]> {
    const spans: Span[] = [];
    for await (const name of this.#folder.keys()) {
      const match = /^(\d+)-(\d+)$/.exec(name);
      if (match) spans.push({ startFrame: Number(match[1]), endFrame: Number(match[2]) });
    }
    return spans.toSorted((a, b) => a.startFrame - b.startFrame);
  }

  /** Keeps a segment's pictures; undefined for frames that cannot be decoded. Returns the bytes taken. */
  async write(segment: Span, pictures: readonly (Blob | undefined)[]): Promise<number> {
    const header = new DataView(new ArrayBuffer(headerBytes + pictures.length * 4));
    header.setUint32(0, pictures.length, true);
    let end = 0;
    pictures.forEach((picture, i) => {
      end += picture?.size ?? 0;
      header.setUint32(headerBytes + i * 4, end, true);
    });
    const file = await this.#folder.getFileHandle(fileName(segment), { create: true });
    const writer = await file.createWritable();
    await writer.write(new Blob([header.buffer, ...pictures.filter((picture) => picture !== undefined)]));
    await writer.close();
    return header.byteLength + end;
  }

  /** One frame's picture, as a JPEG. Undefined when it could not be decoded, or the file was cleared away. */
  async read(segment: Span, index: number): Promise<Blob | undefined> {
    const handle = await this.#folder.getFileHandle(fileName(segment)).catch(() => undefined);
    const file = await handle?.getFile();
    if (!file) return undefined;
    const offset = index - segment.startFrame;
    const count = segment.endFrame - segment.startFrame + 1;
    const header = new DataView(await file.slice(0, headerBytes + count * 4).arrayBuffer());
    if (header.byteLength < headerBytes + count * 4 || header.getUint32(0, true) !== count) return undefined;
    const start = offset === 0 ? 0 : header.getUint32(headerBytes + (offset - 1) * 4, true);
    const end = header.getUint32(headerBytes + offset * 4, true);
    if (end <= start) return undefined;
    return file.slice(header.byteLength + start, header.byteLength + end, 'image/jpeg');
  }

  /** Deletes the videos used longest ago until at most `maxBytes` are kept. Returns the bytes left, ours among them. */
  async makeRoom(maxBytes: number): Promise<number> {
    const videos: { name: string; bytes: number; used: number }[] = [];
    for await (const [name, handle] of this.#root.entries()) {
      if (handle.kind === 'directory') videos.push({ name, ...(await measure(handle)) });
    }
    let total = videos.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { name, bytes } of videos.toSorted((a, b) => a.used - b.used)) {
      if (total <= maxBytes) break;
      if (name === this.#name) continue;
      await this.#root.removeEntry(name, { recursive: true });
      total -= bytes;
    }
    return total;
  }
}

function fileName({ startFrame, endFrame }: Span): string {
  return `${startFrame}-${endFrame}`;
}

async function measure(folder: FileSystemDirectoryHandle): Promise<{ bytes: number; used: number }> {
  let bytes = 0;
  let used = 0;
  for await (const [name, handle] of folder.entries()) {
    if (handle.kind !== 'file') continue;
    const file = await handle.getFile();
    bytes += file.size;
    if (name === usedName) used = file.lastModified;
  }
  return { bytes, used };
}
