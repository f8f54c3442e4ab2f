/**
 * Who is asking? The same answer for HTTP and for sockets, from what the request itself shows: a token, a device's
 * proof, a session's cookie, or nothing. Rules ID… in docs/spec.md.
 *
 * Trial mode: until there is an administrator, somebody at the hub's own computer may try everything.
 */
import { timingSafeEqual } from 'node:crypto';
import type { DeviceProof } from '#shared/identity.ts';
import type { Caller } from './caller.ts';
import type { DeviceProofs, Proven } from './device-proof.ts';
import type { People } from './live-people.ts';
import { hostName, isLoopbackAddress, isLoopbackName } from './own-computer.ts';
import type { Account } from './people.ts';
import type { Asking } from './session-cookie.ts';
import type { Session, Sessions } from './sessions.ts';

/** Why somebody is turned away at the door: a foreign page in a browser, a credential that is wrong or came too late, a locked console. */
export type Trust =
  | { ok: true; caller: Caller }
  | { ok: false; why: 'foreign-origin' | 'wrong-credential' | 'stale-proof' | 'locked' };

export type Known = {
  people: Pick<People, 'state' | 'tokenOf'>;
  sessions: Pick<Sessions, 'find' | 'isLocked'>;
  devices: Pick<DeviceProofs, 'prove' | 'current'>;
};

export class Doorkeeper {
  readonly #token: Buffer | undefined;
  readonly #hostIsLoopback: boolean;
  readonly #known: Known | null;
  readonly #hubs: readonly string[];

  /**
   * @param host the HOST setting
   * @param token the API_TOKEN setting
   * @param known null for a hub that knows nobody
   * @param hubs the HUBS setting: a screen of theirs may go on here
   */
  constructor(
    host: string,
    token: string | undefined,
    known: Known | null = null,
    hubs: readonly string[] = [],
  ) {
    this.#hubs = hubs;
    this.#hostIsLoopback = isLoopbackName(host);
    this.#token = token === undefined ? undefined : Buffer.from(token);
    this.#known = known;
  }

  /** True while this hub lets its own computer try everything. */
  get trialPossible(): boolean {
    return this.#hostIsLoopback && !this.founded;
  }

  /** There is an administrator. */
  get founded(): boolean {
    return this.#known?.people.state.founded ?? false;
  }

  /** Once, for recognise(): a second time the same proof is stale. @throws {EventLogUnavailable | SharedMemoryUnavailable} */
  async prove(request: Asking, proof: DeviceProof): Promise<Proven> {
    return (await this.#known?.devices.prove(proof, request.headers.host ?? '')) ?? null;
  }

  /**
   * @param token as presented, in a header or a handshake; undefined when none was
   * @param proven by a device; what it says counts before the cookie of whoever signed in at it
   */
  recognise(request: Asking, token: string | undefined, proven?: Proven): Trust {
    // A device of another hub proves itself; nothing else is taken from its page.
    const isOwn = fromOwnPage(request) || (proven !== undefined && this.isOfHub(request));
    if (!isOwn) return { ok: false, why: 'foreign-origin' };
    if (token !== undefined) return this.#byToken(token);
    if (proven !== undefined) return this.#byDevice(proven);
    const session = this.sessionOf(request);
    if (!session)
      return { ok: true, caller: { kind: this.#isTrial(request) ? 'trial' : 'stranger' } };
    // A cookie comes by itself: who sent it along is told by what only our own pages have.
    if (isWrite(request) && !saysWhoseItIs(request)) return { ok: false, why: 'foreign-origin' };
    if (session.locked) return { ok: false, why: 'locked' };
    return { ok: true, caller: session.caller };
  }

  /** Asked from the page of a hub that serves the same offices. */
  isOfHub({ headers: { origin } }: Asking): boolean {
    return origin !== undefined && this.#hubs.includes(origin);
  }

  /** HOST, the peer and the Host header are all loopback, and nothing was forwarded. */
  isOwnComputer(request: Asking): boolean {
    return (
      this.#hostIsLoopback &&
      isLoopbackAddress(request.socket.remoteAddress) &&
      isLoopbackName(hostName(request.headers.host)) &&
      !wasForwarded(request)
    );
  }

  /** Who is signed in here, locked or not. The account is looked up each time: what it may not any more counts at once. */
  sessionOf(request: Asking): SignedIn | null {
    if (!this.#known || request.sessionID === undefined) return null;
    const { people, sessions } = this.#known;
    const session = sessions.find(request.sessionID);
    const account = session && people.state.accounts.get(session.account);
    if (!account) return null;
    return {
      session,
      account,
      caller: personOf(account, session),
      locked: sessions.isLocked(session),
    };
  }

  #byToken(presented: string): Trust {
    if (this.#isTheToken(presented)) return { ok: true, caller: { kind: 'operator' } };
    const token = this.#known?.people.tokenOf(presented);
    if (!token) return { ok: false, why: 'wrong-credential' };
    const { id, name, scopes, offices } = token;
    return { ok: true, caller: { kind: 'token', token: id, name, scopes, offices } };
  }

  #byDevice(proven: Proven): Trust {
    if (proven === 'stale') return { ok: false, why: 'stale-proof' };
    // It may have been revoked since.
    const device = proven && this.#known?.devices.current(proven);
    if (!device) return { ok: false, why: 'wrong-credential' };
    const { id, name, kind, office, display } = device;
    const caller = { kind: 'device', device: id, name, deviceKind: kind, office, display } as const;
    return { ok: true, caller };
  }

  #isTheToken(token: string): boolean {
    const presented = Buffer.from(token);
    // In a time that tells nothing but, perhaps, the token's length.
    return this.#token?.length === presented.length && timingSafeEqual(presented, this.#token);
  }

  /** Somebody at the hub's own computer, and nobody has an account yet. */
  #isTrial(request: Asking): boolean {
    return this.trialPossible && this.isOwnComputer(request);
  }
}

export type SignedIn = {
  session: NonNullable<ReturnType<Sessions['find']>>;
  account: Account;
  caller: Extract<Caller, { kind: 'person' }>;
  locked: boolean;
};

/** By PIN nobody is an administrator: six digits, typed where others look on, are not enough for who may do what. */
function personOf(account: Account, session: Session & Pick<SignedIn['session'], 'id'>) {
  const { id, name, role, offices, agency } = account;
  return {
    kind: 'person',
    account: id,
    name,
    role: session.way === 'pin' && role === 'administrator' ? 'coordinator' : role,
    offices,
    agency,
    session: session.id,
    device: session.device,
  } as const;
}

/** The token in `Authorization: Bearer`; '' for another kind of credential, undefined for none. */
export function bearerOf({ headers }: Asking): string | undefined {
  if (headers.authorization === undefined) return undefined;
  return /^Bearer (.+)$/i.exec(headers.authorization)?.[1] ?? '';
}

/** What proxies add, or leave: many still ask in HTTP/1.0, as no browser and no tool of today does. */
function wasForwarded({ headers, httpVersion }: Asking): boolean {
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
export function fromOwnPage(request: Asking): boolean {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (origin !== undefined && URL.parse(origin)?.host !== host) return false;
  const isNavigation = request.headers['sec-fetch-mode'] === 'navigate' && request.method === 'GET';
  return site === undefined || site === 'same-origin' || site === 'none' || isNavigation;
}

/** Also a socket's upgrade: all that it will ever ask is asked by it. */
const isWrite = ({ method, headers }: Asking): boolean =>
  (method !== 'GET' && method !== 'HEAD') || headers.upgrade !== undefined;

const saysWhoseItIs = ({ headers }: Asking): boolean =>
  headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
