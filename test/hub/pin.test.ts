/** PINs at a paired staff computer, and what a proxy may say, on a real hub. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionNow } from '#shared/identity.ts';
import { TestHub } from '#test/support/hub.ts';
import {
  foundOffice,
  type Office,
  PASSPHRASE,
  PersonApi,
  printedSecret,
} from '#test/support/office-people.ts';
import { PairedDevice } from '#test/support/paired-device.ts';

const PIN = '274951';

let hub: TestHub;
let office: Office;
let computer: PairedDevice;

beforeAll(async () => {
  hub = await TestHub.start({ TRUST_PROXY: '1' });
  office = await foundOffice(hub);
  computer = await PairedDevice.pair(hub.url, office.administrator, {
    kind: 'staff',
    name: 'Bord 1',
  });
}, 60_000);
afterAll(() => hub.end());

const byPin = async (person: PersonApi, account: string, pin = PIN) =>
  person.post('/session/pin', { account, pin, proof: await computer.prove() });

describe('at a paired staff computer', () => {
  it('[ID13] whoever has a PIN is named, and comes in by it', async () => {
    const pia = await office.comes('guide', { name: 'Pia Pin', pin: PIN });
    const before = await office.stranger().get<SessionNow>('/session', await computer.header());
    expect(before.body.device).toEqual({ id: computer.id, name: 'Bord 1' });
    expect(before.body.ways.pins).toContainEqual({ account: pia.account, name: 'Pia Pin' });
    const here = office.stranger();
    const came = await byPin(here, pia.account);
    expect([came.status, came.body.who]).toMatchObject([200, { kind: 'person', name: 'Pia Pin' }]);
    await here.post('/session/lock');
    const unlocked = await here.post('/session/unlock', { pin: PIN });
    expect(unlocked.body.who).toMatchObject({ locked: false });
  });

  it('[ID13] whoever opens her invitation there is at that computer at once, and unlocks by the PIN she chose', async () => {
    const { account, invitation } = await office.invite('guide', { name: 'Nina Ny' });
    const nina = office.stranger();
    const came = await nina.post('/invitation', {
      ...{ secret: invitation, passphrase: PASSPHRASE, pin: PIN },
      proof: await computer.prove(),
    });
    expect([came.status, came.body.device]).toEqual([201, { id: computer.id, name: 'Bord 1' }]);
    const sessions =
      await office.administrator.get<{ account: string; device: string }[]>('/sessions');
    expect(sessions.body.find((one) => one.account === account.id)?.device).toBe('Bord 1');
    await nina.post('/session/lock');
    const unlocked = await nina.post('/session/unlock', { pin: PIN });
    expect(unlocked.body.who).toMatchObject({ locked: false });
  });

  it('[ID13] a proof is good once', async () => {
    const pia = await office.comes('guide', { pin: PIN });
    const proof = await computer.prove();
    const ask = () =>
      office.stranger().post('/session/pin', { account: pia.account, pin: PIN, proof });
    expect((await ask()).status).toBe(200);
    const again = await ask();
    expect([again.status, again.body.code]).toEqual([403, 'pin-not-here']);
  });

  it('[ID13] by PIN nobody is an administrator, and by her passphrase at the same computer she is', async () => {
    const boss = await office.comes('administrator', { pin: PIN });
    const here = office.stranger();
    const came = await byPin(here, boss.account);
    expect(came.body.who).toMatchObject({ role: 'coordinator' });
    expect((await here.get('/accounts')).status).toBe(403);
    await here.post('/session/lock');
    const unlocked = await here.post('/session/unlock', { passphrase: PASSPHRASE });
    expect(unlocked.body.who).toMatchObject({ role: 'administrator' });
    expect((await here.get('/accounts')).status).toBe(200);
    // And back: what a PIN opens, it opens for a coordinator.
    await here.post('/session/lock');
    await here.post('/session/unlock', { pin: PIN });
    expect((await here.get('/accounts')).status).toBe(403);
  });

  it('[ID13] AB-055 wrong ones make her wait, though the next be right, and are in the trail', async () => {
    const pia = await office.comes('guide', { pin: PIN });
    const codes = [];
    for (let nth = 0; nth < 3; nth++)
      codes.push((await byPin(office.stranger(), pia.account, '000111')).body.code);
    expect(codes).toEqual(['wrong-credentials', 'wrong-credentials', 'too-many-requests']);
    const right = await byPin(office.stranger(), pia.account);
    expect(right.body.code).toBe('too-many-requests');
    const { body } =
      await office.administrator.get<{ what: string; on: string; why: string }[]>(
        '/audit?what=session:pin',
      );
    expect(body.filter(({ on }) => on === `account:${pia.account}`)).toHaveLength(2);
    expect(body[0]?.why).toBe(`device:${computer.id}`);
  });

  it('[ID13] a PIN and an account that are not there are answered alike', async () => {
    const nobody = await byPin(office.stranger(), 'ffffffffffff', '000111');
    expect([nobody.status, nobody.body.code]).toEqual([401, 'wrong-credentials']);
  });
});

it('[ID1] the computer of the first administrator is paired with her', async () => {
  const first = await TestHub.start();
  const key = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x;
  const founded = await new PersonApi(first).post('/first-administrator', {
    ...{ secret: printedSecret(first), name: 'Ada', login: 'ada', passphrase: PASSPHRASE },
    computer: { publicKey: key, name: 'Bord 1' },
  });
  expect(founded.body.device).toEqual({ id: expect.stringMatching(/^staff-/), name: 'Bord 1' });
  await first.end();
});

describe('behind a proxy', () => {
  const signIn = async (headers: Record<string, string>) => {
    const response = await fetch(`${hub.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify({ login: 'ada', passphrase: PASSPHRASE }),
    });
    return {
      status: response.status,
      cookies: response.headers.getSetCookie(),
      body: await response.json(),
    };
  };
  // fetch() does not let its Host be set; what the hub compares with is what the proxy hands on.
  const throughProxy = async (headers: Record<string, string>) => {
    const { request } = await import('node:http');
    return new Promise<{ status: number; cookies: string[]; code: string }>((done, failed) => {
      const sent = request(
        `${hub.url}/api/v1/session`,
        {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', Host: 'ko.example.se', ...headers },
        },
        (response) => {
          let text = '';
          response.on('data', (chunk) => {
            text += chunk;
          });
          response.on('end', () =>
            done({
              status: response.statusCode ?? 0,
              cookies: response.headers['set-cookie'] ?? [],
              code: JSON.parse(text).code,
            }),
          );
        },
      );
      sent.on('error', failed);
      sent.end(JSON.stringify({ login: 'ada', passphrase: PASSPHRASE }));
    });
  };

  it('[ID20] that says HTTPS, the cookie is for HTTPS and this host alone', async () => {
    const { status, cookies } = await throughProxy({
      ...{ 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '203.0.113.7' },
    });
    expect(status).toBe(200);
    expect(cookies).toEqual([
      expect.stringMatching(/^__Host-torget=.+; Path=\/; HttpOnly; Secure; SameSite=Strict$/),
    ]);
  });

  it('[ID20] that does not, no passphrase is taken', async () => {
    const { status, code, cookies } = await throughProxy({ 'X-Forwarded-For': '203.0.113.7' });
    expect([status, code, cookies]).toEqual([403, 'needs-https', []]);
  });

  it('[ID9] AB-069 of fifty who sign in at once some are told to come again, and the office is served meanwhile', async () => {
    const all = Array.from({ length: 50 }, (_, nth) =>
      signIn({ origin: hub.url, 'X-Forwarded-For': `203.0.113.${nth}` }),
    );
    const board = await fetch(`${hub.url}/api/v1/offices/ragsved/board`);
    expect(board.status).toBe(200);
    const statuses = (await Promise.all(all)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(22);
  });

  it('[ID8] an address that nobody vouches for is not believed', async () => {
    // One proxy is trusted: what stands before what it added is the client's own word.
    const tries: number[] = [];
    for (let nth = 0; nth < 9; nth++) {
      const person = office.stranger();
      const told = { 'X-Forwarded-For': `198.51.100.${nth}, 203.0.113.200` };
      const { status } = await person.post(
        '/session',
        { login: 'ingen', passphrase: 'fel fras' },
        told,
      );
      tries.push(status);
    }
    expect(tries).toEqual([...Array(8).fill(401), 429]);
  });

  it('[ID20] on the hub’s own computer it is', async () => {
    const { status, cookies } = await signIn({ origin: hub.url });
    expect([status, cookies.length]).toEqual([200, 1]);
  });
});
