/** Numbers on paper that a log which was put back knows nothing of, and the office that goes on with that log. */
import { describe, expect, it } from 'vitest';
import type { EventLog } from '#server/event-log/event-log.ts';
import { InMemoryEventLog } from '#server/event-log/in-memory-event-log.ts';
import { readQueue } from '#server/hub/day.ts';
import type { Office } from '#server/hub/office.ts';
import { givenIn, skipGiven } from '#server/hub/skipped-numbers.ts';
import type { OfficeBook } from '#shared/office-book.ts';
import type { EpochMs, OfficeId, TicketNumber } from '#shared/vocabulary.ts';
import { hoursOf, law, letters, smallOffice } from '#test/support/office.ts';
import { officeInProcess } from '#test/support/office-in-process.ts';

const tuesday = Date.parse('2026-11-24T11:00:00Z');
const DAY_MS = 24 * 3_600_000;

const alwaysOpen = (id: string, zone = 'Europe/Stockholm'): OfficeBook => ({
  ...smallOffice,
  id: id as OfficeId,
  zone,
  hours: [hoursOf('FREQ=DAILY', '00:00', '23:59')],
  agencies: smallOffice.agencies.map((agency) => ({
    ...agency,
    visits: [hoursOf('FREQ=DAILY', '00:00', '23:59')],
  })),
});
const here = alwaysOpen('here');

let asked = 0;
async function give(office: Office, topic = letters): Promise<TicketNumber> {
  asked += 1;
  const reply = await office.perform(
    {
      ...{ request: 'ticket:issue', requestId: `ticket-${asked}`, topic, language: 'sv' },
      ...{ print: false, precedence: null },
    },
    { from: 'counter', by: null, agency: null },
  );
  if (!reply.ok) throw new Error(`No ticket for ${topic}: ${reply.code}`);
  return (reply.answer as { number: TicketNumber }).number;
}

async function copyOf(log: EventLog): Promise<EventLog> {
  const copy = new InMemoryEventLog();
  for (const stream of await log.list('')) await copy.append(stream, await log.read(stream), 0);
  return copy;
}

/** What the operator's program does, but for the files. */
async function putBack(
  backUp: EventLog,
  { at, replaced, further = 0 }: { at: EpochMs; replaced?: EventLog; further?: number },
) {
  const given = replaced ? await givenIn(replaced, at) : [];
  return skipGiven(backUp, given, { at, further });
}

