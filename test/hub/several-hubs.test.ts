/** Two real hubs on one Redis: whoever comes to one may go on at the other. Rules MH… in docs/spec.md. */
import { randomUUID } from 'node:crypto';
import { createClient } from 'redis';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DeviceProof, SessionNow } from '#shared/identity.ts';
import type { TestHub } from '#test/support/hub.ts';
import { HubsOnRedis } from '#test/support/hubs-on-redis.ts';
import {
  foundOffice,
  type Office,
  type PersonApi,
  printedSecret,
} from '#test/support/office-people.ts';
import { PairedDevice } from '#test/support/paired-device.ts';
import { connected, socketTo } from '#test/support/sockets.ts';

/** What both are called from outside. */
const HOST = 'ko.example';
const BOARD = { view: 'board', screen: 'a'.repeat(32) };
const DESK = { view: 'desk', desk: 'bord-1' };

let house: HubsOnRedis;
let a: TestHub;
let b: TestHub;
let office: Office;
const linksAtFirst: string[] = [];
const sockets: Socket[] = [];

beforeAll(async () => {
  house = await HubsOnRedis.start(2);
  [a, b] = house.hubs as [TestHub, TestHub];
  linksAtFirst.push(printedSecret(a), printedSecret(b));
  office = await foundOffice(a);
}, 60_000);
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});
afterAll(() => house.end());

function opened(hub: TestHub, view: object, comes: Comes = {}): Socket {
  const socket = socketTo(hub.url, view, comes);
  sockets.push(socket);
  return socket;
}
type Comes = { proof?: DeviceProof; headers?: Record<string, string> };

const isCut = (socket: Socket) => expect.poll(() => socket.connected).toBe(false);
const isIn = async (person: PersonApi) =>
  (await person.get<SessionNow>('/session')).body.who.kind === 'person';
const hostOf = (hub: TestHub): string => new URL(hub.url).host;

describe('whoever signs in', () => {
  it('[ID9] has a passphrase that is kept at OWASP’s cost', async () => {
    const redis = await createClient({ url: house.redis.url }).connect();
    const kept = new Set<string>();
    for (const key of await redis.keys('torget:*')) {
      const entries = (await redis.type(key)) === 'stream' ? await redis.xRange(key, '-', '+') : [];
      for (const cost of JSON.stringify(entries).match(/scrypt\$\d+\$\d+\$\d+/g) ?? [])
        kept.add(cost);
    }
    redis.destroy();
    expect(kept).toEqual(new Set(['scrypt$131072$8$1']));
  });

  it('[MH5] at one hub is known at the other with her very next request', async () => {
    for (let nth = 0; nth < 4; nth++) {
      const [here, there] = nth % 2 === 0 ? [a, b] : [b, a];
      const person = office.stranger().at(here);
      expect((await person.signIn('ada')).status).toBe(200);
      expect((await person.at(there).get<SessionNow>('/session')).body.who).toMatchObject({
        kind: 'person',
        name: 'Ada Administratör',
      });
    }
  });

  it('[MH5] by an invitation that was made at the other hub is known at both', async () => {
    const { invitation } = await office.invite('guide');
    const guide = office.stranger().at(b);
    const came = await guide.post('/invitation', {
      ...{ secret: invitation, passphrase: 'fyra ord som ingen gissar' },
    });
    expect(came.status).toBe(201);
    expect(await isIn(guide.at(a))).toBe(true);
  });

  it('[MH5] signs out at one hub and is out at the other, with what hangs on it', async () => {
    const person = office.stranger().at(a);
    await person.signIn('ada');
    const there = person.at(b);
    const desk = opened(b, DESK, { headers: there.headers });
    expect(await connected(desk)).toBe('connected');
    // As a thief would have it: with a copy of the cookie.
    const copy = { Cookie: person.headers.cookie };
    expect((await person.delete('/session')).status).toBe(200);
    await isCut(desk);
    await expect
      .poll(
        async () => (await office.stranger().at(b).get<SessionNow>('/session', copy)).body.who.kind,
      )
      .toBe('stranger');
  });

  it('[MH5] locks at one hub and is locked at the other', async () => {
    const person = await office.comes('guide');
    expect((await person.post('/session/lock')).status).toBe(200);
    const { who } = (await person.at(b).get<SessionNow>('/session')).body;
    expect(who).toMatchObject({ kind: 'person', locked: true });
    expect((await person.at(b).post('/session/press')).status).toBe(403);
  });
});

describe('the one-time links', () => {
  it('[MH6] that the hubs printed are over at both once there is an administrator, and another of one hub is good at the other', async () => {
    const asks = (secret: string, hub: TestHub) =>
      office
        .stranger()
        .at(hub)
        .post('/first-administrator', {
          ...{ secret, name: 'Bo', login: `bo-${randomUUID()}` },
          passphrase: 'fem helt andra ord alltså',
        });
    for (const link of linksAtFirst)
      for (const hub of [a, b]) expect((await asks(link, hub)).status).toBe(410);

    await b.stop();
    await b.startAgain({ ADMINISTRATOR_LINK: '1' });
    const link = printedSecret(b);
    const answers = await Promise.all([asks(link, a), asks(link, b)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 410]);
  });
});

