/** The processes that play, each its share of the offices. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { addTo, type Latencies } from './latencies.ts';
import type { LoadOptions } from './options.ts';
import type { PlayedHubs } from './played-hubs.ts';
import type { PlayersAsked, PlayersSaid } from './processes/players.ts';
import { add, CALLS, newTally, type Tally } from './tally.ts';

const PLAYERS = join(import.meta.dirname, 'processes', 'players.ts');
/** A process reads for so many screens without being the slowest thing there. */
const SCREENS_IN_A_PROCESS = 4_000;

type Numbers = { office: string; numbers: readonly string[] };

export class Players {
  readonly tally = newTally();
  readonly callsOverTime: { atS: number; latencies: Latencies }[] = [];
  readonly #processes: { child: ChildProcess; connected: number }[];
  #playedAt = performance.now();

  constructor(options: LoadOptions, { urls, token, offices }: PlayedHubs) {
    const screens = offices.reduce(
      (sum, { desks, displays }) => sum + desks.length + displays + 1,
      0,
    );
    const shares = Math.min(offices.length, Math.ceil(screens / SCREENS_IN_A_PROCESS));
    this.#processes = Array.from({ length: shares }, (_, nth) => {
      const asked: PlayersAsked = {
        ...{ hubs: urls, token },
        ...{ from: options.from, minutes: options.minutes, speed: options.speed },
        offices: offices.filter((_office, place) => place % shares === nth),
        seed: options.seed * 1_009 + nth,
      };
      const child = fork(PLAYERS, { serialization: 'advanced' });
      child.send(asked);
      return { child, connected: 0 };
    });
    for (const one of this.#processes)
      one.child.on('message', (said: PlayersSaid) => {
        if (said.said === 'tally') this.#add(said.tally, one);
      });
  }

  get connected(): number {
    return this.#processes.reduce((sum, { connected }) => sum + connected, 0);
  }

  /** Resolves when every screen is let in. */
  async ready(): Promise<void> {
    await Promise.all(this.#processes.map(({ child }) => said(child, 'ready')));
  }

  /** @returns what was acknowledged */
  async play(): Promise<readonly Numbers[]> {
    this.#playedAt = performance.now();
    const done = this.#processes.map(({ child }) => said(child, 'done'));
    for (const { child } of this.#processes) child.send('play');
    return (await Promise.all(done)).flatMap(({ numbers }) => numbers);
  }

  end(): void {
    for (const { child } of this.#processes) if (child.connected) child.disconnect();
  }

  #add(tally: Tally, from: { connected: number }): void {
    add(this.tally, tally);
    from.connected = tally.connected;
    const atS = Math.floor((performance.now() - this.#playedAt) / 1_000);
    const calls = tally.latencies.get(CALLS);
    if (!calls) return;
    const last = this.callsOverTime.at(-1);
    if (last?.atS === atS) addTo(last.latencies, calls);
    else this.callsOverTime.push({ atS, latencies: calls });
  }
}

/** Resolves to what the process says of that kind. */
function said<Kind extends PlayersSaid['said']>(
  child: ChildProcess,
  kind: Kind,
): Promise<Extract<PlayersSaid, { said: Kind }>> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`Players have ended with ${code}`));
    const listen = (message: PlayersSaid) => {
      if (message.said !== kind) return;
      child.off('message', listen);
      child.off('exit', ended);
      resolve(message as Extract<PlayersSaid, { said: Kind }>);
    };
    child.on('message', listen);
    child.once('exit', ended);
  });
}
