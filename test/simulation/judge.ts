/**
 * Holds what hubs and screens do and say against the log, after every step: invariants I1 to I20, where one thread can
 * reach them. What is wrong begins with the invariant's name. docs/simulation.md has the list.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Cause } from '#server/event-log/event-log.ts';
import { commandFor, type QueueAsked } from '#server/hub/commands.ts';
import type { Office } from '#server/hub/office.ts';
import { dayRules } from '#server/office/day-rules.ts';
import type { PrintEvent } from '#server/print/print-jobs.ts';
import { decide } from '#server/queue/decide.ts';
import { evolve } from '#server/queue/evolve.ts';
import { emptyQueue, type Queue } from '#server/queue/queue.ts';
import { queueFormat } from '#server/queue/queue-format.ts';
import type { OfficeBook } from '#shared/office-book.ts';
import type { Reply, RequestName } from '#shared/protocol.ts';
import type { Stamp } from '#shared/views.ts';
import { expectSound } from '#test/queue/invariants.ts';
import type { Setting } from './plan.ts';
import type { SharedStore } from './shared-log.ts';
import { textOf, Witness } from './witness.ts';
import type { Machine, World } from './world.ts';

/** What leaves a hub may be so much older than what the hub knows: a burst goes together. */
const COALESCED_MS = 60;
/** One, and one that a newcomer is sent. */
const MOST_IN_FLIGHT = 2;
const VERSIONS_KNOWN = 200;
/** A lease of 4 s and 30 s for the word; then the store or a hub may be away for 20 s. */
const LONGEST_WORD_MS = 70_000;
/** Of a hub's clock, either way. */
const MOST_SKEW_MS = 800;

/** A request as whoever made it knows it. */
export type Pressed = {
  readonly requestId: string;
  readonly name: RequestName;
  readonly request: Record<string, unknown>;
  /** Where the log was when it was first asked: a refusal must be true of one of the states since. */
  readonly since: Head;
  answer: unknown;
  isAnswered: boolean;
  /** Nobody has asked it at two screens. */
  isAlone: boolean;
};

/** A hub as it can be looked at. */
export type Seen = {
  readonly machine: Machine;
  readonly office: Office | null;
  /** It has something new since it was last looked at. */
  isNews: boolean;
  /** When it came to know of each version. */
  readonly knew: { day: string; version: number; at: number }[];
};

export type Head = { readonly day: string; readonly version: number };

/** A day's stream as it has been read; lists by version, from before the first event. */
type DayRead = { readonly witness: Witness; readonly queues: Queue[]; readonly texts: string[] };

export class Judge {
  readonly wrong: string[] = [];
  /** How often each thing came to pass: a run in which nothing happens proves nothing. */
  readonly count: Record<string, number> = {};
  readonly pressed: Pressed[] = [];
  readonly #world: World;
  readonly #store: SharedStore;
  readonly #book: OfficeBook;
  readonly #hours: Setting['hours'];
  readonly #days = new Map<string, DayRead>();
  /** Appends. */
  #read = 0;
  /** Which append each request is in. */
  readonly #requestsIn = new Map<string, number>();
  /** When a hub was killed. */
  readonly #deaths: number[] = [];

  constructor(world: World, store: SharedStore, book: OfficeBook, hours: Setting['hours']) {
    this.#world = world;
    this.#store = store;
    this.#book = book;
    this.#hours = hours;
  }

  say(wrong: string): void {
    this.wrong.push(`${(this.#world.now() / 1_000).toFixed(3)} s: ${wrong}`);
  }

  tally(what: string): void {
    this.count[what] = (this.count[what] ?? 0) + 1;
  }

  /** A hub has been killed. */
  died(): void {
    this.#deaths.push(this.#world.wallTime);
  }

