/**
 * Who is asking? The same answer for HTTP and for sockets, from what the request itself shows.
 *
 * Until accounts exist there are two ways to be allowed: the API_TOKEN, and trial mode, in which
 * somebody at the hub's own computer may try everything.
 */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export type Caller =
  /** Full rights over desks and tickets. */
  { kind: 'token' } | { kind: 'trial' } | { kind: 'stranger' };

/** Why somebody is turned away at the door: a foreign page in a browser, or a credential that is wrong. */
export type Trust =
  | { ok: true; caller: Caller }
  | { ok: false; why: 'foreign-origin' | 'wrong-credential' };

export class Doorkeeper {
  readonly #token: Buffer | undefined;
  readonly #hostIsLoopback: boolean;

  /** @param host the HOST setting; @param token the API_TOKEN setting. */
  constructor(host: string, token: string | undefined) {
    this.#hostIsLoopback = isLoopbackName(host);
    this.#token = token === undefined ? undefined : Buffer.from(token);
  }

  /** True when this hub lets its own computer try everything. */
  get trialPossible(): boolean {
    return this.#hostIsLoopback;
  }

  /** @param token as presented, in a header or a handshake; undefined when none was. */
  recognise(request: IncomingMessage, token: string | undefined): Trust {
    if (!fromOwnPage(request)) return { ok: false, why: 'foreign-origin' };
    if (token !== undefined)
      return this.#isTheToken(token)
        ? { ok: true, caller: { kind: 'token' } }
        : { ok: false, why: 'wrong-credential' };
    return { ok: true, caller: { kind: this.#isTrial(request) ? 'trial' : 'stranger' } };
  }

  #isTheToken(token: string): boolean {
    const presented = Buffer.from(token);
    // In a time that tells nothing but, perhaps, the token's length.
    return this.#token?.length === presented.length && timingSafeEqual(presented, this.#token);
  }

  /** HOST, the peer and the Host header are all loopback, and nothing was forwarded. */
  #isTrial(request: IncomingMessage): boolean {
    return (
      this.#hostIsLoopback &&
      isLoopbackAddress(request.socket.remoteAddress) &&
      isLoopbackName(hostName(request.headers.host)) &&
      !wasForwarded(request)
    );
  }
}

/** The token in `Authorization: Bearer`; '' for another kind of credential, undefined for none. */
export function bearerOf({ headers }: IncomingMessage): string | undefined {
  if (headers.authorization === undefined) return undefined;
  return /^Bearer (.+)$/i.exec(headers.authorization)?.[1] ?? '';
}

/** What proxies add, or leave: many still ask in HTTP/1.0, as no browser and no tool of today does. */
function wasForwarded({ headers, httpVersion }: IncomingMessage): boolean {
  return (
    httpVersion === '1.0' ||
    Object.keys(headers).some(
      (name) => /^x-(forwarded|real-ip|client-ip|original)/.test(name) || PROXY_HEADERS.has(name),
    )
  );
}

const PROXY_HEADERS = new Set(['forwarded', 'via', 'true-client-ip', 'cf-connecting-ip']);

/**
 * A browser says with Origin, and with Sec-Fetch-Site, from which page it asks; only our own pages may.
 * Programs say nothing and are judged by their credential and address.
 */
function fromOwnPage(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (origin !== undefined && URL.parse(origin)?.host !== host) return false;
  const isNavigation = request.headers['sec-fetch-mode'] === 'navigate' && request.method === 'GET';
  return site === undefined || site === 'same-origin' || site === 'none' || isNavigation;
}

const hostName = (host: string | undefined): string => URL.parse(`http://${host}`)?.hostname ?? '';

const isLoopbackName = (name: string): boolean =>
  name === 'localhost' || name === '[::1]' || isLoopbackAddress(name);

const isLoopbackAddress = (address: string | undefined): boolean =>
  address === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address ?? '');
