/**
 * Five years of one office, as its log would hold them: the domain's own code does what is asked of it on every open
 * day, by a clock that is moved, over a log in memory; then the streams are copied into a file.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventLog } from '#server/event-log/event-log.ts';
import { InMemoryEventLog } from '#server/event-log/in-memory-event-log.ts';
import { SqliteEventLog } from '#server/event-log/sqlite-event-log.ts';
import type { Asked } from '#server/hub/commands.ts';
import { Office } from '#server/hub/office.ts';
import { OfficeFeeds } from '#server/hub/office-feeds.ts';
import type { OfficePrinter } from '#server/hub/office-paper.ts';
import { LiveBook } from '#server/hub/open-book.ts';
import { performFor } from '#server/hub/perform-for.ts';
import { Presence } from '#server/hub/presence.ts';
import { checkStamp } from '#server/hub/stamp.ts';
import { AuditTrail } from '#server/identity/audit-trail.ts';
import type { Caller } from '#server/identity/caller.ts';
import { People } from '#server/identity/live-people.ts';
import { Sessions } from '#server/identity/sessions.ts';
import { PictureStore } from '#server/media/picture-store.ts';
import { loadOfficeSeeds } from '#server/office/seed-file.ts';
import { OfficeClock } from '#server/office-clock.ts';
import { InMemorySharedMemory } from '#server/shared-memory/in-memory-shared-memory.ts';
import { Tidings } from '#server/shared-memory/tidings.ts';
import { InMemoryCounters } from '#server/tallies/in-memory-counters.ts';
import type { AccountId, DeviceId, Role, SessionId } from '#shared/identity.ts';
import type { OfficeBook } from '#shared/office-book.ts';
import { type RequestInput, type RequestName, requests } from '#shared/protocol.ts';
import type { DeskId, DisplayId, EpochMs, LocalDate, OfficeId } from '#shared/vocabulary.ts';

const YEARS = 5;
/** Of an open day: hours in which the office is open on each of its days. */
const [FROM, UNTIL] = ['11:00', '13:30'];
const VISITS_A_DAY = 40;
/** Of so many visits one is called twice, and of so many one does not come. */
const [TWICE, NO_SHOW] = [10, 20];
const GUIDES = 3;
/** A guide locks her console when she leaves it, and unlocks it when she is back. */
const LOCKS_A_DAY = 4;
const LENT_A_DAY = 5;
/** Of so many open days there is one on which the notice of the week is written anew. */
const DAYS_OF_A_NOTICE = 3;

export type YearsFilled = { days: number; entries: number; streams: number };

/**
 * Fills the log of a real office until yesterday, by the machine's clock.
 * @param file the log's, new
 */
export async function fillFiveYears(file: string): Promise<YearsFilled> {
  const memory = new InMemoryEventLog();
  const years = await OfficeYears.open(memory);
  let days = 0;
  const today = Temporal.Now.plainDateISO(years.book.zone);
  for (let day = today.subtract({ years: YEARS }); !day.equals(today); day = day.add({ days: 1 }))
    if (await years.live(day.toString() as LocalDate, days)) days += 1;
  await years.close();
  const filled = { days, ...(await copy(memory, file)) };
  await memory.close();
  return filled;
}

async function copy(from: EventLog, file: string): Promise<Omit<YearsFilled, 'days'>> {
  const log = await SqliteEventLog.open(file);
  const streams = await from.list('');
  let entries = 0;
  for (const stream of streams) {
    const recorded = await from.read(stream);
    await log.append(stream, recorded, 0);
    entries += recorded.length;
  }
  await log.close();
  return { entries, streams: streams.length };
}

class OfficeYears {
  readonly book: OfficeBook;
  readonly #time: { at: EpochMs };
  readonly #office: Office;
  readonly #audit: AuditTrail;
  readonly #sessions: Sessions;
  readonly #close: () => Promise<void>;
  readonly #window: ReturnType<Office['displays']['connected']>;
  readonly #guides = Array.from({ length: GUIDES }, (_, nth) => guide(nth));

