import type { FrameTable } from '#domain/frame-table.ts';
import type { Proposer, ProposerEvent, ProposerRequest } from '../proposer.ts';
import type { FlowCall, FlowReply, FlowVideo } from './flow-protocol.web.ts';
import type { FlowParameters } from './parameters.ts';

/** A video as the tracker needs it; for images, their addresses in frame order. */
export interface FlowMedia {
  video: FlowVideo;
  table: FrameTable;
}

/**
 * The optical-flow tracker for a page. Its worker, with OpenCV, is loaded at the first run and kept for the next;
 * runs wait for each other.
 */
export class FlowProposer implements Proposer<FlowParameters> {
  readonly name = 'optical-flow';
  readonly version = '1';
  readonly #mediaOf: (videoId: string) => Promise<FlowMedia>;
  #worker: Worker | undefined;
  #runs = 0;
  readonly #open = new Map<number, (reply: FlowReply) => void>();

  /** `mediaOf` tells where a video's pictures are, by its id. */
  constructor(mediaOf: (videoId: string) => Promise<FlowMedia>) {
    this.#mediaOf = mediaOf;
  }

  /** Throws Error naming the frame or object where a video cannot be read or nothing can be tracked. */
  async *propose(request: ProposerRequest<FlowParameters>): AsyncGenerator<ProposerEvent, void> {
    const { signal, ...rest } = request;
    const media = await this.#mediaOf(request.video.id);
    const worker = (this.#worker ??= this.#start());
    const run = ++this.#runs;
    const replies: FlowReply[] = [];
    let wake = Promise.withResolvers<void>();
    this.#open.set(run, (reply) => {
      replies.push(reply);
      wake.resolve();
    });
    const cancel = (): void => call(worker, { kind: 'cancel', run });
    call(worker, { kind: 'track', run, ...media, request: rest });
    signal.addEventListener('abort', cancel);
    if (signal.aborted) cancel();
    try {
      for (;;) {
        await wake.promise;
        wake = Promise.withResolvers<void>();
        for (const reply of replies.splice(0)) {
          if (reply.kind === 'done') return;
          if (reply.kind === 'failed') throw new Error(reply.message);
          yield* reply.events;
        }
      }
    } finally {
      signal.removeEventListener('abort', cancel);
      this.#open.delete(run);
      // Nobody listens any more; does nothing where the run is over.
      cancel();
    }
  }

  /** Ends the worker; a run under way fails. */
  close(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#fail('The tracker was closed while it was running.');
  }

  #start(): Worker {
    const worker = new Worker(new URL('./flow-worker.web.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<FlowReply>) =>
      this.#open.get(data.run)?.(data),
    );
    worker.addEventListener('error', ({ message }) => {
      this.#worker = undefined;
      this.#fail(`The tracker could not run: ${message || 'its worker did not load'}. Reload the page.`);
    });
    return worker;
  }

  #fail(message: string): void {
    for (const [run, take] of this.#open) take({ kind: 'failed', run, message });
  }
}

function call(worker: Worker, message: FlowCall): void {
  worker.postMessage(message, { transfer: [] });
}
