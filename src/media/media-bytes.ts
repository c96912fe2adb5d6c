import type { Source } from 'mediabunny';

/** One media file: its name for messages, random access to its bytes, and the demuxer's view of them. */
export interface MediaFile {
  name: string;
  /** Size in bytes. */
  size: number;
  /** Bytes from `start` to `end` (exclusive); fewer at the end of the file. */
  read: (start: number, end: number) => Promise<Uint8Array>;
  source: Source;
}

/** The part of an AbortSignal that long reads look at; every AbortSignal is one. */
export interface CancelSignal {
  readonly aborted: boolean;
  throwIfAborted: () => void;
}
