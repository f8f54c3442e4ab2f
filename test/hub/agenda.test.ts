/** The programme and the agenda over HTTP, against a real hub. Rules HB24 and HB25. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Limits } from '#server/hub/limits.ts';
import { InMemorySharedMemory } from '#server/shared-memory/in-memory-shared-memory.ts';
import type { Programme } from '#shared/programme.ts';
import { TestHub } from '#test/support/hub.ts';
import { OfficeApi, type Refused } from '#test/support/office-api.ts';

let hub: TestHub;
let api: OfficeApi;
beforeAll(async () => {
  hub = await TestHub.start();
  api = new OfficeApi(hub.url);
});
afterAll(async () => {
  api.close();
  await hub.end();
});

type Item = {
  id: string;
  kind: string;
  title: string;
  language: string;
  start: string;
  end: string;
  place: string | null;
  speaks: string | null;
  cancelled: boolean;
  allDay: boolean;
  source: string | null;
};
const agenda = async (query = '') => {
  const { status, body } = await api.get<{ items: Item[] } & Refused>(`/agenda${query}`);
  return { status, ...body };
};
const of = (items: readonly Item[], id: string) => items.find((item) => item.id.startsWith(id));
const read = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${hub.url}/api/v1/offices/ragsved${path}`, { headers });

describe('the programme', () => {
  it('[HB24] is named by its revision, and whoever has it is told so', async () => {
    const first = await read('/programme');
    const programme = (await first.json()) as Programme;
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toBe(`"${programme.revision}"`);
    expect((await api.get<{ programme: string }>('/board')).body.programme).toBe(
      programme.revision,
    );
    const again = await read('/programme', { 'If-None-Match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await read('/programme', { 'If-None-Match': '"another"' })).status).toBe(200);
  });

  it('[HB24] is another when the book is, and the old revision is no longer enough', async () => {
    const etag = (await read('/programme')).headers.get('etag') ?? '';
    await api.post('/agencies/narpolisen/visits/2026-11-25/cancel');
    const changed = await read('/programme', { 'If-None-Match': etag });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(etag);
  });
});

describe('the agenda', () => {
  it('[HB25] is fourteen days from today, in Swedish, when nothing is asked', async () => {
    const { items } = await agenda();
    expect(items[0]?.start).toBe('2026-11-24T09:30:00+01:00');
    expect(items.every(({ start }) => start < '2026-12-08')).toBe(true);
    expect(items.at(-1)?.start.startsWith('2026-12-0')).toBe(true);
    expect(of(items, 'visit/forsakringskassan/2026-11-24')?.title).toBe('Försäkringskassan');
    expect(items.map(({ start }) => start)).toEqual(items.map(({ start }) => start).toSorted());
  });

  it('[HB25] crosses both changes of clock with the office’s own offset', async () => {
    const spring = (await agenda('?from=2027-03-22&days=14')).items;
    expect(of(spring, 'opening/2027-03-26')).toBeUndefined(); // Good Friday
    expect(of(spring, 'opening/2027-03-25')).toMatchObject({
      kind: 'opening',
      start: '2027-03-25T09:30:00+01:00',
      end: '2027-03-25T16:00:00+01:00',
    });
    expect(of(spring, 'opening/2027-03-30')).toMatchObject({
      start: '2027-03-30T09:30:00+02:00',
      end: '2027-03-30T16:00:00+02:00',
    });
    const autumn = (await agenda('?from=2027-10-30&days=3')).items;
    expect(of(autumn, 'opening/2027-11-01')?.start).toBe('2027-11-01T09:30:00+01:00');
  });

  it('[HB25] says each title in the language asked for, or in Swedish and says so', async () => {
    const { items } = await agenda('?from=2026-11-30&days=1&language=fi');
    expect(of(items, 'event/finsk-vagledare')).toMatchObject({
      kind: 'event',
      title: 'Suomenkielinen opastaja',
      language: 'fi',
      speaks: 'fi',
      place: 'Kansalaistoimisto',
      start: '2026-11-30T09:30:00+01:00',
      end: '2026-11-30T12:00:00+01:00',
      ...{ cancelled: false, allDay: false, source: null },
    });
    await api.post('/activities/bara-svenska/set', {
      title: { sv: 'Bara på svenska' },
      hours: [{ rule: 'FREQ=DAILY', from: '2026-01-01', opens: '12:00', closes: '13:00' }],
    });
    const more = await agenda('?from=2026-11-30&days=1&language=fi');
    expect(of(more.items, 'event/bara-svenska')).toMatchObject({
      title: 'Bara på svenska',
      language: 'sv',
    });
  });

  it.each([
    '?days=1',
    '?days=62',
    '?from=2026-10-24',
    '?from=2027-11-25',
    '?from=2027-11-25&days=62&language=ti',
    '?from=2026-11-24&days=14&unknown=1',
  ])('[HB25] %s is within what is told', async (query) => {
    expect((await agenda(query)).status).toBe(200);
  });

  it.each([
    ['?days=0', /^days/],
    ['?days=63', /^days/],
    ['?days=1.5', /^days/],
    ['?days=-1', /^days/],
    ['?days=1e1', /^days/],
    ['?days=', /^days/],
    ['?days=1&days=2', /^days/],
    ['?from=2026-10-23', /^from/],
    ['?from=2027-11-26', /^from/],
    ['?from=2027-02-29', /^from/],
    ['?from=20270322', /^from/],
    ['?from=', /^from/],
    ['?from=2027-03-22&from=2027-03-23', /^from/],
    ['?language=tlh', /^language/],
    ['?language=sv&language=en', /^language/],
  ])('[HB25] %s is refused, with a sentence', async (query, sentence) => {
    const { status, code, message } = await agenda(query);
    expect([status, code]).toEqual([400, 'malformed-request']);
    expect(message).toMatch(sentence);
  });

  it('[HB25] may be read by any page of any site', async () => {
    for (const path of ['/agenda', '/agenda.ics']) {
      const response = await read(path, { Origin: 'https://www.stockholm.example' });
      expect(response.status).toBe(200);
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
      const etag = response.headers.get('etag') ?? '';
      expect((await read(path, { 'If-None-Match': etag })).status).toBe(304);
    }
    expect((await read('/board')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('[HB25] is not for whoever asks without end', async () => {
    const limits = new Limits(new InMemorySharedMemory(() => Date.now()));
    const waits: number[] = [];
    for (let asked = 0; asked < 61; asked++) waits.push(await limits.agendaFrom('192.0.2.1'));
    expect(waits.slice(0, 60).every((wait) => wait === 0)).toBe(true);
    expect(waits[60]).toBeGreaterThan(0);
    expect(await limits.agendaFrom('192.0.2.2')).toBe(0);
  });

  it('[HB25] goes out as iCalendar, and a changed day changes it', async () => {
    const first = await read('/agenda.ics?language=en');
    expect(first.headers.get('content-type')).toMatch(/^text\/calendar; charset=utf-8/);
    const text = await first.text();
    expect(text).toMatch(/^BEGIN:VCALENDAR\r\n/);
    expect(text).toContain('SUMMARY:Social insurance');
    await api.post('/agencies/forsakringskassan/visits/2026-12-01/cancel');
    expect(await (await read('/agenda.ics?language=en')).text()).toContain('STATUS:CANCELLED');
    expect((await read('/agenda.ics?language=tlh')).status).toBe(400);
  });
});
