/** An office whose every text is hostile, on every screen of a real hub: rules HW2, HW3, HW5 and HW6. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import '#shared/languages/all-languages.ts';
import { say } from '#shared/languages/texts.ts';
import {
  type Answers,
  type ClientToServerEvents,
  PROTOCOL_VERSION,
  type ServerToClientEvents,
  type ShowingSaid,
} from '#shared/protocol.ts';
import type { DisplayNow } from '#shared/views.ts';
import { LANGUAGES, type Texts, textIn } from '#shared/vocabulary.ts';
import { calendarOf, event } from '#test/feeds/calendar-text.ts';
import {
  hostileCancel,
  hostileRequests,
  hostileSeed,
  hubSeededWith,
} from '#test/support/hostile-office.ts';
import { HostileWords } from '#test/support/hostile-words.ts';
import { TestHub } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { press, see } from '#test/support/office-in-a-browser.ts';
import { WatchedBrowser } from '#test/support/watched-browser.ts';

const HOUR = 3_600_000;
const TERMINAL = { width: 1080, height: 1920 };

let browser: WatchedBrowser;
beforeAll(async () => {
  browser = await WatchedBrowser.open();
});
afterAll(() => browser.close());

/** What a window says that cannot show everything. */
const faulty: ShowingSaid = {
  ...{ programme: null, programmeAt: null, slide: 'today', language: 'en' },
  ...{ call: null, takeover: null, soundless: false, offlineReady: false, fit: null },
  faults: [{ panel: 'call-board', why: 'cannot be drawn' }],
};

/** Every slide of the day, with all its pages. */
const WHOLE_ROUND = 130;

async function leap(page: Page, ms: number): Promise<void> {
  await page.clock.fastForward(ms);
  await page.clock.runFor(1_100); // what is drawn once a second is drawn
}

/** Where what is written for a field must be read. */
const READ_ON = {
  'first page': ['name'],
  terminal: [
    'name',
    'topics[].label',
    'topics[].answer.text',
    'topics[].answer.url',
    'topics[].bring[]',
  ],
  desk: [
    ...['name', 'topics[].label', 'topics[].bring[]', 'desks[].name', 'printers[].name'],
    ...['displays[].name', 'display:set.name', 'takeover:begin.text'],
  ],
  'ticket on a phone': ['name', 'desks[].name', 'agency:set.name'],
  takeover: ['takeover:begin.text'],
  window: [
    ...['name', 'desks[].name', 'hoursChanges[].why', 'hours:change-day.why'],
    ...['holidays[].name', 'holiday:set.name'],
    ...['agencies[].name', 'agencies[].shortName', 'agencies[].place', 'agencies[].changes[].why'],
    ...['agency:set.name', 'agency:set.shortName', 'agency:set.place'],
    ...['visit:change.why', 'visit:cancel.why'],
    ...['activities[].title', 'activities[].shortTitle', 'activities[].text', 'activities[].place'],
    'activities[].changes[].why',
    ...['activity:set.title', 'activity:set.shortTitle', 'activity:set.text', 'activity:set.place'],
    ...['activity:change-day.why', 'activity:cancel-day.why'],
    ...['notices[].title', 'notices[].text', 'notice:set.title', 'notice:set.text'],
    ...['feeds[].name', 'feed:set.name'],
    ...['calendar SUMMARY', 'calendar LOCATION', 'calendar DESCRIPTION'],
  ],
  agenda: [
    ...['agencies[].name', 'agencies[].place', 'agency:set.name', 'agency:set.place'],
    ...['activities[].title', 'activities[].place', 'activity:set.title', 'activity:set.place'],
    ...['feeds[].name', 'feed:set.name', 'calendar SUMMARY', 'calendar LOCATION'],
  ],
  iCalendar: [
    ...['name', 'agencies[].name', 'agencies[].place', 'agencies[].changes[].why'],
    ...['visit:cancel.why', 'activities[].title', 'activities[].text', 'activity:set.text'],
  ],
  'what staff read': ['displays[].name', 'display:set.name', 'feeds[].name'],
} as const satisfies Record<string, readonly string[]>;
type Screen = keyof typeof READ_ON;
/** What is read by programs. */
const DATA = ['agenda', 'iCalendar', 'what staff read'] as const satisfies readonly Screen[];
const SCREENS = (Object.keys(READ_ON) as Screen[]).filter(
  (screen) => !DATA.some((reading) => reading === screen),
);

