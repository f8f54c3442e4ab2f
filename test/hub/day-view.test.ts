/** The day at a glance: what it says of the queue and of the book, and of whose. */
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DayAt, dayView } from '#server/hub/day-view.ts';
import { evolve } from '#server/queue/evolve.ts';
import { emptyQueue, type QueueEvent } from '#server/queue/queue.ts';
import { agendaItems } from '#server/schedule/agenda.ts';
import { dayBounds } from '#server/schedule/office-hours.ts';
import type { DeviceListed } from '#shared/identity.ts';
import type { OfficeBook } from '#shared/office-book.ts';
import { PROTOCOL_VERSION } from '#shared/protocol.ts';
import type { Snapshot } from '#shared/views.ts';
import type { DeskId, LocalDate, TicketNumber } from '#shared/vocabulary.ts';
import type { Words } from '#shared/words-apart.ts';
import { TestHub, TOKEN } from '#test/support/hub.ts';
import {
  desk1,
  desk3,
  guides,
  law,
  lawyer,
  letters,
  printing,
  smallOffice,
  stockholm,
  visitors,
} from '#test/support/office.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import {
  foundOffice,
  type Office,
  PASSPHRASE,
  type PersonApi,
} from '#test/support/office-people.ts';
import { PairedDevice } from '#test/support/paired-device.ts';
import { onWholeView } from '#test/support/whole-view.ts';

const TUESDAY = '2026-11-24' as LocalDate;
const at = (time: string) => stockholm(`2026-11-24T${time}`);
const A = (nth: number) => `A00${nth}` as TicketNumber;
const B001 = 'B001' as TicketNumber;

const issued = (number: TicketNumber, topic: typeof letters, time: string): QueueEvent => ({
  type: 'TicketIssued',
  ...{ number, topic, line: topic === law ? visitors : guides, headStartMinutes: 0 },
  ...{ language: 'sv', paper: false, token: '', from: 'terminal', precedence: null, at: at(time) },
});
const opened = (desk: DeskId, topics = [letters, printing, law]): QueueEvent => ({
  type: 'DeskOpened',
  ...{ desk, topics, languages: ['sv'], at: at('09:00') },
});
const called = (number: TicketNumber, desk: DeskId, call: number, time: string): QueueEvent => ({
  type: 'TicketCalled',
  ...{ number, desk, call, at: at(time) },
});

const MORNING: readonly QueueEvent[] = [
  opened(desk1),
  opened(desk3),
  issued(A(1), letters, '10:00'),
  issued(A(2), printing, '10:05'),
  issued(A(3), letters, '10:10'),
  issued(B001, law, '10:15'),
  called(A(1), desk1, 1, '10:20'),
  { type: 'VisitStarted', number: A(1), desk: desk1, at: at('10:22') },
];

const dayAt = (
  history: readonly QueueEvent[],
  time: string,
  book: OfficeBook = smallOffice,
): DayAt => {
  const { startsAt, endsAt } = dayBounds(book.zone, TUESDAY);
  return {
    ...{ book, queue: history.reduce(evolve, emptyQueue), at: at(time) },
    ...{ papers: [], paperOf: () => null, printers: [], places: [], prints: 0 },
    peopleAt: (desk) => (desk === desk1 ? ['Ann'] : []),
    ...{ windows: [], unwatchedWindows: [], trial: false, displays: [], devices: [] },
    agenda: agendaItems(book, startsAt, endsAt, []),
  };
};

