/**
 * Measures two sides in turns, so that what the machine does meanwhile meets both, and compares them
 * round by round. Times are in milliseconds.
 */

/** What one side did in one round. */
export type Round = {
  /** Of each request, in no particular order. */
  readonly latenciesMs: readonly number[];
  /** From the first request to the last answer. */
  readonly elapsedMs: number;
};

/** Each does one round. */
export type Sides = { floor: () => Promise<Round>; ours: () => Promise<Round> };

export type Figures = {
  medianMs: number;
  p99Ms: number;
  /** Requests per second, over all rounds. */
  ratePerS: number;
};

export type Comparison = {
  floor: Figures;
  ours: Figures;
  /** Our median latency by the floor's: the median of the rounds' ratios. */
  latencyRatio: number;
  /** Our rate by the floor's: the median of the rounds' ratios. */
  rateRatio: number;
};

/**
 * Who begins changes from round to round.
 * @param toWarmUp so many rounds of each side come first and do not count
 */
export async function inTurns(
  rounds: number,
  { floor, ours }: Sides,
  toWarmUp = 1,
): Promise<Comparison> {
  for (let round = 0; round < toWarmUp; round++) {
    await floor();
    await ours();
  }
  const pairs: { floor: Round; ours: Round }[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = round % 2 === 0 ? await floor() : undefined;
    const own = await ours();
    pairs.push({ floor: before ?? (await floor()), ours: own });
  }
  return {
    floor: figuresOf(pairs.map((pair) => pair.floor)),
    ours: figuresOf(pairs.map((pair) => pair.ours)),
    latencyRatio: median(
      pairs.map((pair) => median(pair.ours.latenciesMs) / median(pair.floor.latenciesMs)),
    ),
    rateRatio: median(pairs.map((pair) => rateOf([pair.ours]) / rateOf([pair.floor]))),
  };
}

/**
 * Runs `request` so many times.
 * @param options.atOnce how many are under way
 * @param options.afterEach what makes the next request possible; its time is no latency
 */
export async function roundOf(
  requests: number,
  request: (caller: number) => Promise<unknown>,
  { atOnce = 1, afterEach }: { atOnce?: number; afterEach?: () => Promise<unknown> } = {},
): Promise<Round> {
  const latenciesMs: number[] = [];
  let begun = 0;
  const beganAt = performance.now();
  const call = async (caller: number) => {
    while (begun < requests) {
      begun += 1;
      const sentAt = performance.now();
      await request(caller);
      latenciesMs.push(performance.now() - sentAt);
      await afterEach?.();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, (_, caller) => call(caller)));
  return { latenciesMs, elapsedMs: performance.now() - beganAt };
}

export function figuresOf(rounds: readonly Round[]): Figures {
  const latencies = rounds.flatMap(({ latenciesMs }) => latenciesMs);
  return {
    medianMs: median(latencies),
    p99Ms: quantile(latencies, 0.99),
    ratePerS: rateOf(rounds),
  };
}

function rateOf(rounds: readonly Round[]): number {
  const requests = rounds.reduce((sum, { latenciesMs }) => sum + latenciesMs.length, 0);
  return (requests / rounds.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0)) * 1000;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** The nearest rank. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}
