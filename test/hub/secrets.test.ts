/** What the hub says in its own words, on standard output and standard error, after a day of all sorts. Rule ST5 in docs/spec.md. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import sharp from 'sharp';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PairingSeen } from '#shared/identity.ts';
import { PROTOCOL_VERSION } from '#shared/protocol.ts';
import { TestHub, TOKEN } from '#test/support/hub.ts';
import {
  foundOffice,
  type Office,
  PASSPHRASE,
  type PersonApi,
  printedSecret,
} from '#test/support/office-people.ts';
import { PairedDevice } from '#test/support/paired-device.ts';

const PIN = '274951';
/** Typed where a name or a login belongs, as people do. */
const PERSONAL = ['19121212-1212', '121212-1212', 'mor.till.tre@example.se', '070-174 06 05'];

let hub: TestHub;
let office: Office;
beforeAll(async () => {
  hub = await TestHub.start();
}, 60_000);
afterAll(() => hub.end());

const sessionOf = ({ headers }: PersonApi) => /=([^;]+)/.exec(headers.cookie)?.[1] ?? '';

it('[ST5] AB-124 no secret and nothing personal is said, whatever happens', async () => {
  const link = printedSecret(hub);
  expect(link).not.toBe('');
  expect(hub.output.split(link)).toHaveLength(2); // the one-time link, and once
  office = await foundOffice(hub);
  const { administrator } = office;
  const secrets = new Map<string, string>([
    ...Object.entries({ passphrase: PASSPHRASE, PIN, API_TOKEN: TOKEN }),
  ]);
  const keep = (what: string, secret: string | undefined) => {
    expect(secret ?? '', what).not.toBe('');
    secrets.set(what, secret ?? '');
  };

  // People: rightly, wrongly, locked and unlocked.
  const { invitation } = await office.invite('guide');
  keep('invitation', invitation);
  const guide = await office.comes('guide', { pin: PIN, login: 'greta' });
  keep('session', sessionOf(guide));
  keep('the administrator’s session', sessionOf(administrator));
  const stranger = office.stranger();
  for (const [n, login] of [...PERSONAL, 'greta'].entries()) {
    keep(`wrong passphrase ${n}`, `fel lösenfras ${login} ${n}`);
    expect((await stranger.signIn(login, `fel lösenfras ${login} ${n}`)).status).toBe(401);
  }

  // A device, by its code and by its key; and a computer at which a PIN is typed.
  const computer = await PairedDevice.pair(hub.url, administrator, { kind: 'staff' });
  const { code, secret } = await computer.begin('staff');
  keep('pairing code', code);
  keep('pairing secret', secret);
  await administrator.post<PairingSeen>('/devices/look', { office: 'ragsved', code });
  const proof = await computer.prove();
  keep('word to sign', proof.nonce);
  keep('signature', proof.signature);
  const here = office.stranger();
  const byPin = await here.post('/session/pin', { account: guide.account, pin: PIN, proof });
  expect(byPin.status).toBe(200);
  const replayed = await here.post('/session/pin', { account: guide.account, pin: PIN, proof });
  expect(replayed.status).toBe(403);
  await here.post('/session/lock');
  keep('locked session', sessionOf(here));
  keep('wrong PIN', '918273');
  expect((await here.post('/session/unlock', { pin: '918273' })).status).toBe(401);
  expect((await here.post('/session/unlock', { pin: PIN })).status).toBe(200);

  // A program, a ticket, a picture, an office book that is wrong.
  const made = await administrator.post<{ token: string }>('/tokens', {
    ...{ name: 'Kön', scopes: ['read'], offices: 'all', expiresAt: null },
  });
  keep('token', made.body.token);
  const program = { Authorization: `Bearer ${made.body.token}` };
  expect((await stranger.get('/offices/ragsved/printers', program)).status).toBe(200);
  const wrong = { Authorization: `Bearer ${made.body.token}x` };
  expect((await stranger.get('/offices/ragsved/printers', wrong)).status).toBe(401);
  const ticket = await guide.post<{ token: string }>('/offices/ragsved/tickets', {
    ...{ topic: 'blanketter', language: 'sv', print: true },
  });
  keep('ticket’s page', ticket.body.token);
  expect((await fetch(`${hub.url}/t/${ticket.body.token}`)).status).toBe(200);
  const picture = { create: { width: 9, height: 9, channels: 3, background: '#fff' } } as const;
  for (const body of [await sharp(picture).png().toBuffer(), Buffer.from(PERSONAL.join())]) {
    const sent = await fetch(`${hub.url}/api/v1/offices/ragsved/media`, {
      ...{ method: 'POST', body: new Uint8Array(body), headers: administrator.headers },
    });
    expect([201, 415]).toContain(sent.status);
  }
  for (const body of ['{', JSON.stringify({ requestId: 'x', [PERSONAL.join()]: PASSPHRASE })])
    expect((await administrator.send('POST', '/offices/ragsved/book/import', body)).status).toBe(
      400,
    );

  // Whatever comes while the log cannot be written.
  const other = new DatabaseSync(join(hub.folder, 'torget.db'));
  other.exec('BEGIN EXCLUSIVE');
  const failed = await Promise.all([
    guide.post('/offices/ragsved/tickets', { topic: 'blanketter', language: 'sv' }),
    guide.put('/session/pin', { passphrase: PASSPHRASE, pin: '516273' }),
    administrator.post('/accounts', {
      ...{
        name: PERSONAL[0],
        login: PERSONAL[1],
        role: 'guide',
        offices: ['ragsved'],
        agency: null,
      },
    }),
  ]);
  other.exec('ROLLBACK');
  other.close();
  keep('another PIN', '516273');
  expect(failed.map(({ status }) => status)).toContain(503);
  expect(hub.errors).not.toBe(''); // so that there is something to look through

  // A socket with everything wrong.
  const socket = io(hub.url, {
    ...{ transports: ['websocket'], reconnection: false, forceNew: true },
    auth: { protocol: PROTOCOL_VERSION, view: 'desk', desk: 'bord-1', token: `${TOKEN}x`, proof },
  });
  await new Promise((refused) => socket.once('connect_error', refused));
  socket.close();
  await hub.stop();

  const said = (hub.output + hub.errors).replace(link, '');
  for (const [what, one] of secrets) expect(said, what).not.toContain(one);
  for (const one of [...PERSONAL, 'greta', 'Ada']) expect(said, one).not.toContain(one);
  expect(said).not.toMatch(
    /\b(19|20)?\d{6}[-+]\d{4}\b|\bbearer\b|\bcookie\b|\b\d{1,3}(\.\d{1,3}){3}\b(?<!127\.0\.0\.1)/i,
  );

  // Nor is any of it kept where nobody needs it: of what can be used to come in, only its hash is.
  const kept = [...secrets].filter(([what]) => what !== 'ticket’s page');
  for (const [what, one] of kept) expect(filesWith(hub.folder, one), what).toEqual([]);
});

function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => statSync(file).isFile() && readFileSync(file).includes(text));
}
