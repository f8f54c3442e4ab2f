/** What staff do at the counter, over HTTP against a real hub and its files. Rules Q…, TA… and RO… in docs/spec.md. */

import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { PROTOCOL_VERSION } from '#shared/protocol.ts';
import type { PlaceNow, Snapshot, Ticket, TopicChoice } from '#shared/views.ts';
import { TestHub, TOKEN } from '#test/support/hub.ts';
import { OfficeApi, type Refused } from '#test/support/office-api.ts';

let hub: TestHub;
let api: OfficeApi;

beforeAll(async () => {
  hub = await TestHub.alone();
  api = new OfficeApi(hub.url);
});
afterAll(async () => {
  api.close();
  await hub.end();
});

type Place = PlaceNow & Refused;
async function deskView(): Promise<Snapshot<'desk'>> {
  const desk = io(hub.url, {
    ...{ transports: ['websocket'], forceNew: true, reconnection: false },
    auth: { protocol: PROTOCOL_VERSION, view: 'desk', desk: 'bord-1', token: TOKEN },
  });
  onTestFinished(() => void desk.close());
  const [view] = (await once(desk as never, 'snapshot')) as [Snapshot<'desk'>];
  return view;
}
const ahead = async (number: string) => (await api.get<Ticket>(`/tickets/${number}`)).body.ahead;

describe('a ticket made by hand', () => {
  it('[Q39] AB-020 goes before those who wait when people give it, and a terminal cannot ask for it', async () => {
    const [first, second] = [await api.issue('blanketter'), await api.issue('blanketter')];
    const byHand = await api.issue('blanketter', { precedence: 'cannot-use-terminal' });
    expect([first.body.ahead, second.body.ahead, byHand.body.ahead]).toEqual([0, 1, 0]);
    expect(await ahead(first.body.number)).toBe(1);

    const terminal = new OfficeApi(hub.url, null);
    onTestFinished(() => terminal.close());
    const asked = await terminal.issue('blanketter', { precedence: 'cannot-wait' });
    expect([asked.status, asked.body.code]).toEqual([409, 'not-at-a-terminal']);
    const number = await api.issue('blanketter', { priority: 99, number: 'A001' });
    expect([number.status, number.body.code]).toEqual([400, 'malformed-request']);
    for (const { body } of [first, second, byHand])
      await api.post(`/tickets/${body.number}/cancel`);
  });
});

describe('a desk’s list of topics', () => {
  it('[DK38] says of which visiting body nobody is here now, and of which nobody comes any more today', async () => {
    const { topics } = await deskView();
    const away = (id: string) => topics.find((topic) => topic.id === id)?.away;
    expect(['forsakringskassan', 'juridik', 'myndighetsbrev'].map(away)).toEqual([
      ...['now', 'today', undefined],
    ]);
  });
});

describe('a desk’s list of those who wait', () => {
  it('[DK35] says what lets somebody go before others, and whom no open desk serves', async () => {
    await api.post('/desks/bord-1/open', {
      topics: ['myndighetsbrev', 'utskrift'],
      languages: ['sv'],
    });
    const first = await api.issue('myndighetsbrev');
    const short = await api.issue('utskrift');
    const byHand = await api.issue('myndighetsbrev', { precedence: 'cannot-wait' });
    const unserved = await api.issue('forskola');
    const { waiting } = await deskView();
    const told = waiting.map(({ number, headStartMinutes, goesFirst, noOpenDesk }) => ({
      ...{ number, headStartMinutes, goesFirst, noOpenDesk },
    }));
    expect(JSON.stringify(waiting)).not.toContain('cannot-wait');
    expect(told).toEqual([
      { number: byHand.body.number, headStartMinutes: 30, goesFirst: true },
      { number: short.body.number, headStartMinutes: 10 },
      { number: first.body.number },
      { number: unserved.body.number, noOpenDesk: true },
    ]);
    for (const { body } of [first, short, byHand, unserved])
      await api.post(`/tickets/${body.number}/cancel`);
    await api.post('/desks/bord-1/close');
  });
});

