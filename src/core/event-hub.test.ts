import { describe, expect, test } from 'vitest';
import { createEventHub } from './event-hub.ts';

describe('event hub', () => {
  test('a listener hears everything from its subscription on, in order, whenever it reads', async () => {
    const hub = createEventHub<number>();
    hub.publish(0);
    const events = hub.subscribe();
    hub.publish(1);
    hub.publish(2);
    expect((await events.next()).value).toBe(1);
    expect((await events.next()).value).toBe(2);
    const later = events.next();
    hub.publish(3);
    expect((await later).value).toBe(3);
  });

  test('a listener that waits ends when its signal aborts', async () => {
    const hub = createEventHub<number>();
    const abort = new AbortController();
    const events = hub.subscribe(abort.signal);
    const waiting = events.next();
    abort.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect((await hub.subscribe(abort.signal).next()).done).toBe(true);
  });

  test('a listener that does not read is let go with an error, and the others are not disturbed', async () => {
    const hub = createEventHub<number>();
    const slow = hub.subscribe();
    const fast = hub.subscribe();
    for (let n = 0; n < 1_500; n++) {
      hub.publish(n);
      expect((await fast.next()).value).toBe(n);
    }
    await expect(slow.next()).rejects.toMatchObject({ code: 'FELL_BEHIND' });
    expect((await slow.next()).done).toBe(true);
  });

  test('a listener that leaves before its first read is not kept', async () => {
    const hub = createEventHub<number>();
    const events = hub.subscribe();
    await events.return();
    // Were it still listening, so many would make it fall behind.
    for (let n = 0; n < 1_500; n++) hub.publish(n);
    expect(await events.next()).toEqual({ done: true, value: undefined });
  });
});
