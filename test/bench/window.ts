/**
 * How fast the window is, in a real Chromium: from the browser's cache with no hub at all, and from the
 * hub's snapshot to a call that is painted.
 */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { WebSocketServer } from 'ws';
import { findChromium } from '#setup/chromium.mjs';
import type { Ticket } from '#shared/views.ts';
import { CHROMIUM_ARGS } from '#test/support/chromium.ts';
import { TestHub } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { inTurns, type Round } from './rounds.ts';
import type { Table } from './table.ts';

const DIST = resolve(import.meta.dirname, '../../dist');
const DESK = 'bord-1';
const SIZE = { width: 1920, height: 1080 };

/** What is waited for, at each start of the window. */
type Frame = {
  what: string;
  /** Of the browser's own paint timing. The ground has no content; the first content is the agenda's text. */
  paint: 'first-paint' | 'first-contentful-paint';
  /** Whether the window has counted the words of its pages before, in the same segment of the playlist. */
  counted: boolean;
  goal?: { latencyAtMost: number };
};

const FRAMES: readonly Frame[] = [
  {
    what: "cold start from cache → the window's ground",
    paint: 'first-paint',
    counted: true,
    goal: { latencyAtMost: 1.5 },
  },
  {
    what: 'cold start from cache → what is on',
    paint: 'first-contentful-paint',
    counted: true,
  },
  {
    what: 'the same, in a segment not met before',
    paint: 'first-contentful-paint',
    counted: false,
  },
];

/** Each start is a browser of its own, on a profile in which the window has been open before. */
export async function cacheToFirstFrame(table: Table): Promise<void> {
  const hub = await TestHub.alone();
  const floor = await serveBlankPage(await headersOf(`${hub.url}/display`));
  const [window, blank] = [new KeptPage(hub.url), new KeptPage(urlOf(floor))];
  try {
    for (const side of [window, blank]) await side.visit();
    await hub.stop('SIGKILL');
    floor.closeAllConnections();
    floor.close();
    for (const { what, goal, ...frame } of FRAMES) {
      const figures = await inTurns(20, {
        floor: () => blank.start({ paint: 'first-contentful-paint', counted: true }),
        ours: () => window.start(frame),
      });
      const beside = 'a blank page with the same service worker';
      table.compared({ what, floor: beside, ...(goal && { goal }) }, figures);
    }
  } finally {
    window.forget();
    blank.forget();
    await hub.end();
  }
}

/** From the arrival of the snapshot in the page until its number has been painted. */
export async function snapshotToPainted(table: Table): Promise<void> {
  const hub = await TestHub.alone();
  const floor = await serveBarePage();
  const browser = await launch();
  const api = new OfficeApi(hub.url);
  try {
    await api.post(`/desks/${DESK}/open`);
    const window = await watchedPage(browser, `${hub.url}/display`);
    const bare = await watchedPage(browser, urlOf(floor.http));
    const ours = async () => {
      const { body: issued } = await api.issue('myndighetsbrev');
      const latencyMs = await untilPainted(window, issued.number, () =>
        api.post<Ticket>(`/desks/${DESK}/call-next`),
      );
      await api.post(`/tickets/${issued.number}/cancel`); // and the spotlight is free again
      return latencyMs;
    };
    let called = 0;
    const theirs = () => {
      called += 1;
      const number = `B${String(called).padStart(3, '0')}`;
      return untilPainted(bare, number, async () => floor.call(number));
    };
    const figures = await inTurns(8, { floor: () => callsOf(theirs), ours: () => callsOf(ours) });
    table.compared(
      {
        what: "hub's snapshot → painted call",
        floor: 'a bare ws page that paints the same text',
        goal: { latencyAtMost: 2 },
      },
      figures,
    );
  } finally {
    api.close();
    await browser.close();
    floor.http.closeAllConnections();
    floor.http.close();
    await hub.end();
  }
}

const CALLS_IN_A_ROUND = 6;
/** Longer than the screen takes to come to rest. */
const QUIET_MS = 1_200;

async function callsOf(call: () => Promise<number>): Promise<Round> {
  const beganAt = performance.now();
  const latenciesMs: number[] = [];
  for (let index = 0; index < CALLS_IN_A_ROUND; index++) {
    await after(QUIET_MS);
    latenciesMs.push(await call());
  }
  return { latenciesMs, elapsedMs: performance.now() - beganAt };
}

/** One page of one origin, in a browser that is started anew each time and keeps what it has. */
class KeptPage {
  readonly #url: string;
  readonly #profile = mkdtempSync(join(tmpdir(), 'torget-profile-'));

  constructor(origin: string) {
    this.#url = `${origin}/display`;
  }

  /** So that everything the page needs is in the browser. */
  async visit(): Promise<void> {
    await this.#inPage(async (page) => {
      await page.goto(this.#url);
      await page.evaluate('navigator.serviceWorker.ready.then(() => null)');
      await after(3_000); // a window keeps its programme when it has it
    });
    // A second time: the browser keeps compiled scripts of pages it has met before.
    await this.start({ paint: 'first-contentful-paint', counted: true });
  }

  start({ paint, counted }: Pick<Frame, 'paint' | 'counted'>): Promise<Round> {
    return this.#inPage(async (page) => {
      if (!counted) await page.addInitScript({ content: FORGET_COUNTED });
      await page.goto(this.#url);
      const paintedMs = await page.evaluate<number>(timeOf(paint));
      return { latenciesMs: [paintedMs], elapsedMs: paintedMs };
    });
  }

  forget(): void {
    rmSync(this.#profile, { recursive: true, force: true });
  }

  async #inPage<Result>(act: (page: Page) => Promise<Result>): Promise<Result> {
    const browser = await launch(this.#profile);
    try {
      return await act(browser.pages()[0] ?? (await browser.newPage()));
    } finally {
      await browser.close();
    }
  }
}

