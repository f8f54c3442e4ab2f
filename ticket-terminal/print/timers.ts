/** Time as printing needs it: the machine's own, or made up where ten thousand breakdowns are to pass in a minute. */
export interface Timers {
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
  /** Runs `run` once, `ms` milliseconds from now, unless the returned function is run first. */
  after(ms: number, run: () => void): () => void;
}

export const realTimers: Timers = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
