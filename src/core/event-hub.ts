import { ORPCError } from '@orpc/server';

/** Passes events to every listener; a listener is an async iterator that ends when its signal aborts. */
export interface EventHub<T> {
  publish(event: T): void;
  /** Hears everything published from this call on. Throws FELL_BEHIND when too much waits to be read. */
  subscribe(signal?: AbortSignal): AsyncGenerator<T, void, void>;
}

/** How many events may wait for one listener: some minutes of work, and little memory, as all share the events. */
const mostWaiting = 1_000;

interface Listener<T> {
  waiting: T[];
  isOver: boolean;
  fellBehind: boolean;
  wake(): void;
}

export function createEventHub<T>(): EventHub<T> {
  const listeners = new Set<Listener<T>>();

  function end(listener: Listener<T>): void {
    listener.isOver = true;
    listeners.delete(listener);
    listener.wake();
  }

  return {
    publish(event) {
      for (const listener of listeners) {
        if (listener.waiting.length >= mostWaiting) {
          listener.waiting = [];
          listener.fellBehind = true;
          end(listener);
          continue;
        }
        listener.waiting.push(event);
        listener.wake();
      }
    },
    subscribe(signal) {
      // Listening starts with the call, not with the first read: nothing published in between is missed.
      const listener: Listener<T> = { waiting: [], isOver: false, fellBehind: false, wake: () => undefined };
      const onAbort = (): void => {
        listener.waiting = [];
        end(listener);
      };
      listeners.add(listener);
      if (signal?.aborted) onAbort();
      signal?.addEventListener('abort', onAbort, { once: true });
      const stop = (): void => {
        signal?.removeEventListener('abort', onAbort);
        end(listener);
      };
      const events = read(listener, stop);
      // A generator that was never started does not run its `finally` when it is told to return.
      const giveUp = events.return.bind(events);
      events.return = (value) => {
        stop();
        return giveUp(value);
      };
      return events;
    },
  };
}

async function* read<T>(listener: Listener<T>, stop: () => void): AsyncGenerator<T, void, void> {
  try {
    for (;;) {
      const [event, ...rest] = listener.waiting;
      if (event !== undefined) {
        listener.waiting = rest;
        yield event;
      } else if (listener.fellBehind) {
        throw new ORPCError('FELL_BEHIND', {
          defined: true,
          message: 'This window fell behind what others do. Load it again; nothing is lost.',
        });
      } else if (listener.isOver) return;
      else {
        await new Promise<void>((resolve) => {
          listener.wake = resolve;
        });
      }
    }
  } finally {
    stop();
  }
}
