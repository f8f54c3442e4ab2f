/** Single sign-on against providers on loopback: an honest real one through a real hub, and one that lies. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ownPath, SingleSignOn } from '#server/identity/sso.ts';
import { InMemorySharedMemory } from '#server/shared-memory/in-memory-shared-memory.ts';
import type { AccountListed, SessionNow } from '#shared/identity.ts';
import type { OfficeId } from '#shared/vocabulary.ts';
import { freePort } from '#test/support/free-port.ts';
import { TestHub } from '#test/support/hub.ts';
import { foundOffice, type Office, type PersonApi } from '#test/support/office-people.ts';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  HostileProvider,
  hs256WithPublicKey,
  OpenIdProvider,
} from '#test/support/openid-provider.ts';

const GROUPS = {
  guides: { role: 'guide', offices: ['ragsved'] },
  admin: { role: 'administrator', offices: 'all' },
};

describe('through a real provider', () => {
  let hub: TestHub;
  let office: Office;
  let provider: OpenIdProvider;

  beforeAll(async () => {
    const port = await freePort();
    provider = await OpenIdProvider.open(`http://127.0.0.1:${port}/api/v1/session/sso/callback`);
    hub = await TestHub.start({
      ...{ PORT: String(port), OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: CLIENT_ID },
      ...{ OIDC_CLIENT_SECRET: CLIENT_SECRET, OIDC_LABEL: 'Staden' },
      OIDC_ROLES: JSON.stringify(GROUPS),
    });
    office = await foundOffice(hub);
  }, 60_000);
  afterAll(async () => {
    await hub.end();
    await provider.close();
  });

  /** Presses the button, and goes where she is sent until she is at a page of the console. */
  async function comes(person: PersonApi, returnTo = '/staff?page=day'): Promise<string> {
    const atProvider = new Map<string, string>();
    let at = `${hub.url}/api/v1/session/sso?returnTo=${encodeURIComponent(returnTo)}`;
    for (let hops = 0; hops < 12; hops++) {
      const isOurs = at.startsWith(hub.url);
      if (isOurs && new URL(at).pathname === '/staff') return at.slice(hub.url.length);
      const cookie = isOurs
        ? person.headers.cookie
        : [...atProvider].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(at, {
        redirect: 'manual',
        headers: { cookie, 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'cross-site' },
      });
      if (isOurs) person.keep(response);
      else
        for (const set of response.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
          atProvider.set(name, value);
        }
      at = new URL(response.headers.get('location') ?? '', at).href;
    }
    throw new Error(`Nowhere after twelve hops: ${at}`);
  }
  const nowOf = async (person: PersonApi) => (await person.get<SessionNow>('/session')).body;

  it('[ID17] whoever has a group comes in, in its role, and is the same person the next time', async () => {
    provider.user = {
      sub: '7',
      name: 'Sara Stad',
      preferred_username: 'sara',
      groups: ['guides', 'all-staff'],
    };
    const sara = office.stranger();
    expect((await nowOf(sara)).ways.sso).toEqual({ label: 'Staden' });
    expect(await comes(sara)).toBe('/staff?page=day');
    expect((await nowOf(sara)).who).toMatchObject({
      kind: 'person',
      name: 'Sara Stad',
      role: 'guide',
    });
    provider.user = { ...provider.user, name: 'Sara Ny', groups: ['guides', 'admin'] };
    const again = office.stranger();
    await comes(again);
    expect((await nowOf(again)).who).toMatchObject({ name: 'Sara Ny', role: 'administrator' });
    // What she was before is over, and so are the sessions of then.
    expect((await nowOf(sara)).who.kind).toBe('stranger');
    const { body } = await office.administrator.get<AccountListed[]>('/accounts');
    expect(body.filter(({ bySso }) => bySso)).toMatchObject([{ login: 'sara', name: 'Sara Ny' }]);
  });

  it('[ID17] her session ends at both ends when she signs out', async () => {
    provider.user = { sub: '8', name: 'Ulla Ut', preferred_username: 'ulla', groups: ['guides'] };
    const ulla = office.stranger();
    await comes(ulla);
    const left = await ulla.delete('/session');
    const leaveAt = new URL(left.body.leaveAt ?? '');
    expect(leaveAt.origin).toBe(provider.issuer);
    expect(leaveAt.searchParams.get('post_logout_redirect_uri')).toBe(`${hub.url}/staff`);
    expect((await nowOf(ulla)).who.kind).toBe('stranger');
  });

  it.each([
    ['no groups at all', undefined],
    ['none that has a role', ['all-staff']],
    ['one with a blank behind it', ['admin ', ' guides']],
    ['one that only looks like it', ['аdmin', 'ɡuides']],
    ['one in capitals', ['ADMIN']],
    ['something that is no list', { admin: true }],
    ['five thousand others', Array.from({ length: 5_000 }, (_, nth) => `group-${nth}`)],
  ])('[ID17] AB-061 with %s she is refused', async (_what, groups) => {
    provider.user = { sub: '9', name: 'Nils', preferred_username: 'nils', groups };
    const nils = office.stranger();
    expect(await comes(nils)).toBe('/staff?sso=refused');
    expect((await nowOf(nils)).who.kind).toBe('stranger');
  });

  it('[ID17] a login that is somebody’s own here is not given to her', async () => {
    await office.invite('guide', { login: 'dubbel' });
    provider.user = { sub: '10', name: 'Dubbel', preferred_username: 'dubbel', groups: ['guides'] };
    await comes(office.stranger());
    const { body } = await office.administrator.get<AccountListed[]>('/accounts');
    const hers = body.find(({ name }) => name === 'Dubbel');
    expect(hers?.login).toMatch(/^sso-/);
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/staff/../t/x',
  ])('[ID19] AB-063 from %s she comes to the console', async (returnTo) => {
    provider.user = { sub: '11', name: 'Vera', preferred_username: 'vera', groups: ['guides'] };
    expect(await comes(office.stranger(), returnTo)).toBe('/staff');
  });

  it('[ID18] AB-060 a way back that nobody is on signs nobody in', async () => {
    const person = office.stranger();
    for (const query of [
      '',
      '?code=x&state=y',
      '?error=access_denied',
      `?iss=${provider.issuer}`,
    ]) {
      const back = await fetch(`${hub.url}/api/v1/session/sso/callback${query}`, {
        redirect: 'manual',
      });
      expect(back.headers.get('location')).toBe('/staff?sso=failed');
      person.keep(back);
    }
    expect((await nowOf(person)).who.kind).toBe('stranger');
  });
});