async function launch(profile = ''): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: await findChromium(() => {}),
    args: CHROMIUM_ARGS,
    viewport: SIZE,
  });
}

/** What is left of the window's page when it shows one word: its worker, which keeps the same files. */
async function serveBlankPage(headers: Readonly<Record<string, string>>): Promise<Server> {
  const files: Readonly<Record<string, [type: string, content: string | Buffer]>> = {
    '/display': [
      'text/html',
      '<!doctype html><title>Blank</title><p>Torget</p><script type="module" src="/blank.js"></script>',
    ],
    '/blank.js': [
      'text/javascript',
      "navigator.serviceWorker.register('/display-worker.js', { scope: '/display' })",
    ],
  };
  const http = createServer((request, response) => {
    const path = new URL(request.url ?? '', 'http://here').pathname;
    const [type, content] = files[path] ?? fileOf(path);
    response.writeHead(200, { ...headers, 'Content-Type': type }).end(content);
  });
  await once(http.listen(0, '127.0.0.1'), 'listening');
  return http;
}

/** Some of them cost a browser a process of its own for the page, whatever is on it. */
async function headersOf(url: string): Promise<Record<string, string>> {
  const { headers } = await fetch(url);
  return Object.fromEntries(
    [...headers].filter(([name]) => /^(content-sec|cross-|origin-|x-)/.test(name)),
  );
}

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  css: 'text/css',
  html: 'text/html',
  svg: 'image/svg+xml',
};

function fileOf(path: string): [type: string, content: Buffer] {
  const extension = path.split('.').at(-1) ?? '';
  return [TYPES[extension] ?? 'application/octet-stream', readFileSync(join(DIST, path))];
}

const BARE_PAGE = `<!doctype html><title>Bare</title>
<style>body { font: 100px sans-serif }</style><p id="turn"></p><p id="number"></p><p id="desk"></p>
<script>
  new WebSocket('ws://' + location.host).onmessage = ({ data }) => {
    for (const [id, text] of Object.entries(JSON.parse(data))) document.getElementById(id).textContent = text;
  };
</script>`;

async function serveBarePage(): Promise<{ http: Server; call: (number: string) => void }> {
  const http = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(BARE_PAGE);
  });
  const sockets = new WebSocketServer({ server: http });
  await once(http.listen(0, '127.0.0.1'), 'listening');
  return {
    http,
    call: (number) => {
      const text = JSON.stringify({ turn: 'Din tur', number, desk: 'Bord 1' });
      for (const socket of sockets.clients) socket.send(text);
    },
  };
}

// In the page

const timeOf = (paint: Frame['paint']): string => `new Promise((painted) => {
  new PerformanceObserver((list) => {
    const [first] = list.getEntriesByName('${paint}');
    if (first) painted(first.startTime);
  }).observe({ type: 'paint', buffered: true });
})`;

/** display/counted-words.ts keeps them there. */
const FORGET_COUNTED = `localStorage.removeItem('torget.display.words')`;

/** Remembers when the first message with the awaited number came, before the page has heard of it. */
const REMEMBER_ARRIVALS = `
  window.awaited = '';
  window.WebSocket = class extends WebSocket {
    constructor(...address) {
      super(...address);
      this.addEventListener('message', ({ data }) => {
        if (awaited && String(data).includes(awaited)) window.arrivedAt ??= performance.now();
      });
    }
  };`;

/** Looks in every frame; a task of its own comes after the frame in which the number was found. */
const untilPaintedInPage = (number: string): string => `new Promise((painted) => {
  window.arrivedAt = null;
  window.awaited = '${number}';
  const shows = (root) => [...root.querySelectorAll('*')].some((element) =>
    (element.shadowRoot && shows(element.shadowRoot)) ||
    (element.childElementCount === 0 && element.textContent.includes(awaited)));
  const look = () => {
    if (arrivedAt === null || !shows(document)) return requestAnimationFrame(look);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => painted(performance.now() - arrivedAt);
    port2.postMessage(null);
  };
  requestAnimationFrame(look);
})`;

async function watchedPage(browser: BrowserContext, url: string): Promise<Page> {
  const page = await browser.newPage();
  await page.addInitScript({ content: REMEMBER_ARRIVALS });
  await page.goto(url);
  await after(3_000); // fonts have come, and the page is at rest
  return page;
}

/** Milliseconds in the page from the snapshot's arrival until the frame with `number` has been made. */
async function untilPainted(
  page: Page,
  number: string,
  call: () => Promise<unknown>,
): Promise<number> {
  await page.bringToFront();
  const painted = page.evaluate<number>(untilPaintedInPage(number));
  await after(50); // the page is looking by then
  await call();
  return painted;
}

const urlOf = (server: Server): string =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
