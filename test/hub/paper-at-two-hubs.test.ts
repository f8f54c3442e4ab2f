/** Paper of one office at two hubs, over one log in memory. Rules PJ11, PJ14 and PJ15 in docs/spec.md. */
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AgentTicketPrinter } from '#print/agent-ticket-printer.ts';
import { PrinterNews } from '#print/printer-news.ts';
import type { Printed } from '#print/printing.ts';
import type { EventLog } from '#server/event-log/event-log.ts';
import { InMemoryEventLog } from '#server/event-log/in-memory-event-log.ts';
import type { Asked } from '#server/hub/commands.ts';
import { Day } from '#server/hub/day.ts';
import type { Office } from '#server/hub/office.ts';
import type { OfficePrinter } from '#server/hub/office-paper.ts';
import { decide } from '#server/print/print-jobs.ts';
import { Tidings } from '#server/shared-memory/tidings.ts';
import type { PrinterState } from '#shared/printers.ts';
import type { Answers } from '#shared/protocol.ts';
import type { LocalDate, PrinterId, TicketNumber } from '#shared/vocabulary.ts';
import { deafTo, lateTo } from '#test/support/deaf-event-log.ts';
import { hubsLines } from '#test/support/hubs-lines.ts';
import { hoursOf, letters, smallOffice, stockholm } from '#test/support/office.ts';
import { officeInProcess } from '#test/support/office-in-process.ts';
import { TamperedEventLog } from '#test/support/tampered-event-log.ts';

const book = {
  ...smallOffice,
  hours: [hoursOf('FREQ=DAILY', '00:00', '23:59')],
  settings: { ...smallOffice.settings, lastTicketMinutesBeforeClosing: 0 },
};
const READY: PrinterState = { state: 'ready', paperLow: false, confirms: 'printed' };
const AWAY: PrinterState = { state: 'fault', fault: 'agent-away' };
const AUTOMAT = 'automat-1' as PrinterId;
const TODAY = '2026-11-24' as LocalDate;
const TEN_MINUTES_MS = 600_000;
const by = { from: 'counter', by: null, agency: null } as const;

type At = { line?: ReturnType<typeof hubsLines>; time?: { at: number } };
const tenOClock = () => ({ at: stockholm('2026-11-24T10:00:00') });

/** A hub that reaches the printer as `printing` has it. */
async function hubWith(
  printing: OfficePrinter['printing'],
  log: EventLog,
  { line = hubsLines(() => false), time = tenOClock() }: At,
): Promise<Office> {
  const tidings = new Tidings(line(), () => expect.unreachable());
  onTestFinished(() => tidings.close());
  const printer = { id: AUTOMAT, name: { sv: 'Automat' }, printing };
  return officeInProcess(log, { book, time, others: { tidings, printers: [printer] } });
}

/** A hub that reaches the printer as it says, and what it has printed. */
async function hubThat(status: PrinterState, log: EventLog, at: At = {}) {
  const printed: string[] = [];
  const printing: OfficePrinter['printing'] = {
    status,
    onStatus: () => () => {},
    onLateWord: () => () => {},
    print: async (id, _facts, wanted) => {
      if (!(await wanted)) return { state: 'not-sent', reason: 'not-recorded' };
      printed.push(id);
      return { state: 'confirmed' };
    },
  };
  return { office: await hubWith(printing, log, at), printed };
}
function hubsWith(...states: PrinterState[]) {
  const log = new InMemoryEventLog();
  const line = hubsLines(() => false);
  return Promise.all(states.map((status) => hubThat(status, log, { line })));
}

let nth = 0;
const asks = (office: Office, what: object) =>
  office.perform({ requestId: `request-${nth++}`, ...what } as Asked, by);
async function ticketAt(office: Office, { print = true, topic = letters as string } = {}) {
  const more = { language: 'sv', print, precedence: null };
  const reply = await asks(office, { request: 'ticket:issue', topic, ...more });
  if (!reply.ok) throw new Error(reply.code);
  return (reply.answer as Answers['ticket:issue']).number;
}
const asksPage = (office: Office) =>
  asks(office, { request: 'printer:print-page', printer: AUTOMAT, page: 'test' });
const pageAt = (office: Office | undefined) => office?.printers()[0]?.page?.state;
const readyAt = (office: Office | undefined) =>
  expect.poll(() => office?.printers()[0]?.state.state).toBe('ready');

/** As a hub leaves it that is killed before anybody takes it. */
async function offerOfTheKilled(log: EventLog, at: number): Promise<void> {
  const day = await Day.open(log, book.id, TODAY);
  await day.paper.submit(
    null,
    (jobs) =>
      decide(jobs, {
        ...{ type: 'RequestPage', page: 'test', printer: AUTOMAT },
        ...{ key: 'of-the-killed', offered: true, at },
      }),
    () => null,
  );
  await day.close();
}