  /** The newest day of the log, and where it is. */
  get head(): Head {
    const day = [...this.#days.keys()].sort().at(-1) ?? '';
    return { day, version: (this.#days.get(day)?.queues.length ?? 1) - 1 };
  }

  /** Something is asked for the first time. */
  presses(requestId: string, name: RequestName, request: Record<string, unknown>): Pressed {
    const pressed: Pressed = {
      ...{ requestId, name, request, since: this.head },
      ...{ answer: undefined, isAnswered: false, isAlone: true },
    };
    this.pressed.push(pressed);
    return pressed;
  }

  /** Whether the log has it. */
  isDone(requestId: string): boolean {
    return this.#requestsIn.has(requestId);
  }

  /** An answer has come to whoever asked. */
  hear(pressed: Pressed, reply: Reply<unknown>): void {
    const { requestId, name } = pressed;
    this.#world.note(`${requestId} ${reply.ok} `);
    this.tally(reply.ok ? 'done' : reply.code);
    if (!reply.ok) {
      this.#hearRefusal(pressed, reply.code);
      return;
    }
    const cause = this.#causeOf(requestId);
    if (!cause) this.say(`I2 ${requestId} is acknowledged and is not in the log`);
    else if (!isDeepStrictEqual(cause.answer, reply.answer))
      this.say(`I10 ${requestId} is answered otherwise than the log has it`);
    if (pressed.isAnswered && !isDeepStrictEqual(pressed.answer, reply.answer))
      this.say(`I10 ${requestId} has two answers`);
    pressed.answer = reply.answer;
    pressed.isAnswered = true;
    if (name === 'ticket:issue') this.#expectOneHand(pressed);
  }

  /** Whether what a screen shows may come after what it showed. */
  shows(name: string, before: Stamp | null, now: Stamp): void {
    if (!before || now.day > before.day) return;
    if (now.day === before.day && now.version >= before.version) return;
    this.say(`I6 ${name} shows ${now.day} ${now.version} after ${before.day} ${before.version}`);
  }

  /** What a hub sends is as new as what it knows. */
  leaves(hub: Seen, inFlight: number, { day, version }: Stamp): void {
    if (inFlight > MOST_IN_FLIGHT) this.say(`I13 ${inFlight} snapshots are under way to a screen`);
    const knew = hub.knew.findLast(({ at }) => at <= this.#world.now() - COALESCED_MS);
    if (knew && (knew.day > day || (knew.day === day && knew.version > version)))
      this.say(`I5 ${hub.machine.name} sends ${day} ${version} and knows ${knew.version}`);
  }

  /** @param machine the one that has just run */
  look(hubs: readonly Seen[], machine: Machine | null): void {
    for (; this.#read < this.#store.appends.length; this.#read++) this.#readAppend(this.#read);
    for (const hub of hubs)
      if (hub.isNews && (machine === hub.machine || machine === null)) this.#lookAt(hub);
  }

  /** When all is over: what was acknowledged is there. */
  lookBack(): void {
    for (const { requestId, isAnswered } of this.pressed)
      if (isAnswered && !this.#causeOf(requestId))
        this.say(`I2 ${requestId} was acknowledged and is not in the log`);
  }

  /** When all is over: nobody waited for ever to hear what became of a paper. A later word may come when it likes. */
  lookAtPapers(): void {
    for (const stream of this.#store.streams.keys()) {
      if (!stream.startsWith('print/')) continue;
      const asked = new Map<string, number>();
      for (const { event } of this.#store.read(stream, 0)) {
        const said = event as PrintEvent;
        const { type, job, at } = said;
        if (type === 'PrintOffered' || type === 'PrintTaken') this.tally(type);
        if (type === 'PrintOffered') continue;
        if (type === 'PrintRequested' || type === 'ReprintRequested' || type === 'PrintTaken') {
          asked.set(job, at);
          continue;
        }
        const since = asked.get(job) ?? at;
        const waitedMs = at - since;
        if (waitedMs > LONGEST_WORD_MS) this.say(`I14 ${job} waits ${waitedMs} ms for a word`);
        if (type === 'PrintUnknown' && said.reason === 'hub-restarted' && !this.#hasDied(since, at))
          this.say(
            `I14 ${job} is given up as a dead hub's after ${waitedMs} ms, and none has died`,
          );
        asked.delete(job);
      }
    }
  }

  /** What the log says became of a print job. */
  paperOf(id: string): string | undefined {
    const [, date, ...rest] = id.split('/');
    const [job, key] = [rest.slice(0, -1).join('/'), rest.at(-1)];
    let state: string | undefined;
    for (const { event } of this.#store.read(`print/${this.#book.id}/${date}`, 0)) {
      const said = event as { type: string; job: string; key?: string };
      if (said.job !== job) continue;
      if (said.key !== undefined) state = said.key === key ? 'printing' : 'of another';
      else if (state !== 'of another') state = said.type;
    }
    return state;
  }

  #hasDied(since: number, until: number): boolean {
    return this.#deaths.some((at) => at >= since - MOST_SKEW_MS && at <= until + MOST_SKEW_MS);
  }

  #expectOneHand({ requestId, answer }: Pressed): void {
    const { number, token } = answer as { number: string; token: string };
    for (const other of this.pressed) {
      if (!other.isAnswered || other.name !== 'ticket:issue') continue;
      const theirs = other.answer as { number: string; token: string };
      const isTwice = theirs.number === number && theirs.token !== token;
      if (isTwice && this.#streamOf(other.requestId) === this.#streamOf(requestId))
        this.say(`I1 ${number} is in two hands`);
    }
  }

  /** A refusal was true of the log at some moment since it was asked for. */
  #hearRefusal({ name, request, requestId, since, isAlone }: Pressed, code: string): void {
    const day = this.#days.get(since.day);
    // Of paper, whose printer is no part of the log.
    if (code === 'hub-unavailable' || name === 'ticket:reprint') return;
    if (this.isDone(requestId)) {
      // One hub may have refused it before another did it, when it was asked twice at once.
      if (isAlone && code === 'request-id-reused') this.say(`I10 ${requestId} is ${code}`);
      return;
    }
    const now = this.head;
    if (!day || now.day !== since.day || !OF_THE_STATE.has(code)) return;
    const asked = { request: name, requestId, ...request } as unknown as QueueAsked;
    const at = Math.floor(this.#world.wallTime);
    const asker = { from: 'counter', by: null, agency: null } as const;
    // Whatever the hour: only how the queue stood is looked at.
    const rules = { ...dayRules(this.#book, at), officeOpen: true };
    const defaults = { reason: 'other', precedence: null, print: false, why: null };
    const command = commandFor({ ...defaults, ...asked }, asker, { book: this.#book, at });
    const stood = day.queues.slice(since.version, now.version + 1);
    // After midnight the new day is empty until something happens in it.
    if (day.witness.ended) stood.push(emptyQueue);
    for (const queue of stood) {
      const decision = decide(queue, command, rules);
      if (!decision.accepted && decision.refusal === code) return;
    }
    this.say(
      `I3 ${requestId} is refused with ${code}, which was so at no version from ${since.version} to ${now.version}`,
    );
  }

  #streamOf(requestId: string): string | undefined {
    return this.#store.appends[this.#requestsIn.get(requestId) ?? -1]?.stream;
  }

  #causeOf(requestId: string): Cause | undefined {
    const append = this.#store.appends[this.#requestsIn.get(requestId) ?? -1];
    if (!append) return undefined;
    return this.#store
      .read(append.stream, append.from - 1)
      .find(({ cause }) => cause?.requestId === requestId)?.cause as Cause;
  }

  #readAppend(index: number): void {
    const append = this.#store.appends[index];
    if (!append) return;
    const { stream, from, count } = append;
    const entries = this.#store.read(stream, from - 1).slice(0, count);
    for (const { cause } of entries) {
      if (!cause) continue;
      const earlier = this.#requestsIn.get(cause.requestId);
      if (earlier !== undefined && earlier !== index)
        this.say(`I10 ${cause.requestId} is done a second time, in ${stream}`);
      this.#requestsIn.set(cause.requestId, index);
    }
    if (!stream.startsWith('queue/')) return;
    const date = stream.split('/').at(-1) ?? '';
    const day = this.#days.get(date) ?? {
      ...{ witness: new Witness(), queues: [emptyQueue], texts: [''] },
    };
    this.#days.set(date, day);
    for (const entry of entries) {
      const event = queueFormat.decode(entry, stream);
      const asked = this.pressed.find(({ requestId }) => requestId === entry.cause?.requestId);
      day.witness.see(event, asked?.name ?? null);
      day.queues.push(evolve(day.queues.at(-1) ?? emptyQueue, event));
      day.texts.push(day.witness.whereabouts());
      if (day.queues.length - 1 !== entry.version)
        this.say(`I9 ${stream} ${entry.version} comes after ${day.queues.length - 2}`);
      if (event.type === 'TicketIssued') this.#expectOpen(event.number, event.at, date);
    }
    try {
      expectSound(day.queues.at(-1) ?? emptyQueue);
    } catch (unsound) {
      this.say(`I3 ${stream} ${from + count - 1}: ${(unsound as Error).message}`);
    }
    for (const wrong of day.witness.wrong.splice(0)) this.say(`${wrong} (${date})`);
  }

  /** By the clock on the wall, counted out by hand: Stockholm is an hour before UTC, and two in summer. */
  #expectOpen(number: string, at: number, date: string): void {
    const summerEnds = Date.UTC(2026, 9, 25, 1);
    const wall = at + (at < summerEnds ? 2 : 1) * 3_600_000;
    const minutes = Math.floor(wall / 60_000) % 1_440;
    const told = new Date(wall).toISOString();
    const [opens, closes] = this.#hours === 'day' ? [540, 960] : [0, 1_439];
    if (told.slice(0, 10) !== date)
      this.say(`I16 ${number} of ${told} is in the stream of ${date}`);
    if (minutes < opens || minutes >= closes)
      this.say(`I20 ${number} is issued at ${told}, and the office is closed`);
  }

  /** What a hub tells of each ticket is what the log says of it, at the version that the hub is at. */
  #lookAt(hub: Seen): void {
    hub.isNews = false;
    const { office, machine } = hub;
    if (!office || !machine.alive) return;
    const { day, version } = office.snapshot('board');
    hub.knew.push({ day, version, at: this.#world.now() });
    if (hub.knew.length > VERSIONS_KNOWN) hub.knew.shift();
    const read = this.#days.get(day);
    const text = read ? read.texts[version] : version === 0 ? '' : undefined;
    if (text === undefined) {
      this.say(`I9 ${machine.name} is at ${version} of ${day}, which has ${read?.texts.length}`);
      return;
    }
    const numbers = (read?.queues[version] ?? emptyQueue).tickets.keys();
    const told = textOf([...numbers].flatMap((number) => office.ticket(number) ?? []));
    if (told !== text)
      this.say(`I8 ${machine.name} at ${day} ${version} tells\n${difference(told, text)}`);
  }
}

/** Refusals that are of how things stand, and not of the hour. */
const OF_THE_STATE: ReadonlySet<string> = new Set([
  ...['nobody-waiting', 'desk-has-no-ticket', 'desk-is-busy', 'desk-closed', 'already-started'],
  ...['nothing-to-undo', 'ticket-not-held', 'ticket-not-no-show', 'ticket-not-waiting'],
  ...['ticket-has-ended', 'unknown-ticket', 'topic-paused', 'topic-not-paused'],
  'topic-already-paused',
]);

/** What only one of two texts has, by lines. */
export function difference(one: string, other: string): string {
  const [here, there] = [one.split('\n'), other.split('\n')];
  const only = (lines: string[], others: string[], sign: string) =>
    lines.filter((line) => !others.includes(line)).map((line) => `${sign} ${line}`);
  return [...only(here, there, '+'), ...only(there, here, '-')].slice(0, 12).join('\n');
}
