/**
 * Single sign-on by OpenID Connect: the code flow with PKCE, state and nonce, by openid-client. Who she is, is told by
 * issuer and subject and by nothing else; what she may, by the groups the provider names, each time she signs in.
 * The provider may be away or slow: the hub waits five seconds for it, and nobody else waits at all.
 */
import * as openid from 'openid-client';
import type { EpochMs } from '#shared/vocabulary.ts';
import { NewestKept } from '../shared-memory/newest-kept.ts';
import type { SharedMemory } from '../shared-memory/shared-memory.ts';
import { isLoopbackName } from './own-computer.ts';
import type { AccountCard } from './people.ts';

const WITHIN_SECONDS = 5;
/** A provider's clock may be a little ahead of ours. */
const CLOCKS_DIFFER_SECONDS = 60;
/** From the button to the way back: passphrase, telephone, second try. */
const FLOW_MS = 10 * 60_000;
const MOST_FLOWS = 1_000;
const ROLES_BY_POWER = ['administrator', 'coordinator', 'guide', 'agency'] as const;
/** With a key of the provider's own. 'none' and those with a shared secret are never taken. */
const ALGORITHMS = /^(RS|PS|ES)(256|384|512)$|^EdDSA$|^Ed25519$/;

/** A name can pass to somebody else; this cannot. */
type SsoIdentity = { issuer: string; subject: string };
export type Rights = Pick<AccountCard, 'role' | 'offices' | 'agency'>;

export type SsoSettings = {
  issuer: string;
  clientId: string;
  clientSecret: string | null;
  /** What its button says. */
  label: string;
  groupsClaim: string;
  /** What each group may; whoever is in none of them may nothing. */
  rolesOfGroups: ReadonlyMap<string, Rights>;
};

type SsoPerson = {
  identity: SsoIdentity;
  name: string;
  /** What the provider calls her; her login here, where nobody has it. */
  login: string;
  rights: Rights;
  idToken: string;
};

export type SsoOutcome =
  | { ok: true; person: SsoPerson; returnTo: string }
  /** 'refused': she has no group here. 'failed': what came back is not to be trusted. */
  | {
      ok: false;
      why: 'refused' | 'failed' | 'unavailable';
      identity?: SsoIdentity;
      detail: string;
    };

type Flow = { state: string; nonce: string; verifier: string; returnTo: string };

export class SingleSignOn {
  readonly label: string;
  readonly #settings: SsoSettings;
  readonly #callback: () => string;
  readonly #now: () => EpochMs;
  /** She may come back to another hub than she left. */
  readonly #flows: NewestKept;
  #provider: Promise<openid.Configuration> | null = null;

  /** @param callback the address the provider sends her back to */
  constructor(
    settings: SsoSettings,
    callback: () => string,
    { memory, now }: { memory: SharedMemory; now: () => EpochMs },
  ) {
    this.#flows = new NewestKept(memory, 'sso', { most: MOST_FLOWS, ms: FLOW_MS });
    this.label = settings.label;
    this.#settings = settings;
    this.#callback = callback;
    this.#now = now;
  }

