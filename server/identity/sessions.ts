/**
 * Who is signed in, and where: kept by the hub, so that it can be ended at once. In the log, so that it outlives a
 * restart; under the hash of the id that the browser has, so that nobody who reads the log can take it. Rules ID… in
 * docs/spec.md. By the machine's own time, whatever CLOCK says.
 */

import { z } from 'zod';
import type { AccountId, DeviceId, SessionId } from '#shared/identity.ts';
import type { EpochMs } from '#shared/vocabulary.ts';
import { EventFormat } from '../event-log/event-format.ts';
import type { EventLog } from '../event-log/event-log.ts';
import { StreamWriter } from '../event-log/stream-writer.ts';
import { digest, type People } from './live-people.ts';

/** However busy she is: then she signs in anew. */
export const SESSION_MS = 12 * 60 * 60_000;
const SWEEP_EVERY_MS = 5_000;
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

type Open = ReadonlyMap<SessionId, Session>;
type Day = StreamWriter<Open, SessionEvent>;

const at = z.number();
const id = z.string().transform((text) => text as SessionId);
const sessionsFormat = new EventFormat<SessionEvent>({
  kind: 'session',
  types: { SessionKept: true, SessionEnded: true },
  schema: z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('SessionKept'),
      session: z.strictObject({
        account: z.string().transform((text) => text as AccountId),
        device: z
          .string()
          .transform((text) => text as DeviceId)
          .nullable(),
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
  #turning: Promise<void> = Promise.resolve();
  readonly #openedAt: EpochMs;
  /** By presses, and not by what a page asks on its own. In memory: a press is not worth a line in the log. */
  readonly #pressedAt = new Map<SessionId, EpochMs>();
  readonly #signedInAt: Map<AccountId, EpochMs>;
  readonly #listeners = new Set<(id: SessionId) => void>();
  /** What each who has signed in may, so that another name ends nothing and another role does. */
  readonly #rights = new Map<AccountId, string>();
  readonly #sweep: NodeJS.Timeout;
  readonly #leavePeople: () => void;

  private constructor(parts: SessionsParts, day: Day, signedInAt: Map<AccountId, EpochMs>) {
    this.#parts = parts;
    this.#day = day;
    this.#signedInAt = signedInAt;
    this.#openedAt = parts.now();
    this.idleLockMs = parts.idleLockMs;
    this.#sweep = setInterval(() => this.#guard(this.#lockIdle()), SWEEP_EVERY_MS);
    this.#sweep.unref();
    this.#leavePeople = parts.people.onChange((event) => {
      if (event.type !== 'AccountRemoved' && event.type !== 'AccountSet') return;
      const rights = this.#rightsOf(event.account);
      const isAsBefore = rights === this.#rights.get(event.account);
      this.#rights.set(event.account, rights);
      if (!isAsBefore) this.#guard(this.endAllOf(event.account, 'rights-changed'));
    });
    for (const { account } of day.state.values())
      this.#rights.set(account, this.#rightsOf(account));
    this.#listenTo(day);
  }

  /** @throws {EventLogUnavailable | EventLogUnusable} */
  static async open(parts: SessionsParts): Promise<Sessions> {
    const streams = await parts.log.list(STREAMS);
    const today = streamOf(parts.now());
    const signedInAt = new Map<AccountId, EpochMs>();
    let before: Open = new Map();
    for (const stream of streams)
      for (const entry of await parts.log.read(stream)) {
        const event = sessionsFormat.decode(entry, stream);
        if (event.type === 'SessionKept')
          signedInAt.set(event.session.account, event.session.beganAt);
        if (stream < today) before = evolve(before, event);
      }
    // A clock that is set back goes on in the newest.
    const newest = streams.at(-1);
    const stream = newest !== undefined && newest > today ? newest : today;
    return new Sessions(parts, await openDay(parts.log, stream, before), signedInAt);
  }

  /** As the browser knows it: what is neither ended nor too old. */
  find(secretId: string): (Session & { id: SessionId }) | null {
    const id = digest(secretId) as SessionId;
    const session = this.#day.state.get(id);
    return session && !this.#isTooOld(session) ? { ...session, id } : null;
  }

  isLocked({ id, lockedAt, beganAt }: Session & { id: SessionId }): boolean {
    return lockedAt !== null || this.#idleSince(id, beganAt) + this.idleLockMs <= this.#parts.now();
  }

  /** Resolves when it is durable. @throws {EventLogUnavailable} */
  async keep(secretId: string, session: Session): Promise<void> {
    const id = digest(secretId) as SessionId;
    this.#pressedAt.set(id, this.#parts.now());
    this.#signedInAt.set(session.account, session.beganAt);
    // What she could before is compared with by whoever hears of a change, and that may be after this.
    if (!this.#rights.has(session.account))
      this.#rights.set(session.account, this.#rightsOf(session.account));
    await this.#write({ type: 'SessionKept', id, session, at: this.#parts.now() });
  }

  /** Somebody sits there. */
  pressed(id: SessionId): void {
    if (this.#day.state.has(id)) this.#pressedAt.set(id, this.#parts.now());
  }

  /** @returns whether there was one. @throws {EventLogUnavailable} */
  async end(id: SessionId, why: Ending): Promise<boolean> {
    if (!this.#day.state.has(id)) return false;
    await this.#write({ type: 'SessionEnded', id, why, at: this.#parts.now() });
    this.#pressedAt.delete(id);
    return true;
  }

  /** @param but the one at which she does it */
  async endAllOf(account: AccountId, why: Ending, but?: SessionId): Promise<void> {
    const hers = this.open().filter((one) => one.account === account && one.id !== but);
    await Promise.all(hers.map(({ id }) => this.end(id, why)));
  }

  /** Those begun at a computer that is not to be trusted any more. */
  async endAllAt(device: DeviceId): Promise<void> {
    const there = this.open().filter((one) => one.device === device);
    await Promise.all(there.map(({ id }) => this.end(id, 'ended')));
  }

  /** All there are, oldest first. */
  open(): (Session & { id: SessionId; idleSince: EpochMs })[] {
    return [...this.#day.state]
      .filter(([, session]) => !this.#isTooOld(session))
      .map(([id, session]) => ({ ...session, id, idleSince: this.#idleSince(id, session.beganAt) }))
      .sort((one, other) => one.beganAt - other.beganAt);
  }

  /** As far as the log goes back. */
  lastSignedInAt(account: AccountId): EpochMs | null {
    return this.#signedInAt.get(account) ?? null;
  }

  /** Runs `listener` when a session has ended or is locked: whatever hangs on it is cut. @returns what ends it */
  onEnd(listener: (id: SessionId) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when all is durable. The log stays open. */
  async close(): Promise<void> {
    clearInterval(this.#sweep);
    this.#leavePeople();
    await this.#turning.catch(() => {}); // whoever waited for it has been told
    await this.#day.close();
  }

  async #lockIdle(): Promise<void> {
    const now = this.#parts.now();
    for (const [id, session] of this.#day.state) {
      if (this.#isTooOld(session)) await this.end(id, 'too-old');
      else if (session.lockedAt === null && this.isLocked({ ...session, id }))
        await this.#write({
          type: 'SessionKept',
          id,
          session: { ...session, lockedAt: now },
          at: now,
        });
    }
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

  async #write(event: SessionEvent): Promise<void> {
    const day = await this.#dayAt(event.at);
    await day.submit(
      null,
      () => ({ accepted: true, events: [event] }),
      () => null,
    );
  }

  /** The day's stream; a new one begins with what is open. */
  async #dayAt(now: EpochMs): Promise<Day> {
    if (streamOf(now) > this.#day.stream)
      // One that could not be begun is tried again by whoever comes next.
      this.#turning = this.#turning
        .catch(() => {})
        .then(async () => {
          if (streamOf(now) <= this.#day.stream) return;
          await this.#day.close();
          const open = [...this.#day.state].filter(([, session]) => !this.#isTooOld(session));
          this.#day = await openDay(this.#parts.log, streamOf(now), new Map(open));
          this.#listenTo(this.#day);
        });
    await this.#turning;
    return this.#day;
  }

  #listenTo(day: Day): void {
    day.onDurable((news) => {
      for (const { event } of news)
        if (event.type === 'SessionEnded' || event.session.lockedAt !== null)
          for (const listener of this.#listeners) listener(event.id);
    });
  }

  #guard(done: Promise<unknown>): void {
    done.catch(this.#parts.onFault);
  }
}

function evolve(open: Open, event: SessionEvent): Open {
  const after = new Map(open);
  if (event.type === 'SessionKept') return after.set(event.id, event.session);
  after.delete(event.id);
  return after;
}

const streamOf = (now: EpochMs): string => `${STREAMS}${new Date(now).toISOString().slice(0, 10)}`;

const openDay = (log: EventLog, stream: string, initial: Open): Promise<Day> =>
  StreamWriter.open<Open, SessionEvent>({ log, stream, format: sessionsFormat, initial, evolve });