describe('a visitor at a desk', () => {
  it('[Q38] [Q40] is not called again at once, is put aside for a reason, and goes on to a visiting body', async () => {
    await api.post('/desks/bord-1/open');
    const { body: ticket } = await api.issue('blanketter');
    await api.post('/desks/bord-1/call-next');
    const again = await api.post('/desks/bord-1/recall');
    expect([again.status, again.body.code]).toEqual([409, 'called-just-now']);
    const odd = await api.post('/desks/bord-1/hold', { reason: 'because' });
    expect([odd.status, odd.body.code]).toEqual([400, 'malformed-request']);
    expect((await api.post('/desks/bord-1/hold', { reason: 'copies' })).body.state).toBe('held');

    const twice = { topic: 'blanketter', agency: 'forsakringskassan' };
    for (const body of [twice, {}])
      expect((await api.post(`/tickets/${ticket.number}/transfer`, body)).status).toBe(400);
    const nobody = await api.post(`/tickets/${ticket.number}/transfer`, { agency: 'nobody' });
    expect([nobody.status, nobody.body.code]).toEqual([404, 'unknown-topic']);
    const sent = await api.post(`/tickets/${ticket.number}/transfer`, {
      agency: 'forsakringskassan',
    });
    expect(sent.body).toMatchObject({ state: 'waiting', topic: 'forsakringskassan' });
    await api.post(`/tickets/${ticket.number}/cancel`);
    await api.post('/desks/bord-1/close');
  });
});

describe('two desks', () => {
  it('[HB1] AB-025 that press Next at once with one waiting get one visitor between them', async () => {
    const desks = ['bord-1', 'bord-2'];
    for (const desk of desks) await api.post(`/desks/${desk}/open`);
    for (let round = 0; round < 20; round++) {
      const { body: ticket } = await api.issue('blanketter');
      const answers = await Promise.all(
        desks.map((desk) => api.post<Ticket & Refused>(`/desks/${desk}/call-next`)),
      );
      const told = answers.map(({ status, body }) => [status, body.number ?? body.code]);
      expect(told.toSorted()).toEqual([
        [200, ticket.number],
        [409, 'nobody-waiting'],
      ]);
      await api.post(`/desks/${answers.find(({ status }) => status === 200)?.body.desk}/finish`);
    }
    for (const desk of desks) await api.post(`/desks/${desk}/close`);
  });
});

describe('a span of numbers', () => {
  it('[Q41] AB-004 two hundred tickets that nobody holds end with one press, and one press brings them back', async () => {
    const flood: string[] = [];
    for (let nth = 0; nth < 200; nth++) flood.push((await api.issue('blanketter')).body.number);
    const span = { from: flood[0], to: flood.at(-1) };
    const ended = await api.post<{ numbers: string[] }>('/tickets/void', span);
    expect(ended.body.numbers).toEqual(flood);
    expect((await api.get<Ticket>(`/tickets/${flood[7]}`)).body.state).toBe('cancelled');
    const nothing = await api.post<Refused>('/tickets/void', span);
    expect([nothing.status, nothing.body.code]).toEqual([409, 'nothing-waits-there']);
    const back = await api.post<{ numbers: string[] }>('/tickets/unvoid', span);
    expect(back.body.numbers).toEqual(flood);
    expect(await ahead(flood[7] as string)).toBe(7);
    await api.post('/tickets/void', span);
  });
});

describe('a pause', () => {
  it('[Q42] AB-013 says why at the terminal, and gives no number that nobody would call', async () => {
    const why = { sv: 'Vi är tillbaka klockan 13.', en: 'We are back at 1 pm.' };
    await api.post('/topics/blanketter/pause', { why });
    const refused = await api.issue('blanketter');
    expect([refused.status, refused.body.code]).toEqual([409, 'topic-paused']);
    const { body } = await api.get<(TopicChoice & { id: string })[]>('/topics');
    expect(body.find(({ id }) => id === 'blanketter')?.admission).toEqual({ state: 'paused', why });
    const long = await api.post('/topics/myndighetsbrev/pause', { why: { sv: 'å'.repeat(81) } });
    expect([long.status, long.body.code]).toEqual([400, 'malformed-request']);
    await api.post('/topics/blanketter/resume');
    expect((await api.issue('blanketter')).status).toBe(201);
  });
});

describe('the room', () => {
  it('[RO1] a computer place is lent to one at a time, and counted', async () => {
    const lent = await api.post<Place>('/places/dator-1/lend', { requestId: 'lend-1' });
    expect(lent.body).toMatchObject({ id: 'dator-1', kind: 'computer', lentToday: 1 });
    expect(lent.body.lentAt).toEqual(expect.any(Number));
    const twice = await api.post<Place>('/places/dator-1/lend');
    expect([twice.status, twice.body.code]).toEqual([409, 'place-is-lent']);
    expect(await api.post('/places/dator-1/lend', { requestId: 'lend-1' })).toEqual(lent);
    expect((await api.post<Place>('/places/dator-1/return')).body.lentAt).toBeNull();
    const unknown = await api.post<Place>('/places/dator-99/lend');
    expect([unknown.status, unknown.body.code]).toEqual([404, 'unknown-place']);
  });

  it('[RO2] the inner room is booked for one talk at a time, and stays so when the hub was killed', async () => {
    const { body: board } = await api.get<{ at: number }>('/board');
    const from = board.at + 3_600_000;
    const talk = { from, until: from + 1_800_000 };
    const booked = await api.post<Place>('/places/inre-rummet/book', talk);
    expect(booked.body.booked).toEqual([talk]);
    await hub.stop('SIGKILL');
    await hub.startAgain();
    const over = await api.post<Place>('/places/inre-rummet/book', {
      ...{ from: from + 60_000, until: from + 3_600_000 },
    });
    expect([over.status, over.body.code]).toEqual([409, 'room-is-booked']);
    expect((await api.post<Place>('/places/inre-rummet/unbook', { from })).body.booked).toEqual([]);
  });
});

