/**
 * The one writer a hub has for a stream: decides commands one after another, makes what they brought
 * about durable, many in one append, and only then answers. Rules SW1… in docs/spec.md.
 *
 * Commands are decided in rounds: first those that come to a writer at rest in one turn of the event loop, then
 * those that gather while the append of the round before is under way. Those are decided when it is durable, on the
 * very state their own append will build upon.
 */
import { randomUUID } from 'node:crypto';
import type { EventFormat } from './event-format.ts';
import type { Recorded, Version } from './event-log.ts';
import { type Cause, type EventLog, EventLogUnavailable } from './event-log.ts';
import { type Outcome, type RequestMark, RequestMemory } from './request-memory.ts';

/** More races in a row than other hubs can win: the log and this writer disagree. */
const MOST_ATTEMPTS = 100;

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
  request: RequestMark | null;
  decide: (state: State) => Decision<Event, string>;
  answer: (stateAfter: State, events: readonly Event[], version: Version) => unknown;
  resolve: (outcome: Outcome<unknown, string>) => void;
  reject: (fault: unknown) => void;
};

/** What one append is to make of the commands in it, and how to tell each once it is true. */
type Round<State, Event> = {
  state: State;
  entries: Recorded<Event>[];
  settle: (() => void)[];
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
  /** Something failed: what is in the log may differ from what is known here. */
  #uncertain = false;
  #appending = false;
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
    this.#state = parts.initial;
  }

  /**
   * Reads the whole stream and goes on from there.
   * @throws {EventLogUnavailable}
   * @throws {EventLogUnusable} something in the stream cannot be understood
   */
  static async open<State, Event extends { type: string }>(
    parts: StreamWriterParts<State, Event>,
  ): Promise<StreamWriter<State, Event>> {
    const writer = new StreamWriter(parts);
    await writer.#catchUp();
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
    await this.#running;
  }

  async #run(): Promise<void> {
    // What comes in the same turn of the event loop goes with the first: alone, it would have an append of its own.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const commands = this.#waiting;
      this.#waiting = [];
      try {
        await this.#carryOut(commands);
      } catch (fault) {
        this.#uncertain = true;
        // Also those behind: they came expecting what now may not have happened.
        for (const command of [...commands, ...this.#waiting.splice(0)]) {
          if (command.request) this.#requests.end(command.request, null);
          command.reject(fault);
        }
      }
      this.#announce();
    }
    this.#running = null;
  }

  async #carryOut(commands: readonly Command<State, Event>[]): Promise<void> {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      if (this.#uncertain) await this.#catchUp();
      const round = this.#decide(commands);
      // A version guards an append but not a refusal: what writes nothing is checked by reading.
      const stands =
        round.entries.length > 0 ? await this.#append(round) : !(await this.#catchUp());
      if (!stands) continue;
      for (const settle of round.settle) settle();
      return;
    }
    throw new Error(`${this.stream}: lost ${MOST_ATTEMPTS} races in a row at ${this.#version}.`);
  }

  #decide(commands: readonly Command<State, Event>[]): Round<State, Event> {
    const round: Round<State, Event> = { state: this.#state, entries: [], settle: [] };
    for (const { request, decide, answer, resolve, reject } of commands) {
      const settle = (outcome: Outcome<unknown, string>) =>
        round.settle.push(() => {
          if (request) this.#requests.end(request, outcome);
          resolve(outcome);
        });
      const inLog = request && this.#requests.fromLog(request); // through another hub, or a lost answer
      if (inLog) {
        settle(inLog);
        continue;
      }
      try {
        const decision = decide(round.state);
        if (!decision.accepted) {
          settle({ ok: false, code: decision.refusal });
          continue;
        }
        const state = decision.events.reduce(
          (before, event) => this.#evolve(before, event),
          round.state,
        );
        const version = this.#version + round.entries.length + decision.events.length;
        const outcome = { ok: true as const, answer: answer(state, decision.events, version) };
        const cause = request && { ...request, answer: outcome.answer };
        for (const event of decision.events)
          round.entries.push({
            ...this.#format.encode(event),
            id: this.#newId(),
            cause,
            version: this.#version + round.entries.length + 1,
          });
        round.state = state;
        settle(outcome);
      } catch (bug) {
        round.settle.push(() => {
          if (request) this.#requests.end(request, null);
          reject(bug);
        });
      }
    }
    return round;
  }

  /** @returns false when another hub was first; nothing was written. */
  async #append({ state, entries }: Round<State, Event>): Promise<boolean> {
    this.#appending = true;
    try {
      const { appended } = await this.#log.append(this.stream, entries, this.#version);
      if (appended) this.#advance(state, entries);
      else this.#uncertain = true;
      return appended;
    } finally {
      this.#appending = false;
      this.#foldHeard();
    }
  }

  /** Folds what others appended. @returns whether there was anything. */
  async #catchUp(): Promise<boolean> {
    const before = this.#version;
    for (const entry of await this.#log.read(this.stream, before)) this.#fold(entry);
    this.#uncertain = false;
    this.#announce();
    return this.#version > before;
  }

  #hear(entry: Recorded): void {
    this.#heard.push(entry);
    if (this.#appending) return;
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