/** Only on paper, or what a picture that could not be had would have shown. What staff count by is read in the book. */
const ON_NO_SCREEN = [
  ...['topics[].discreetLabel', 'activities[].image.alt', 'notices[].image.alt'],
  ...['inquiries[].label', 'destinations[].label', 'places[].name'],
];
/** Of a calendar of others: not taken over. */
const NOWHERE = [
  ...['X-WR-CALNAME', 'X-WR-CALDESC', 'UID', 'X-ALT-DESC', 'URL', 'ATTACH'],
  ...['ORGANIZER', 'CATEGORIES', 'COMMENT'],
].map((property) => `calendar ${property}`);

describe('hostile words in every field, seen by a visitor who reads Arabic', () => {
  const language = 'ar';
  const words = new HostileWords();
  const seed = hostileSeed(words);
  const seen = new Map<Screen, string>();
  let folder: string;
  let hub: TestHub;
  let api: OfficeApi;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'torget-'));
    hub = await hubSeededWith(seed, folder);
    api = new OfficeApi(hub.url);
    for (const asked of hostileRequests(words)) await did(asked);
    await atTheFirstPage();
    const window = await browser.page(`${hub.url}/display`);
    await underTakeover(window);
    await atTheTerminal();
    await atTheDesk(window);
    await asData();
    await throughTheDays(window);
  }, 180_000);
  afterAll(async () => {
    api.close();
    await browser.closePages();
    await hub.end();
    rmSync(folder, { recursive: true });
  });

  it('[HW2] nothing of them runs, nothing is made of them, and nobody but the hub is asked', () => {
    expect(browser.misdeeds).toEqual([]);
  });

  it.each(SCREENS)('[HW2] %s: they are text', (screen) => {
    expect(unreadOn(screen)).toEqual([]);
  });

  it.each(DATA)('[HW3] %s: they are as they were written', (reading) => {
    expect(unreadOn(reading)).toEqual([]);
  });

  it('[HW3] of a calendar of others no more than title, place and text goes further', () => {
    const all = [...seen.values()].join('\n');
    expect(NOWHERE.filter((field) => words.isAnyReadIn(all, field))).toEqual([]);
    expect(all).not.toContain('polluted');
  });

  it('[HW2] every field that was given any is looked for', () => {
    const lookedFor = [...Object.values(READ_ON).flat(), ...ON_NO_SCREEN, ...NOWHERE];
    expect([...new Set(lookedFor)].sort()).toEqual([...words.fields].sort());
  });

  function unreadOn(screen: Screen): readonly string[] {
    const text = seen.get(screen) ?? '';
    // A visitor reads her own language, a guide Swedish; the square both by turns, and the one that fits of two names.
    const reads = screen === 'terminal' || screen === 'ticket on a phone' ? language : 'sv';
    return READ_ON[screen].filter((field) =>
      screen === 'window' ? !words.isAnyReadIn(text, field) : !words.isReadIn(text, field, reads),
    );
  }

  const note = (screen: Screen, text: string) => {
    const before = seen.get(screen) ?? '';
    if (!before.includes(text)) seen.set(screen, `${before}\n${text}`);
  };
  const look = async (screen: Screen, page: Page) => note(screen, await browser.read(page));

  async function did({ path, body }: { path: string; body: object }): Promise<void> {
    const requestId = `<img/src=x/onerror=pwned(0)>${randomUUID()}`;
    const { status, body: answer } = await api.post<unknown>(path, { requestId, ...body });
    if (status !== 200) throw new Error(`${path}: ${JSON.stringify(answer)}`);
  }

  async function atTheFirstPage(): Promise<void> {
    const page = await browser.page(`${hub.url}/`);
    await see(page, seed.name);
    await look('first page', page);
  }

  async function underTakeover(window: Page): Promise<void> {
    await window.locator('takeover-panel').waitFor();
    await look('takeover', window);
    const desk = await browser.page(`${hub.url}/staff?desk=bord-1`, { width: 1440, height: 900 });
    await desk.locator('takeover-note p').first().waitFor();
    await look('desk', desk);
    await did({ path: '/takeover/end', body: {} });
    await window.locator('takeover-panel').waitFor({ state: 'detached' });
  }

  async function atTheTerminal(): Promise<void> {
    const page = await browser.page(`${hub.url}/terminal`, TERMINAL);
    const pressed = async (name: string, next: string) => {
      await press(page, name);
      await see(page, next);
      await look('terminal', page);
    };
    const label = (id: string) => {
      const topic = seed.topics.find((one) => one.id === id) as unknown as { label: Texts };
      return textIn(topic.label, language).text;
    };
    const steps = (key: Parameters<typeof say>[1]) => say(language, key);
    await pressed(LANGUAGES[language].name, label('grupp'));
    await pressed(label('grupp'), label('svar'));
    for (const id of ['senare', 'sjuk']) {
      await pressed(label(id), steps('terminal.other-topic'));
      await pressed(steps('terminal.other-topic'), label('svar'));
    }
    await pressed(label('svar'), steps('terminal.ticket-anyway'));
    await pressed(steps('terminal.ticket-anyway'), steps('terminal.take-ticket'));
    await pressed(steps('terminal.take-ticket'), steps('terminal.paper-confirmed'));
  }

  /** Told of at a desk where something is wrong with each. */
  async function theWindowsNames(desk: Page): Promise<void> {
    const { body } = await api.get<readonly DisplayNow[]>('/displays');
    const lines = body.map(({ id }, index) => {
      const line: Socket<ServerToClientEvents, ClientToServerEvents> = io(hub.url, {
        ...{ transports: ['websocket'], forceNew: true },
        auth: {
          protocol: PROTOCOL_VERSION,
          view: 'board',
          display: id,
          screen: `broken${index}0`,
        },
      });
      line.once('snapshot', ({ day, version, at }) => {
        line.emit('shown', { day, version, at });
        line.emit('showing', faulty);
      });
      return line;
    });
    for (const { name } of body) await see(desk, name.sv);
    await look('desk', desk);
    for (const line of lines) line.close();
  }

  /** Until the body that some wait for calls off its visit. */
  async function atTheDesk(window: Page): Promise<void> {
    const desk = await browser.page(`${hub.url}/staff`, { width: 1440, height: 900 });
    const [own] = seed.desks;
    if (!own) throw new Error('The hostile office has no desk');
    await see(desk, own.name.sv);
    await look('desk', desk);
    await desk.getByText(own.name.sv).click();
    await desk.getByRole('button', { name: say('sv', 'staff.open-desk') }).click();
    await see(desk, 'A001');
    await look('desk', desk);
    await theWindowsNames(desk);

    const phones: Page[] = [];
    for (const topic of ['hemlig', 'har', 'har']) {
      const { body } = await api.issue(topic, { language, print: true });
      const { token } = body as unknown as Answers['ticket:issue'];
      phones.push(await browser.page(`${hub.url}/t/${token}`, { width: 390, height: 844 }));
    }
    for (const number of ['A001', 'A002', 'B001']) {
      await did({ path: '/desks/bord-1/call-next', body: {} });
      await see(window, number);
      await look('window', window);
      await look('desk', desk);
      if (number !== 'B001') await did({ path: '/desks/bord-1/finish', body: {} });
    }
    await did(hostileCancel(words));
    for (const phone of phones) {
      await phone.reload();
      await look('ticket on a phone', phone);
    }
    await desk.keyboard.press('F8');
    await look('desk', desk);
    const paper = await browser.page(`${hub.url}/paper`);
    await paper.locator('img').first().waitFor();
    await browser.read(paper);
  }

  /** As programs are told it: what their formats escape is taken out first. */
  async function asData(): Promise<void> {
    const strings = (value: unknown): string[] =>
      typeof value === 'string'
        ? [value]
        : typeof value === 'object' && value !== null
          ? Object.values(value).flatMap(strings)
          : [];
    const readings = {
      agenda: 'agenda',
      displays: 'what staff read',
      feeds: 'what staff read',
    } as const;
    for (const [reading, screen] of Object.entries(readings))
      note(screen, strings((await api.get(`/${reading}`)).body).join('\n'));
    const calendar = await fetch(`${hub.url}/api/v1/offices/ragsved/agenda.ics`);
    const unfolded = (await calendar.text()).replaceAll('\r\n ', '');
    note('iCalendar', unfolded.replaceAll(/\\([\\;,])/g, '$1'));
  }

  /** Left alone, the window goes on by itself: the open day, four on which it is closed, and when it knows no more. */
  async function throughTheDays(window: Page): Promise<void> {
    await hub.stop();
    for (const turns of [WHOLE_ROUND, 80, 5, 5, 5]) {
      for (let turn = 0; turn < turns; turn++) {
        await look('window', window);
        await leap(window, 9_000);
      }
      await leap(window, 24 * HOUR - turns * 10_100);
    }
    await leap(window, 15 * 24 * HOUR);
    await look('window', window);
  }
});