describe('paper that staff ask for at the hub without the printer', () => {
  it('[PJ14] comes out once, where several hubs have it', async () => {
    const [asked, one, other] = await hubsWith(AWAY, READY, READY);
    if (!asked || !one || !other) return expect.unreachable();
    await readyAt(asked.office);
    expect((await asksPage(asked.office)).ok).toBe(true);
    for (const { office } of [asked, one, other])
      await expect.poll(() => pageAt(office)).toBe('confirmed');
    expect([...one.printed, ...other.printed]).toHaveLength(1);
    expect(asked.printed).toEqual([]);
  });

  it('[PJ14] is not sent where the hub that has it does not take it within four seconds', async () => {
    const states: PrinterState[] = [AWAY, { ...READY }];
    const [asked, other] = await hubsWith(...states);
    if (!asked || !other) return expect.unreachable();
    await readyAt(asked.office);
    // It has been told of, and is gone when it is asked for.
    Object.assign(states[1] ?? {}, { state: 'unknown' });
    expect((await asksPage(asked.office)).ok).toBe(true);
    expect(pageAt(asked.office)).toBe('printing');
    await expect.poll(() => pageAt(asked.office), { timeout: 15_000 }).toBe('not-sent');
    expect(other.printed).toEqual([]);
  });

  it('[PJ14] is of a ticket that the hub with the printer has not heard of yet', async () => {
    const log = new InMemoryEventLog();
    const line = hubsLines(() => false);
    const asked = await hubThat(AWAY, log, { line });
    const deaf = await hubThat(READY, deafTo(log, 'queue/'), { line });
    await readyAt(asked.office);
    const number = await ticketAt(asked.office, { print: false });
    expect((await asks(asked.office, { request: 'ticket:reprint', number })).ok).toBe(true);
    await expect.poll(() => deaf.printed).toHaveLength(1);
  });

  it('[PJ11] [PJ14] that a killed hub had offered, and nobody took, is not sent', async () => {
    const log = new InMemoryEventLog();
    await offerOfTheKilled(log, tenOClock().at - 120_000);
    const { office, printed } = await hubThat(READY, log);
    expect(pageAt(office)).toBe('not-sent');
    expect(printed).toEqual([]);
  });

  it('[PJ14] is refused at once where no hub has it', async () => {
    const [asked] = await hubsWith(AWAY, AWAY);
    if (!asked) return expect.unreachable();
    expect(await asksPage(asked.office)).toEqual({ ok: false, code: 'printer-cannot-print' });
  });

  it('[PJ14] does not come out where the hub that has the printer hears of it minutes later', async () => {
    const log = new InMemoryEventLog();
    const time = tenOClock();
    const { late, hears } = lateTo(log);
    const other = await hubThat(READY, late, { time });
    await offerOfTheKilled(log, time.at);
    time.at += TEN_MINUTES_MS;
    hears();
    await pause(300);
    expect(other.printed).toEqual([]);
  });

  it('[PJ14] is not sent where it is not known whether it was taken, and not printed either', async () => {
    const log = new InMemoryEventLog();
    const line = hubsLines(() => false);
    const asked = await hubThat(AWAY, log, { line });
    const tampered = new TamperedEventLog(log);
    const other = await hubThat(READY, tampered, { line });
    await readyAt(asked.office);
    tampered.troubles = ['written'];
    expect((await asksPage(asked.office)).ok).toBe(true);
    await expect.poll(() => pageAt(asked.office)).toBe('not-sent');
    expect(other.printed).toEqual([]);
  });
});

