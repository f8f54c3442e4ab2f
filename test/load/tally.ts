/** What the players have done and seen, from one report of theirs to the next. */
import { addTo, type Latencies } from './latencies.ts';

/** From the press at a desk until a window has the call. */
export const CALLS = 'call → display';

export type Tally = {
  /** By request, and CALLS. */
  latencies: Map<string, Latencies>;
  /** 'desk:call-next nobody-waiting' → how often. */
  refusals: Map<string, number>;
  /** 'screen cut' → how often: what happened to screens, and what a request met beside an answer. */
  events: Map<string, number>;
  /** A promise that was not kept, each in a sentence. */
  broken: string[];
  connected: number;
  /** The longest that the player's own event loop was late: what is measured here is as much too long. */
  ownDelayMs: number;
};

export const newTally = (): Tally => ({
  ...{ latencies: new Map(), refusals: new Map(), events: new Map() },
  ...{ broken: [], connected: 0, ownDelayMs: 0 },
});

export function note(counts: Map<string, number>, what: string, many = 1): void {
  counts.set(what, (counts.get(what) ?? 0) + many);
}

/** What is counted is added up; who is connected is as it was last told. */
export function add(sum: Tally, more: Tally): void {
  for (const [name, latencies] of more.latencies) {
    const known = sum.latencies.get(name) ?? new Map();
    sum.latencies.set(name, known);
    addTo(known, latencies);
  }
  for (const [what, many] of more.refusals) note(sum.refusals, what, many);
  for (const [what, many] of more.events) note(sum.events, what, many);
  sum.broken.push(...more.broken);
  sum.ownDelayMs = Math.max(sum.ownDelayMs, more.ownDelayMs);
}