  /** Where to send her, and what her browser keeps meanwhile; null: the provider cannot be reached. */
  async begin(returnTo: string | undefined): Promise<{ flow: string; to: URL } | null> {
    const provider = await this.#known();
    if (!provider) return null;
    const verifier = openid.randomPKCECodeVerifier();
    const flow: Flow = {
      state: openid.randomState(),
      nonce: openid.randomNonce(),
      verifier,
      returnTo: ownPath(returnTo),
    };
    const { id } = await this.#flows.add(JSON.stringify(flow));
    const to = openid.buildAuthorizationUrl(provider, {
      redirect_uri: this.#callback(),
      scope: 'openid profile',
      state: flow.state,
      nonce: flow.nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    return { flow: id, to };
  }

  /** @param query of the address she came back to */
  async finish(id: string | undefined, query: URLSearchParams): Promise<SsoOutcome> {
    // Once, whatever comes of it.
    const begun = await this.#flows.take(id ?? '');
    if (begun === null) return failed('no such sign-in is under way');
    const flow = JSON.parse(begun) as Flow;
    const provider = await this.#known();
    if (!provider) return { ok: false, why: 'unavailable', detail: 'the provider is away' };
    const back = new URL(this.#callback());
    back.search = query.toString();
    try {
      const tokens = await openid.authorizationCodeGrant(provider, back, {
        pkceCodeVerifier: flow.verifier,
        expectedState: flow.state,
        expectedNonce: flow.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims || tokens.id_token === undefined) return failed('there is no ID token');
      if (!ALGORITHMS.test(algorithmOf(tokens.id_token)))
        return failed('the ID token is not signed by a key of the provider');
      if (claims.iat > this.#now() / 1000 + CLOCKS_DIFFER_SECONDS)
        return failed('the ID token is from the future');
      const identity = { issuer: claims.iss, subject: claims.sub };
      const told = await this.#withGroups(provider, claims, tokens.access_token);
      const rights = this.#rightsOf(told[this.#settings.groupsClaim]);
      if (!rights)
        return { ok: false, why: 'refused', identity, detail: 'no group has a role here' };
      const [name, login] = [nameIn(told), loginIn(told)];
      return {
        ok: true,
        person: { identity, name, login, rights, idToken: tokens.id_token },
        returnTo: flow.returnTo,
      };
    } catch (fault) {
      // Whatever is wrong with what came back, she is not signed in; the audit says what it was.
      return isAway(fault)
        ? { ok: false, why: 'unavailable', detail: 'the provider is away' }
        : failed(codeOf(fault));
    }
  }

  /** Where she signs out of the city's sign-on, too; null: it has no such place, or is away. */
  async endAt(idToken: string | undefined, back: string): Promise<string | null> {
    const provider = await this.#known();
    if (!provider?.serverMetadata().end_session_endpoint) return null;
    return openid.buildEndSessionUrl(provider, {
      post_logout_redirect_uri: back,
      ...(idToken !== undefined && { id_token_hint: idToken }),
    }).href;
  }

  /** Asked for until it has answered once. */
  async #known(): Promise<openid.Configuration | null> {
    const { issuer, clientId, clientSecret } = this.#settings;
    const url = new URL(issuer);
    this.#provider ??= openid.discovery(
      url,
      clientId,
      clientSecret === null ? {} : { client_secret: clientSecret },
      clientSecret === null ? openid.None() : openid.ClientSecretBasic(clientSecret),
      {
        timeout: WITHIN_SECONDS,
        execute: [
          // The token comes straight from the provider; its signature is looked at all the same.
          openid.enableNonRepudiationChecks,
          ...(isLoopbackName(url.hostname) ? [openid.allowInsecureRequests] : []),
        ],
      },
    );
    try {
      return await this.#provider;
    } catch {
      // Away, slow, or something else than a provider: tried again with the next who asks.
      this.#provider = null;
      return null;
    }
  }

  /** Some providers put groups into the token, and some tell them only when asked. */
  async #withGroups(
    provider: openid.Configuration,
    claims: openid.IDToken,
    accessToken: string,
  ): Promise<Record<string, unknown>> {
    const isThere = claims[this.#settings.groupsClaim] !== undefined;
    if (isThere || !provider.serverMetadata().userinfo_endpoint) return claims;
    const told = await openid.fetchUserInfo(provider, accessToken, claims.sub);
    return { ...claims, ...told };
  }

  /** The most that one of her groups may. To the letter: 'admin ' is not 'admin'. */
  #rightsOf(groups: unknown): Rights | null {
    const named = new Set((Array.isArray(groups) ? groups : [groups]).filter(isText));
    const rights = [...this.#settings.rolesOfGroups]
      .filter(([group]) => named.has(group))
      .map(([, one]) => one);
    for (const role of ROLES_BY_POWER) {
      const found = rights.find((one) => one.role === role);
      if (found) return found;
    }
    return null;
  }
}

/** A path of our own, whatever was asked: nobody is sent from here to somewhere else. */
export function ownPath(asked: string | undefined): string {
  const base = 'http://own.invalid';
  const url = asked !== undefined && /^\/[\x21-\x7e]*$/.test(asked) ? URL.parse(asked, base) : null;
  const isOwn = url?.origin === base && url.pathname === '/staff';
  return isOwn ? `${url.pathname}${url.search}` : '/staff';
}

const failed = (detail: string): SsoOutcome => ({ ok: false, why: 'failed', detail });

/** Of a token that has been read and found to be whole. */
const algorithmOf = (jwt: string): string =>
  JSON.parse(Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString()).alg;

const isText = (value: unknown): value is string => typeof value === 'string';

function nameIn(told: Record<string, unknown>): string {
  const name = [told['name'], told['preferred_username'], told['sub']].find(isText) ?? '';
  return name.replaceAll(/\p{C}/gu, '').trim().slice(0, 60) || 'SSO';
}

const loginIn = (told: Record<string, unknown>): string => {
  const named = told['preferred_username'];
  return isText(named) && /^[\p{L}\p{N}._@+-]{1,60}$/u.test(named) ? named : '';
};

const codeOf = (fault: unknown): string =>
  fault instanceof Error && 'code' in fault ? String(fault.code) : 'unknown';

/** It did not answer, or not in time. */
const isAway = (fault: unknown): boolean =>
  fault instanceof Error &&
  (fault.name === 'TypeError' ||
    fault.name === 'TimeoutError' ||
    codeOf(fault) === 'OAUTH_TIMEOUT');