describe('paper of tickets', () => {
  const paperAt = (office: Office, number: TicketNumber) => office.ticket(number)?.paper;

  it('[PJ11] does not come out where a hub hears of its ticket minutes later', async () => {
    const log = new InMemoryEventLog();
    const time = tenOClock();
    const { late, hears } = lateTo(log);
    const other = await hubThat(READY, late, { time });
    const troubled = new TamperedEventLog(log);
    const one = await hubThat(READY, troubled, { time });
    // The log is away from when the ticket is in it: that its paper is asked for cannot be written down.
    troubled.troubles = [null, ...Array.from({ length: 50 }, () => 'unwritten' as const)];
    await ticketAt(one.office);
    time.at += TEN_MINUTES_MS;
    hears();
    await pause(300);
    troubled.troubles = [];
    expect([...one.printed, ...other.printed]).toEqual([]);
  });

  it('[PJ14] comes out at the hub that goes on with the printer, while another one stops', async () => {
    const inMemory = new InMemoryEventLog();
    const line = hubsLines(() => false);
    const hub = async () => {
      const log = new TamperedEventLog(inMemory);
      let turn = 0;
      log.pause = () => pause(turn++ % 3); // now this one is the first, now the other
      const agent = new AgentTicketPrinter();
      onTestFinished(() => agent.close());
      const printed: string[] = [];
      const words = agent.attach({
        id: 'agent',
        offer: ({ id }) => {
          queueMicrotask(() => {
            if (!words?.begin(id)) return;
            printed.push(id);
            words.outcome(id, { outcome: 'confirmed' });
          });
        },
        withdraw: () => {},
        drop: () => {},
      });
      words?.status(READY);
      const saysAgain = setInterval(() => words?.status(READY), 500);
      onTestFinished(() => clearInterval(saysAgain));
      const printing: OfficePrinter['printing'] = {
        get status() {
          return agent.status;
        },
        onStatus: (listener) => agent.onStatus(listener),
        onLateWord: () => () => {},
        print: async (id, _facts, wanted): Promise<Printed> => {
          if (!(await wanted)) return { state: 'not-sent', reason: 'not-recorded' };
          const ended = await agent.print({ id, bytes: new Uint8Array(1) });
          return ended.outcome === 'confirmed'
            ? { state: 'confirmed' }
            : { state: 'not-sent', reason: 'closed' };
        },
      };
      return { office: await hubWith(printing, log, { line }), agent, printed };
    };
    const [one, stopping] = [await hub(), await hub()];
    await stopping.agent.close();
    const numbers: TicketNumber[] = [];
    for (let ticket = 0; ticket < 20; ticket++) numbers.push(await ticketAt(one.office));
    for (const number of numbers)
      await expect.poll(() => paperAt(one.office, number)?.state).toBe('confirmed');
    expect(stopping.printed).toEqual([]);
    expect(one.printed).toHaveLength(20);
  });

  it('[PJ14] comes out at the hub to which the printer comes over, while the one that had it stops', async () => {
    const log = new InMemoryEventLog();
    const line = hubsLines(() => false);
    const hub = async (state: PrinterState) => {
      const news = new PrinterNews();
      news.become(state);
      const printing: OfficePrinter['printing'] = {
        get status() {
          return news.status;
        },
        onStatus: (listener) => news.onStatus(listener),
        onLateWord: () => () => {},
        print: async (_id, _facts, wanted) =>
          (await wanted) && news.status.state === 'ready'
            ? { state: 'confirmed' }
            : { state: 'not-sent', reason: 'closed' },
      };
      return { office: await hubWith(printing, log, { line }), news };
    };
    const [stops, goesOn] = [await hub(READY), await hub(AWAY)];
    stops.news.retire();
    const number = await ticketAt(goesOn.office);
    await pause(300); // both give way
    goesOn.news.become(READY);
    await stops.office.close();
    await expect.poll(() => paperAt(goesOn.office, number)?.state).toBe('confirmed');
  });

  it.each(['the same hub', 'another hub'])(
    '[PJ15] is not sent where its topic is taken away at %s while it is given, and no hub ends',
    async (where) => {
      const log = new InMemoryEventLog();
      const slow = new TamperedEventLog(log);
      const other = await hubThat(READY, slow);
      const one = where === 'the same hub' ? other : await hubThat(READY, log);
      const gate = Promise.withResolvers<void>();
      const isUnderWay = new Promise<void>((reached) => {
        slow.pause = () => {
          reached();
          return gate.promise;
        };
      });
      const giving = ticketAt(other.office);
      await isUnderWay;
      slow.pause = () => Promise.resolve();
      expect((await asks(one.office, { request: 'topic:remove', topic: letters })).ok).toBe(true);
      gate.resolve();
      const number = await giving;
      await expect
        .poll(() => paperAt(one.office, number))
        .toMatchObject({ state: 'not-sent', reason: 'not-drawn' });
      expect([...one.printed, ...other.printed]).toEqual([]);
      const again = await asks(one.office, { request: 'ticket:reprint', number });
      expect(again.ok).toBe(true);
      await expect
        .poll(() => paperAt(one.office, number))
        .toMatchObject({ state: 'not-sent', reason: 'not-drawn' });
    },
  );

  it('[PJ15] comes out at the hub that knows its topic, where another has not heard of it yet', async () => {
    const log = new InMemoryEventLog();
    const line = hubsLines(() => false);
    const deaf = await hubThat(READY, deafTo(log, 'office/'), { line });
    const one = await hubThat(READY, log, { line });
    const [desk, given] = [book.desks[0], book.topics.find(({ id }) => id === letters)];
    const { id: _, ...letter } = given ?? expect.unreachable();
    const fresh = { ...letter, topic: 'fresh', desks: [desk?.id] };
    expect(await asks(one.office, { request: 'topic:set', ...fresh })).toMatchObject({ ok: true });
    const number = await ticketAt(one.office, { topic: 'fresh' });
    await expect.poll(() => paperAt(one.office, number)?.state).toBe('confirmed');
    await expect.poll(() => deaf.office.waiting).toBe(1);
    expect(one.printed).toHaveLength(1);
    expect(deaf.printed).toEqual([]);
  });
});
