/**
 * OpenID providers on loopback: a real one (oidc-provider), in which whoever is asked for has signed in already; and a
 * hostile one, which answers all that is asked of it and lies in its ID tokens as a test wants it to.
 */
import {
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { freePort } from './free-port.ts';

export const CLIENT_ID = 'torget';
export const CLIENT_SECRET = 'a-secret-between-hub-and-provider';

/** Whoever sits at the browser, as the provider knows her. */
export type SsoUser = { sub: string; name: string; preferred_username: string; groups?: unknown };

export class OpenIdProvider {
  readonly issuer: string;
  readonly #http: Server;
  user: SsoUser = { sub: '1', name: 'Sara Stad', preferred_username: 'sara', groups: [] };

  private constructor(port: number, callback: string) {
    // Another site than the hub at 127.0.0.1: what comes back from here comes without cookies that are for one site.
    this.issuer = `http://localhost:${port}`;
    const provider = new Provider(this.issuer, {
      clients: [
        {
          ...{ client_id: CLIENT_ID, client_secret: CLIENT_SECRET, redirect_uris: [callback] },
          post_logout_redirect_uris: [new URL('/staff', callback).href],
        },
      ],
      claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'groups'] },
      // Many providers put everything into the token; some tell it only when asked: so does this one.
      conformIdTokenClaims: true,
      pkce: { required: () => true },
      features: {
        devInteractions: { enabled: false },
        rpInitiatedLogout: {
          // Its own page would fetch letters from the Internet.
          logoutSource: (context, form) => {
            context.body = `<!doctype html>${form}<button form="op.logoutForm" name="logout" value="yes">Ja</button>`;
          },
        },
      },
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      findAccount: (_context, id) => ({ accountId: id, claims: () => ({ ...this.user, sub: id }) }),
      loadExistingGrant: async ({ oidc }) => {
        const grant = new provider.Grant({
          accountId: oidc.session?.accountId ?? '',
          clientId: CLIENT_ID,
        });
        grant.addOIDCScope('openid profile');
        await grant.save();
        return grant;
      },
    });
    const answer = provider.callback();
    this.#http = createServer((request, response) => {
      if (!request.url?.startsWith('/interaction/')) return void answer(request, response);
      const login = { accountId: this.user.sub };
      void provider.interactionFinished(request, response, { login });
    }).listen(port, '127.0.0.1');
  }

  /** @param callback where the hub takes whoever comes back */
  static async open(callback: string): Promise<OpenIdProvider> {
    const provider = new OpenIdProvider(await freePort(), callback);
    await once(provider.#http, 'listening');
    return provider;
  }

  async close(): Promise<void> {
    this.#http.closeAllConnections();
    this.#http.close();
    await once(this.#http, 'close');
  }
}

type Claims = Record<string, unknown>;
type Lie = {
  claims?: (honest: Claims) => Claims;
  header?: Record<string, unknown>;
  signed?: (text: string, key: { privateKey: KeyObject; publicKey: KeyObject }) => string;
};

export class HostileProvider {
  readonly #key = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly #http: Server;
  /** What it tells of itself beside the honest truth. */
  metadata: Record<string, unknown> = {};
  lie: Lie = {};
  /** Instead of answering at all. */
  instead: ((response: ServerResponse) => void) | null = null;
  /** Nonce of whoever was last sent here. */
  nonce = '';
  readonly #used = new Set<string>();

  private constructor() {
    this.#http = createServer((request, response) => void this.#answer(request, response));
    this.#http.listen(0, '127.0.0.1');
  }

  static async open(): Promise<HostileProvider> {
    const provider = new HostileProvider();
    await once(provider.#http, 'listening');
    return provider;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#http.closeAllConnections();
    this.#http.close();
    await once(this.#http, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.instead) return this.instead(response);
    const { pathname } = new URL(request.url ?? '', this.issuer);
    if (pathname === '/.well-known/openid-configuration') return json(response, this.#discovery());
    if (pathname === '/jwks') return json(response, { keys: [this.#jwk()] });
    if (pathname !== '/token') return void response.writeHead(404).end();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const code = new URLSearchParams(Buffer.concat(chunks).toString()).get('code') ?? '';
    // As every provider must: a code is good once.
    if (this.#used.has(code)) return json(response, { error: 'invalid_grant' }, 400);
    this.#used.add(code);
    json(response, { access_token: 'a', token_type: 'Bearer', id_token: this.#idToken() });
  }

  #discovery() {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
      code_challenge_methods_supported: ['S256'],
      ...this.metadata,
    };
  }

  #jwk() {
    return {
      ...this.#key.publicKey.export({ format: 'jwk' }),
      kid: 'one',
      use: 'sig',
      alg: 'RS256',
    };
  }

  #idToken(): string {
    const now = Math.floor(Date.now() / 1000);
    const honest = {
      ...{
        iss: this.issuer,
        aud: CLIENT_ID,
        sub: '1',
        nonce: this.nonce,
        iat: now,
        exp: now + 300,
      },
      ...{ groups: ['guides'], name: 'Sara Stad' },
    };
    const header = { alg: 'RS256', typ: 'JWT', kid: 'one', ...this.lie.header };
    const claims = this.lie.claims?.(honest) ?? honest;
    const text = [header, claims].map((part) => base64(JSON.stringify(part))).join('.');
    const signed =
      this.lie.signed ??
      ((what, { privateKey }) => base64(sign('sha256', Buffer.from(what), privateKey)));
    return `${text}.${signed(text, this.#key)}`;
  }
}

/** With the public key, which everybody has, as if it were a shared secret. */
export const hs256WithPublicKey = (
  text: string,
  { publicKey }: { publicKey: KeyObject },
): string => {
  const pem = createPublicKey(publicKey.export({ format: 'pem', type: 'spki' })).export({
    ...{ format: 'pem', type: 'spki' },
  });
  return base64(createHmac('sha256', pem).update(text).digest());
};

const base64 = (content: string | Buffer): string => Buffer.from(content).toString('base64url');

function json(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
