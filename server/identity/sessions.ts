/**
 * Who is signed in, and where: kept by the hub, so that it can be ended at once. In the log, so that it outlives a
 * restart; under the hash of the id that the browser has, so that nobody who reads the log can take it. Rules ID… in
 * docs/spec.md. By the machine's own time, whatever CLOCK says.
 */

import { z } from 'zod';
import type { AccountId, DeviceId, SessionId } from '#shared/identity.ts';
import type { EpochMs } from '#shared/vocabulary.ts';
import { named } from '#shared/wire-words.ts';
import { EventFormat } from '../event-log/event-format.ts';
import type { EventLog } from '../event-log/event-log.ts';
import { StreamWriter } from '../event-log/stream-writer.ts';
import { type SharedMemory, SharedMemoryUnavailable } from '../shared-memory/shared-memory.ts';
import { digest, type People } from './live-people.ts';

/** However busy she is: then she signs in anew. */
export const SESSION_MS = 12 * 60 * 60_000;
const SWEEP_EVERY_MS = 5_000;
/** Much less than the shortest time without a press that locks: whoever locks has heard of every press by then. */
const TELL_PRESSES_EVERY_MS = 20_000;
const STREAMS = 'sessions/';

/** How she came in. By PIN she may less: rights are looked up with this in mind. */
const WAYS = ['passphrase', 'pin', 'sso'] as const;
export type Way = (typeof WAYS)[number];

export type Session = {
  readonly account: AccountId;
  /** The paired computer that she sits at. */
  readonly device: DeviceId | null;
  readonly way: Way;
  readonly beganAt: EpochMs;
  readonly lockedAt: EpochMs | null;
};

export type Ending = 'signed-out' | 'ended' | 'rights-changed' | 'renewed' | 'too-old';

type SessionEvent = { at: EpochMs } & (
  | { type: 'SessionKept'; id: SessionId; session: Session }
  | { type: 'SessionEnded'; id: SessionId; why: Ending }
);

/** What a day knows of each; null: it has ended, and for good. */
type OfDay = ReadonlyMap<SessionId, Session | null>;
type Day = StreamWriter<OfDay, SessionEvent>;

const at = z.number();
const id = named<SessionId>(z.string());
const sessionsFormat = new EventFormat<SessionEvent>({
  kind: 'session',
  types: { SessionKept: true, SessionEnded: true },
  schema: z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('SessionKept'),
      session: z.strictObject({
        account: named<AccountId>(z.string()),
        device: named<DeviceId>(z.string()).nullable(),
        way: z.enum(WAYS),
        beganAt: z.number(),
        lockedAt: z.number().nullable(),
      }),
      ...{ id, at },
    }),
    z.strictObject({
      type: z.literal('SessionEnded'),
      why: z.enum(['signed-out', 'ended', 'rights-changed', 'renewed', 'too-old']),
      ...{ id, at },
    }),
  ]),
});

export type SessionsParts = {
  log: EventLog;
  /** Of all hubs. */
  memory: SharedMemory;
  now: () => EpochMs;
  /** Without a press for so long it locks itself. */
  idleLockMs: number;
  people: People;
  onFault: (fault: unknown) => void;
};

export class Sessions {
  readonly idleLockMs: number;
  readonly #parts: SessionsParts;
  #day: Day;
  /** Also followed: what lasts for twelve hours began today or the day before, and another hub's midnight may be later. */
  #dayBefore: Day | null;
  #turning: Promise<void> = Promise.resolve();
  readonly #openedAt: EpochMs;
  /** By presses, and not by what a page asks on its own. Not in the log: a press is not worth a line. */
  readonly #pressedAt = new Map<SessionId, EpochMs>();
  /** Pressed here since the other hubs were told. */
  readonly #pressedHere = new Set<SessionId>();
  /** Of those who came in since the hub was started. */
  readonly #signedInAt = new Map<AccountId, EpochMs>();
  /** Of all that the log had when somebody first asked; null: nobody has. */
  #signedInBefore: Promise<ReadonlyMap<AccountId, EpochMs>> | null = null;
  readonly #listeners = new Set<(id: SessionId) => void>();
  /** What each who has signed in may, so that another name ends nothing and another role does. */
  readonly #rights = new Map<AccountId, string>();
  readonly #timers: readonly NodeJS.Timeout[];
  readonly #leavePeople: () => void;

