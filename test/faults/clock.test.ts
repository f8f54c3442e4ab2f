/** An office whose machine's clock steps to and fro. Rules FA… in docs/spec.md. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { InMemoryEventLog } from '#server/event-log/in-memory-event-log.ts';
import type { Asked } from '#server/hub/commands.ts';
import type { Answers } from '#shared/protocol.ts';
import { letters, smallOffice, stockholm } from '#test/support/office.ts';
import { officeInProcess } from '#test/support/office-in-process.ts';

const TEN = stockholm('2026-11-24T10:00');
const HOUR = 3_600_000;
const ASKER = { from: 'counter', by: null, agency: null } as const;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

async function anOffice(at: number) {
  const log = new InMemoryEventLog();
  vi.setSystemTime(at);
  const time = {
    get at() {
      return Date.now();
    },
  };
  const office = await officeInProcess(log, { book: smallOffice, time });
  let asked = 0;
  const take = async () => {
    const request: Asked = {
      ...{ request: 'ticket:issue', requestId: `ticket-${++asked}`, topic: letters },
      ...{ language: 'sv', print: false, precedence: null },
    };
    const reply = await office.perform(request, ASKER);
    return reply.ok ? (reply.answer as Answers['ticket:issue']) : reply.code;
  };
  const ends = async (day: string) =>
    (await log.read(`queue/${smallOffice.id}/${day}`)).filter(
      ({ event }) => (event as { type: string }).type === 'DayEnded',
    ).length;
  return { office, take, ends };
}

it('[FA13] AB-131 an hour on and an hour back: no ticket is older than one before it', async () => {
  const { take } = await anOffice(TEN);
  const times: number[] = [];
  for (const step of [0, HOUR, -HOUR, HOUR / 2, -HOUR / 2, 1_000]) {
    vi.setSystemTime(Date.now() + step);
    const ticket = await take();
    if (typeof ticket === 'string') expect.unreachable(ticket);
    times.push(ticket.issuedAt);
  }
  expect(times).toEqual(times.toSorted((one, other) => one - other));
});

it('[FA13] AB-131 over midnight and back, and over it again: the day turns once', async () => {
  const { take, ends } = await anOffice(TEN);
  await take();
  vi.setSystemTime(stockholm('2026-11-25T10:00'));
  expect(await take()).toMatchObject({ number: 'A001' });
  vi.setSystemTime(stockholm('2026-11-24T23:00'));
  expect(await take()).toMatchObject({ number: 'A002' });
  vi.setSystemTime(stockholm('2026-11-25T10:01'));
  expect(await take()).toMatchObject({ number: 'A003' });
  expect([await ends('2026-11-24'), await ends('2026-11-25')]).toEqual([1, 0]);
});

it.each([
  ['to summer time', '2026-03-28', '2026-03-29', '2026-03-30'],
  ['to winter time', '2026-10-24', '2026-10-25', '2026-10-26'],
])('[FA13] AB-131 the night that clocks change %s: each day ends once', async (_to, ...days) => {
  const [first = '', night = '', last = ''] = days;
  const { office, ends } = await anOffice(stockholm(`${first}T20:00`));
  const until = stockholm(`${last}T12:00`);
  for (let at = Date.now(); at < until; at += HOUR / 2) {
    vi.setSystemTime(at);
    // Whoever asks, and be it in vain, turns the page.
    await office.perform(
      { request: 'ticket:cancel', requestId: `at-${at}`, number: 'A001' } as Asked,
      ASKER,
    );
  }
  expect([await ends(first), await ends(night), await ends(last)]).toEqual([1, 1, 0]);
});