describe('after a back-up was put back', () => {
  it('[OP16] each series goes on after the last number that was given, and a second time, too', async () => {
    const [log, time] = [new InMemoryEventLog(), { at: tuesday }];
    const office = await officeInProcess(log, { book: here, time });
    await give(office);
    const backUps = [await copyOf(log), await copyOf(log)] as const;
    for (const topic of [letters, letters, law]) await give(office, topic);

    expect(await putBack(backUps[0], { at: tuesday, replaced: log })).toEqual([
      { office: 'here', date: '2026-11-24', from: 'A002', through: 'A003' },
      { office: 'here', date: '2026-11-24', from: 'B001', through: 'B001' },
    ]);
    const again = await officeInProcess(backUps[0], { book: here, time });
    expect([await give(again), await give(again, law)]).toEqual(['A004', 'B002']);

    expect(await putBack(backUps[1], { at: tuesday, replaced: backUps[0] })).toMatchObject([
      { from: 'A002', through: 'A004' },
      { from: 'B001', through: 'B002' },
    ]);
    const third = await officeInProcess(backUps[1], { book: here, time });
    expect([await give(third), await give(third, law)]).toEqual(['A005', 'B003']);
  });

  it('[OP16] nothing is written where nothing was given since', async () => {
    const log = new InMemoryEventLog();
    await give(await officeInProcess(log, { book: here, time: { at: tuesday } }));
    const backUp = await copyOf(log);
    for (const at of [tuesday, tuesday + DAY_MS]) {
      expect(await putBack(backUp, { at, replaced: log })).toEqual([]);
      expect(await backUp.list('')).toEqual(await log.list(''));
    }
    expect(await backUp.read('queue/here/2026-11-24')).toHaveLength(1);
  });

  it('[OP16] of an earlier day: the day that goes on begins with it, and the day before is ended as at midnight', async () => {
    const [log, time] = [new InMemoryEventLog(), { at: tuesday }];
    const office = await officeInProcess(log, { book: here, time });
    for (let count = 0; count < 5; count++) await give(office);
    const backUp = await copyOf(log);
    time.at += DAY_MS;
    await give(office);
    expect(await putBack(backUp, { at: time.at, replaced: log })).toEqual([
      { office: 'here', date: '2026-11-25', from: 'A001', through: 'A001' },
    ]);
    const tuesdays = 'queue/here/2026-11-24';
    const [ended, asTheHubDid] = [
      await readQueue(backUp, tuesdays),
      await readQueue(log, tuesdays),
    ];
    expect([ended.ended, ended.tickets.size]).toEqual([true, 5]);
    expect(ended.tickets.toJS()).toEqual(asTheHubDid.tickets.toJS());
    expect(await give(await officeInProcess(backUp, { book: here, time }))).toBe('A002');
    // The next day has numbers of its own.
    time.at += DAY_MS;
    expect(await give(await officeInProcess(backUp, { book: here, time }))).toBe('A001');
  });

  it('[OP16] each office goes by the day of its own zone', async () => {
    // Eleven in Greenwich: an hour after midnight on Wednesday, and at midnight of Tuesday.
    const books = [
      alwaysOpen('east', 'Pacific/Kiritimati'),
      alwaysOpen('west', 'Pacific/Pago_Pago'),
    ];
    const [log, time] = [new InMemoryEventLog(), { at: tuesday }];
    const offices = await Promise.all(books.map((book) => officeInProcess(log, { book, time })));
    const backUp = await copyOf(log);
    for (const office of offices) await give(office);
    expect(await putBack(backUp, { at: tuesday, replaced: log })).toEqual([
      { office: 'east', date: '2026-11-25', from: 'A001', through: 'A001' },
      { office: 'west', date: '2026-11-24', from: 'A001', through: 'A001' },
    ]);
    for (const book of books)
      expect(await give(await officeInProcess(backUp, { book, time }))).toBe('A002');
  });

  it('[OP16] an office that began after the back-up begins again after its numbers', async () => {
    const [log, time] = [new InMemoryEventLog(), { at: tuesday }];
    await officeInProcess(log, { book: here, time });
    const backUp = await copyOf(log);
    const book = alwaysOpen('later');
    await give(await officeInProcess(log, { book, time }));
    await putBack(backUp, { at: tuesday, replaced: log });
    expect(await give(await officeInProcess(backUp, { book, time }))).toBe('A002');
  });

  it('[OP16] a clock that ran ahead and was put right: what was given on days that have not come is not given again', async () => {
    const [log, time] = [new InMemoryEventLog(), { at: tuesday }];
    const office = await officeInProcess(log, { book: here, time });
    await give(office);
    const backUp = await copyOf(log);
    time.at = tuesday + 30 * DAY_MS;
    for (let count = 0; count < 3; count++) await give(office);
    time.at = tuesday;
    await putBack(backUp, { at: tuesday, replaced: log });
    expect(await give(await officeInProcess(backUp, { book: here, time }))).toBe('A004');
  });

  it('[OP16] a clock that was set back: the newest day of the back-up goes on', async () => {
    const [log, time] = [new InMemoryEventLog(), { at: tuesday }];
    const office = await officeInProcess(log, { book: here, time });
    await give(office);
    const backUp = await copyOf(log);
    await give(office);
    time.at = tuesday - 2 * DAY_MS;
    await putBack(backUp, { at: time.at, replaced: log });
    expect(await give(await officeInProcess(backUp, { book: here, time }))).toBe('A003');
  });

  it('[OP17] without the log that was there each series of each office goes on so much later as is asked for', async () => {
    const [log, time] = [new InMemoryEventLog(), { at: tuesday }];
    await give(await officeInProcess(log, { book: here, time }));
    await officeInProcess(log, { book: alwaysOpen('there'), time });
    expect(await putBack(log, { at: tuesday, further: 100 })).toEqual([
      { office: 'here', date: '2026-11-24', from: 'A002', through: 'A101' },
      { office: 'here', date: '2026-11-24', from: 'B001', through: 'B100' },
      { office: 'there', date: '2026-11-24', from: 'A001', through: 'A100' },
      { office: 'there', date: '2026-11-24', from: 'B001', through: 'B100' },
    ]);
  });

  it('[OP16] beyond 999 as ever', async () => {
    const [log, time] = [new InMemoryEventLog(), { at: tuesday }];
    const office = await officeInProcess(log, { book: here, time });
    const backUp = await copyOf(log);
    await putBack(log, { at: tuesday, further: 999 });
    await expect.poll(() => office.version).toBe(2);
    expect(await give(office)).toBe('A1000');
    await putBack(backUp, { at: tuesday, replaced: log });
    expect(await give(await officeInProcess(backUp, { book: here, time }))).toBe('A1001');
  });
});
