import type { Line } from '../app/connect.ts';

/**
 * Hears a stream of the core for as long as the page lives: after a break of the line it subscribes again and calls
 * `onAgain`, since what happened in between was missed.
 */
export async function watch<T>(
  line: Line,
  subscribe: () => Promise<AsyncIterable<T>>,
  onEvent: (event: T) => void | Promise<void>,
  onAgain: () => void | Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const isOver = (): boolean => signal?.aborted === true;
  for (let isFirst = true; !isOver(); isFirst = false) {
    try {
      await line.whenUp();
      const events = await subscribe();
      if (!isFirst) await onAgain();
      for await (const event of events) await onEvent(event);
    } catch (error) {
      // A broken line is repaired and heard again; anything else is a fault of its own.
      if (!isOver() && line.isUp()) throw error;
    }
    if (!isOver() && line.isUp()) return;
  }
}
