/** Many durations in little room: how many were how long, to within two in a hundred. Sent from process to process. */

/** Nth step → how many. */
export type Latencies = Map<number, number>;

const STEP = Math.log(1.02);
const LEAST_MS = 0.01;

export function count(latencies: Latencies, ms: number): void {
  const step = Math.max(0, Math.round(Math.log(Math.max(ms, LEAST_MS) / LEAST_MS) / STEP));
  latencies.set(step, (latencies.get(step) ?? 0) + 1);
}

export function addTo(sum: Latencies, more: Latencies): void {
  for (const [step, many] of more) sum.set(step, (sum.get(step) ?? 0) + many);
}

export const howMany = (latencies: Latencies): number =>
  [...latencies.values()].reduce((sum, many) => sum + many, 0);

/** @param share 0.99: all but one in a hundred were at most so long; null when there were none */
export function percentile(latencies: Latencies, share: number): number | null {
  let left = Math.ceil(howMany(latencies) * share);
  if (left === 0) return null;
  for (const [step, many] of [...latencies].toSorted(([one], [other]) => one - other)) {
    left -= many;
    if (left <= 0) return LEAST_MS * Math.exp(step * STEP);
  }
  return null;
}