  private constructor(parts: SessionsParts, { day, before }: { day: Day; before: Day | null }) {
    this.#parts = parts;
    this.#day = day;
    this.#dayBefore = before;
    this.#openedAt = parts.now();
    this.idleLockMs = parts.idleLockMs;
    this.#timers = [
      setInterval(() => this.#guard(this.#lockIdle()), SWEEP_EVERY_MS),
      setInterval(() => this.#guard(this.#tellPresses()), TELL_PRESSES_EVERY_MS),
    ];
    for (const timer of this.#timers) timer.unref();
    this.#leavePeople = parts.people.onChange((event) => {
      if (event.type !== 'AccountRemoved' && event.type !== 'AccountSet') return;
      const rights = this.#rightsOf(event.account);
      const isAsBefore = rights === this.#rights.get(event.account);
      this.#rights.set(event.account, rights);
      if (isAsBefore) return;
      // Whoever comes in by what she may now, as by the city's sign-on, stays.
      const hadBegun = ({ account, beganAt }: Session) =>
        account === event.account && beganAt < event.at;
      this.#guard(this.#endAll(hadBegun, 'rights-changed'));
    });
    for (const { account } of this.open()) this.#rights.set(account, this.#rightsOf(account));
    for (const one of [before, day]) if (one) this.#listenTo(one);
  }

  /** @throws {EventLogUnavailable | EventLogUnusable} */
  static async open(parts: SessionsParts): Promise<Sessions> {
    const streams = await parts.log.list(STREAMS);
    const today = streamOf(parts.now());
    // A clock that is set back goes on in the newest.
    const newest = streams.at(-1);
    const stream = newest !== undefined && newest > today ? newest : today;
    const earlier = streams.filter((one) => one < stream).at(-1);
    const before = earlier === undefined ? null : await openDay(parts.log, earlier);
    const day = await openDay(parts.log, stream);
    return new Sessions(parts, { day, before });
  }

  /**
   * As find(), and sure of it: what this hub does not know, or holds to be idle, may have begun or been pressed at
   * another one a moment ago.
   * @throws {EventLogUnavailable | SharedMemoryUnavailable}
   */
  async findAnywhere(secretId: string): Promise<(Session & { id: SessionId }) | null> {
    const { people } = this.#parts;
    const id = digest(secretId) as SessionId;
    await this.#dayAt(this.#parts.now());
    if (!this.#has(id)) await this.#catchUp();
    const found = this.find(secretId);
    if (!found) return null;
    if (!people.account(found.account)) await people.catchUp();
    if (found.lockedAt === null && this.isLocked(found)) await this.#hearOfPresses(id);
    return found;
  }

  /** As the browser knows it: what is neither ended nor too old. */
  find(secretId: string): (Session & { id: SessionId }) | null {
    const id = digest(secretId) as SessionId;
    const session = this.#get(id);
    return session && !this.#isTooOld(session) ? { ...session, id } : null;
  }

  isLocked({ id, lockedAt, beganAt }: Session & { id: SessionId }): boolean {
    return lockedAt !== null || this.#idleSince(id, beganAt) + this.idleLockMs <= this.#parts.now();
  }

  /**
   * Resolves when it is durable.
   * @param instead the one that ends with it: at no moment is there neither. `goesOn`: it is the same person's, and nothing
   *   is kept where that one has ended meanwhile
   * @throws {EventLogUnavailable}
   */
  async keep(
    secretId: string,
    session: Session,
    instead: { secretId: string; goesOn: boolean } | null = null,
  ): Promise<void> {
    const id = digest(secretId) as SessionId;
    const old = instead && (digest(instead.secretId) as SessionId);
    this.#pressedAt.set(id, this.#parts.now());
    this.#signedInAt.set(session.account, session.beganAt);
    // What she could before is compared with by whoever hears of a change, and that may be after this.
    if (!this.#rights.has(session.account))
      this.#rights.set(session.account, this.#rightsOf(session.account));
    const at = this.#parts.now();
    await this.#write(at, (known) => {
      const isOpen = old !== null && known(old) !== null;
      if (instead?.goesOn && !isOpen) return [];
      const kept = { type: 'SessionKept', id, session, at } as const;
      return isOpen ? [kept, { type: 'SessionEnded', id: old, why: 'renewed', at }] : [kept];
    });
  }

