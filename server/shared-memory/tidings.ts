/**
 * What each hub tells the others of the moment: who is on its line, how a printer is that only it reaches. Nothing of it
 * is kept anywhere. Each hub has what it knows itself and what the others say, and forgets what a hub said that is gone.
 * Rules MH… in docs/spec.md.
 *
 * A hub says what has changed, all of it in one message, and every two seconds that it is there. Its messages are
 * counted: whoever has just come, or has missed one, asks that hub for all that it knows.
 */
import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { HubsLine } from './hubs-line.ts';

/** What changes within this time is told together. */
const COALESCE_MS = 100;
const SAY_AGAIN_MS = 2_000;
/** A hub that has not been heard for so long is gone, or cannot be heard. */
export const SILENT_MS = 8_000;
const ASK_AGAIN_MS = 1_000;

/** JSON; null where there is nothing to tell any more. */
export type Word =
  | string
  | number
  | boolean
  | null
  | readonly Word[]
  | { readonly [field: string]: Word | undefined };

export type Heard = {
  hub: string;
  name: string;
  /** null: that hub does not say so any more. */
  word: unknown;
  /** How long ago it was so for certain, where its hub has fallen silent; else 0. */
  silentMs: number;
};
type Listener = (heard: Heard) => void;
type Told = Map<string, Map<string, unknown>>;

type OtherHub = {
  nth: number;
  knowsAll: boolean;
  /** By the steady clock, as `askedAt`. */
  heardAt: number;
  askedAt: number;
  readonly told: Told;
};

const told = z.record(z.string(), z.record(z.string(), z.unknown()));
const message = z.union([
  z.object({
    hub: z.string(),
    nth: z.int().min(1),
    told,
    /** Nothing else is so. */
    all: z.literal(true).optional(),
    /** It is the last. */
    gone: z.literal(true).optional(),
  }),
  z.object({ hub: z.string(), ask: z.string() }),
]);

export class Tidings {
  /** As the others know it: another at each start. */
  readonly hub = randomBytes(9).toString('base64url');
  readonly #line: HubsLine | null;
  readonly #onFault: (fault: unknown) => void;
  readonly #own: Told = new Map();
  /** Names of what has changed and was not said yet. */
  readonly #changed = new Map<string, Set<string>>();
  #owesAll = false;
  #nth = 0;
  #closed = false;
  readonly #others = new Map<string, OtherHub>();
  readonly #listeners = new Map<string, Set<Listener>>();
  #pause: NodeJS.Timeout | undefined;
  readonly #watch: NodeJS.Timeout | undefined;

