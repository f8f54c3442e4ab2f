/** What `npm run load` can be told. */
import { parseArgs } from 'node:util';

export type LoadOptions = {
  offices: number;
  /** Of all offices together. */
  displays: number;
  /** Minutes after opening, at which play begins. */
  from: number;
  /** Of the office's day. */
  minutes: number;
  /** So many minutes of the day in a minute here. The hub's own clock runs as always. */
  speed: number;
  seed: number;
  /** More than one share their offices over Redis. */
  hubs: number;
  /** Hubs that somebody else runs, instead of ours. */
  at: readonly string[];
  /** Where report and pictures go. */
  out: string;
};

export const HELP = `npm run load -- [options]
  --offices <n>   how many offices (10)
  --displays <n>  windows of all offices together (5 for each office)
  --from <n>      at which minute after opening play begins; at 0 all have their visitors at the door at once (0)
  --minutes <n>   how much of the day is played (10)
  --speed <n>     so many minutes of it in one minute (1)
  --seed <n>      the same seed, the same visitors (1)
  --hubs <n>      1: a file; more: over Redis (1)
  --at <url>      a hub that runs already, a demonstration; may be said again for others that share its offices.
                  Its API_TOKEN is taken from the environment
  --out <folder>  where report.md and hubs.svg go (./load-report)
`;

const ZERO_TOO = ['displays', 'from', 'seed'];

/** @throws {LoadOptionsError} */
export function loadOptions(args: readonly string[]): LoadOptions | 'help' {
  const given = parse(args);
  if (given.help) return 'help';
  const wrong: string[] = [];
  const number = (
    name: 'offices' | 'displays' | 'from' | 'minutes' | 'speed' | 'seed' | 'hubs',
    usual: number,
  ) => {
    const text = given[name] ?? String(usual);
    const value = Number(text);
    const isWhole = /^\d{1,7}$/.test(text) && (value > 0 || ZERO_TOO.includes(name));
    if (!isWhole) wrong.push(`--${name} is a whole number, and not '${text}'.`);
    return value;
  };
  const offices = number('offices', 10);
  const options = {
    offices,
    displays: number('displays', 5 * offices),
    from: number('from', 0),
    minutes: number('minutes', 10),
    speed: number('speed', 1),
    seed: number('seed', 1),
    hubs: number('hubs', 1),
    at: (given.at ?? []).map((url) => url.replace(/\/+$/, '')),
    out: given.out ?? 'load-report',
  };
  for (const url of options.at)
    if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
      wrong.push(`--at is an address such as http://127.0.0.1:3000, and not '${url}'.`);
  if (wrong.length > 0) throw new LoadOptionsError(`${wrong.join('\n')}\n${HELP.trimEnd()}`);
  return options;
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...{ offices: text, displays: text, from: text, minutes: text, speed: text, seed: text },
        ...{ hubs: text, at: { type: 'string', multiple: true }, out: text },
        help: { type: 'boolean' },
      },
      strict: true,
    }).values;
  } catch (cause) {
    throw new LoadOptionsError(
      `${cause instanceof Error ? cause.message : cause}\n${HELP.trimEnd()}`,
    );
  }
}

/** The message is for whoever typed them. */
export class LoadOptionsError extends Error {
  override readonly name = 'LoadOptionsError';
}
