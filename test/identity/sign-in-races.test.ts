/** Somebody comes in by what is taken from her at that moment, at another hub. Rule ID2 in docs/spec.md. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import type { EventLog } from '#server/event-log/event-log.ts';
import { InMemoryEventLog } from '#server/event-log/in-memory-event-log.ts';
import { Doorkeeper } from '#server/identity/doorkeeper.ts';
import { People } from '#server/identity/live-people.ts';
import { Passphrases } from '#server/identity/passphrase.ts';
import { SessionCookie } from '#server/identity/session-cookie.ts';
import { Sessions } from '#server/identity/sessions.ts';
import { InMemorySharedMemory } from '#server/shared-memory/in-memory-shared-memory.ts';
import { entranceOf, type SignInParts } from '#server/web/entrance.ts';
import { firstStepsRoutes } from '#server/web/first-steps.ts';
import { signInRoutes } from '#server/web/sign-in.ts';
import type { AccountId } from '#shared/identity.ts';
import { TamperedEventLog } from '#test/support/tampered-event-log.ts';

const WORDS = 'korrekt hästbatteri häftklammer 77';
const OTHER_WORDS = 'fyra andra ord som ingen gissar';
const now = () => Date.now();
const onFault = (fault: unknown) => {
  throw fault;
};
/** Nobody is held. */
const free = async () => ({ waitSeconds: 0, right: async () => {}, wrong: async () => {} });

type Asks = (
  method: string,
  path: string,
  body?: object,
) => Promise<{ status: number; who: string }>;

let memory: InMemorySharedMemory;
/** As the hub has it that Ann comes to; the other has the log itself. */
let herLog: TamperedEventLog;
let hers: Awaited<ReturnType<typeof hubOn>>;
let other: Awaited<ReturnType<typeof hubOn>>;
let ann: AccountId;
/** The secret of the invitation that she has not accepted yet. */
let invitation: string;
/** Run when the hub has something for the trail. */
let onTrail: (what: string) => Promise<void>;
let ask: Asks;

beforeEach(async () => {
  const log = new InMemoryEventLog();
  memory = new InMemorySharedMemory(now);
  herLog = new TamperedEventLog(log);
  [hers, other] = [await hubOn(herLog), await hubOn(log)];
  const { people } = hers;
  await people.submit(null, {
    ...{ type: 'FoundOffice', account: people.newAccountId(), name: 'Ada', login: 'ada' },
    ...{ passphrase: 'kept', by: 'operator' },
  });
  ann = people.newAccountId();
  const made = people.newInvitation();
  invitation = made.secret;
  await people.submit(null, {
    ...{ type: 'AddAccount', account: ann, invitation: made.invitation, by: 'ada' },
    card: { name: 'Ann', login: 'ann', role: 'guide', offices: 'all', agency: null },
  });
  onTrail = async () => {};
  ask = await served({
    ...{ ...hers, passphrases: new Passphrases({ N: 1024 }), now, sso: null },
    doorkeeper: new Doorkeeper('127.0.0.1', undefined, {
      ...hers,
      devices: { prove: async () => null } as never,
    }),
    signInLimits: { passphrase: free, link: free } as never,
    founding: {} as never,
    audit: { record: async ({ what }) => onTrail(what) },
    computers: {
      ...{ seen: () => {}, nameOf: () => null, officeOf: () => null },
      enrol: async () => null,
    },
  });
});

async function hubOn(log: EventLog) {
  const people = await People.open(log, now);
  const sessions = await Sessions.open({
    ...{ log, memory, now, people, onFault },
    idleLockMs: 300_000,
  });
  onTestFinished(() => sessions.close());
  return { people, sessions };
}

/** The ways in over HTTP, to a browser with one cookie. */
async function served(parts: SignInParts): Promise<Asks> {
  const entrance = entranceOf(parts);
  const pages = express();
  pages.use(express.json());
  pages.use(new SessionCookie(parts.sessions, 'a key of tests only').read as never);
  pages.use(firstStepsRoutes(parts, entrance), signInRoutes(parts, entrance));
  pages.use(((_fault, _request, response, _next) => {
    response.status(503).json({});
  }) satisfies express.ErrorRequestHandler);
  const server = createServer(pages).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  let cookie = '';
  return async (method, path, body) => {
    const answer = await fetch(`${origin}${path}`, {
      ...{ method, headers: { 'content-type': 'application/json', cookie, origin } },
      ...(body && { body: JSON.stringify(body) }),
    });
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const { who } = (await answer.json()) as { who?: { kind: string } };
    return { status: answer.status, who: who?.kind ?? '' };
  };
}

/** At the other hub, as an administrator does it there. */
async function invite(): Promise<void> {
  await other.people.catchUp();
  const done = await other.people.submit(null, {
    ...{ type: 'Invite', account: ann, by: 'ada' },
    invitation: other.people.newInvitation().invitation,
  });
  expect(done.ok).toBe(true);
  await other.sessions.endAllOf(ann, 'ended');
}

/** Runs `act` once, when her hub is about to write an event of this type, or has just written it. */
function at(when: 'before' | 'after', type: string, act: () => Promise<void>): void {
  const append = herLog.append.bind(herLog);
  herLog.append = async (stream, entries, expected) => {
    const isIt = entries.some(({ event }) => (event as { type: string }).type === type);
    if (isIt) herLog.append = append;
    if (isIt && when === 'before') await act();
    const result = await append(stream, entries, expected);
    if (isIt && when === 'after') await act();
    return result;
  };
}

const accepts = () => ask('POST', '/invitation', { secret: invitation, passphrase: WORDS });
const signsIn = () => ask('POST', '/session', { login: 'ann', passphrase: WORDS });

/** In her own browser, and in any. */
async function isOut(): Promise<void> {
  expect((await ask('GET', '/session')).who).toBe('stranger');
  await other.sessions.endAllOf('nobody' as AccountId, 'ended'); // now it has heard of all
  expect(other.sessions.open().filter(({ account }) => account === ann)).toEqual([]);
}

it('[ID2] whoever is invited anew as her session is written is out', async () => {
  await accepts();
  at('before', 'SessionKept', invite);
  expect((await signsIn()).status).toBe(401);
  await isOut();
});

it('[ID2] whoever is invited anew as soon as her session is written is out', async () => {
  await accepts();
  at('after', 'SessionKept', invite);
  await signsIn();
  await isOut();
});

it('[ID2] whoever is invited anew as she accepts an invitation is out', async () => {
  onTrail = async (what) => {
    if (what === 'account:accept') await invite();
  };
  expect((await accepts()).status).toBe(401);
  await isOut();
});

it('[ID2] whoever is invited anew as she unlocks is out', async () => {
  await accepts();
  await ask('POST', '/session/lock', {});
  at('after', 'SessionEnded', invite);
  expect((await ask('POST', '/session/unlock', { passphrase: WORDS })).status).toBe(401);
  await isOut();
});

it('[ID2] whoever is invited anew as she changes her passphrase is out', async () => {
  await accepts();
  at('after', 'SessionEnded', invite);
  const changed = await ask('PUT', '/session/passphrase', { current: WORDS, next: OTHER_WORDS });
  expect(changed).toEqual({ status: 200, who: 'stranger' });
  await isOut();
});

it('[ID2] whoever comes in while it cannot be known whether she may is out', async () => {
  await accepts();
  await ask('DELETE', '/session', {});
  at('after', 'SessionKept', async () => {
    await invite();
    herLog.unreadable = true;
  });
  expect((await signsIn()).status).toBe(503);
  herLog.unreadable = false;
  expect((await ask('GET', '/session')).who).toBe('stranger');
});
