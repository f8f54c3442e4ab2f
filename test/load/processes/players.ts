/** A process that plays its share of the offices, and reports every second what happened there. */
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { sideBySide } from '#server/side-by-side.ts';
import { seeded } from '#test/support/seeded.ts';
import { type Health, type OfficeAsked, OfficePlayer, type PlayAsked } from '../office-player.ts';
import { newTally, type Tally } from '../tally.ts';

/** Told first; anything after that begins the play. */
export type PlayersAsked = PlayAsked & { offices: readonly OfficeAsked[]; seed: number };

/** 'ready' when every screen is let in; the tally since the last; 'done' with what was acknowledged. */
export type PlayersSaid =
  | { said: 'ready' }
  | { said: 'tally'; tally: Tally }
  | { said: 'done'; numbers: readonly { office: string; numbers: readonly string[] }[] };

const OPENED_AT_ONCE = 8;
const REPORTS_EVERY_MS = 1_000;
/** Of the windows, one in so many. */
const UNWELL: readonly (readonly [Health, number])[] = [
  ['stalled', 50],
  ['trickling', 33],
  ['reconnecting', 20],
];

process.once('disconnect', () => process.exit());
const [asked]: [PlayersAsked] = (await once(process, 'message')) as [PlayersAsked];
const loop = monitorEventLoopDelay({ resolution: 10 });
let tally = newTally();

const players = asked.offices.map(
  (office, nth) => new OfficePlayer(office, asked, seeded(asked.seed * 100_003 + nth), () => tally),
);
let windows = 0;
/** Also among few there is one of each kind. */
function healthOf(nth: number): Health {
  for (const [place, [health, oneIn]] of UNWELL.entries())
    if (nth % oneIn === 4 + 2 * place) return health;
  return 'well';
}

const say = (said: PlayersSaid) => process.send?.(said);

process.once('message', () => void play());
await sideBySide(players, OPENED_AT_ONCE, (player) => {
  const displays = asked.offices[players.indexOf(player)]?.displays ?? 0;
  const health = Array.from({ length: displays }, () => healthOf(windows++));
  return player.open(health);
});
say({ said: 'ready' });

async function play(): Promise<void> {
  loop.enable();
  const reporting = setInterval(report, REPORTS_EVERY_MS);
  await Promise.all(players.map((player) => player.play()));
  clearInterval(reporting);
  report();
  for (const player of players) player.close();
  say({
    said: 'done',
    numbers: asked.offices.map(({ id }, nth) => ({
      office: id,
      numbers: players[nth]?.promises.numbers ?? [],
    })),
  });
}

function report(): void {
  tally.connected = players.reduce((sum, player) => sum + player.connected, 0);
  // The monitor counts its own resolution in.
  tally.ownDelayMs = Math.max(0, loop.max / 1e6 - 10);
  loop.reset();
  say({ said: 'tally', tally });
  tally = newTally();
}
