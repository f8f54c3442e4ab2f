/**
 * The one writer a hub has for a stream: decides commands one after another, makes what they brought
 * about durable, many in one append, and only then answers. Rules SW1… in docs/spec.md.
 *
 * Commands are decided in rounds: those that come in one turn of the event loop, and those that gather while as many appends
 * are under way as may be. On a log that other hubs append to, that is one, and the next round is decided when it is durable.
 * On a log of one's own it is two: the second is decided on what the first will have brought about, and where the first
 * fails, so has the second.
 */
import { randomUUID } from 'node:crypto';
import type { EventFormat } from './event-format.ts';
import type { Recorded, Version } from './event-log.ts';
import { type Cause, type EventLog, EventLogUnavailable } from './event-log.ts';
import { type Outcome, type RequestMark, RequestMemory } from './request-memory.ts';

/** More races in a row than other hubs can win: the log and this writer disagree. */
const MOST_RACES_LOST = 100;

/** On a log of one's own: the next is there when the disk has done one. More were no quicker. */
const MOST_APPENDS = 2;

export type Decision<Event, Code extends string> =
  | { accepted: true; events: readonly Event[] }
  | { accepted: false; refusal: Code };

export type StreamWriterParts<State, Event extends { type: string }> = {
  log: EventLog;
  stream: string;
  format: EventFormat<Event>;
  /** State of a stream in which nothing has happened. */
  initial: State;
  /** Pure; never refuses, never throws. */
  evolve: (state: State, event: Event) => State;
  /** Of an entry, unique over all logs. */
  newId?: () => string;
};

type Command<State, Event> = {
  readonly request: RequestMark | null;
  readonly decide: (state: State) => Decision<Event, string>;
  readonly answer: (stateAfter: State, events: readonly Event[], version: Version) => unknown;
  readonly resolve: (outcome: Outcome<unknown, string>) => void;
  readonly reject: (fault: unknown) => void;
};

/** What a command comes to once its round stands. `bug`: what one of its functions threw. */
type Decided = Outcome<unknown, string> | { ok: null; bug: unknown };

/** What one append is to make of the commands in it. */
type Round<State, Event> = {
  readonly commands: readonly Command<State, Event>[];
  /** What it was decided on. */
  readonly after: Version;
  /** Right after it. */
  state: State;
  readonly entries: Recorded<Event>[];
  /** One for each of `commands`. */
  readonly decided: Decided[];
};

export class StreamWriter<State, Event extends { type: string }> {
  readonly stream: string;
  readonly #log: EventLog;
  readonly #format: EventFormat<Event>;
  readonly #evolve: (state: State, event: Event) => State;
  readonly #newId: () => string;

  #state: State;
  #version: Version = 0;
  readonly #requests = new RequestMemory();
  /** Not decided yet, oldest first. */
  #waiting: Command<State, Event>[] = [];
  #running: Promise<void> | null = null;
  /** Decided, oldest first; each is decided on the one before. It is not known yet whether they come true. */
  #rounds: Round<State, Event>[] = [];
  /** Those under way, oldest first, which is the order they end in. They never reject. */
  readonly #appends: Promise<void>[] = [];
  readonly #mostAppends: number;
  #racesLost = 0;
  /** Something failed: what is in the log may differ from what is known here. */
  #uncertain = false;
  /** Followed and not looked at yet; while an append is under way, its own entries are among them. */
  #heard: Recorded[] = [];
  /** Folded into `state`, and the listeners do not know yet. */
  #news: Recorded<Event>[] = [];
  readonly #listeners = new Set<(news: readonly Recorded<Event>[]) => void>();
  #unfollow: () => void = () => {};
  #closed = false;

  private constructor(parts: StreamWriterParts<State, Event>) {
    this.stream = parts.stream;
    this.#log = parts.log;
    this.#format = parts.format;
    this.#evolve = parts.evolve;
    this.#newId = parts.newId ?? randomUUID;
    this.#mostAppends = parts.log.isShared ? 1 : MOST_APPENDS;
    this.#state = parts.initial;
  }

