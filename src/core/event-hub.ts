/** Passes events to every listener; a listener is an async iterator that ends when its signal aborts. */
export interface EventHub<T> {
  publish(event: T): void;
  subscribe(signal?: AbortSignal): AsyncGenerator<T, void, void>;
}

export function createEventHub<T>(): EventHub<T> {
  const listeners = new Set<(event: T) => void>();
  return {
    publish(event) {
      for (const listener of listeners) listener(event);
    },
    subscribe(signal) {
      // Listening starts with the call, not with the first read: nothing published in between is missed.
      const queue: T[] = [];
      let wake: () => void = () => undefined;
      const listener = (event: T): void => {
        queue.push(event);
        wake();
      };
      const onAbort = (): void => wake();
      listeners.add(listener);
      signal?.addEventListener('abort', onAbort);
      async function* read(): AsyncGenerator<T, void, void> {
        try {
          const isOver = (): boolean => signal?.aborted === true;
          while (!isOver()) {
            const event = queue.shift();
            if (event === undefined) {
              await new Promise<void>((resolve) => {
                wake = resolve;
              });
            } else yield event;
          }
        } finally {
          listeners.delete(listener);
          signal?.removeEventListener('abort', onAbort);
        }
      }
      return read();
    },
  };
}
