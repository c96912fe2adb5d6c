import type { FrameTable } from '#domain/frame-table.ts';
import type { ProposerEvent, ProposerRequest } from '../proposer.ts';
import type { FlowParameters } from './parameters.ts';

/** Where the tracker's worker finds a video's pictures. */
export type FlowVideo =
  | { kind: 'container'; url: string; name: string }
  | { kind: 'images'; urls: readonly string[]; name: string };

export type FlowCall =
  | {
      kind: 'track';
      run: number;
      video: FlowVideo;
      table: FrameTable;
      request: Omit<ProposerRequest<FlowParameters>, 'signal'>;
    }
  | { kind: 'cancel'; run: number };

export type FlowReply =
  | { kind: 'events'; run: number; events: ProposerEvent[] }
  | { kind: 'done'; run: number }
  | { kind: 'failed'; run: number; message: string };
