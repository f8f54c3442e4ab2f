/** Rules F25–F33: the calendars of others as an office holds them, read from a real server. */
import type { ServerResponse } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { type EventLog, EventLogUnavailable } from '#server/event-log/event-log.ts';
import { InMemoryEventLog } from '#server/event-log/in-memory-event-log.ts';
import { calendarFetcher } from '#server/feeds/calendar-fetch.ts';
import { OfficeFeeds } from '#server/hub/office-feeds.ts';
import type { Feed } from '#shared/office-book.ts';
import type { FeedId, OfficeId } from '#shared/vocabulary.ts';
import { calendarOf, event, told } from '#test/feeds/calendar-text.ts';
import { hostileServer } from '#test/feeds/hostile-server.ts';
import { TamperedEventLog } from '#test/support/tampered-event-log.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.parse('2026-11-24T10:00:00+01:00');

const LIBRARY = 'biblioteket' as FeedId;
const CHOIR = calendarOf(
  event('kor', 'DTSTART:20261125T180000', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY'),
);
const DANCE = CHOIR.replace('SUMMARY:Kör', 'SUMMARY:Dans');
const EMPTY = calendarOf();
/** Wednesdays of 430 days. */
const WEEKS = 62;
const FIRST_CHOIR = 'Kör 2026-11-25 18:00–19:00';

/** A library that answers what `says` says, and an office that reads it. */
async function library({ log = new InMemoryEventLog() as EventLog } = {}) {
  const faults: unknown[] = [];
  const world = {
    log,
    faults,
    now: START,
    /** What the server says; a text is a calendar. */
    says: CHOIR as string | ((response: ServerResponse) => void),
    feeds: [] as Feed[],
    asked: () => server.asked.length,
    /** Without waiting for what it reads first. */
    begin: async (): Promise<OfficeFeeds> => {
      const feeds = await OfficeFeeds.open({
        log: world.log,
        office: 'ragsved' as OfficeId,
        zone: 'Europe/Stockholm',
        feeds: () => world.feeds,
        now: () => world.now,
        fetch: calendarFetcher(server.network),
        onFault: (fault) => faults.push(fault),
      });
      onTestFinished(() => feeds.close());
      return feeds;
    },
    open: async (): Promise<OfficeFeeds> => {
      const feeds = await world.begin();
      await feeds.look();
      return feeds;
    },
    later: async (feeds: OfficeFeeds, ms: number) => {
      world.now += ms;
      await feeds.look();
    },
  };
  const server = await hostileServer((_, response) => {
    if (typeof world.says === 'string') response.end(world.says);
    else world.says(response);
  });
  world.feeds = [
    { id: LIBRARY, name: 'Biblioteket', url: server.url(), shown: true, watched: false },
  ];
  return world;
}

const down = (response: ServerResponse) => response.writeHead(500).end('trasigt');
const first = (feeds: OfficeFeeds) => told(feeds.imported())[0];
const status = (feeds: OfficeFeeds) => {
  const [listed] = feeds.listed();
  return [listed?.state, listed?.failure];
};

it('[F25] a calendar is read at the start, and about every half hour', async () => {
  const world = await library();
  const feeds = await world.open();
  expect(first(feeds)).toBe(FIRST_CHOIR);
  expect(feeds.listed()).toMatchObject([
    { id: LIBRARY, name: 'Biblioteket', state: 'ok', failure: null, readAt: START, items: WEEKS },
  ]);
  await world.later(feeds, 29 * MINUTE);
  expect(world.asked()).toBe(1);
  world.says = DANCE;
  await world.later(feeds, 5 * MINUTE);
  expect([world.asked(), first(feeds)]).toEqual([2, 'Dans 2026-11-25 18:00–19:00']);
});

it('[F25] whoever does not answer is asked again, ever more seldom, and at any time by hand', async () => {
  const world = await library();
  world.says = down;
  const feeds = await world.open();
  expect(status(feeds)).toEqual(['failing', 'server-error']);
  const waits = [5, 10, 20, 40, 80, 160, 240, 240].map((minutes) => minutes * MINUTE);
  for (const [tries, wait] of waits.entries()) {
    await world.later(feeds, wait - 1);
    expect([wait, world.asked()]).toEqual([wait, tries + 1]);
    await world.later(feeds, 0.1 * wait + 1);
    expect([wait, world.asked()]).toEqual([wait, tries + 2]);
  }
  world.says = CHOIR;
  expect(await feeds.read(LIBRARY)).toMatchObject({
    ok: true,
    listed: { state: 'ok', failure: null },
  });
  expect(await feeds.read('nagon-annan' as FeedId)).toEqual({ ok: false, code: 'unknown-feed' });
});

it('[F24] a mark is sent for what it was given for, and for nothing else', async () => {
  const world = await library();
  const marks: (string | undefined)[] = [];
  world.says = (response) => {
    marks.push(response.req.headers['if-none-match']);
    if (marks.at(-1) === '"v1"') response.writeHead(304).end();
    else response.setHeader('etag', '"v1"').end(CHOIR);
  };
  const feeds = await world.open();
  world.now += HOUR;
  expect(await feeds.read(LIBRARY)).toMatchObject({ ok: true, listed: { readAt: world.now } });
  // Another calendar has come by hand: 'as it was' would be that of the file.
  await feeds.import(LIBRARY, DANCE);
  await feeds.read(LIBRARY);
  expect(first(feeds)).toBe(FIRST_CHOIR);
  world.feeds = world.feeds.map((feed) => ({ ...feed, url: `${feed.url}?ny` }));
  await feeds.look();
  expect(marks).toEqual([undefined, '"v1"', undefined, undefined]);
});

it('[F25] a clock that is set back does not put off a reading', async () => {
  const world = await library();
  const feeds = await world.open();
  await world.later(feeds, -2 * DAY);
  expect(world.asked()).toBe(2);
});

it('[F26] (AB-088) what was last good stands, whatever comes instead, and over a restart', async () => {
  const world = await library();
  let feeds = await world.open();
  const answers: [string, (response: ServerResponse) => void][] = [
    ['server-error', down],
    [
      'not-a-calendar',
      (response) => response.setHeader('content-type', 'text/html').end('Logga in'),
    ],
    ['not-a-calendar', (response) => response.end('<html>Logga in</html>')],
    ['not-a-calendar', (response) => response.end(CHOIR.slice(0, 100))],
    ['too-large', (response) => response.end('x'.repeat(3_000_000))],
    ['not-found', (response) => response.writeHead(404).end()],
  ];
  for (const [failure, answer] of answers) {
    world.says = answer;
    expect(await feeds.read(LIBRARY)).toEqual({ ok: false, code: failure });
    expect([first(feeds), ...status(feeds)]).toEqual([FIRST_CHOIR, 'failing', failure]);
  }
  expect(feeds.listed()[0]?.readAt).toBe(START);
  await feeds.close();
  world.now += DAY;
  feeds = await world.open();
  expect([first(feeds), ...status(feeds)]).toEqual([FIRST_CHOIR, 'failing', 'not-found']);
  expect(feeds.listed()[0]).toMatchObject({ readAt: START, changedAt: START });
});

it('[F26] (AB-084) a calendar that is too much for its thread leaves the last good one standing', async () => {
  const world = await library();
  const feeds = await world.open();
  world.says = calendarOf(`${event('a', 'DTSTART:20261125T180000')}\n`.repeat(6_000).trimEnd());
  expect(await feeds.read(LIBRARY)).toEqual({ ok: false, code: 'too-many-events' });
  expect(first(feeds)).toBe(FIRST_CHOIR);
});

it('[F27] what nobody has confirmed for fourteen days is no longer shown, and said to be too old', async () => {
  const world = await library();
  const feeds = await world.open();
  world.says = down;
  await world.later(feeds, 14 * DAY);
  expect(told(feeds.imported())[0]).toBe('Kör 2026-12-09 18:00–19:00');
  await world.later(feeds, 1);
  expect([feeds.imported(), ...status(feeds)]).toEqual([[], 'too-old', 'server-error']);
  world.says = CHOIR;
  await feeds.read(LIBRARY);
  expect(feeds.imported().length).toBeGreaterThan(0);
});

it('[F27] one that was brought as a file stands until another is brought', async () => {
  const world = await library();
  world.feeds = world.feeds.map((feed) => ({ ...feed, url: null }));
  let feeds = await world.open();
  expect(status(feeds)).toEqual(['never-read', null]);
  expect(await feeds.read(LIBRARY)).toEqual({ ok: false, code: 'no-address' });
  expect(await feeds.import(LIBRARY, CHOIR)).toMatchObject({ ok: true, listed: { readAt: START } });
  expect(await feeds.import(LIBRARY, '<html>')).toEqual({ ok: false, code: 'not-a-calendar' });
  await world.later(feeds, 60 * DAY);
  await feeds.close();
  feeds = await world.open();
  expect([first(feeds), ...status(feeds)]).toEqual(['Kör 2027-01-27 18:00–19:00', 'ok', null]);
  // Nothing has failed where there is nothing to ask.
  expect(await feeds.read(LIBRARY)).toEqual({ ok: false, code: 'no-address' });
  expect(status(feeds)).toEqual(['ok', null]);
  expect(await feeds.import(LIBRARY, EMPTY)).toMatchObject({ ok: true });
  expect([feeds.imported(), world.asked()]).toEqual([[], 0]);
});

it('[F28] (AB-088) a calendar that is suddenly empty is not believed for a day', async () => {
  const world = await library();
  const feeds = await world.open();
  const unreadable = calendarOf(event('a', 'DTSTART;TZID=Mars/Base:20261125T180000'));
  for (const empty of [EMPTY, unreadable, EMPTY]) {
    world.says = empty;
    expect(await feeds.read(LIBRARY)).toEqual({ ok: false, code: 'suddenly-empty' });
    expect(feeds.imported().length).toBe(WEEKS);
    world.now += 8 * HOUR - 1;
  }
  world.now += 3;
  expect(await feeds.read(LIBRARY)).toMatchObject({ ok: true });
  expect([feeds.imported(), ...status(feeds)]).toEqual([[], 'ok', null]);
});

it('[F28] events in between begin the day anew', async () => {
  const world = await library();
  const feeds = await world.open();
  for (const says of [EMPTY, CHOIR, EMPTY]) {
    world.now += 20 * HOUR;
    world.says = says;
    await feeds.read(LIBRARY);
  }
  expect([feeds.imported().length > 0, ...status(feeds)]).toEqual([
    true,
    'failing',
    'suddenly-empty',
  ]);
});

it('[F29] the log grows with what changes, at most four times a day, and by one line a day otherwise', async () => {
  const world = await library();
  const feeds = await world.open();
  const written = async () => {
    const streams = await world.log.list('feed/');
    const entries = await Promise.all(streams.map((stream) => world.log.read(stream)));
    return streams.map((stream, index) => [
      stream,
      entries[index]?.map(({ event }) => (event as { type: string }).type),
    ]);
  };
  for (const stamp of [1, 2, 3]) {
    world.says = CHOIR.replace('SUMMARY', `DTSTAMP:2026110${stamp}T000000Z\r\nSUMMARY`);
    await feeds.read(LIBRARY);
  }
  expect(await written()).toEqual([['feed/ragsved/biblioteket/2026-11', ['CalendarRead']]]);
  world.now += DAY;
  for (let readings = 0; readings < 2; readings++) await feeds.read(LIBRARY);
  expect((await written())[0]?.[1]).toEqual(['CalendarRead', 'CalendarConfirmed']);
  for (let hours = 0; hours < 24; hours += 3) {
    world.now += 3 * HOUR;
    world.says = CHOIR.replace('UID:kor', `UID:kor-${hours}`);
    await feeds.read(LIBRARY);
    expect(feeds.imported()[0]?.uid).toMatch(new RegExp(`^kor-${hours}/`));
  }
  expect((await written())[0]?.[1]?.length).toBe(2 + 4);
  // A new month begins with all of it, so that the old ones are never read again.
  world.now = Date.parse('2026-12-01T10:00:00+01:00');
  world.says = CHOIR;
  await feeds.read(LIBRARY);
  expect((await written())[1]).toEqual(['feed/ragsved/biblioteket/2026-12', ['CalendarRead']]);
  world.now = Date.parse('2027-01-01T10:00:00+01:00');
  await feeds.read(LIBRARY);
  expect((await written())[2]?.[1]).toEqual(['CalendarRead', 'CalendarConfirmed']);
});

it('[F29] while the log cannot be written the newest is shown, and it is written later; a file is not taken', async () => {
  const log = new TamperedEventLog(new InMemoryEventLog());
  const world = await library({ log });
  const feeds = await world.open();
  log.pause = () => Promise.reject(new EventLogUnavailable('full'));
  world.says = DANCE;
  world.now += 7 * HOUR;
  expect(await feeds.read(LIBRARY)).toMatchObject({ ok: true });
  expect(first(feeds)).toBe('Dans 2026-11-25 18:00–19:00');
  expect(world.faults).toEqual([expect.any(EventLogUnavailable)]);
  expect(await feeds.import(LIBRARY, CHOIR)).toEqual({ ok: false, code: 'hub-unavailable' });
  expect(first(feeds)).toBe('Dans 2026-11-25 18:00–19:00');
  log.pause = async () => {};
  await feeds.read(LIBRARY);
  await feeds.close();
  world.says = down;
  expect(first(await world.open())).toBe('Dans 2026-11-25 18:00–19:00');
});

it('[F30] with the local day everything is dated anew, 430 days ahead, also when nothing can be read', async () => {
  const world = await library();
  const feeds = await world.open();
  world.says = down;
  const last = () => told(feeds.imported()).at(-1);
  expect(last()).toBe('Kör 2028-01-26 18:00–19:00');
  world.now = Date.parse('2026-11-25T23:59:59+01:00');
  await feeds.look();
  expect(first(feeds)).toBe(FIRST_CHOIR);
  await world.later(feeds, 1_000);
  expect(first(feeds)).toBe('Kör 2026-12-02 18:00–19:00');
  await world.later(feeds, 7 * DAY);
  expect(last()).toBe('Kör 2028-02-02 18:00–19:00');
});

it('[F31] what leaves the book leaves the window; another address is read at once', async () => {
  const world = await library();
  const feeds = await world.open();
  const [feed] = world.feeds as [Feed];
  const house: Feed = { ...feed, id: 'folkets-hus' as FeedId, name: 'Folkets Hus' };
  world.feeds = [house, feed];
  await feeds.look();
  expect(feeds.imported().map(({ feed }) => feed)).toEqual([
    ...Array(WEEKS).fill('folkets-hus'),
    ...Array(WEEKS).fill('biblioteket'),
  ]);
  expect(world.asked()).toBe(2);
  world.feeds = [{ ...house, url: `${house.url}?ny`, name: 'Huset' }];
  await feeds.look();
  expect(feeds.listed()).toMatchObject([{ name: 'Huset', url: `${house.url}?ny` }]);
  expect([new Set(feeds.imported().map(({ feed }) => feed)).size, world.asked()]).toEqual([1, 3]);
  world.feeds = [];
  await feeds.look();
  expect([feeds.imported(), feeds.listed()]).toEqual([[], []]);
  // It comes back with what was last good.
  world.says = down;
  world.feeds = [feed];
  await feeds.look();
  expect(first(feeds)).toBe(FIRST_CHOIR);
});

it('[F31] another address is read at once, also while another calendar or its own old address does not answer', async () => {
  const world = await library();
  const slow: ServerResponse[] = [];
  const waited = Promise.withResolvers<void>();
  world.says = (response) => {
    if (!response.req.url?.includes('sen')) response.end(CHOIR);
    else if (slow.push(response) === 2) waited.resolve();
  };
  const [feed] = world.feeds as [Feed];
  const late: Feed = { ...feed, url: `${feed.url}?sen` };
  const later: Feed = { ...late, id: 'folkets-hus' as FeedId };
  world.feeds = [late, later];
  const feeds = await world.begin();
  await waited.promise;
  const dance: Feed = { ...feed, id: 'dans' as FeedId };
  world.feeds = [late, later, dance];
  const read = Promise.withResolvers<void>();
  feeds.onChange(() => {
    if (feeds.listed()[2]?.state === 'ok') read.resolve();
  });
  void feeds.look();
  await read.promise;
  // What the old address says in the end is not believed, and its failure is not the new one's.
  world.feeds = [feed, { ...later, url: feed.url }, dance];
  void feeds.look();
  slow[0]?.end(DANCE);
  slow[1]?.writeHead(500).end();
  await feeds.look();
  expect(feeds.listed().map(({ state, failure }) => [state, failure])).toEqual(
    Array(3).fill(['ok', null]),
  );
  expect([first(feeds), world.faults]).toEqual([FIRST_CHOIR, []]);
});

it('[F33] what one hub takes in the others have, and it is written once', async () => {
  const world = await library();
  const [here, there] = [await world.open(), await world.open()];
  const entries = async () => {
    const streams = await world.log.list('feed/');
    return (await Promise.all(streams.map((stream) => world.log.read(stream)))).flat().length;
  };
  expect(await entries()).toBe(1);
  for (let hours = 0; hours < 12; hours += 4) {
    world.now += 4 * HOUR;
    await here.read(LIBRARY);
    await there.read(LIBRARY);
  }
  expect(await entries()).toBe(1);

  world.feeds = world.feeds.map((feed) => ({ ...feed, url: null }));
  world.now += MINUTE;
  await here.import(LIBRARY, DANCE);
  await there.look();
  expect([first(there), there.listed()[0]?.readAt]).toEqual([
    'Dans 2026-11-25 18:00–19:00',
    world.now,
  ]);
  // Also when the one has begun a month in the log that the other has not heard of.
  world.now = Date.parse('2026-12-01T10:00:00+01:00');
  await here.import(LIBRARY, CHOIR);
  await there.look();
  expect(first(there)).toBe('Kör 2026-12-02 18:00–19:00');
  expect([there.imported(), world.faults]).toEqual([here.imported(), []]);
});

it('[F32] the same items are the same array, and whoever listens is told when something is another', async () => {
  const world = await library();
  const feeds = await world.open();
  let told = 0;
  const stop = feeds.onChange(() => {
    told += 1;
  });
  const items = feeds.imported();
  await feeds.look();
  expect(told).toBe(0);
  await world.later(feeds, 34 * MINUTE);
  expect([feeds.imported() === items, told]).toEqual([true, 1]); // read again: its age is another
  world.says = DANCE;
  await feeds.read(LIBRARY);
  expect([feeds.imported() === items, told]).toEqual([false, 2]);
  world.says = down;
  await feeds.read(LIBRARY);
  expect(told).toBe(3);
  stop();
  world.says = CHOIR;
  await feeds.read(LIBRARY);
  expect([told, world.faults]).toEqual([3, []]);
});

it('[F32] an office closes while a calendar is on its way', async () => {
  const world = await library();
  const asked = Promise.withResolvers<void>();
  world.says = () => asked.resolve();
  const feeds = await world.begin();
  await asked.promise;
  await feeds.close();
  expect([feeds.imported(), world.faults]).toEqual([[], []]);
});