describe('the day at a glance', () => {
  it('[DY1] says who serves whom, and who waits for what since when', () => {
    const view = dayView(dayAt(MORNING, '10:30'));
    expect(
      view.desks.map(({ id, open, people, ticket }) => ({ id, open, people, ticket })),
    ).toEqual([
      {
        ...{ id: desk1, open: true, people: ['Ann'] },
        ticket: {
          ...{ number: 'A001', topic: letters, language: 'sv', state: 'serving', calls: 1 },
          since: at('10:22'),
        },
      },
      { id: desk3, open: true, people: [], ticket: null },
    ]);
    expect([view.waiting, view.oldestSince]).toEqual([3, at('10:05')]);
    expect(view.topics.map(({ id, waiting, oldestSince }) => [id, waiting, oldestSince])).toEqual([
      ['papers', 0, null],
      [letters, 1, at('10:10')],
      [printing, 1, at('10:05')],
      [law, 1, at('10:15')],
    ]);
    expect(view.lines.map(({ id, waiting }) => [id, waiting])).toEqual([
      [guides, 2],
      [visitors, 1],
    ]);
  });

  it('[DY10] says for what nobody would be called, as things are', () => {
    const unserved = (...history: readonly QueueEvent[]) =>
      dayView(dayAt(history, '10:30'))
        .topics.filter(({ waiting, served }) => waiting > 0 && !served)
        .map(({ id, waiting }) => [id, waiting]);
    const waits = [issued(A(1), letters, '10:00'), issued(B001, law, '10:15')];
    expect(unserved(opened(desk1, [letters, printing]), ...waits)).toEqual([[law, 1]]);
    expect(unserved(opened(desk1, [letters]), opened(desk3, [law]), ...waits)).toEqual([]);
    expect(unserved(...waits)).toEqual([
      [letters, 1],
      [law, 1],
    ]);
  });

  it('[DY2] says what is set aside, who did not come, what is paused, and the figures so far', () => {
    const view = dayView(
      dayAt(
        [
          ...MORNING,
          { type: 'TicketHeld', number: A(1), desk: desk1, reason: 'form', at: at('10:30') },
          called(A(2), desk1, 2, '10:31'),
          { type: 'TicketNoShow', number: A(2), desk: desk1, at: at('10:33') },
          called(A(3), desk1, 3, '10:34'),
          { type: 'VisitFinished', number: A(3), desk: desk1, at: at('10:40') },
          { type: 'TopicPaused', topic: printing, why: { sv: 'Trasig' }, at: at('10:41') },
        ],
        '10:45',
      ),
    );
    expect(view.held).toEqual([
      { number: 'A001', topic: letters, desk: desk1, reason: 'form', since: at('10:30') },
    ]);
    expect(view.noShows).toEqual([
      { number: 'A002', topic: printing, calls: 1, since: at('10:33') },
    ]);
    expect(
      view.topics.filter(({ paused }) => paused).map((one) => [one.id, one.pausedWhy]),
    ).toEqual([[printing, { sv: 'Trasig' }]]);
    expect(view.figures).toEqual({
      issued: 4,
      served: 1,
      left: 1,
      waitMedianMs: at('10:34') - at('10:10'),
    });
  });

  it('[DY3] says what is on today, and what of it is not as usual', () => {
    const [body] = smallOffice.agencies;
    if (!body) throw new Error('the small office has a lawyer');
    const off: OfficeBook = {
      ...smallOffice,
      agencies: [{ ...body, changes: [{ day: TUESDAY, spans: [], why: { sv: 'Förhinder' } }] }],
      hoursChanges: [{ day: TUESDAY, spans: [{ opens: '09:00', closes: '11:00' }], why: null }],
      notices: [
        {
          ...{ id: 'n' as never, title: { sv: 'Nytt' }, text: null, image: null, weight: 1 },
          ...{ priority: 'normal', seconds: null, from: at('10:00'), until: at('11:00') },
        },
      ],
    };
    const usual = dayView(dayAt([], '10:30'));
    expect(
      usual.agenda.map(({ title, cancelled, changed }) => [title.sv, cancelled, changed]),
    ).toEqual([['Juridisk rådgivning', false, false]]);
    expect(usual.hours).toEqual({
      spans: [
        { opensAt: at('09:00'), closesAt: at('12:00') },
        { opensAt: at('13:00'), closesAt: at('16:00') },
      ],
      changed: false,
    });
    expect(usual.notices).toEqual([]);
    const view = dayView(dayAt([], '10:30', off));
    expect(view.agenda).toEqual([
      expect.objectContaining({
        ...{ agency: lawyer, activity: null, cancelled: true, changed: true },
        why: { sv: 'Förhinder' },
      }),
    ]);
    expect(view.hours).toEqual({
      spans: [{ opensAt: at('09:00'), closesAt: at('11:00') }],
      changed: true,
    });
    expect(view.notices.map(({ id }) => id)).toEqual(['n']);
    expect(dayView(dayAt([], '11:00', off)).notices).toEqual([]);
  });

  it('[DY4] shows somebody of a visiting body its own and nothing of the rest', () => {
    const view = dayView(dayAt(MORNING, '10:30'), lawyer);
    expect(view.topics.map(({ id }) => id)).toEqual([law]);
    expect(view.desks.map(({ id }) => id)).toEqual([desk3]);
    expect(view.lines.map(({ id }) => id)).toEqual([visitors]);
    expect(view.waiting).toBe(1);
    expect(view.figures.issued).toBe(1);
    expect(view.agenda.map(({ agency }) => agency)).toEqual([lawyer]);
    const told = JSON.stringify(view);
    for (const others of ['A001', 'A002', 'Ann', letters, printing, desk1])
      expect(told).not.toContain(`"${others}"`);
  });
});

