/** What may be done to the virtual printer over HTTP, and by whom. Rules VP22… in docs/spec.md. */
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { duplexPair } from 'node:stream';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualPrinterServer } from '#print/virtual-printer-server.ts';
import { Doorkeeper } from '#server/identity/doorkeeper.ts';
import { paper } from '#server/web/paper.ts';
import type { PaperState } from '#shared/virtual-printer.ts';
import { encodeSlip, stripes } from '../print/made-up.ts';

const TOKEN = 'a-token-for-tests-only';

let printer: VirtualPrinterServer;
let http: Server;
beforeEach(async () => {
  printer = await VirtualPrinterServer.open({ mmPerSecond: 4_000, cutMs: 1 });
  const app = express().use('/paper', paper(printer, new Doorkeeper('127.0.0.1', TOKEN)));
  http = createServer(app).listen(0, '127.0.0.1');
  await once(http, 'listening');
});
afterEach(async () => {
  http.close();
  await printer.close();
});

type Answer<Body> = { status: number; body: Body };

/** Not fetch, which lets nobody set Origin and Host. */
async function ask<Body = PaperState & { code: string }>(
  path: string,
  { post, headers = {} }: { post?: string; headers?: Record<string, string> } = {},
): Promise<Answer<Body>> {
  const { port } = http.address() as AddressInfo;
  const method = post === undefined ? 'GET' : 'POST';
  const sent = request({ host: '127.0.0.1', port, path: `/paper${path}`, method, headers });
  sent.end(post);
  const [response] = await once(sent, 'response');
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode, body: JSON.parse(text) };
}

const act = (act: object, headers = {}) => ask('/acts', { post: JSON.stringify(act), headers });

describe('playing with the virtual printer', () => {
  it('[VP22] tells how it is', async () => {
    expect(await ask('/state')).toEqual({
      status: 200,
      body: {
        ...{ powered: true, pluggedIn: true, coverOpen: false, paper: 'plenty', paperLeftMm: null },
        ...{
          cutter: 'works',
          hot: false,
          brokenDown: false,
          waitsToBeTold: false,
          printing: false,
        },
        buffer: { bytes: 0, of: 4_096 },
        connections: { served: 0, waiting: 0 },
        quirks: {
          ...{ lacks: [], lies: [], coverRecovery: 'by-itself', secondConnection: 'waits' },
          ...{ splitsReplies: false, chatters: false, keepsStreamAcrossConnections: false },
        },
        counters: { slipsCut: 0, mmPrinted: 0, bytesRefused: 0 },
        chaos: null,
      },
    });
  });

  it('[VP22] does what it is asked to, and tells how it is then', async () => {
    expect((await act({ act: 'open-cover' })).body.coverOpen).toBe(true);
    expect((await act({ act: 'leave-paper', mm: 20.5 })).body.paperLeftMm).toBe(20.5);
    const quirks = { lacks: ['process-id'], chatters: true };
    expect((await act({ act: 'set-quirks', quirks })).body.quirks).toMatchObject(quirks);
    const mended = await act({ act: 'mend' });
    expect(mended.body).toMatchObject({ coverOpen: false, paper: 'plenty', quirks });
  });

  it('[VP22] lets one thing after another go wrong until there is calm', async () => {
    expect((await act({ act: 'chaos', seed: 7 })).body.chaos).toBe(7);
    await act({ act: 'paper-out' });
    expect((await act({ act: 'calm' })).body).toMatchObject({ chaos: null, paper: 'plenty' });
  });

  it.each([
    ['no JSON', 'open the cover'],
    ['no act', '{}'],
    ['an act it does not have', '{"act":"set-on-fire"}'],
    ['an act with too much', '{"act":"mend","also":true}'],
    ['paper of no length', '{"act":"leave-paper","mm":-1}'],
    ['a rest for ever', '{"act":"overheat","restMs":1e12}'],
    ['quirks that nobody has', '{"act":"set-quirks","quirks":{"lacks":["everything"]}}'],
    ['too much of anything', JSON.stringify({ act: 'mend', also: 'x'.repeat(5_000) })],
  ])('[VP22] refuses %s, and nothing happens', async (_what, post) => {
    expect(await ask('/acts', { post })).toMatchObject({
      status: 400,
      body: { code: 'malformed-request' },
    });
    expect(printer.state).toMatchObject({ powered: true, paper: 'plenty', coverOpen: false });
  });

  it.each([
    ['somebody else’s computer', { 'X-Forwarded-For': '192.0.2.1' }],
    ['a wrong token', { Authorization: 'Bearer wrong' }],
    ['another page in the browser', { Origin: 'https://evil.example' }],
    ['a page that the browser calls cross-site', { 'Sec-Fetch-Site': 'cross-site' }],
  ])('[VP23] is not for %s', async (_who, headers) => {
    for (const answer of [
      await ask('/state', { headers }),
      await ask('/list', { headers }),
      await act({ act: 'open-cover' }, headers),
    ])
      expect([answer.status, answer.body.code]).toEqual([403, 'not-allowed']);
    expect(printer.state.coverOpen).toBe(false);
  });

  it('[VP23] is for whoever has the token, wherever she is', async () => {
    const headers = { 'X-Forwarded-For': '192.0.2.1', Authorization: `Bearer ${TOKEN}` };
    expect((await act({ act: 'open-cover' }, headers)).body.coverOpen).toBe(true);
  });

  it('[VP22] names the bytes that were not understood beside the paper', async () => {
    const cut = new Promise<void>((resolve) => printer.printer.onPaper(resolve));
    const [host, back] = duplexPair();
    printer.printer.attach(back);
    host.write(Buffer.concat([Buffer.from('\x1b~', 'latin1'), encodeSlip(stripes(16))]));
    await cut;
    const { body } = await ask<{ refused: string[] }[]>('/list');
    expect(body[0]?.refused).toEqual(['1b 7e']);
  });
});
