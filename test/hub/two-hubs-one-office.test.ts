/** One office at two hubs, over one log in memory. Rules MH11, MH12 and HB16 in docs/spec.md. */
import { expect, it } from 'vitest';
import { InMemoryEventLog } from '#server/event-log/in-memory-event-log.ts';
import type { Asked } from '#server/hub/commands.ts';
import type { Office } from '#server/hub/office.ts';
import type { Answers } from '#shared/protocol.ts';
import { deafTo } from '#test/support/deaf-event-log.ts';
import { hoursOf, letters, smallOffice, stockholm } from '#test/support/office.ts';
import { officeInProcess } from '#test/support/office-in-process.ts';
import { TamperedEventLog } from '#test/support/tampered-event-log.ts';

const book = {
  ...smallOffice,
  hours: [hoursOf('FREQ=DAILY', '00:00', '23:59')],
  settings: { ...smallOffice.settings, lastTicketMinutesBeforeClosing: 0 },
};

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