it('[DY5] is followed by staff only, and told at every change', async () => {
  const hub = await TestHub.start();
  const api = new OfficeApi(hub.url);
  const line = (auth: object, headers: Record<string, string> = {}) =>
    io(hub.url, {
      ...{ transports: ['websocket'], forceNew: true, reconnection: false },
      extraHeaders: headers,
      auth: { protocol: PROTOCOL_VERSION, view: 'day', ...auth },
    });
  const stranger = line({}, { 'X-Forwarded-For': '192.0.2.1' });
  const refused = await new Promise<string>((told) => {
    stranger.on('connect_error', (error) => told(error.message));
    stranger.on('snapshot', () => told('was told'));
  });
  expect(refused).not.toBe('was told');

  const staff = line({ token: TOKEN });
  let view: Snapshot<'day'> | undefined;
  onWholeView<Snapshot<'day'>>(staff, (snapshot) => {
    view = snapshot;
  });
  await expect.poll(() => view?.waiting).toBe(0);
  await api.issue('myndighetsbrev');
  await expect.poll(() => view?.waiting).toBe(1);
  await api.post('/topics/skulder/pause', { why: { sv: 'Öppnar igen om en stund.' } });
  await expect.poll(() => view?.topics.filter(({ paused }) => paused).length).toBe(1);
  await api.post('/takeover/begin', { text: { sv: 'Gå ut' }, seconds: 60 });
  await expect.poll(() => view?.takeover?.text.sv).toBe('Gå ut');
  expect(view?.displays.length).toBeGreaterThan(0);
  expect(view?.agenda.length).toBeGreaterThan(0);
  staff.close();
  stranger.close();
  api.close();
  await hub.end();
});

describe('once there are people', () => {
  let hub: TestHub;
  let founded: Office;
  const lines: Socket[] = [];

  beforeAll(async () => {
    hub = await TestHub.start();
    founded = await foundOffice(hub);
  });
  afterAll(async () => {
    for (const line of lines) line.close();
    await hub.end();
  });

  const wordsSent: Words[] = [];
  const firstDayOf = async (person: PersonApi): Promise<Snapshot<'day'> | string> => {
    const line = io(hub.url, {
      ...{ transports: ['websocket'], forceNew: true, reconnection: false },
      extraHeaders: person.headers,
      auth: { protocol: PROTOCOL_VERSION, view: 'day' },
    });
    lines.push(line);
    return new Promise((told) => {
      onWholeView<Snapshot<'day'>>(line, told);
      line.on('words', (words) => wordsSent.push(words));
      line.on('connect_error', ({ message }) => told(message));
    });
  };

  it('[DY5] a guide follows it, a stranger does not', async () => {
    const guide = await founded.comes('guide');
    expect(await firstDayOf(guide)).toMatchObject({ office: 'ragsved', trial: false });
    expect(typeof (await firstDayOf(founded.stranger()))).toBe('string');
  });

  it('[DY4] somebody of a visiting body is sent its own, and no day that is past', async () => {
    const adviser = await founded.comes('agency');
    wordsSent.length = 0;
    const view = await firstDayOf(adviser);
    if (typeof view === 'string') throw new Error(view);
    expect(view.topics.map(({ agency }) => agency)).toEqual(['arbetsformedlingen']);
    expect(view.agenda.every(({ agency }) => agency === 'arbetsformedlingen')).toBe(true);
    expect([view.printers, view.displays, view.devices, view.notices]).toEqual([[], [], [], []]);
    // Nor in words that nothing of it refers to.
    const said = new Set(JSON.stringify(view).match(/"sv":"[^"]*"/g));
    expect(
      JSON.stringify(wordsSent)
        .match(/"sv":"[^"]*"/g)
        ?.filter((one) => !said.has(one)),
    ).toEqual([]);
    expect((await adviser.get('/offices/ragsved/replay')).status).toBe(403);
  });

  it('[DY7] a terminal that is paired and away is among the machines', async () => {
    await PairedDevice.pair(hub.url, founded.administrator, { kind: 'terminal', name: 'Entrén' });
    const view = await firstDayOf(await founded.comes('coordinator'));
    expect(typeof view === 'string' ? view : view.devices).toEqual([
      expect.objectContaining({ kind: 'terminal', name: 'Entrén', connected: false }),
    ]);
    expect(JSON.stringify(view)).not.toContain('publicKey');
  });

  it('[DY9] a staff computer is there while somebody signed in has a page open at it, and was seen when she goes', async () => {
    const computer = await PairedDevice.pair(hub.url, founded.administrator, {
      ...{ kind: 'staff', name: 'Bord 1' },
    });
    const asSeen = async () =>
      (await founded.administrator.get<DeviceListed[]>('/offices/ragsved/devices')).body.find(
        ({ id }) => id === computer.id,
      );
    expect(await asSeen()).toMatchObject({ connected: false, lastSeenAt: null });
    const { invitation } = await founded.invite('guide');
    const guide = founded.stranger();
    await guide.post('/invitation', {
      ...{ secret: invitation, passphrase: PASSPHRASE, proof: await computer.prove() },
    });
    expect(await asSeen()).toMatchObject({ connected: false, lastSeenAt: expect.any(Number) });
    await firstDayOf(guide);
    expect(await asSeen()).toMatchObject({ connected: true });
    lines.at(-1)?.close();
    await expect.poll(async () => (await asSeen())?.connected).toBe(false);
  });
});