describe('a device', () => {
  const pairedAcross = (kind: 'display' | 'terminal') =>
    PairedDevice.pair(a.url, office.administrator.at(b), { kind });

  it('[MH7] shows a code at one hub that is typed at the other, and comes to either', async () => {
    const window = await pairedAcross('display');
    for (const hub of [a, b, a, b]) {
      const proof = await window.prove(hostOf(hub)); // the word to sign is always the first hub's
      expect(await connected(opened(hub, BOARD, { proof }))).toBe('connected');
    }
  });

  it('[MH7] hears at the hub where it asked what it became at the other, and is known at both by then', async () => {
    const device = new PairedDevice(a.url);
    const { pairing, secret, code } = await device.begin('display');
    const staff = office.administrator.at(b);
    const state = async (hub: TestHub) =>
      (await office.stranger().at(hub).get(`/pairing/${pairing}`, { 'Pairing-Secret': secret }))
        .body;
    expect(await state(b)).toEqual({ state: 'waiting' });
    const seen = await staff.post<{ pairing: string }>('/devices/look', {
      ...{ office: 'ragsved', code },
    });
    expect(seen.body.pairing).toBe(pairing);
    const says = (hub: TestHub) =>
      office.administrator.at(hub).post<{ id: string }>('/devices/pair', {
        ...{ office: 'ragsved', pairing, kind: 'display', name: 'Fönstret', display: null },
      });
    // Two who say yes at once, at two hubs: one has paired it.
    const said = await Promise.all([says(a), says(b)]);
    expect(said.map(({ status }) => status).toSorted()).toEqual([201, 404]);
    const made = said.find(({ status }) => status === 201)?.body.id;
    for (const hub of [a, b])
      expect(await state(hub)).toMatchObject({ state: 'paired', device: made });
  });

  it('[MH7] that is revoked at one hub is cut at the other, and told so', async () => {
    const window = await pairedAcross('display');
    const board = opened(b, BOARD, { proof: await window.prove(hostOf(b)) });
    expect(await connected(board)).toBe('connected');
    const revoked = await office.administrator.post(`/offices/ragsved/devices/${window.id}/revoke`);
    expect(revoked.status).toBe(204);
    await isCut(board);
    expect(await connected(opened(b, BOARD, { proof: await window.prove(hostOf(b)) }))).toBe(
      'revoked',
    );
  });

  it('[MH8] sends one proof to both hubs: one takes it, and the other says it is stale and no more', async () => {
    const window = await pairedAcross('display');
    const headers = { host: HOST };
    for (const [here, there] of [
      [a, b],
      [b, a],
    ] as const) {
      const proof = await window.prove(HOST);
      expect(await connected(opened(here, BOARD, { proof, headers }))).toBe('connected');
      expect(await connected(opened(there, BOARD, { proof, headers }))).toBe('not-allowed');
    }
    const proof = await window.prove(HOST);
    const both = [a, b].map((hub) => connected(opened(hub, BOARD, { proof, headers })));
    expect((await Promise.all(both)).toSorted()).toEqual(['connected', 'not-allowed']);
  });

  it('[MH9] that asks for a ticket now here, now there, is held where one hub alone would hold it', async () => {
    const terminal = await pairedAcross('terminal');
    const takes = async (hub: TestHub) => {
      const { device, nonce, signature } = await terminal.prove(hostOf(hub));
      const proof = { 'Device-Proof': [device, nonce, signature].join('.') };
      const ticket = { topic: 'blanketter', language: 'sv' };
      return (await office.stranger().at(hub).post('/offices/ragsved/tickets', ticket, proof))
        .status;
    };
    const statuses = [];
    for (let nth = 0; nth < 7; nth++) statuses.push(await takes(nth % 2 === 0 ? a : b));
    expect(statuses).toEqual([201, 201, 201, 201, 201, 201, 429]);
  });
});

describe('whoever guesses', () => {
  it('[MH9] at passphrases, now here, now there, is held after eight', async () => {
    const tries = async (nth: number) =>
      (
        await office
          .stranger()
          .at(nth % 2 === 0 ? a : b)
          .signIn('ada', `gissning nummer ${nth}`)
      ).status;
    const statuses = [];
    for (let nth = 0; nth < 10; nth++) statuses.push(await tries(nth));
    expect(statuses).toEqual([...Array<number>(8).fill(401), 429, 429]);
  });

  it('[MH9] at pairing codes, now here, now there, is held after twenty', async () => {
    const guesser = await office.comes('coordinator');
    const statuses = [];
    for (let nth = 0; nth < 22; nth++)
      statuses.push(
        (
          await guesser
            .at(nth % 2 === 0 ? a : b)
            .post('/devices/look', { office: 'ragsved', code: `BBBB-BB${nth}` })
        ).status,
      );
    expect(statuses).toEqual([...Array<number>(20).fill(404), 429, 429]);
  });

  it('[MH4] while nobody can count is not let guess, and is when Redis has come back', async () => {
    const tries = async () =>
      (await office.stranger().at(a).signIn('nobody-at-all', 'en gissning till')).status;
    house.redis.pause();
    try {
      expect(await tries()).toBe(503);
    } finally {
      house.redis.resume();
    }
    await expect.poll(tries, { timeout: 20_000 }).toBe(401);
  }, 60_000);
});
