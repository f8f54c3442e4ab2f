/** One office at two hubs, over one log in memory. Rules MH11, MH12, HB16 and PJ14 in docs/spec.md. */
import { describe, expect, it, onTestFinished } from 'vitest';
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
import type { LocalDate, PrinterId } from '#shared/vocabulary.ts';
import { hubsLines } from '#test/support/hubs-lines.ts';
import { hoursOf, letters, smallOffice, stockholm } from '#test/support/office.ts';
import { officeInProcess } from '#test/support/office-in-process.ts';
import { TamperedEventLog } from '#test/support/tampered-event-log.ts';

const book = {
  ...smallOffice,
  hours: [hoursOf('FREQ=DAILY', '00:00', '23:59')],
  settings: { ...smallOffice.settings, lastTicketMinutesBeforeClosing: 0 },
};

/** The log as a hub has it that hears nothing of these streams, and reads them where it must. */
const deafTo = (log: EventLog, streams: string): EventLog => ({
  read: (stream, after) => log.read(stream, after),
  append: (stream, entries, expected) => log.append(stream, entries, expected),
  list: (prefix) => log.list(prefix),
  drop: (stream) => log.drop(stream),
  compact: () => log.compact(),
  close: () => log.close(),
  follow: (stream, after, listener) =>
    stream.startsWith(streams) ? () => {} : log.follow(stream, after, listener),
});

let nth = 0;
async function ticketAt(office: Office): Promise<unknown> {
  const asked = {
    ...{ request: 'ticket:issue', requestId: `ticket-${nth++}`, topic: letters },
    ...{ language: 'sv', print: false, precedence: null },
  } as Asked;
  const reply = await office.perform(asked, { from: 'counter', by: null, agency: null });
  return reply.ok ? (reply.answer as Answers['ticket:issue']).number : reply.code;
}

it('[MH11] a hub whose clock is behind gives tickets of the new day once another has ended the old one', async () => {
  const log = new InMemoryEventLog();
  const [ahead, behind] = [
    { at: stockholm('2026-11-24T23:58:01') },
    { at: stockholm('2026-11-24T23:58:00') },
  ];
  const one = await officeInProcess(log, { book, time: ahead });
  const other = await officeInProcess(log, { book, time: behind });
  expect([await ticketAt(one), await ticketAt(other)]).toEqual(['A001', 'A002']);
  ahead.at += 119_500;
  behind.at += 119_500;
  expect(await ticketAt(one)).toBe('A001');
  expect(await ticketAt(other)).toBe('A002');
  expect(await log.list('queue/')).toEqual(['queue/small/2026-11-24', 'queue/small/2026-11-25']);
});

it('[HB16] a ticket that waits for the log over midnight is of the new day', async () => {
  const inMemory = new InMemoryEventLog();
  const log = new TamperedEventLog(inMemory);
  const time = { at: stockholm('2026-11-24T23:58:59') };
  const office = await officeInProcess(log, { book, time });
  const written = Promise.withResolvers<void>();
  const isUnderWay = new Promise<void>((reached) => {
    log.pause = () => {
      reached();
      return written.promise;
    };
  });
  const first = ticketAt(office);
  await isUnderWay;
  const second = ticketAt(office);
  time.at = stockholm('2026-11-25T00:00:00');
  written.resolve();
  expect([await first, await second]).toEqual(['A001', 'A001']);
  const days = await inMemory.list('queue/');
  expect(days).toEqual(['queue/small/2026-11-24', 'queue/small/2026-11-25']);
});

it('[MH12] a ticket is known at a hub that has not heard of it yet, and one that nobody gave is not', async () => {
  const log = new InMemoryEventLog();
  const time = { at: stockholm('2026-11-24T10:00:00') };
  const one = await officeInProcess(log, { book, time });
  const behind = await officeInProcess(deafTo(log, ''), { book, time });
  expect(await ticketAt(one)).toBe('A001');
  expect(behind.ticket('A001')).toBe(undefined);
  expect(await behind.findTicket('A001')).toMatchObject({ number: 'A001' });
  expect(await behind.findTicket('A002')).toBe(undefined);
});

describe('paper that is asked for at the hub without the printer', () => {
  const READY: PrinterState = { state: 'ready', paperLow: false, confirms: 'printed' };
  const AWAY: PrinterState = { state: 'fault', fault: 'agent-away' };

  const AUTOMAT = 'automat-1' as PrinterId;
  const time = { at: stockholm('2026-11-24T10:00:00') };

  /** A hub that reaches the printer as it says, and what it has printed. */
  async function hubThat(status: PrinterState, log: EventLog, line = hubsLines(() => false)) {
    const tidings = new Tidings(line(), () => expect.unreachable());
    onTestFinished(() => tidings.close());
    const printed: string[] = [];
    const printing: OfficePrinter['printing'] = {
      status,
      onStatus: () => () => {},
      onLateWord: () => () => {},
      print: async (id) => {
        printed.push(id);
        return { state: 'confirmed' };
      },
    };
    const printer = { id: AUTOMAT, name: { sv: 'Automat' }, printing };
    const others = { tidings, printers: [printer] };
    return { office: await officeInProcess(log, { book, time, others }), printed };
  }
  function hubsWith(...states: PrinterState[]) {
    const log = new InMemoryEventLog();
    const line = hubsLines(() => false);
    return Promise.all(states.map((status) => hubThat(status, log, line)));
  }
  const asksPage = (office: Office) =>
    office.perform(
      {
        ...{ request: 'printer:print-page', requestId: `page-${nth++}` },
        ...{ printer: AUTOMAT, page: 'test' },
      } as Asked,
      { from: 'counter', by: null, agency: null },
    );
  const pageAt = (office: Office | undefined) => office?.printers()[0]?.page?.state;
  const readyAt = (office: Office | undefined) =>
    expect.poll(() => office?.printers()[0]?.state.state).toBe('ready');

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
    await expect.poll(() => pageAt(asked.office)).toBe('not-sent');
    expect(other.printed).toEqual([]);
  });

  it('[PJ14] is of a ticket that the hub with the printer has not heard of yet', async () => {
    const log = new InMemoryEventLog();
    const line = hubsLines(() => false);
    const asked = await hubThat(AWAY, log, line);
    const deaf = await hubThat(READY, deafTo(log, 'queue/'), line);
    await readyAt(asked.office);
    const number = await ticketAt(asked.office);
    const reprint = { request: 'ticket:reprint', requestId: `reprint-${nth++}`, number } as Asked;
    const reply = await asked.office.perform(reprint, { from: 'counter', by: null, agency: null });
    expect(reply.ok).toBe(true);
    await expect.poll(() => deaf.printed).toHaveLength(1);
  });

  it('[PJ11] [PJ14] that a killed hub had offered, and nobody took, is not sent', async () => {
    const log = new InMemoryEventLog();
    const day = await Day.open(log, book.id, '2026-11-24' as LocalDate);
    const at = time.at - 120_000;
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
    const { office, printed } = await hubThat(READY, log);
    expect(pageAt(office)).toBe('not-sent');
    expect(printed).toEqual([]);
  });

  it('[PJ14] is refused at once where no hub has it', async () => {
    const [asked] = await hubsWith(AWAY, AWAY);
    if (!asked) return expect.unreachable();
    expect(await asksPage(asked.office)).toEqual({ ok: false, code: 'printer-cannot-print' });
  });
});
