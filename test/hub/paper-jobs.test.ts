/** Paper that staff ask for, and a ticket's own page, against a real hub. Rules PJ… and TP… in docs/spec.md. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reviews } from '#shared/languages/all-languages.ts';
import type { Paper, PrinterListed, PrintState } from '#shared/printers.ts';
import type { PaperAct, PaperState } from '#shared/virtual-printer.ts';
import { LANGUAGE_TAGS } from '#shared/vocabulary.ts';
import { TestHub, TOKEN } from '#test/support/hub.ts';
import { OfficeApi, type Refused } from '#test/support/office-api.ts';

let hub: TestHub;
let api: OfficeApi;
beforeAll(async () => {
  hub = await TestHub.alone();
  api = new OfficeApi(hub.url);
  await api.post('/desks/bord-1/open');
});
afterAll(async () => {
  api.close();
  await hub.end();
});

type Issued = { number: string; token: string };
type Reprint = { number: string; copy: number; printer: string };
const issue = async (more: object = {}) =>
  (await api.issue('blanketter', { print: true, ...more })).body as unknown as Issued;
const reprint = (number: string, body: object = {}) =>
  api.post<Reprint & Refused>(`/tickets/${number}/reprint`, body);
const page = (name: string, body: object = {}) =>
  api.post<Refused>('/printers/automat-1/print-page', { page: name, ...body });

describe('a ticket that is printed again', () => {
  it('[PJ8] is marked as a copy, and counts one more each time', async () => {
    const { number } = await issue();
    await slipsCut(1);
    await paperIs(number, 'confirmed');
    expect((await reprint(number)).body).toEqual({ number, copy: 2, printer: 'automat-1' });
    await slipsCut(2);
    await paperIs(number, 'confirmed');
    expect((await reprint(number)).body.copy).toBe(3);
    await slipsCut(3);
  });

  it('[PJ8] is printed once for one press, however often that is repeated', async () => {
    const { number } = await issue();
    await slipsCut(4);
    await paperIs(number, 'confirmed');
    const body = { requestId: 'reprinted-once' };
    const first = await reprint(number, body);
    expect(await reprint(number, body)).toEqual(first);
    await slipsCut(5);
    expect(await reprint(number, body)).toEqual(first);
    const other = await reprint('A001', body);
    expect([other.status, other.body.code]).toEqual([409, 'request-id-reused']);
  });

  it('[PJ9] is refused while its paper is on its way, when it has ended, and when there is none', async () => {
    const before = (await state()).counters.slipsCut;
    const { number } = await issue();
    const tooSoon = await reprint(number);
    expect([tooSoon.status, tooSoon.body.code]).toEqual([409, 'paper-on-its-way']);
    await slipsCut(before + 1);
    await api.post(`/tickets/${number}/cancel`);
    expect((await reprint(number)).body.code).toBe('ticket-has-ended');
    const nobodys = await reprint('A999');
    expect([nobodys.status, nobodys.body.code]).toEqual([404, 'unknown-ticket']);
  });

  it('[PJ9] is refused at once by a printer that cannot print, and nothing comes out later', async () => {
    const before = (await state()).counters.slipsCut;
    const { number } = await issue();
    await slipsCut(before + 1);
    await paperIs(number, 'confirmed');
    await play({ act: 'paper-out' });
    await printerIs(({ state }) => state.state === 'fault');
    expect((await reprint(number)).body.code).toBe('printer-cannot-print');
    expect((await page('test')).body.code).toBe('printer-cannot-print');
    await play({ act: 'refill' });
    await printerIs(({ state }) => state.state === 'ready');
    expect((await state()).counters.slipsCut).toBe(before + 1);
  });
});

describe('paper for staff', () => {
  it.each(['test', 'back', 'day'])(
    '[PJ10] the page %s comes out, and staff are told so',
    async (name) => {
      const { counters } = await state();
      expect((await page(name)).body).toEqual({ printer: 'automat-1', page: name });
      await printerIs(({ page }) => page?.page === name && page.state === 'confirmed');
      expect((await state()).counters).toMatchObject({
        slipsCut: counters.slipsCut + 1,
        bytesRefused: 0,
      });
    },
  );

  it('[PJ10] is asked of a printer of the office, and by nobody without a credential', async () => {
    const { status, body } = await api.post<Refused>('/printers/automat-9/print-page', {
      page: 'test',
    });
    expect([status, body.code]).toEqual([404, 'unknown-printer']);
    expect((await page('everything')).status).toBe(400);
    const stranger = new OfficeApi(hub.url, 'wrong');
    expect((await stranger.get('/printers')).status).toBe(401);
    stranger.close();
  });
});

describe('a hub that is killed with paper under way', () => {
  it('[PJ11] says that nobody knows, and prints nothing of an hour ago', async () => {
    await play({ act: 'leave-paper', mm: 20 });
    const { number } = await issue();
    await printerIs(({ state }) => state.state === 'fault');
    await hub.stop('SIGKILL');
    await hub.startAgain();
    await printerIs(({ state }) => state.state === 'ready');
    await paperIs(number, 'unknown');
    expect((await reprint(number)).body.copy).toBe(2);
    await paperIs(number, 'confirmed');
    await slipsCut(1); // of a virtual printer that is new with the hub: the copy, and nothing else
  });
});

describe("a ticket's own page", () => {
  const read = (token: string) => fetch(`${hub.url}/t/${token}`);

  it('[TP1] leads by 128 random bits to the number, its place and its call, in its language', async () => {
    const { number, token } = await issue({ print: false, language: 'fa' });
    expect(Buffer.from(token, 'base64url')).toHaveLength(16);
    const response = await read(token);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    const html = await response.text();
    expect(html).toMatch(/<html [^>]*lang="fa" dir="rtl"/);
    expect(html).toContain(number);
    expect(html).not.toContain('{{');
  });

  it('[TP2] tells nothing to whoever guesses, or knows the number', async () => {
    const { number } = await issue({ print: false });
    for (const guess of [number, 'AAAAAAAAAAAAAAAAAAAAAA', '..%2f..%2fetc%2fpasswd', '']) {
      const response = await read(guess);
      expect(response.status).toBe(404);
      expect(await response.text()).not.toContain(number);
    }
  });

  it('[TP2] is not led to by anything that others may read', async () => {
    const { number, token } = await issue({ print: false });
    const seen = await Promise.all([
      api.get(`/tickets/${number}`),
      api.get('/board'),
      api.get('/topics'),
      api.get('/desks'),
    ]);
    expect(JSON.stringify(seen)).not.toContain(token);
  });

  it('[TP3] follows the ticket to its end, and through a restart', async () => {
    const { token } = await issue({ print: false, language: 'en' });
    expect(await (await read(token)).text()).toMatch(/before you|next/);
    await hub.stop('SIGKILL');
    await hub.startAgain();
    let called: string | undefined;
    do called = (await api.post('/desks/bord-1/call-next')).body.number;
    while (called && !(await (await read(token)).text()).includes('Your turn') && (await finish()));
    expect(await (await read(token)).text()).toContain('Go to Desk 1');
    await finish();
    expect(await (await read(token)).text()).toContain('Your visit is finished');
  });

  const finish = async () => (await api.post('/desks/bord-1/finish')).status === 200;
});

it('[L2] the hub lists who has read the texts of each language, or that nobody has', async () => {
  const listed = (await (await fetch(`${hub.url}/api/v1/languages`)).json()) as unknown[];
  expect(listed).toEqual(reviews());
  expect(listed).toHaveLength(LANGUAGE_TAGS.length);
});

const auth = { Authorization: `Bearer ${TOKEN}` };

async function play(act: PaperAct): Promise<void> {
  await fetch(`${hub.url}/paper/acts`, {
    method: 'POST',
    headers: { ...auth, 'Content-Type': 'application/json' },
    body: JSON.stringify(act),
  });
}

async function state(): Promise<PaperState> {
  return (await (await fetch(`${hub.url}/paper/state`, { headers: auth })).json()) as PaperState;
}

/** Resolves when so many pieces of paper have been cut since the printer was made; more would hang the test. */
async function slipsCut(count: number): Promise<void> {
  while ((await state()).counters.slipsCut < count) await pause();
  expect((await state()).counters.slipsCut).toBe(count);
}

async function paperIs(number: string, wanted: PrintState): Promise<void> {
  for (;;) {
    const { paper } = (await api.get<{ paper: Paper | null }>(`/tickets/${number}`)).body;
    if (paper?.state === wanted) return;
    await pause();
  }
}

async function printerIs(wanted: (printer: PrinterListed) => boolean): Promise<void> {
  for (;;) {
    const [printer] = (await api.get<PrinterListed[]>('/printers')).body;
    if (printer && wanted(printer)) return;
    await pause();
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