  /** Somebody sits there. */
  pressed(id: SessionId): void {
    if (!this.#get(id)) return;
    this.#pressedAt.set(id, this.#parts.now());
    this.#pressedHere.add(id);
  }

  /** @returns whether there was one. @throws {EventLogUnavailable} */
  async end(id: SessionId, why: Ending): Promise<boolean> {
    if (!this.#get(id)) return false;
    const at = this.#parts.now();
    await this.#write(at, (known) =>
      known(id) === null ? [] : [{ type: 'SessionEnded', id, why, at }],
    );
    return true;
  }

  /** @param but the one at which she does it */
  endAllOf(account: AccountId, why: Ending, but?: SessionId): Promise<void> {
    const by = this.#parts.now();
    return this.#endAll(
      (one) => one.account === account && one.id !== but && one.beganAt <= by,
      why,
    );
  }

  /** Those begun at a computer that is not to be trusted any more. */
  endAllAt(device: DeviceId): Promise<void> {
    const by = this.#parts.now();
    return this.#endAll((one) => one.device === device && one.beganAt <= by, 'ended');
  }

  /** All there are, oldest first. */
  open(): (Session & { id: SessionId; idleSince: EpochMs })[] {
    return this.#all()
      .filter(([, session]) => !this.#isTooOld(session))
      .map(([id, session]) => ({ ...session, id, idleSince: this.#idleSince(id, session.beganAt) }))
      .sort((one, other) => one.beganAt - other.beganAt);
  }

  /**
   * As far as the log goes back. That is read when somebody first asks: years of sessions are no reason for a slow start.
   * @throws {EventLogUnavailable | EventLogUnusable}
   */
  async lastSignedInAt(account: AccountId): Promise<EpochMs | null> {
    this.#signedInBefore ??= readSignedIn(this.#parts.log).catch((fault) => {
      this.#signedInBefore = null; // whoever asks next tries again
      throw fault;
    });
    const before = await this.#signedInBefore;
    return this.#signedInAt.get(account) ?? before.get(account) ?? null;
  }

  /** Runs `listener` when a session has ended or is locked: whatever hangs on it is cut. @returns what ends it */
  onEnd(listener: (id: SessionId) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when all is durable. The log stays open. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#leavePeople();
    await this.#turning.catch(() => {}); // whoever waited for it has been told
    await this.#dayBefore?.close();
    await this.#day.close();
  }

  /** Also those that began at another hub a moment ago, or take another's place meanwhile. */
  async #endAll(
    isOne: (session: Session & { id: SessionId }) => boolean,
    why: Ending,
  ): Promise<void> {
    for (;;) {
      await this.#catchUp();
      const open = this.open().filter(isOne);
      if (open.length === 0) return;
      await Promise.all(open.map(({ id }) => this.end(id, why)));
    }
  }

  async #catchUp(): Promise<void> {
    await Promise.all([this.#day.catchUp(), this.#dayBefore?.catchUp()]);
  }

  #has(id: SessionId): boolean {
    return this.#day.state.has(id) || (this.#dayBefore?.state.has(id) ?? false);
  }

  #get(id: SessionId): Session | null {
    const [now, before] = [this.#day.state.get(id), this.#dayBefore?.state.get(id)];
    return now === null || before === null ? null : (now ?? before ?? null);
  }

  #all(): [SessionId, Session][] {
    const ids = new Set([...(this.#dayBefore?.state.keys() ?? []), ...this.#day.state.keys()]);
    return [...ids].flatMap((id) => {
      const session = this.#get(id);
      return session ? [[id, session] as [SessionId, Session]] : [];
    });
  }

  async #lockIdle(): Promise<void> {
    const now = this.#parts.now();
    await this.#dayAt(now);
    for (const [id, session] of this.#all()) {
      if (this.#isTooOld(session)) await this.end(id, 'too-old');
      else if (session.lockedAt === null && this.isLocked({ ...session, id })) {
        await this.#hearOfPresses(id);
        if (this.isLocked({ ...session, id }))
          await this.#write(now, (known) =>
            known(id)?.lockedAt === null
              ? [{ type: 'SessionKept', id, session: { ...session, lockedAt: now }, at: now }]
              : [],
          );
      }
    }
  }

  /** The other hubs, and not at every press. */
  async #tellPresses(): Promise<void> {
    const { memory } = this.#parts;
    const tell = async (id: SessionId) => {
      const pressedAt = this.#pressedAt.get(id);
      this.#pressedHere.delete(id);
      if (pressedAt === undefined) return;
      try {
        if (Number(await memory.get(pressedKey(id))) < pressedAt)
          await memory.put(pressedKey(id), String(pressedAt), this.idleLockMs);
      } catch (fault) {
        this.#pressedHere.add(id);
        throw fault;
      }
    };
    await Promise.all([...this.#pressedHere].map(tell));
  }

  async #hearOfPresses(id: SessionId): Promise<void> {
    this.#wasPressed(id, Number(await this.#parts.memory.get(pressedKey(id))));
  }

  #wasPressed(id: SessionId, at: EpochMs): void {
    if (at > (this.#pressedAt.get(id) ?? 0)) this.#pressedAt.set(id, at);
  }

  #idleSince(id: SessionId, beganAt: EpochMs): EpochMs {
    // What was pressed before the hub was started anew is not known; nobody is locked out by that.
    return this.#pressedAt.get(id) ?? Math.max(beganAt, this.#openedAt);
  }

  #rightsOf(id: AccountId): string {
    const account = this.#parts.people.account(id);
    return JSON.stringify(account ? [account.role, account.offices, account.agency] : null);
  }

  #isTooOld({ beganAt }: Session): boolean {
    return beganAt + SESSION_MS <= this.#parts.now();
  }