describe('words of any length', () => {
  const LONG_WORD = 'Folkhälsovårdscentralsbyggnadsföreningsordförandeskap';
  const notice = {
    title: { sv: LONG_WORD.repeat(2).slice(0, 78) },
    text: { sv: `${LONG_WORD.repeat(6).slice(0, 300)}${'\n'.repeat(50)}slut` },
  };
  const mixed = {
    sv: '🇸🇪🇫🇮 مكتب Rågsved 12:30–14 الثلاثاء 3 kg',
    ar: 'الساعة 12:30–14 في Rågsved 🇸🇪 3 kg',
  };

  it('[HW6] stand whole on the window, inside it, and a calendar of others’ are cut with a sign', async () => {
    const hub = await TestHub.start();
    const api = new OfficeApi(hub.url);
    const ask = async (path: string, body: object) => {
      const { status, body: answer } = await api.post<unknown>(path, body);
      if (status !== 200) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    };
    const span = {
      from: Date.parse('2026-11-01T00:00:00+01:00'),
      until: Date.parse('2026-12-31T00:00:00+01:00'),
    };
    try {
      await ask('/notices/lang/set', { ...notice, ...span, priority: 'urgent' });
      await ask('/notices/blandat/set', { title: mixed, ...span, priority: 'urgent' });
      const window = await browser.page(`${hub.url}/display`);
      const read = async (words: string) => {
        const texts = new Set<string>();
        for (let turn = 0; turn < 60; turn++) {
          const text = (await browser.read(window)).replaceAll(/[\s\u00ad-]+/g, '');
          texts.add(text);
          expect(await window.evaluate(OUTSIDE)).toEqual([]);
          if (isReadOver([...texts], words.replaceAll(/[\s-]+/g, ''))) return;
          await leap(window, 9_000);
        }
        throw new Error(`Never read: ${words}`);
      };
      await read(notice.title.sv);
      await read(notice.text.sv);
      await read(mixed.sv);
      await read(mixed.ar);

      await ask('/notices/lang/remove', {});
      await ask('/notices/blandat/remove', {});
      await ask('/feeds/folkets-hus/set', { name: 'Folkets Hus' });
      await ask('/feeds/folkets-hus/import', {
        text: calendarOf(
          event('lang', 'DTSTART:20261124T160000Z').replace('Kör', 'Ö'.repeat(10_000)),
          event('tom', 'DTSTART:20261124T170000Z').replace('Kör', ' \u200b \u202e '),
        ),
      });
      await window.clock.runFor(20_000);
      await read(`${'Ö'.repeat(119)}…`);
      expect(browser.misdeeds).toEqual([]);
    } finally {
      api.close();
      await browser.closePages();
      await hub.end();
    }
  });

  /** On one page, or on from page to page. */
  function isReadOver(pages: readonly string[], words: string): boolean {
    if (pages.some((page) => page.includes(words))) return true;
    for (let length = words.length - 1; length >= 12; length--) {
      const begun = words.slice(0, length);
      if (pages.some((page) => page.includes(begun))) return isReadOver(pages, words.slice(length));
    }
    return false;
  }

  /** Texts that are not wholly on the glass. */
  const OUTSIDE = `(() => {
    const outside = [];
    const read = (node) => {
      if (node instanceof HTMLStyleElement) return;
      if (node instanceof Text && node.data.trim()) {
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const { left, top, right, bottom, width, height } of range.getClientRects()) {
          // A line is higher than its letters, by so much above and below them.
          const air = height / 8;
          const isInside = left >= 0 && top + air >= 0 && right <= innerWidth && bottom - air <= innerHeight;
          if (width > 1 && !isInside) outside.push(node.data);
        }
      }
      if (node.shadowRoot) read(node.shadowRoot);
      for (const child of node.childNodes) read(child);
    };
    read(document.body);
    return outside;
  })()`;
});