  /**
   * Reads the whole stream and goes on from there. On a log that is not shared nobody else may append to it, and so there
   * is nothing to hear.
   * @throws {EventLogUnavailable}
   * @throws {EventLogUnusable} something in the stream cannot be understood
   */
  static async open<State, Event extends { type: string }>(
    parts: StreamWriterParts<State, Event>,
  ): Promise<StreamWriter<State, Event>> {
    const writer = new StreamWriter(parts);
    await writer.#catchUp();
    if (parts.log.isShared)
      writer.#unfollow = parts.log.follow(parts.stream, writer.version, (entry) => {
        writer.#hear(entry);
      });
    return writer;
  }

  /** As it is in the log: what a snapshot may show. */
  get state(): State {
    return this.#state;
  }

  /** Of `state`. */
  get version(): Version {
    return this.#version;
  }

  /** The request as the log knows it: undefined when it brought nothing about. Holds after close(), too. */
  answered(requestId: string): Cause | undefined {
    return this.#requests.answered(requestId);
  }

  /**
   * Runs `listener` each time `state` has moved on, whoever moved it, with what is new in it: every
   * entry once, in order. Later than the answers to those who asked for it.
   * @returns ends it
   */
  onDurable(listener: (news: readonly Recorded<Event>[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Decides a command and resolves when all that its outcome rests on is durable. Both functions are
   * pure: they run again when another hub was first. What they throw rejects this command alone.
   *
   * A repeat of a request answers what the first answered and does nothing, also while the first is
   * under way; with another digest it is refused.
   * @param answer from the state right after the command's own events, and its version; kept in the log as JSON
   * @throws {EventLogUnavailable} whether the command took place is not known; repeat it to find out
   * @throws {EventLogUnusable}
   */
  submit<Answer, Code extends string>(
    request: RequestMark | null,
    decide: (state: State) => Decision<Event, Code>,
    answer: (stateAfter: State, events: readonly Event[], version: Version) => Answer,
  ): Promise<Outcome<Answer, Code | 'request-id-reused'>> {
    const { promise, resolve, reject } = Promise.withResolvers<Outcome<unknown, string>>();
    // One request is one content, so a repeat has the types of the first.
    type Answered = Promise<Outcome<Answer, Code | 'request-id-reused'>>;

    const repeat = request ? this.#requests.repeat(request) : undefined;
    if (repeat !== undefined) return repeat as Answered;
    if (this.#closed)
      return Promise.reject(new EventLogUnavailable(`The writer of ${this.stream} is closed.`));
    if (request) this.#requests.begin(request, promise);
    this.#waiting.push({ request, decide, answer, resolve, reject });
    this.#running ??= this.#run();
    return promise as Answered;
  }

  /**
   * Resolves when `state` has everything that was in the log when it was asked for.
   * @throws {EventLogUnavailable | EventLogUnusable}
   */
  async catchUp(): Promise<void> {
    // A refusal is checked at the head.
    const look = () => ({ accepted: false, refusal: 'only-looked' }) as const;
    await this.submit(null, look, () => null);
  }

  /** Resolves when every command submitted before has its outcome. The log stays open. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#unfollow();
    while (this.#running || this.#appends.length > 0)
      await Promise.all([this.#running, ...this.#appends]);
  }

  async #run(): Promise<void> {
    // What comes in the same turn of the event loop goes with the first: alone, it would have an append of its own.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const room = this.#uncertain ? 1 : this.#mostAppends;
      if (this.#appends.length >= room) await this.#appends[0];
      else await this.#begin(this.#waiting.splice(0));
    }
    this.#running = null;
  }

  /** Resolves when the next round may be decided. */
  async #begin(commands: readonly Command<State, Event>[]): Promise<void> {
    try {
      if (this.#uncertain) await this.#catchUp();
    } catch (fault) {
      return this.#fail(commands, fault);
    }
    const round = this.#decide(commands);
    this.#rounds.push(round);
    if (round.entries.length === 0) return this.#lookForNewer(round);
    const before = this.#appends.at(-1);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#appends.push(promise); // and then asked for: a log may tell of it at once
    void this.#append(round, before).then(resolve);
  }

  /** A version guards an append but not a refusal: what writes nothing is checked by reading. */
  async #lookForNewer(round: Round<State, Event>): Promise<void> {
    await this.#appends.at(-1);
    if (!this.#rounds.includes(round)) return;
    try {
      await this.#catchUp();
      if (this.#version === round.after) this.#stands(round);
      else this.#isLost(round);
    } catch (fault) {
      this.#failFrom(round, fault);
    }
  }

  /** Begins it at once, and ends it after the one `before`. */
  async #append(round: Round<State, Event>, before: Promise<void> | undefined): Promise<void> {
    let end: () => void;
    try {
      const { appended } = await this.#log.append(this.stream, round.entries, round.after);
      end = () => {
        if (!appended) return this.#isLost(round);
        this.#advance(round.state, round.entries);
        this.#stands(round);
      };
    } catch (fault) {
      end = () => {
        this.#failFrom(round, fault);
        // It may be written all the same. A shared log tells of that; in one's own, whoever looks finds it.
        if (!this.#log.isShared) this.catchUp().catch(() => {}); // the next command looks again
      };
    }
    await before;
    this.#appends.shift();
    if (this.#rounds.includes(round)) end();
    this.#foldHeard();
    this.#announce();
  }

  #stands(round: Round<State, Event>): void {
    this.#rounds.shift();
    this.#racesLost = 0;
    round.commands.forEach((command, nth) => {
      this.#settle(command, round.decided[nth] as Decided);
    });
  }

  #settle({ request, resolve, reject }: Command<State, Event>, decided: Decided): void {
    if (request) this.#requests.end(request, decided.ok === null ? null : decided);
    if (decided.ok === null) reject(decided.bug);
    else resolve(decided);
  }

  /** It was decided on what was not the newest, and nothing was written: it is decided again, and all behind it. */
  #isLost(round: Round<State, Event>): void {
    this.#uncertain = true;
    this.#racesLost += 1;
    if (this.#racesLost < MOST_RACES_LOST) {
      this.#waiting.unshift(...this.#takeBackFrom(round));
      this.#running ??= this.#run();
    } else {
      const lost = `lost ${this.#racesLost} races in a row at ${this.#version}`;
      this.#failFrom(round, new Error(`${this.stream}: ${lost}.`));
    }
  }

  #failFrom(round: Round<State, Event>, fault: unknown): void {
    this.#fail(this.#takeBackFrom(round), fault);
  }

  #fail(commands: readonly Command<State, Event>[], fault: unknown): void {
    this.#uncertain = true;
    this.#racesLost = 0;
    // Also those behind: they came expecting what now may not have happened.
    for (const command of [...commands, ...this.#waiting.splice(0)]) {
      if (command.request) this.#requests.end(command.request, null);
      command.reject(fault);
    }
  }

  #takeBackFrom(round: Round<State, Event>): Command<State, Event>[] {
    return this.#rounds.splice(this.#rounds.indexOf(round)).flatMap(({ commands }) => commands);
  }

  #decide(commands: readonly Command<State, Event>[]): Round<State, Event> {
    const last = this.#rounds.at(-1);
    const after = last ? last.after + last.entries.length : this.#version;
    const state = last?.state ?? this.#state;
    const round: Round<State, Event> = { commands, after, state, entries: [], decided: [] };
    for (const command of commands) round.decided.push(this.#decideIn(round, command));
    return round;
  }

  /** On what those before it in the round have brought about. */
  #decideIn(
    round: Round<State, Event>,
    { request, decide, answer }: Command<State, Event>,
  ): Decided {
    const inLog = request && this.#requests.fromLog(request); // through another hub, or a lost answer
    if (inLog) return inLog;
    try {
      const decision = decide(round.state);
      if (!decision.accepted) return { ok: false, code: decision.refusal };
      const { events } = decision;
      const state = events.reduce((before, event) => this.#evolve(before, event), round.state);
      const before = round.after + round.entries.length;
      const outcome = { ok: true as const, answer: answer(state, events, before + events.length) };
      const cause = request && { ...request, answer: outcome.answer };
      const entries = events.map((event, index) => ({
        ...this.#format.encode(event),
        id: this.#newId(),
        cause,
        version: before + index + 1,
      }));
      round.entries.push(...entries);
      round.state = state;
      return outcome;
    } catch (bug) {
      return { ok: null, bug };
    }
  }

  /** Folds what others appended. */
  async #catchUp(): Promise<void> {
    const entries = await this.#log.read(this.stream, this.#version);
    try {
      for (const entry of entries) this.#fold(entry);
      this.#uncertain = false;
    } finally {
      this.#announce(); // also when one of them cannot be read
    }
  }

  #hear(entry: Recorded): void {
    this.#heard.push(entry);
    if (this.#appends.length > 0) return;
    this.#foldHeard();
    this.#announce();
  }

  #foldHeard(): void {
    try {
      for (const entry of this.#heard.splice(0)) this.#fold(entry);
    } catch {
      // An entry nobody here can read. The next command meets it in #catchUp and has somebody to tell.
      this.#uncertain = true;
    }
  }

  #fold(entry: Recorded): void {
    if (entry.version !== this.#version + 1) return; // known, or behind one that could not be read
    const event = this.#format.decode(entry, this.stream);
    this.#advance(this.#evolve(this.#state, event), [{ ...entry, event }]);
  }

  #advance(state: State, entries: readonly Recorded<Event>[]): void {
    this.#state = state;
    this.#version += entries.length;
    for (const { cause } of entries) if (cause) this.#requests.record(cause);
    this.#news.push(...entries);
  }

  /** In a microtask of its own: what a listener does or throws cannot come between a command and its answer. */
  #announce(): void {
    if (this.#news.length === 0) return;
    const news = this.#news.splice(0);
    for (const listener of this.#listeners) queueMicrotask(() => listener(news));
  }
}
