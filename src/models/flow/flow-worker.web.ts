/** The worker that tracks: reads luma, follows, and reports at most ten times a second. */
import type { ProposerEvent } from '../proposer.ts';
import type { FlowCall, FlowReply } from './flow-protocol.web.ts';
import { openLuma } from './luma.web.ts';
import { loadEngine } from './opencv.web.ts';
import { trackFlow } from './track.ts';

const reportEvery = 100;

/** Runs that are not over, and those of them that should be. */
const waiting = new Set<number>();
const cancelled = new Set<number>();
/** Ends when the run before has ended: one run at a time. */
let running = Promise.resolve();

self.addEventListener('message', ({ data }: MessageEvent<FlowCall>) => {
  if (data.kind === 'track') {
    waiting.add(data.run);
    running = running.then(() => serve(data));
  } else if (waiting.has(data.run)) cancelled.add(data.run);
});

async function serve(call: FlowCall & { kind: 'track' }): Promise<void> {
  try {
    await track(call);
    reply({ kind: 'done', run: call.run });
  } catch (error) {
    reply({ kind: 'failed', run: call.run, message: error instanceof Error ? error.message : String(error) });
  } finally {
    waiting.delete(call.run);
    cancelled.delete(call.run);
  }
}

async function track({ run, video, table, request }: FlowCall & { kind: 'track' }): Promise<void> {
  const signal = {
    get aborted() {
      return cancelled.has(run);
    },
  };
  const [engine, source] = await Promise.all([loadEngine(), openLuma(video, table, request.video.size)]);
  let events: ProposerEvent[] = [];
  let reported = performance.now();
  const report = (): void => {
    const progress = events.findLast((event) => event.kind === 'progress');
    const rest = events.filter((event) => event.kind !== 'progress');
    reply({ kind: 'events', run, events: progress ? [progress, ...rest] : rest });
    events = [];
    reported = performance.now();
  };
  try {
    for await (const event of trackFlow(engine, source, { ...request, signal })) {
      events.push(event);
      if (performance.now() - reported < reportEvery) continue;
      report();
      // A turn of the event loop, so that a cancel gets in.
      await new Promise((resolve) => {
        setTimeout(resolve);
      });
    }
    report();
  } finally {
    await source.close();
  }
}

function reply(message: FlowReply): void {
  self.postMessage(message, { transfer: [] });
}