describe('an address', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await TestHub.start();
  });
  afterEach(() => browser.closePages());
  afterAll(() => hub.end());

  const MARKUP = [
    '<script>pwned(1)</script>',
    '"><img src=x onerror=pwned(2)>',
    'javascript:pwned(3)',
  ];
  const ADDRESSES = MARKUP.flatMap((text) => {
    const escaped = encodeURIComponent(text);
    return [
      `/display?display=${escaped}&office=..%2f..&${escaped}=1#${text}`,
      `/display?display=__proto__&office=constructor#${text}`,
      `/terminal?idle=${escaped}&office=${escaped}#${text}`,
      `/staff?desk=${escaped}#${text}`,
      `/?office=${escaped}#${text}`,
      `/paper?${escaped}#${text}`,
      `/t/${escaped}?${escaped}#${text}`,
    ];
  });

  it.each(ADDRESSES)('[HW5] AB-091 %s is not on its page, and runs nothing', async (address) => {
    const page = await browser.page(hub.url + address);
    await page.locator('body *').first().waitFor();
    await leap(page, 2_000);
    expect(await browser.read(page)).not.toMatch(/pwned/);
    expect(browser.misdeeds).toEqual([]);
  });

  it.each(MARKUP)(
    '[HW5] with %s in it where nothing is, is answered as data, or with a page that is always the same',
    async (text) => {
      const nothing = await (await fetch(`${hub.url}/nothing-of-that-name`)).text();
      const escaped = encodeURIComponent(text);
      for (const path of [
        `/${escaped}`,
        `/assets/${escaped}`,
        `/api/v1/${escaped}`,
        `/api/v1/offices/${escaped}/agenda`,
        `/api/v1/offices/ragsved/agenda?from=${escaped}&language=${escaped}`,
        `/api/v1/offices/ragsved/agenda.ics?language=${escaped}`,
        `/api/v1/offices/ragsved/topics?language=${escaped}`,
      ]) {
        const response = await fetch(hub.url + path);
        expect(response.status).toBeGreaterThanOrEqual(400);
        const said = await response.text();
        if (said !== nothing)
          expect(response.headers.get('content-type')).toMatch(/^(application\/json|text\/plain)/);
        expect(response.headers.get('x-content-type-options')).toBe('nosniff');
        expect(said).not.toContain(text);
      }
    },
  );
});