  private constructor(
    time: { at: EpochMs },
    parts: { office: Office; audit: AuditTrail; sessions: Sessions },
    close: () => Promise<void>,
  ) {
    this.#time = time;
    this.#office = parts.office;
    this.#audit = parts.audit;
    this.#sessions = parts.sessions;
    this.#close = close;
    this.book = parts.office.book;
    this.#window = parts.office.displays.connected({
      ...{ display: WINDOW, screen: 'skarm-1', trusted: true, reload: () => {} },
    });
  }

  static async open(log: EventLog): Promise<OfficeYears> {
    const [seed] = await loadOfficeSeeds(join(import.meta.dirname, '../../office'));
    if (!seed) throw new Error('There is no office to begin from');
    const book = openSince(seed, YEARS + 1);
    const began = Temporal.Now.zonedDateTimeISO(book.zone).subtract({ years: YEARS, days: 1 });
    const time = { at: began.epochMilliseconds };
    const now = () => time.at;
    const clock = OfficeClock.movedBy(now);
    const stamp = await checkStamp(log, 'real', 'memory');
    const live = await LiveBook.open(log, book, time.at);
    const feeds = await OfficeFeeds.open({
      ...{ log, office: book.id, zone: book.zone, feeds: () => live.book.feeds, now, onFault },
    });
    const media = mkdtempSync(join(tmpdir(), 'torget-bench-'));
    const office = await Office.open({
      ...{ log, logName: () => stamp, book: live, feeds, clock, onFault },
      counters: new InMemoryCounters(),
      presence: new Presence(now, Tidings.alone()),
      pictures: await PictureStore.open(media),
      openPrinters: async () => book.printers.map(({ id, name }) => ({ id, name, printing })),
      pagesAt: () => null,
      trial: () => false,
      tidings: Tidings.alone(),
    });
    const audit = await AuditTrail.open(log, now);
    const people = await People.open(log, now);
    const sessions = await Sessions.open({
      ...{ log, now, people, onFault, idleLockMs: Number.POSITIVE_INFINITY },
      memory: new InMemorySharedMemory(now),
    });
    return new OfficeYears(time, { office, audit, sessions }, async () => {
      await office.close();
      for (const one of [feeds, live, sessions, people, audit]) await one.close();
      rmSync(media, { recursive: true });
    });
  }

  /** @returns whether the office is open on that day */
  async live(day: LocalDate, daysBefore: number): Promise<boolean> {
    const atTime = (time: string) =>
      Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(this.book.zone)
        .epochMilliseconds;
    const [from, until] = [atTime(FROM), atTime(UNTIL)];
    this.#time.at = from;
    if (!this.#office.opening().open) return false;
    for (const one of this.#guides) await this.#signIn(one);
    for (let nth = 0; nth < LENT_A_DAY; nth++) {
      await this.#ask(COORDINATOR, 'place:lend', { place: 'dator-1' });
      await this.#ask(COORDINATOR, 'place:return', { place: 'dator-1' });
    }
    if (daysBefore % DAYS_OF_A_NOTICE === 0)
      await this.#ask(COORDINATOR, 'notice:set', noticeOf(day, from));
    for (let nth = 0; nth < VISITS_A_DAY; nth++) {
      this.#time.at = from + (nth * (until - from)) / VISITS_A_DAY;
      await this.#visit(nth);
    }
    for (const one of this.#guides) {
      await this.#ask(one, 'desk:close', { desk: one.desk });
      await this.#signOut(one);
    }
    return true;
  }

  /** Resolves when everything is in the log, which stays open. */
  close(): Promise<void> {
    return this.#close();
  }

  async #visit(nth: number): Promise<void> {
    const topics = this.book.topics.filter(({ line }) => line === this.book.lines[0]?.id);
    const { id: topic } = topics[nth % topics.length] as (typeof topics)[number];
    const language = this.book.languages[nth % this.book.languages.length] ?? 'sv';
    const guide = this.#guides[nth % GUIDES] as Guide;
    const { desk } = guide;
    const wait = (seconds: number) => {
      this.#time.at += seconds * 1_000;
    };
    await this.#ask(TERMINAL, 'ticket:issue', { topic, language, print: true });
    wait(30);
    await this.#ask(guide, 'desk:call-next', { desk });
    this.#shows();
    wait(60);
    if (nth % TWICE === 0) {
      await this.#ask(guide, 'desk:recall', { desk });
      this.#shows();
      wait(30);
    }
    if (nth % NO_SHOW === 0) return this.#ask(guide, 'desk:no-show', { desk });
    await this.#ask(guide, 'desk:start', { desk });
    wait(90);
    await this.#ask(guide, 'desk:finish', { desk });
  }

  /** As the window says it within a second. */
  #shows(): void {
    const { calls, programme } = this.#office.snapshot('board');
    this.#window.said({
      ...{ programme, programmeAt: this.#time.at, slide: 'agenda', language: 'sv' },
      ...{ call: calls[0]?.id ?? null, takeover: null, faults: [], fit: null },
      ...{ soundless: false, offlineReady: true },
    });
  }

  async #signIn(guide: Guide): Promise<void> {
    const { account, desk } = guide;
    const secret = randomUUID();
    const session = { account, device: null, way: 'pin', beganAt: this.#time.at } as const;
    await this.#sessions.keep(secret, { ...session, lockedAt: null });
    for (let nth = 0; nth < LOCKS_A_DAY; nth++) {
      await this.#sessions.keep(secret, { ...session, lockedAt: this.#time.at });
      await this.#sessions.keep(secret, { ...session, lockedAt: null });
    }
    await this.#tell(guide, 'session:begin');
    await this.#ask(guide, 'desk:open', { desk });
  }

  async #signOut(guide: Guide): Promise<void> {
    for (const { id, account } of this.#sessions.open())
      if (account === guide.account) await this.#sessions.end(id, 'signed-out');
    await this.#tell(guide, 'session:end');
  }

  #tell(guide: Guide, what: 'session:begin' | 'session:end'): Promise<void> {
    const on = `account:${guide.account}`;
    return this.#audit.record({ caller: guide, office: null, what, on, result: 'done' });
  }

  /** As a screen asks it, and with its line in the trail where it has one. A refusal is a mistake of the bench. */
  async #ask<Name extends RequestName>(
    caller: Caller,
    request: Name,
    content: Omit<RequestInput<Name>, 'requestId'>,
  ): Promise<void> {
    const checked = requests[request].parse({ requestId: randomUUID(), ...content });
    const asked = { request, ...checked } as unknown as Asked;
    const from = caller === TERMINAL ? 'terminal' : 'counter';
    const reply = await performFor(caller, this.#office, asked, {
      ...{ audit: this.#audit, from },
    });
    if (!reply.ok) throw new Error(`${request} was refused: ${reply.code}`);
  }
}

