import type { FrameTable } from '#domain/frame-table.ts';
import type { ContainerVideo } from './frame-reader.web.ts';
import type { MediaErrorCode } from './media-error.ts';
import type { Size } from './upright.web.ts';

/** A video as the decoding worker opens it. Addresses of images come with each fill. */
export type WorkerVideo = ({ kind: 'container' } & ContainerVideo) | { kind: 'images'; name: string };

/** Frames wanted by the page, in one go. */
export interface FillRequest {
  kind: 'fill';
  /** Number of this request; replies carry it. */
  fill: number;
  from: number;
  to: number;
  /** Frames in the range that the page has. */
  skip: number[];
  /** Hand over the last frame before the others: it is waited for. */
  isLastFirst: boolean;
  /** Addresses of the images `from` to `to`; empty for a container. */
  urls: string[];
}

export type DecoderRequest =
  | { kind: 'open'; video: WorkerVideo; table: FrameTable; shownSize: Size }
  | { kind: 'size'; shownSize: Size; generation: number }
  | FillRequest
  | { kind: 'stop' };

export type DecoderReply =
  | { kind: 'frame'; fill: number; index: number; generation: number; bitmap: ImageBitmap }
  | { kind: 'undecodable'; fill: number; index: number; message: string }
  | { kind: 'filled'; fill: number }
  | { kind: 'broken'; fill: number; code: MediaErrorCode; message: string };
