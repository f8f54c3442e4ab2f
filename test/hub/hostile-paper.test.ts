/** What is tried with paper, on a real hub. Rule ST4 in docs/spec.md. */
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createRequire } from 'node:module';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { ConfigError, loadConfig } from '#server/config.ts';
import type { Paper, PrinterListed } from '#shared/printers.ts';
import type { PaperAct, PaperState } from '#shared/virtual-printer.ts';
import { TestHub, TOKEN } from '#test/support/hub.ts';
import { OfficeApi, type Refused } from '#test/support/office-api.ts';

const PAGES_AT = 'https://ko.example.se';

let hub: TestHub;
let api: OfficeApi;
beforeAll(async () => {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const wasmBinary = Uint8Array.from(readFileSync(wasm)).buffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  hub = await TestHub.start({ PUBLIC_URL: PAGES_AT });
  api = new OfficeApi(hub.url);
});
afterAll(async () => {
  api.close();
  await hub.end();
});

const authorization = { Authorization: `Bearer ${TOKEN}` };
const paperOf = async (number: string) =>
  (await api.get<{ paper: Paper | null }>(`/tickets/${number}`)).body.paper?.state;
const atPrinter = async <Body>(path: string): Promise<Body> =>
  (await fetch(`${hub.url}/paper${path}`, { headers: authorization })).json() as Promise<Body>;
const slipsCut = async () => (await atPrinter<PaperState>('/state')).counters.slipsCut;
const play = (act: PaperAct) =>
  fetch(`${hub.url}/paper/acts`, {
    ...{ method: 'POST', headers: authorization, body: JSON.stringify(act) },
  });
const printerIs = (state: string) =>
  expect
    .poll(async () => (await api.get<PrinterListed[]>('/printers')).body[0]?.state.state, {
      timeout: 20_000,
    })
    .toBe(state);

type Issued = { number: string; token: string };

/** A ticket with paper, asked for under another name of the hub. */
function issuedAs(host: string): Promise<Issued> {
  const body = JSON.stringify({ requestId: `as-${host}`, topic: 'blanketter', language: 'sv' });
  const headers = {
    ...authorization,
    ...{ Host: host, 'X-Forwarded-Host': host, 'X-Forwarded-Proto': 'javascript' },
    'Content-Length': String(Buffer.byteLength(body)),
  };
  return new Promise((resolve, reject) => {
    request(
      `${hub.url}/api/v1/offices/ragsved/tickets`,
      { method: 'POST', headers },
      async (answer) => {
        const pieces: Buffer[] = [];
        for await (const piece of answer) pieces.push(piece as Buffer);
        resolve(JSON.parse(Buffer.concat(pieces).toString()) as Issued);
      },
    )
      .once('error', reject)
      .end(body);
  });
}

async function codesOn(png: Buffer) {
  const image = await loadImage(png);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data, width, height } = context.getImageData(0, 0, image.width, image.height);
  const read = await readBarcodes({ data, width, height, colorSpace: 'srgb' } as never, {
    formats: ['QRCode'],
  });
  return read.map(({ text }) => text);
}

it('[ST4] AB-110 the code on a ticket leads to its own page at the hub, whatever is asked for', async () => {
  for (const odd of [
    { follow: 'https://evil.example' },
    { token: 'https://evil.example' },
    { pagesAt: 'javascript:alert(1)' },
  ]) {
    const refused = await api.issue('blanketter', odd);
    expect([refused.status, (refused.body as Refused).code]).toEqual([400, 'malformed-request']);
  }
  const { number, token } = await issuedAs('evil.example');
  const printed = await api.post<Refused>(`/tickets/${number}/reprint`);
  expect(printed.status, JSON.stringify(printed.body)).toBe(200);
  await expect.poll(() => paperOf(number), { timeout: 20_000 }).toBe('confirmed');
  const [newest] = await atPrinter<{ id: string }[]>('/list');
  const png = await fetch(`${hub.url}/paper/${newest?.id}.png`, { headers: authorization });
  expect(await codesOn(Buffer.from(await png.arrayBuffer()))).toEqual([`${PAGES_AT}/t/${token}`]);
});

it.each(['javascript:alert(1)', 'file:///etc', 'ftp://ko.example.se', 'ko.example.se', 'tel:112'])(
  '[ST4] AB-110 no hub starts whose pages are at %s',
  (url) => {
    expect(() => loadConfig({ PUBLIC_URL: url })).toThrow(ConfigError);
  },
);

it('[ST4] AB-009 of fifty tickets that were taken without paper none is printed when there is some', async () => {
  await printerIs('ready');
  const before = await slipsCut();
  await play({ act: 'paper-out' });
  await printerIs('fault');
  const room = await api.post<Refused>('/lines/vagledare/set', { series: 'A', mayWait: 60 });
  expect(room.status, room.body.message).toBe(200);
  const numbers: string[] = [];
  for (let n = 0; n < 50; n++) {
    const issued = await api.issue('blanketter', { print: true });
    expect(issued.status, JSON.stringify(issued.body)).toBe(201);
    numbers.push(issued.body.number);
  }
  await expect
    .poll(async () => new Set(await Promise.all(numbers.map(paperOf))), { timeout: 20_000 })
    .toEqual(new Set(['not-sent']));
  await play({ act: 'refill' });
  await printerIs('ready');
  // The next ticket is the next paper.
  const { number } = (await api.issue('blanketter', { print: true })).body;
  await expect.poll(() => paperOf(number), { timeout: 20_000 }).toBe('confirmed');
  expect(await slipsCut()).toBe(before + 1);
});
