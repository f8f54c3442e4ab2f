/**
 * A world in one thread: time that goes as fast as it can, and randomness of one seed. As long as it lasts, everything
 * that runs reads its clock, waits by its timers and draws its dice, whatever it is; nothing else is real but promises.
 *
 * One thing happens at a time. What it set off, promise after promise, has come to rest before the next begins, and
 * belongs to the same machine: whoever is killed is never heard of again.
 */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import timersPromises from 'node:timers/promises';
import type { Timers } from '#print/timers.ts';
import { seeded } from '#test/support/seeded.ts';

/** Something that runs programs, and can be killed. */
export type Machine = { readonly name: string; alive: boolean };

type Due = { at: number; order: number; machine: Machine | null; run: () => void };

const soonest = setImmediate;
/** When every promise has handed on all that it holds. Nothing here waits for a disk or a socket. */
const atRest = () => new Promise<void>((resolve) => soonest(resolve));

export class World implements Timers {
  readonly #startsAt: number;
  readonly #dice: () => number;
  readonly #due: Due[] = [];
  #now = 0;
  #order = 0;
  #machine: Machine | null = null;
  /** Of whatever has happened: equal for runs that went the same way. */
  #trace = 0;
  steps = 0;

  /** @param startsAt as the clocks have it when it begins */
  constructor(seed: number, startsAt: number) {
    this.#startsAt = startsAt;
    this.#dice = seeded(seed);
  }

  /** Milliseconds since it began. */
  now(): number {
    return this.#now;
  }

  /** By the clocks on its walls. */
  get wallTime(): number {
    return this.#startsAt + this.#now;
  }

  get trace(): number {
    return this.#trace;
  }

  /** Runs what has happened into `trace`. */
  note(what: string): void {
    for (let at = 0; at < what.length; at++)
      this.#trace = (Math.imul(this.#trace, 31) + what.charCodeAt(at)) | 0;
  }

  random(): number {
    return this.#dice();
  }

  chance(likely: number): boolean {
    return this.#dice() < likely;
  }

  between(least: number, most: number): number {
    return Math.floor(least + this.#dice() * (most - least));
  }

  pick<One>(from: readonly One[]): One | undefined {
    return from[Math.floor(this.#dice() * from.length)];
  }

  /** On the machine that runs at the moment; nothing comes of it when that is killed. */
  after(ms: number, run: () => void): () => void {
    return this.on(this.#machine, ms, run);
  }

  /** @param machine null: on none, so nobody can end it */
  on(machine: Machine | null, ms: number, run: () => void): () => void {
    const due = { at: this.#now + Math.max(0, ms), order: ++this.#order, machine, run };
    const before = this.#due.findLastIndex(({ at }) => at <= due.at);
    this.#due.splice(before + 1, 0, due);
    return () => {
      const at = this.#due.indexOf(due);
      if (at >= 0) this.#due.splice(at, 1);
    };
  }

  /**
   * Lets happen what is due until `until`, with `after` run at rest after each.
   * @param until milliseconds since it began
   */
  async live(until: number, after: (machine: Machine | null) => void): Promise<void> {
    for (;;) {
      const next = this.#due[0];
      if (!next || next.at > until) break;
      this.#due.shift();
      this.#now = next.at;
      if (next.machine && !next.machine.alive) continue;
      this.#machine = next.machine;
      this.steps++;
      this.note(`${next.machine?.name}@${next.at} `);
      next.run();
      await atRest();
      this.#machine = null;
      after(next.machine);
    }
    this.#now = until;
  }

  /** @returns what gives the machine its own time and randomness back */
  takeOver(): () => void {
    const given: (() => void)[] = [];
    const replace = (of: object, name: string, by: unknown) => {
      const before = Object.getOwnPropertyDescriptor(of, name);
      Object.defineProperty(of, name, { value: by, configurable: true, writable: true });
      given.push(() => {
        if (before) Object.defineProperty(of, name, before);
        else delete (of as Record<string, unknown>)[name];
      });
    };
    const bytes = (into: Uint8Array) => {
      for (let at = 0; at < into.length; at++) into[at] = this.between(0, 256);
      return into;
    };
    const hex = (count: number) => Buffer.from(bytes(new Uint8Array(count))).toString('hex');
    const timer = (cancel: () => void) => {
      const handle = { cancel, unref: () => handle, ref: () => handle };
      return handle;
    };
    const cancel = (handle?: { cancel?: () => void }) => handle?.cancel?.();
    const repeatEvery = (run: () => void, ms: number) => {
      let stop = () => {};
      const again = () => {
        stop = this.after(ms, () => {
          again();
          run();
        });
      };
      again();
      return timer(() => stop());
    };

    replace(globalThis, 'setTimeout', (run: () => void, ms = 0) => timer(this.after(ms, run)));
    replace(globalThis, 'clearTimeout', cancel);
    replace(globalThis, 'setInterval', repeatEvery);
    replace(globalThis, 'clearInterval', cancel);
    replace(globalThis, 'setImmediate', (run: () => void) => timer(this.after(0, run)));
    replace(globalThis, 'requestAnimationFrame', (run: () => void) => timer(this.after(16, run)));
    replace(globalThis, 'cancelAnimationFrame', cancel);
    replace(globalThis, 'document', { visibilityState: 'visible' });
    replace(Date, 'now', () => this.wallTime);
    replace(performance, 'now', () => this.#now);
    replace(Math, 'random', () => this.#dice());
    replace(globalThis.crypto, 'getRandomValues', bytes);
    replace(crypto, 'randomUUID', () => hex(16));
    replace(crypto, 'randomBytes', (count: number) => Buffer.from(bytes(new Uint8Array(count))));
    replace(crypto, 'randomInt', (most: number) => this.between(0, most));
    replace(
      timersPromises,
      'setTimeout',
      (ms: number, value: unknown, options?: { signal?: AbortSignal }) =>
        new Promise((resolve, reject) => {
          const stop = this.after(ms, () => resolve(value));
          options?.signal?.addEventListener('abort', () => {
            stop();
            reject(options.signal?.reason);
          });
        }),
    );
    syncBuiltinESMExports();
    return () => {
      for (const back of given.reverse()) back();
      syncBuiltinESMExports();
    };
  }
}
