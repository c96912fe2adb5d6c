import { isAnnotating } from '../app/places.ts';
import { createActiveClock, type ActiveClock } from './active-clock.ts';
import type { Session } from './session.ts';
import type { Studio } from './studio.ts';

const reportEveryMs = 30_000;
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/** Counts how long the person is at work on each video, and tells the core. Returns how to stop. */
export function reportActivity(studio: Studio): () => void {
  let current: { session: Session; clock: ActiveClock } | undefined;

  function send(): void {
    const seconds = current?.clock.take() ?? 0;
    if (!current || seconds < 1) return;
    const { client, personId, videoId } = current.session;
    // Lost where the core is gone: a few seconds of a statistic are not worth a message.
    client.host.reportActivity({ personId, videoId, seconds }).catch(() => undefined);
  }

  function touch(): void {
    const { session } = studio.store.getState();
    if (session !== current?.session) {
      send();
      current = session ? { session, clock: createActiveClock() } : undefined;
    }
    if (isAnnotating()) current?.clock.touch(performance.now() / 1000);
  }

  const timer = setInterval(() => {
    // Watching a video play is work too.
    if (current?.session.editor.getState().isPlaying) touch();
    send();
  }, reportEveryMs);
  for (const sign of signs) window.addEventListener(sign, touch, { passive: true, capture: true });
  window.addEventListener('pagehide', send);
  window.addEventListener('hashchange', send);
  return () => {
    clearInterval(timer);
    for (const sign of signs) window.removeEventListener(sign, touch, { capture: true });
    window.removeEventListener('pagehide', send);
    window.removeEventListener('hashchange', send);
    send();
  };
}
