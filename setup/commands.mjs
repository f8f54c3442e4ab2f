/** What can be asked of `setup/run.mjs`. Each command makes ready what it needs, and no more. */
import { bringUpToDate } from './build.mjs';
import { runChecks } from './checks.mjs';
import { develop } from './develop.mjs';
import { CannotSetUp, inside, say } from './house.mjs';
import { install } from './install.mjs';
import { programOf, runInForeground } from './processes.mjs';
import { findRedisServer } from './redis.mjs';
import { test } from './test.mjs';

/** What takes more where test/support/sweep.ts is told to: test/setup/soak.test.ts looks that nothing is left out. */
export const SOAKED = [
  'test/kill',
  'test/hub/race.test.ts',
  'test/faults',
  'test/print/any-misfortune.test.ts',
  'test/print/agent-schedules.test.ts',
  'test/window/window.test.ts',
  ...['paper', 'book', 'a-visit', 'twelve-languages', 'desk-states'].map(
    (name) => `test/journeys/${name}.journey`,
  ),
];

/** Where Node keeps what it has compiled: the second start of the hub takes about half the processor time of the first. */
const NODE_COMPILE_CACHE = inside('node_modules', '.cache', 'node');

/** @type {Record<string, (rest: readonly string[]) => Promise<number>>} */
const commands = {
  start: async () => {
    await bringUpToDate();
    return runInForeground(['server/main.ts'], { env: { NODE_COMPILE_CACHE } });
  },
  dev: async () => {
    await bringUpToDate();
    return develop();
  },
  // A terminal's computer serves no screens, so it builds none.
  agent: async (rest) => {
    await install();
    return runInForeground(['ticket-terminal/agent.ts', ...rest], { env: { NODE_COMPILE_CACHE } });
  },
  audit: async () => {
    await install();
    return runInForeground(['server/verify-audit.ts']);
  },
  // As it is built for: once, by whoever may write here, before a hub that may not is started.
  build: async () => {
    await bringUpToDate();
    return 0;
  },
  backup: async (rest) => {
    await install();
    return runInForeground(['server/take-back-up.ts', ...rest]);
  },
  restore: async (rest) => {
    await install();
    return runInForeground(['server/restore-back-up.ts', ...rest]);
  },
  test,
  check: async () => {
    await install();
    return (await runChecks()).failed === 0 ? 0 : 1;
  },
  fix: async (rest) => {
    await install();
    return runInForeground([programOf('@biomejs/biome'), 'check', '--write', ...rest, '.']);
  },
  bench: async (rest) => {
    await bringUpToDate();
    return runInForeground(['test/bench/bench.ts', ...rest]);
  },
  load: async (rest) => {
    await install();
    // Only several hubs need a Redis.
    const isShared = rest.some((one) => one.startsWith('--hubs'));
    return runInForeground(['test/load/load.ts', ...rest], {
      env: isShared ? { REDIS_SERVER: await findRedisServer(say) } : {},
    });
  },
  screens: async (rest) => {
    await install();
    return runInForeground(['test/screens/screens.ts', ...rest]);
  },
  simulate: async (rest) => {
    await install();
    return runInForeground(
      [
        programOf('vitest'),
        'run',
        '--disableConsoleIntercept=true',
        'test/simulation/simulation.test.ts',
      ],
      { env: simulationAsked(rest) },
    );
  },
  soak: async (rest) => {
    await bringUpToDate();
    const isPath = (/** @type {string} */ one) => !one.startsWith('-');
    const soaked = rest.some(isPath) ? rest : [...SOAKED, ...rest];
    return runInForeground([programOf('vitest'), 'run', ...soaked], {
      env: { SOAK: 'yes' },
    });
  },
};

/** Those that are not here say themselves what they take. @type {Record<string, string>} */
const TAKES = {
  ...{ start: '', dev: '', audit: '', build: '', check: '' },
  ...{ test: '[-- <path>…]', fix: '[-- <path>…]', soak: '[-- <path>…]' },
  bench: '[-- log | hub | displays | start | print | memory | schedule | window …]',
  simulate: '[-- --minutes 30 | --seed 17 [--acts 3,8]]',
  screens: '[-- goldens | docs | <state>…]',
};

/**
 * `--minutes 30`, or `--seed 17` and perhaps `--acts 3,8`. Ten minutes when nothing is said.
 *
 * @param {readonly string[]} rest
 * @returns {Record<string, string>}
 */
function simulationAsked(rest) {
  /** @type {Record<string, string>} */
  const asked = {};
  for (let at = 0; at < rest.length; at += 2) {
    const [option, value] = [rest[at] ?? '', rest[at + 1]];
    if (!['--minutes', '--seed', '--acts'].includes(option) || value === undefined)
      throw new CannotSetUp(`Usage: npm run simulate ${TAKES['simulate']}`);
    asked[`SIMULATE_${option.slice(2).toUpperCase()}`] = value;
  }
  return Object.keys(asked).length > 0 ? asked : { SIMULATE_MINUTES: '10' };
}

/**
 * @param {string} name
 * @param {readonly string[]} rest
 * @returns {Promise<number>} the exit code
 */
export async function run(name, rest) {
  const command = commands[name];
  if (!command) {
    say(`Usage: node setup/run.mjs ${Object.keys(commands).join(' | ')}`);
    return 2;
  }
  const takes = TAKES[name];
  const asksForHelp = rest.includes('--help');
  // An office that was opened, or an hour of tests, is not what `--help` asks for.
  if (takes !== undefined && (asksForHelp || (takes === '' && rest.length > 0))) {
    say(
      takes === ''
        ? `npm run ${name} takes no arguments. Settings are environment variables: docs/operations.md.`
        : `Usage: npm run ${name} ${takes}`,
    );
    return asksForHelp ? 0 : 2;
  }
  try {
    return await command(rest);
  } catch (problem) {
    if (!(problem instanceof CannotSetUp)) throw problem;
    say(problem.message);
    return 1;
  }
}