  /**
   * @param news what there is to write, by what any hub has written by then; nothing: of several who end or lock a session
   *   one is enough
   */
  async #write(
    at: EpochMs,
    news: (known: (id: SessionId) => Session | null) => SessionEvent[],
  ): Promise<void> {
    const day = await this.#dayAt(at);
    await day.submit(
      null,
      (ofDay) => {
        const events = news((id) => (ofDay.has(id) ? (ofDay.get(id) ?? null) : this.#get(id)));
        return events.length > 0
          ? { accepted: true, events }
          : { accepted: false, refusal: 'no-news' };
      },
      () => null,
    );
  }

  /** The day's stream; the one of the day before is followed on. */
  async #dayAt(now: EpochMs): Promise<Day> {
    if (streamOf(now) > this.#day.stream)
      // One that could not be begun is tried again by whoever comes next.
      this.#turning = this.#turning
        .catch(() => {})
        .then(async () => {
          if (streamOf(now) <= this.#day.stream) return;
          const next = await openDay(this.#parts.log, streamOf(now));
          const last = this.#dayBefore;
          this.#dayBefore = this.#day;
          this.#day = next;
          this.#listenTo(next);
          await last?.close();
        });
    await this.#turning;
    return this.#day;
  }

  #listenTo(day: Day): void {
    day.onDurable((news) => {
      for (const { event } of news) {
        const isOpen = event.type === 'SessionKept' && event.session.lockedAt === null;
        // Whoever comes in, or unlocks, at another hub presses.
        if (isOpen) this.#wasPressed(event.id, event.at);
        else for (const listener of this.#listeners) listener(event.id);
        if (event.type === 'SessionKept')
          this.#signedInAt.set(event.session.account, event.session.beganAt);
        else this.#pressedAt.delete(event.id);
      }
    });
  }

  #guard(done: Promise<unknown>): void {
    done.catch((fault) => {
      // Tried again soon, and whoever presses meanwhile is told herself.
      if (!(fault instanceof SharedMemoryUnavailable)) this.#parts.onFault(fault);
    });
  }
}

function evolve(ofDay: OfDay, event: SessionEvent): OfDay {
  return new Map(ofDay).set(event.id, event.type === 'SessionKept' ? event.session : null);
}

async function readSignedIn(log: EventLog): Promise<ReadonlyMap<AccountId, EpochMs>> {
  const signedInAt = new Map<AccountId, EpochMs>();
  for (const stream of await log.list(STREAMS))
    for (const entry of await log.read(stream)) {
      const event = sessionsFormat.decode(entry, stream);
      if (event.type === 'SessionKept')
        signedInAt.set(event.session.account, event.session.beganAt);
    }
  return signedInAt;
}

const pressedKey = (id: SessionId): string => `pressed:${id}`;

const streamOf = (now: EpochMs): string => `${STREAMS}${new Date(now).toISOString().slice(0, 10)}`;

const openDay = (log: EventLog, stream: string): Promise<Day> =>
  StreamWriter.open<OfDay, SessionEvent>({
    ...{ log, stream, format: sessionsFormat, evolve },
    initial: new Map(),
  });