describe('what is counted of visits', () => {
  type Note = { note: string } & Refused;
  const note = (more: object = {}) =>
    api.post<Note>('/visit-notes', { asked: [], sentOn: [], visitor: null, ...more });
  const tallies = () =>
    api.get<{ parts: Record<string, Record<string, number | string>> }>('/tallies?day=2026-11-24');

  it('[TA6] [TA9] can be taken back, and is not told while it is counted', async () => {
    for (let nth = 0; nth < 6; nth++)
      await note({ asked: ['asyl-medborgarskap'], visitor: 'woman' });
    const { body } = await note({ asked: ['asyl-medborgarskap'], visitor: 'man', quick: true });
    await api.post('/counts', { kind: 'prints', count: 12 });
    expect((await api.post<Note>('/visit-notes/undo', body)).status).toBe(200);
    expect((await tallies()).body.parts).toEqual({});
  });

  it('[TA5] is kept by a hub that is killed, and a repeat is answered as the first and counted once', async () => {
    const asked = { requestId: 'before-the-kill', visitor: 'other' };
    const first = await note(asked);
    await hub.stop('SIGKILL');
    await hub.startAgain();
    expect(await note(asked)).toEqual(first);
  });

  it('[TA5] [TA6] [TA8] is told in the evening, in sums, with what is few hidden', async () => {
    await hub.stop();
    await hub.startAgain({ CLOCK: '2026-11-24T18:00:00+01:00[Europe/Stockholm]' });
    onTestFinished(async () => {
      await hub.stop();
      await hub.startAgain();
    });
    // Six women; a man who was taken back; the one who was noted twice over a kill.
    expect((await tallies()).body.parts).toEqual({
      day: {
        ...{ notes: 7, prints: 12, quick: 0, 'asked:asyl-medborgarskap': 6 },
        ...{ 'visitor:man': 0, 'visitor:other': '<5', 'visitor:woman': '<5' },
      },
    });
  });

  it('[TA8] is not told to strangers, nor of no day', async () => {
    const stranger = new OfficeApi(hub.url, 'wrong');
    onTestFinished(() => stranger.close());
    expect((await stranger.get('/tallies?day=2026-11-24')).status).toBe(401);
    for (const query of ['', '?day=', '?day=2026-02-30', '?day=..%2F'])
      expect((await api.get(`/tallies${query}`)).status).toBe(400);
  });

  it('[TA7] AB-115 does not lead to anybody, whatever of the hub’s files is laid side by side', async () => {
    // The only woman of the hour who asked about asylum, in Somali, at 14.32 so to speak.
    await api.post('/desks/bord-1/open');
    const { body: ticket } = await api.issue('blanketter');
    await api.post('/desks/bord-1/call-next');
    await api.post('/desks/bord-1/finish');
    const before = filesIn(hub.folder);
    const requestId = 'the-note-of-that-very-woman';
    const said = {
      desk: 'bord-1',
      asked: ['asyl-medborgarskap'],
      visitor: 'woman',
      language: 'so',
    };
    const { body } = await note({ requestId, ...said });
    const after = filesIn(hub.folder);

    // Nothing but the counts has changed: the log does not know that there was a note, nor when.
    const changed = [...after].filter(([name, bytes]) => !before.get(name)?.equals(bytes));
    expect(changed.map(([name]) => name)).toEqual(['tallies.db']);
    // And the counts know of no request, desk or ticket, nor the words that she was given back.
    const counts = after.get('tallies.db')?.toString('latin1') ?? '';
    for (const trace of [requestId, 'bord-1', `"${ticket.number}"`, body.note.slice(20, 60)])
      expect(counts).not.toContain(trace);
    const rest = [...after].filter(([name]) => name !== 'tallies.db');
    for (const [name, bytes] of rest)
      for (const trace of ['visitor', 'asked:', requestId])
        expect([name, bytes.toString('latin1').includes(trace)]).toEqual([name, false]);
  });
});

/** Every file of the hub, its journals too, as it is on the disk. */
function filesIn(root: string): Map<string, Buffer> {
  const names = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(names.map((path) => [path.slice(root.length + 1), readFileSync(path)]));
}