describe('what comes back altered', () => {
  let provider: HostileProvider;
  let sso: SingleSignOn;

  beforeEach(async () => {
    provider = await HostileProvider.open();
    sso = signOnAt(provider.issuer);
  });
  afterEach(() => provider.close());

  const signOnAt = (issuer: string) =>
    new SingleSignOn(
      {
        ...{ issuer, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, label: 'X' },
        groupsClaim: 'groups',
        rolesOfGroups: new Map([
          ['guides', { role: 'guide', offices: ['ragsved' as OfficeId], agency: null }],
        ]),
      },
      () => 'http://127.0.0.1:1/api/v1/session/sso/callback',
      { memory: new InMemorySharedMemory(() => Date.now()), now: () => Date.now() },
    );

  async function begins() {
    const begun = await sso.begin(undefined);
    if (!begun) throw new Error('the provider is away');
    provider.nonce = begun.to.searchParams.get('nonce') ?? '';
    return { flow: begun.flow, state: begun.to.searchParams.get('state') ?? '', to: begun.to };
  }
  const comesBack = (flow: string, query: Record<string, string>) =>
    sso.finish(flow, new URLSearchParams(query));

  it('[ID17] goes out with a challenge, a state and a nonce, and comes in when nothing is altered', async () => {
    const { flow, state, to } = await begins();
    expect(to.searchParams.get('code_challenge_method')).toBe('S256');
    for (const name of ['code_challenge', 'state', 'nonce'])
      expect(to.searchParams.get(name)?.length).toBeGreaterThan(40);
    expect(await comesBack(flow, { code: 'c', state })).toMatchObject({
      ok: true,
      person: { identity: { issuer: provider.issuer, subject: '1' }, rights: { role: 'guide' } },
    });
  });

  const later = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
  it.each([
    ['of alg none', { header: { alg: 'none' }, signed: () => '' }],
    ['of HS256 with the public key', { header: { alg: 'HS256' }, signed: hs256WithPublicKey }],
    ['with a signature of somebody else', { signed: () => 'x'.repeat(342) }],
    ['without a signature', { signed: () => '' }],
    ['for another program', { claims: (all: object) => ({ ...all, aud: 'another' }) }],
    ['by another issuer', { claims: (all: object) => ({ ...all, iss: 'https://evil.example' }) }],
    ['with another nonce', { claims: (all: object) => ({ ...all, nonce: 'another' }) }],
    ['without a nonce', { claims: (all: object) => ({ ...all, nonce: undefined }) }],
    ['that has expired', { claims: (all: object) => ({ ...all, exp: later(-3_600) }) }],
    [
      'from the future',
      { claims: (all: object) => ({ ...all, iat: later(3_600), exp: later(7_200) }) },
    ],
    ['of nobody', { claims: (all: object) => ({ ...all, sub: undefined }) }],
  ])('[ID18] AB-060 an ID token %s signs nobody in', async (_what, lie) => {
    provider.lie = lie;
    const { flow, state } = await begins();
    expect(await comesBack(flow, { code: 'c', state })).toMatchObject({ ok: false, why: 'failed' });
  });

  it('[ID18] AB-060 a wrong state, a state used before and a code used before sign nobody in', async () => {
    const first = await begins();
    expect(await comesBack(first.flow, { code: 'a', state: 'another' })).toMatchObject({
      why: 'failed',
    });
    // Once tried, it is over, also with the right one.
    expect(await comesBack(first.flow, { code: 'a', state: first.state })).toMatchObject({
      why: 'failed',
    });
    const second = await begins();
    expect(await comesBack(second.flow, { code: 'b', state: second.state })).toMatchObject({
      ok: true,
    });
    expect(await comesBack(second.flow, { code: 'b', state: second.state })).toMatchObject({
      why: 'failed',
    });
    const third = await begins();
    expect(await comesBack(third.flow, { code: 'b', state: third.state })).toMatchObject({
      why: 'failed',
    });
  });

  it('[ID18] AB-060 what another provider answers is not taken for this one’s', async () => {
    provider.metadata = { authorization_response_iss_parameter_supported: true };
    const other = await HostileProvider.open();
    const { flow, state } = await begins();
    const mixed = await comesBack(flow, { code: 'c', state, iss: other.issuer });
    expect(mixed).toMatchObject({ ok: false, why: 'failed' });
    await other.close();
  });

  it('[ID18] AB-060 a document that names another issuer is no provider', async () => {
    provider.metadata = { issuer: 'https://evil.example' };
    expect(await sso.begin(undefined)).toBeNull();
  });

  it('[ID18] AB-062 a provider that answers with a page, or not at all, is away, and tried again with the next', async () => {
    provider.instead = (response) => response.end('<!doctype html><title>Underhåll</title>');
    expect(await sso.begin(undefined)).toBeNull();
    provider.instead = () => {}; // takes the request and says nothing
    expect(await sso.begin(undefined)).toBeNull();
    provider.instead = null;
    expect(await sso.begin(undefined)).not.toBeNull();
  });

  it('[ID18] AB-062 nobody there at all: away, and nothing hangs', async () => {
    const gone = await HostileProvider.open();
    const { issuer } = gone;
    await gone.close();
    expect(await signOnAt(issuer).begin(undefined)).toBeNull();
  });
});

it.each([
  ['/staff', '/staff'],
  ['/staff?page=day&office=ragsved', '/staff?page=day&office=ragsved'],
  ['/staff#first=x', '/staff'],
  [undefined, '/staff'],
  ['https://evil.example/staff', '/staff'],
  ['//evil.example/staff', '/staff'],
  ['/\\evil.example/staff', '/staff'],
  ['\t//evil.example', '/staff'],
  ['javascript:alert(1)', '/staff'],
  ['/api/v1/session', '/staff'],
])('[ID19] AB-063 %s leads to %s', (asked, path) => {
  expect(ownPath(asked)).toBe(path);
});