  /** @param line to the other hubs; null: there are none, and nothing is done at all */
  constructor(line: HubsLine | null, onFault: (fault: unknown) => void) {
    this.#line = line;
    this.#onFault = onFault;
    if (!line) return;
    line.onSaid((text) => this.#hear(text));
    this.#watch = setInterval(() => {
      this.#forgetSilent();
      this.#say();
    }, SAY_AGAIN_MS);
    this.#say();
  }

  /** Of a hub that shares with nobody. */
  static alone(): Tidings {
    return new Tidings(null, () => {});
  }

  /** So it is from now on, until this hub says otherwise or is gone. @param about what is followed; @param name within it */
  tell(about: string, name: string, word: Word): void {
    if (!this.#line || this.#closed) return;
    if (isDeepStrictEqual(this.#own.get(about)?.get(name) ?? null, word)) return;
    set(this.#own, about, name, word);
    this.#changed.set(about, (this.#changed.get(about) ?? new Set()).add(name));
    this.#saySoon();
  }

  /** Runs `listener` with all that other hubs say about it now, and whenever one says otherwise. @returns ends it */
  follow(about: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(about) ?? new Set();
    this.#listeners.set(about, listeners.add(listener));
    for (const [hub, other] of this.#others)
      for (const [name, word] of other.told.get(about) ?? [])
        listener({ hub, name, word, silentMs: 0 });
    return () => {
      listeners.delete(listener);
    };
  }

  /** The others need not wait for its silence. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#watch);
    clearTimeout(this.#pause);
    this.#line?.onSaid(() => {});
    this.#send({ nth: this.#nth + 1, told: {}, gone: true });
    await this.#line?.close();
  }

  #tellAll(): void {
    this.#owesAll = true;
    this.#saySoon();
  }

  #saySoon(): void {
    this.#pause ??= setTimeout(() => this.#say(), COALESCE_MS);
  }

  #say(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
    const all = this.#owesAll ? ({ all: true } as const) : {};
    const said = this.#owesAll ? this.#own : this.#news();
    this.#owesAll = false;
    this.#changed.clear();
    // Counted whether or not it can be said: whoever misses it notices by the next.
    this.#nth += 1;
    this.#send({ nth: this.#nth, ...all, told: written(said) });
  }

  #news(): Told {
    const news: Told = new Map();
    for (const [about, names] of this.#changed)
      news.set(
        about,
        new Map([...names].map((name) => [name, this.#own.get(about)?.get(name) ?? null])),
      );
    return news;
  }

  #send(said: object): void {
    this.#line?.say(JSON.stringify({ hub: this.hub, ...said }));
  }

  #hear(text: string): void {
    if (text.startsWith(`{"hub":"${this.hub}"`)) return;
    try {
      const parsed = message.safeParse(JSON.parse(text));
      // One that cannot be read is of a newer hub, and missed.
      if (parsed.success) this.#understand(parsed.data);
    } catch (fault) {
      this.#onFault(fault);
    }
  }

  #understand(said: z.output<typeof message>): void {
    const { hub } = said;
    if ('ask' in said) {
      if (said.ask === this.hub) this.#tellAll();
      return;
    }
    if (said.gone) {
      this.#forget(hub, 0);
      return;
    }
    const now = performance.now();
    const other = this.#others.get(hub) ?? newcomer();
    this.#others.set(hub, other);
    const isNext = other.knowsAll && said.nth === other.nth + 1;
    other.knowsAll = said.all === true || isNext || said.nth === 1;
    if (said.nth === 1) this.#tellAll(); // it has just come, and would ask
    other.nth = said.nth;
    other.heardAt = now;
    if (!other.knowsAll && now - other.askedAt >= ASK_AGAIN_MS) {
      other.askedAt = now;
      this.#send({ ask: hub });
    }
    if (said.all)
      for (const [about, names] of other.told)
        for (const name of names.keys())
          if (!Object.hasOwn(said.told[about] ?? {}, name))
            this.#know(hub, other, about, name, null);
    for (const [about, names] of Object.entries(said.told))
      for (const [name, word] of Object.entries(names)) this.#know(hub, other, about, name, word);
  }

  #know(
    hub: string,
    other: OtherHub,
    about: string,
    name: string,
    word: unknown,
    silentMs = 0,
  ): void {
    if (isDeepStrictEqual(other.told.get(about)?.get(name) ?? null, word)) return;
    set(other.told, about, name, word);
    for (const listener of this.#listeners.get(about) ?? [])
      try {
        listener({ hub, name, word, silentMs });
      } catch (fault) {
        this.#onFault(fault); // no other hub's word may end this one, or hide the next
      }
  }

  #forgetSilent(): void {
    for (const [hub, { heardAt }] of this.#others) {
      const silentMs = performance.now() - heardAt;
      if (silentMs >= SILENT_MS) this.#forget(hub, silentMs);
    }
  }

  #forget(hub: string, silentMs: number): void {
    const other = this.#others.get(hub);
    this.#others.delete(hub);
    for (const [about, names] of other?.told ?? [])
      for (const name of [...names.keys()]) {
        if (other) this.#know(hub, other, about, name, null, silentMs);
      }
  }
}

const newcomer = (): OtherHub => ({
  nth: 0,
  knowsAll: false,
  heardAt: 0,
  askedAt: Number.NEGATIVE_INFINITY,
  told: new Map(),
});

function set(told: Told, about: string, name: string, word: unknown): void {
  const names = told.get(about) ?? new Map<string, unknown>();
  told.set(about, names);
  if (word === null) names.delete(name);
  else names.set(name, word);
  if (names.size === 0) told.delete(about);
}

const written = (said: Told): object =>
  Object.fromEntries([...said].map(([about, names]) => [about, Object.fromEntries(names)]));