type Guide = Extract<Caller, { kind: 'person' }> & { desk: DeskId };

const guide = (nth: number): Guide => ({
  ...person(`guide-${nth}`, 'guide'),
  desk: `bord-${nth + 1}` as DeskId,
});

const person = (account: string, role: Role): Extract<Caller, { kind: 'person' }> => ({
  ...{ kind: 'person', account: account as AccountId, name: account, role },
  ...{ offices: 'all', agency: null, session: account as SessionId, device: null },
});

const COORDINATOR = person('coordinator', 'coordinator');
const WINDOW = 'fonstret' as DisplayId;
const TERMINAL: Caller = {
  ...{ kind: 'device', device: 'terminal' as DeviceId, name: 'Automat', deviceKind: 'terminal' },
  ...{ office: 'ragsved' as OfficeId, display: null },
};

/** The printer's side: every slip is out at once. */
const printing: OfficePrinter['printing'] = {
  status: { state: 'ready', paperLow: false, confirms: 'printed' },
  onStatus: () => () => {},
  onLateWord: () => () => {},
  print: async (_id, _facts, wanted) => {
    await wanted;
    return { state: 'confirmed' };
  },
};

/** Its weekly hours, from earlier on. */
function openSince(book: OfficeBook, years: number): OfficeBook {
  const from = Temporal.Now.plainDateISO(book.zone).subtract({ years }).toString() as LocalDate;
  return { ...book, hours: book.hours.map((hours) => ({ ...hours, from })) };
}

const noticeOf = (day: LocalDate, from: EpochMs) => ({
  notice: 'veckan',
  title: { sv: `Veckan från ${day}` },
  text: { sv: 'På torsdag kommer juristen. På fredag stänger vi klockan två.' },
  priority: 'normal' as const,
  from,
  until: from + 7 * 86_400_000,
});

const onFault = (fault: unknown): never => {
  throw fault;
};