describe('what watches over the pages of these tests', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await TestHub.start();
  });
  afterEach(() => browser.closePages());
  afterAll(() => hub.end());

  it.each([
    [
      'markup that runs',
      'document.body.insertAdjacentHTML("beforeend", "<img src=x onerror=pwned(1)>")',
    ],
    ['a link that runs', 'make("a", { href: "javascript:pwned(1)" })'],
    ['a script', 'make("script", {}).append("pwned(1)")'],
    ['a picture from elsewhere', 'make("img", { src: "//a.test/x.png" })'],
    ['a stylesheet', 'make("p", {}).style.background = "url(//a.test/x)"'],
    ['a prototype', 'Object.prototype.polluted = 1'],
    ['a call', 'pwned(1)'],
  ])('[HW2] sees %s', async (_what, deed) => {
    const page = await browser.page(`${hub.url}/`);
    await browser.read(page);
    expect(browser.misdeeds).toEqual([]);
    // What the page's policy throws at is seen as well.
    await page.evaluate(`{
      const make = (name, given) => {
        const made = Object.assign(document.createElement(name), given);
        document.body.append(made);
        return made;
      };
      try { ${deed} } catch {}
    }`);
    // What a stylesheet asks for is asked when the page is next drawn.
    await expect
      .poll(async () => {
        await leap(page, 100);
        await browser.read(page);
        return browser.misdeeds;
      })
      .not.toEqual([]);
  });
});
