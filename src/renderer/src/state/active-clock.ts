/** Longest silence, in seconds, that still counts as work. */
export const idleSeconds = 60;

/** Adds up the time between signs of life; what is longer than `idleSeconds` was a pause and counts nothing. */
export interface ActiveClock {
  /** A sign of life at `now`, in seconds of any clock that only rises. */
  touch(now: number): void;
  /** Seconds since the last call; they are counted once. */
  take(): number;
}

export function createActiveClock(): ActiveClock {
  let last: number | undefined;
  let sum = 0;
  return {
    touch(now) {
      if (last !== undefined && now - last <= idleSeconds) sum += now - last;
      last = now;
    },
    take() {
      const taken = sum;
      sum = 0;
      return taken;
    },
  };
}
